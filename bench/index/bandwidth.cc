// How much of the memory's read bandwidth the scan over floats reaches.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <vector>

#include "bench/index/measurement.h"
#include "bench/index/vector_data.h"
#include "kernels/vector/dot.h"

namespace rescan::bench {
namespace {

// Reads every byte and does as little with it as can be: a plain loop over
// whole cache lines, in sums that do not wait for each other.
std::uint64_t ReadAll(std::span<const float> values) {
  const auto* words = reinterpret_cast<const std::uint64_t*>(values.data());
  constexpr std::size_t kSums = 16;
  std::uint64_t sums[kSums] = {};
  for (std::size_t i = 0; i + kSums <= values.size() / 2; i += kSums) {
    for (std::size_t k = 0; k < kSums; ++k) sums[k] ^= words[i + k];
  }
  std::uint64_t mix = 0;
  for (const std::uint64_t sum : sums) mix ^= sum;
  return mix;
}

// A block of scores at a time, which stays in the cache.
float ScanAll(std::span<const float> query, const kernels::FloatRows& rows) {
  constexpr std::size_t kBlock = 256;
  float scores[kBlock];
  float best = -2;
  for (std::size_t first = 0; first < rows.count; first += kBlock) {
    const std::size_t count = std::min(kBlock, rows.count - first);
    kernels::InnerProducts(query, rows.Slice(first, count), {scores, count});
    best = std::max(best, scores[count - 1]);
  }
  return best;
}

bool MeasureSize(std::size_t count, std::size_t dimension,
                 const Settings& settings) {
  const std::string name = fmt::format("{} x {}", count, dimension);
  const VectorData data = DrawRows(Shape::kUniform, count, dimension);
  const kernels::FloatRows rows{data.values.data(), count, dimension,
                                dimension};
  const auto query = data.row(0);
  std::vector<float> scores(count);
  kernels::InnerProducts(query, rows, scores);
  for (std::size_t i = 0; i < count; ++i) {
    const double wanted = std::inner_product(query.begin(), query.end(),
                                             data.row(i).begin(), 0.0);
    if (std::abs(wanted - static_cast<double>(scores[i])) > 1e-4) {
      return Wrong(name, "a score of the float scan is off");
    }
  }
  if (settings.check) return Report(name + ": right scores", 1, 1, "");

  volatile std::uint64_t sink = 0;
  const auto times = InterleavedMedians(
      {[&] { sink = ReadAll(data.values); },
       [&] { sink = static_cast<std::uint64_t>(ScanAll(query, rows) < 2); }},
      settings.rounds);
  (void)sink;
  const double bytes = static_cast<double>(data.values.size() * sizeof(float));
  return Report(name + ": float scan, share of a plain read",
                times[0] / times[1], 0.9,
                fmt::format("{:.1f} GB/s of {:.1f} GB/s",
                            bytes / times[1] / 1e9, bytes / times[0] / 1e9));
}

}  // namespace

bool MeasureBandwidth(const Settings& settings) {
  const auto scaled = [&](double count) {
    return static_cast<std::size_t>(count * settings.scale);
  };
  bool good = MeasureSize(scaled(1e6), 128, settings);
  good &= MeasureSize(scaled(2e5), 512, settings);
  return good;
}

}  // namespace rescan::bench
