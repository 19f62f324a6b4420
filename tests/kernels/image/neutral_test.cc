#include "kernels/image/neutral.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/random.h"
#include "tests/support/reference.h"

namespace rescan::kernels {
namespace {

// The widest vector of 32-bit words is 64 bytes, and the kernel takes four
// vectors a step, so this covers five vectors and more than two steps.
constexpr std::size_t kMaxVector = 16;
constexpr std::size_t kMaxLength = 9 * kMaxVector + 1;
// In words: alignment to 4 bytes is all a row promises.
constexpr std::size_t kOffsets[] = {0, 1, 3, 7, 13};

constexpr std::uint32_t Pixel(std::uint32_t red, std::uint32_t green,
                              std::uint32_t blue, std::uint32_t alpha) {
  return red << 24 | green << 16 | blue << 8 | alpha;
}

// `size` pixels without colour, alpha at random.
std::vector<std::uint32_t> NeutralPixels(std::mt19937& rng, std::size_t size) {
  std::vector<std::uint32_t> pixels(size);
  for (std::uint32_t& pixel : pixels) {
    const std::uint32_t grey = support::Below(rng, 256);
    pixel = Pixel(grey, grey, grey, support::Below(rng, 256));
  }
  return pixels;
}

// The row starts `offset` words into memory that ends with it, so that
// AddressSanitizer sees any read behind it.
class Row {
 public:
  Row(const std::vector<std::uint32_t>& pixels, std::size_t offset)
      : memory_(offset), offset_(offset) {
    memory_.insert(memory_.end(), pixels.begin(), pixels.end());
    memory_.shrink_to_fit();
  }
  [[nodiscard]] std::span<const std::uint32_t> span() const {
    return std::span(memory_).subspan(offset_);
  }

 private:
  std::vector<std::uint32_t> memory_;
  std::size_t offset_;
};

// Each test runs once per SIMD target of this machine; its name says which.
class NeutralTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(NeutralTest);

TEST_P(NeutralTest, NeutralRowsOfEveryLengthAndAlignment) {
  std::mt19937 rng(support::Seed(11));
  for (std::size_t n = 0; n <= kMaxLength; ++n) {
    for (const std::size_t offset : kOffsets) {
      const Row row(NeutralPixels(rng, n), offset);
      ASSERT_TRUE(reference::IsNeutralRow(row.span()));
      ASSERT_TRUE(IsNeutralRow(row.span())) << "n=" << n << " +" << offset;
    }
  }
}

TEST_P(NeutralTest, OneColouredPixelAnywhereIsFound) {
  std::mt19937 rng(support::Seed(12));
  for (std::size_t n = 1; n <= kMaxLength; ++n) {
    std::vector<std::uint32_t> pixels = NeutralPixels(rng, n);
    for (std::size_t at = 0; at < n; ++at) {
      const std::uint32_t before = pixels[at];
      // One bit of one channel, never of alpha.
      pixels[at] ^= 1u << (8 + support::Below(rng, 24));
      const Row row(pixels, at % 5);
      ASSERT_FALSE(reference::IsNeutralRow(row.span()));
      ASSERT_FALSE(IsNeutralRow(row.span())) << "n=" << n << " at=" << at;
      pixels[at] = before;
    }
  }
}

TEST_P(NeutralTest, EveryBitOfEveryChannelCounts) {
  for (const std::size_t n : {std::size_t{1}, kMaxLength}) {
    for (int bit = 0; bit < 32; ++bit) {
      std::vector<std::uint32_t> pixels(n, Pixel(0x5a, 0x5a, 0x5a, 0xff));
      pixels[n / 2] ^= 1u << bit;
      EXPECT_EQ(bit < 8, IsNeutralRow(pixels)) << "n=" << n << " bit=" << bit;
    }
  }
}

TEST_P(NeutralTest, ExtremeColours) {
  constexpr std::uint32_t kLevels[] = {0, 1, 127, 128, 254, 255};
  for (const std::uint32_t red : kLevels) {
    for (const std::uint32_t green : kLevels) {
      for (const std::uint32_t blue : kLevels) {
        const std::vector<std::uint32_t> pixels(
            2 * kMaxVector + 1, Pixel(red, green, blue, red ^ 0xff));
        EXPECT_EQ(red == green && green == blue, IsNeutralRow(pixels))
            << red << " " << green << " " << blue;
      }
    }
  }
}

TEST_P(NeutralTest, RandomRowsMatchReference) {
  std::mt19937 rng(support::Seed(13));
  for (int round = 0; round < 2000; ++round) {
    const std::size_t n = support::Below(rng, 300);
    std::vector<std::uint32_t> pixels = NeutralPixels(rng, n);
    // Half of the rows keep to grey; the others differ in a few random bits.
    if (n > 0 && round % 2 == 1) {
      for (int flips = 0; flips < 3; ++flips) {
        pixels[support::Below(rng, static_cast<std::uint32_t>(n))] ^=
            1u << support::Below(rng, 32);
      }
    }
    ASSERT_EQ(reference::IsNeutralRow(pixels), IsNeutralRow(pixels))
        << "round " << round << " n=" << n;
  }
}

TEST_P(NeutralTest, RedOfRowMatchesReferenceAndWritesNothingElse) {
  std::mt19937 rng(support::Seed(14));
  constexpr std::size_t kMargin = 80;  // more than a vector of bytes
  constexpr std::uint8_t kCanary = 0xa5;
  for (std::size_t n = 0; n <= kMaxLength; ++n) {
    for (const std::size_t offset : kOffsets) {
      const Row row(support::RandomWords(rng, n), offset);
      std::vector<std::uint8_t> wanted(n);
      reference::RedOfRow(row.span(), wanted);

      std::vector<std::uint8_t> memory(kMargin + offset + n + kMargin, kCanary);
      RedOfRow(row.span(), std::span(memory).subspan(kMargin + offset, n));

      const auto begin = memory.begin() + kMargin + offset;
      ASSERT_EQ(wanted, std::vector<std::uint8_t>(begin, begin + n))
          << "n=" << n << " +" << offset;
      const auto is_canary = [](std::uint8_t b) { return b == kCanary; };
      ASSERT_TRUE(std::all_of(memory.begin(), begin, is_canary) &&
                  std::all_of(begin + n, memory.end(), is_canary))
          << "n=" << n << " +" << offset;
    }
  }
}

TEST_P(NeutralTest, RedOfRowEndsWithItsMemory) {
  // Output that ends with its allocation: AddressSanitizer sees a long store.
  for (std::size_t n = 0; n <= 2 * kMaxVector + 1; ++n) {
    const std::vector<std::uint32_t> pixels(n, Pixel(200, 1, 2, 3));
    std::vector<std::uint8_t> grey(n);
    RedOfRow(pixels, grey);
    EXPECT_EQ(std::vector<std::uint8_t>(n, 200), grey);
  }
}

TEST_P(NeutralTest, RedOfEveryLevel) {
  std::vector<std::uint32_t> pixels(256);
  std::vector<std::uint8_t> wanted(256);
  for (std::uint32_t level = 0; level < 256; ++level) {
    pixels[level] = Pixel(level, 255 - level, 0x55, 0xaa);
    wanted[level] = static_cast<std::uint8_t>(level);
  }
  std::vector<std::uint8_t> grey(256);
  RedOfRow(pixels, grey);
  EXPECT_EQ(wanted, grey);
}

}  // namespace
}  // namespace rescan::kernels
