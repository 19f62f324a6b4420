#include "kernels/image/histogram.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/histogram.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Neighbouring pixels are often alike, and a count cannot be raised before it
// has been written back: so neighbours go to different tables.
constexpr std::size_t kTables = 8;
using Tables = std::uint32_t[kTables][256];

HWY_INLINE void CountEight(const std::uint8_t* bytes, Tables& tables) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, bytes, sizeof(eight));
  for (std::size_t k = 0; k < kTables; ++k) {
    ++tables[k][eight >> (8 * k) & 0xff];
  }
}

void CountRow(const std::uint8_t* row, std::size_t n, Tables& tables) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  if (lanes >= 8) {
    for (; i + lanes <= n; i += lanes) {
      // Paper and screens are flat: most vectors hold one level alone.
      const auto levels = hn::LoadU(d, row + i);
      if (hn::AllTrue(d, hn::Eq(levels, hn::Set(d, row[i])))) {
        tables[0][row[i]] += static_cast<std::uint32_t>(lanes);
      } else {
        for (std::size_t k = 0; k < lanes; k += 8) {
          CountEight(row + i + k, tables);
        }
      }
    }
  }
  for (; i + 8 <= n; i += 8) CountEight(row + i, tables);
  for (; i < n; ++i) ++tables[0][row[i]];
}

void AddTo(GreyView picture, Histogram& histogram) {
  alignas(64) Tables tables = {};
  const auto width = static_cast<std::size_t>(picture.width);
  for (int y = 0; y < picture.height; ++y) {
    CountRow(picture.Row(y), width, tables);
  }
  for (std::size_t level = 0; level < 256; ++level) {
    for (const auto& table : tables) histogram[level] += table[level];
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
namespace {

std::uint64_t SumOfLevels(const Histogram& histogram) {
  std::uint64_t sum = 0;
  for (std::size_t level = 0; level < histogram.size(); ++level) {
    sum += level * histogram[level];
  }
  return sum;
}

}  // namespace

HWY_EXPORT(AddTo);

Histogram HistogramOf(GreyView picture) {
  Histogram histogram{};
  AddToHistogram(picture, histogram);
  return histogram;
}

void AddToHistogram(GreyView picture, Histogram& histogram) {
  assert(picture.pixel_count() <= std::numeric_limits<std::uint32_t>::max());
  HWY_DYNAMIC_DISPATCH(AddTo)(picture, histogram);
}

std::uint64_t PixelCount(const Histogram& histogram) {
  std::uint64_t count = 0;
  for (const std::uint32_t at_level : histogram) count += at_level;
  return count;
}

double MeanLevel(const Histogram& histogram) {
  const auto count = static_cast<double>(PixelCount(histogram));
  if (count == 0) return 0;
  return static_cast<double>(SumOfLevels(histogram)) / count;
}

int PercentileLevel(const Histogram& histogram, double share) {
  assert(share >= 0 && share <= 1);
  const auto count = static_cast<double>(PixelCount(histogram));
  const double wanted = std::max(std::ceil(share * count), 1.);
  std::uint64_t so_far = 0;
  for (std::size_t level = 0; level < histogram.size(); ++level) {
    so_far += histogram[level];
    if (static_cast<double>(so_far) >= wanted) return static_cast<int>(level);
  }
  return 0;
}

int MedianLevel(const Histogram& histogram) {
  return PercentileLevel(histogram, .5);
}

int OtsuThreshold(const Histogram& histogram) {
  const auto count = static_cast<double>(PixelCount(histogram));
  const auto sum = static_cast<double>(SumOfLevels(histogram));
  double dark_count = 0;
  double dark_sum = 0;
  double best_variance = -1;
  int best = 0;
  for (std::size_t level = 0; level < histogram.size(); ++level) {
    // A level that does not occur splits as the one before it does.
    if (histogram[level] == 0) continue;
    dark_count += histogram[level];
    dark_sum += static_cast<double>(level) * histogram[level];
    const double light_count = count - dark_count;
    double variance = 0;
    if (light_count > 0) {
      const double gap = dark_sum / dark_count - (sum - dark_sum) / light_count;
      variance = dark_count * light_count * gap * gap;
    }
    if (variance > best_variance) {
      best_variance = variance;
      best = static_cast<int>(level);
    }
  }
  return best;
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
