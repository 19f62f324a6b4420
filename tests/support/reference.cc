#include "tests/support/reference.h"

#include <cstddef>

namespace rescan::reference {
namespace {

struct Colour {
  std::uint32_t red;
  std::uint32_t green;
  std::uint32_t blue;
};

// By division, so that no shift or mask is shared with the kernels.
Colour ColourOf(std::uint32_t pixel) {
  return {pixel / 16777216 % 256, pixel / 65536 % 256, pixel / 256 % 256};
}

}  // namespace

bool IsNeutralRow(std::span<const std::uint32_t> pixels) {
  for (const std::uint32_t pixel : pixels) {
    const Colour colour = ColourOf(pixel);
    if (colour.red != colour.green || colour.green != colour.blue) return false;
  }
  return true;
}

void RedOfRow(std::span<const std::uint32_t> pixels,
              std::span<std::uint8_t> grey) {
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    grey[i] = static_cast<std::uint8_t>(ColourOf(pixels[i]).red);
  }
}

void AddWeightedRow(std::span<const std::uint8_t> bytes, std::uint32_t weight,
                    std::span<std::uint32_t> sums) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint64_t sum = std::uint64_t{sums[i]} + weight * bytes[i];
    sums[i] = static_cast<std::uint32_t>(sum % 4294967296u);
  }
}

}  // namespace rescan::reference
