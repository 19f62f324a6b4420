#include "tests/support/reference_pixels.h"

#include <cmath>
#include <cstddef>
#include <functional>

namespace rescan::reference {
namespace {

// Each sum from its neighbours left, above and diagonally between.
std::vector<std::uint64_t> IntegralOf(const Picture& in,
                                      const std::function<int(int)>& value) {
  const std::size_t stride = static_cast<std::size_t>(in.width) + 1;
  const std::size_t rows = static_cast<std::size_t>(in.height) + 1;
  std::vector<std::uint64_t> sums(stride * rows);
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      const std::size_t at = (static_cast<std::size_t>(y) + 1) * stride +
                             static_cast<std::size_t>(x) + 1;
      sums[at] = static_cast<std::uint64_t>(value(in.At(x, y))) + sums[at - 1] +
                 sums[at - stride] - sums[at - stride - 1];
    }
  }
  return sums;
}

}  // namespace

std::vector<std::uint8_t> GreyFromColour(
    std::span<const std::uint32_t> pixels) {
  std::vector<std::uint8_t> grey;
  for (const std::uint32_t pixel : pixels) {
    const std::uint32_t red = pixel / 16777216 % 256;
    const std::uint32_t green = pixel / 65536 % 256;
    const std::uint32_t blue = pixel / 256 % 256;
    const std::uint32_t sum = 9798 * red + 19235 * green + 3735 * blue;
    grey.push_back(static_cast<std::uint8_t>((sum + 16384) / 32768));
  }
  return grey;
}

std::vector<std::uint8_t> GreyFromPacked(std::span<const std::uint32_t> words,
                                         std::size_t width) {
  constexpr std::uint32_t kPlace[] = {16777216, 65536, 256, 1};
  std::vector<std::uint8_t> grey;
  for (std::size_t x = 0; x < width; ++x) {
    const std::uint32_t level = words[x / 4] / kPlace[x % 4] % 256;
    grey.push_back(static_cast<std::uint8_t>(level));
  }
  return grey;
}

std::vector<std::uint32_t> PackedFromGrey(std::span<const std::uint8_t> grey) {
  constexpr std::uint32_t kPlace[] = {16777216, 65536, 256, 1};
  std::vector<std::uint32_t> words((grey.size() + 3) / 4);
  for (std::size_t x = 0; x < grey.size(); ++x) {
    words[x / 4] += grey[x] * kPlace[x % 4];
  }
  return words;
}

std::vector<std::uint8_t> GreyFromBits(std::span<const std::uint32_t> words,
                                       std::size_t width) {
  std::vector<std::uint8_t> grey;
  for (std::size_t x = 0; x < width; ++x) {
    std::uint32_t shifted = words[x / 32];
    for (std::size_t bit = x % 32; bit < 31; ++bit) shifted /= 2;
    grey.push_back(shifted % 2 == 1 ? 0 : 255);
  }
  return grey;
}

Picture ApplyTable(const Picture& in,
                   std::span<const std::uint8_t, 256> table) {
  Picture out = in;
  for (std::uint8_t& level : out.samples) level = table[level];
  return out;
}

Picture Invert(const Picture& in) {
  Picture out = in;
  for (std::uint8_t& level : out.samples) {
    level = static_cast<std::uint8_t>(255 - level);
  }
  return out;
}

Picture Threshold(const Picture& in, int threshold) {
  Picture out = in;
  for (std::uint8_t& level : out.samples) {
    level = level > threshold ? 255 : 0;
  }
  return out;
}

std::array<std::uint32_t, 256> HistogramOf(const Picture& in) {
  std::array<std::uint32_t, 256> histogram{};
  for (const std::uint8_t level : in.samples) ++histogram[level];
  return histogram;
}

int OtsuThreshold(std::span<const std::uint32_t, 256> histogram) {
  int best = -1;
  double best_variance = -1;
  int last_level = 0;
  for (int t = 0; t < 256; ++t) {
    double dark = 0;
    double light = 0;
    double dark_sum = 0;
    double light_sum = 0;
    for (int level = 0; level < 256; ++level) {
      const double count = histogram[static_cast<std::size_t>(level)];
      (level <= t ? dark : light) += count;
      (level <= t ? dark_sum : light_sum) += count * level;
      if (count > 0) last_level = level;
    }
    if (dark == 0 || light == 0) continue;
    const double gap = dark_sum / dark - light_sum / light;
    const double variance = dark * light * gap * gap;
    // Levels that do not occur change nothing but the rounding.
    if (variance > best_variance * (1 + 1e-12)) {
      best_variance = variance;
      best = t;
    }
  }
  return best == -1 ? last_level : best;
}

int PercentileLevel(std::span<const std::uint32_t, 256> histogram,
                    double share) {
  std::vector<int> levels;
  for (int level = 0; level < 256; ++level) {
    levels.insert(levels.end(), histogram[static_cast<std::size_t>(level)],
                  level);
  }
  if (levels.empty()) return 0;
  const double wanted = std::ceil(share * static_cast<double>(levels.size()));
  const std::size_t count = wanted < 1 ? 1 : static_cast<std::size_t>(wanted);
  return levels[count - 1];
}

std::vector<std::uint64_t> IntegralOfSquares(const Picture& in) {
  return IntegralOf(in, [](int level) { return level * level; });
}

std::vector<std::uint32_t> Integral(const Picture& in) {
  std::vector<std::uint32_t> sums;
  for (const std::uint64_t sum :
       IntegralOf(in, [](int level) { return level; })) {
    sums.push_back(static_cast<std::uint32_t>(sum % 4294967296u));
  }
  return sums;
}

std::vector<std::uint32_t> InkOfRows(const Picture& in, int threshold) {
  std::vector<std::uint32_t> ink(static_cast<std::size_t>(in.height));
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      if (in.At(x, y) < threshold) ++ink[static_cast<std::size_t>(y)];
    }
  }
  return ink;
}

std::vector<std::uint32_t> InkOfColumns(const Picture& in, int threshold) {
  std::vector<std::uint32_t> ink(static_cast<std::size_t>(in.width));
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      if (in.At(x, y) < threshold) ++ink[static_cast<std::size_t>(x)];
    }
  }
  return ink;
}

}  // namespace rescan::reference
