// What the kernels of pixels must compute; see reference.h.
#ifndef RESCAN_TESTS_SUPPORT_REFERENCE_PIXELS_H_
#define RESCAN_TESTS_SUPPORT_REFERENCE_PIXELS_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace rescan::reference {

// A picture by its samples alone, rows without gaps.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> samples;

  [[nodiscard]] int At(int x, int y) const {
    return samples[static_cast<std::size_t>(y) *
                       static_cast<std::size_t>(width) +
                   static_cast<std::size_t>(x)];
  }
};

// kernels/image/grey.h, a row each.
[[nodiscard]] std::vector<std::uint8_t> GreyFromColour(
    std::span<const std::uint32_t> pixels);
[[nodiscard]] std::vector<std::uint8_t> GreyFromPacked(
    std::span<const std::uint32_t> words, std::size_t width);
[[nodiscard]] std::vector<std::uint32_t> PackedFromGrey(
    std::span<const std::uint8_t> grey);
[[nodiscard]] std::vector<std::uint8_t> GreyFromBits(
    std::span<const std::uint32_t> words, std::size_t width);

// kernels/image/table.h
[[nodiscard]] Picture ApplyTable(const Picture& in,
                                 std::span<const std::uint8_t, 256> table);
[[nodiscard]] Picture Invert(const Picture& in);
[[nodiscard]] Picture Threshold(const Picture& in, int threshold);

// kernels/image/histogram.h
[[nodiscard]] std::array<std::uint32_t, 256> HistogramOf(const Picture& in);
// By trying every level and computing both sides' means from the start.
[[nodiscard]] int OtsuThreshold(std::span<const std::uint32_t, 256> histogram);
// By laying out all levels in order.
[[nodiscard]] int PercentileLevel(std::span<const std::uint32_t, 256> histogram,
                                  double share);

// kernels/image/integral.h: (width + 1) x (height + 1) sums, row by row.
[[nodiscard]] std::vector<std::uint32_t> Integral(const Picture& in);
[[nodiscard]] std::vector<std::uint64_t> IntegralOfSquares(const Picture& in);

// kernels/image/ink_profile.h
[[nodiscard]] std::vector<std::uint32_t> InkOfRows(const Picture& in,
                                                   int threshold);
[[nodiscard]] std::vector<std::uint32_t> InkOfColumns(const Picture& in,
                                                      int threshold);

}  // namespace rescan::reference

#endif  // RESCAN_TESTS_SUPPORT_REFERENCE_PIXELS_H_
