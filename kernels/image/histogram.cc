#include "kernels/image/histogram.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/histogram.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A count cannot be raised before it has been written back, and neighbouring
// pixels are often alike: so neighbours go to different tables. The gaps keep
// the counts of one level apart in the low 12 bits of their addresses, which
// is what the processor compares first.
struct LevelTables {
  static constexpr std::size_t kTables = 8;
  static constexpr std::size_t kGap = 16;
  alignas(64) std::uint32_t counts[kTables][256 + kGap] = {};

  void CountEight(const std::uint8_t* bytes) {
    for (std::size_t k = 0; k < kTables; ++k) ++counts[k][bytes[k]];
  }
  void AddTo(Histogram& histogram) const {
    for (std::size_t level = 0; level < 256; ++level) {
      for (const auto& table : counts) histogram[level] += table[level];
    }
  }
};

// Two pixels at a time: half as many counts to raise, in tables that do not
// fit the first cache but, with the few levels of a page, mostly do.
struct PairTables {
  std::uint32_t even[256 * 256] = {};
  std::uint32_t odd[256 * 256] = {};

  void CountEight(const std::uint8_t* bytes) {
    std::uint64_t pairs = 0;
    std::memcpy(&pairs, bytes, sizeof(pairs));
    ++even[pairs & 0xffff];
    ++odd[pairs >> 16 & 0xffff];
    ++even[pairs >> 32 & 0xffff];
    ++odd[pairs >> 48];
  }
  void AddTo(Histogram& histogram) const {
    for (std::size_t one = 0; one < 256; ++one) {
      std::uint32_t of_one = 0;
      for (std::size_t other = 0; other < 256; ++other) {
        const std::size_t pair = one * 256 + other;
        const std::uint32_t count = even[pair] + odd[pair];
        of_one += count;
        histogram[other] += count;
      }
      histogram[one] += of_one;
    }
  }
};

// Below this the tables of pairs cost more than they save. Pixels.
constexpr std::size_t kManyPixels = 1 << 18;

template <class Tables>
void CountRow(const std::uint8_t* row, std::size_t n, Tables& tables,
              Histogram& histogram) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  if (lanes >= 8) {
    for (; i + lanes <= n; i += lanes) {
      // Screens and clean paper are flat: most vectors hold one level alone.
      const auto levels = hn::LoadU(d, row + i);
      if (hn::AllTrue(d, hn::Eq(levels, hn::Set(d, row[i])))) {
        histogram[row[i]] += static_cast<std::uint32_t>(lanes);
      } else {
        for (std::size_t k = 0; k < lanes; k += 8) {
          tables.CountEight(row + i + k);
        }
      }
    }
  }
  for (; i + 8 <= n; i += 8) tables.CountEight(row + i);
  for (; i < n; ++i) ++histogram[row[i]];
}

template <class Tables>
void CountPicture(GreyView picture, Tables& tables, Histogram& histogram) {
  const auto width = static_cast<std::size_t>(picture.width);
  for (int y = 0; y < picture.height; ++y) {
    CountRow(picture.Row(y), width, tables, histogram);
  }
  tables.AddTo(histogram);
}

void AddTo(GreyView picture, Histogram& histogram) {
  if (picture.pixel_count() < kManyPixels) {
    LevelTables tables;
    CountPicture(picture, tables, histogram);
  } else {
    const auto tables = std::make_unique<PairTables>();
    CountPicture(picture, *tables, histogram);
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
