#include "kernels/image/row_sum.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/random.h"
#include "tests/support/reference.h"

namespace rescan::kernels {
namespace {

// Five of the widest vectors of 32-bit words, and one.
constexpr std::size_t kMaxLength = 5 * 16 + 1;
constexpr std::size_t kOffsets[] = {0, 1, 3, 7, 31};
constexpr std::uint32_t kWeights[] = {0, 1, 64, 255, 65535};

// Each test runs once per SIMD target of this machine; its name says which.
class RowSumTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(RowSumTest);

std::vector<std::uint8_t> RandomBytes(std::mt19937& rng, std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(support::Below(rng, 256));
  }
  return bytes;
}

TEST_P(RowSumTest, EveryLengthAlignmentAndWeight) {
  std::mt19937 rng(support::Seed(21));
  constexpr std::uint32_t kCanary = 0xa5a5a5a5;
  for (std::size_t n = 0; n <= kMaxLength; ++n) {
    for (const std::size_t offset : kOffsets) {
      for (const std::uint32_t weight : kWeights) {
        // Both end with their memory: AddressSanitizer sees a step too far.
        const std::vector<std::uint8_t> bytes = RandomBytes(rng, offset + n);
        std::vector<std::uint32_t> sums = support::RandomWords(rng, offset + n);
        for (std::size_t i = 0; i < offset; ++i) sums[i] = kCanary;
        std::vector<std::uint32_t> wanted = sums;
        reference::AddWeightedRow(std::span(bytes).subspan(offset), weight,
                                  std::span(wanted).subspan(offset));
        AddWeightedRow(std::span(bytes).subspan(offset), weight,
                       std::span(sums).subspan(offset));
        ASSERT_EQ(wanted, sums)
            << "n=" << n << " +" << offset << " weight " << weight;
      }
    }
  }
}

TEST_P(RowSumTest, WritesNothingBehindTheSums) {
  for (std::size_t n = 0; n <= kMaxLength; ++n) {
    const std::vector<std::uint8_t> bytes(n + 64, 255);
    std::vector<std::uint32_t> sums(n + 64, 7);
    AddWeightedRow(std::span(bytes).first(n), 3, std::span(sums).first(n));
    for (std::size_t i = 0; i < sums.size(); ++i) {
      ASSERT_EQ(i < n ? 7u + 3 * 255 : 7u, sums[i]) << "n=" << n << " i=" << i;
    }
  }
}

TEST_P(RowSumTest, ManyRowsAddUp) {
  const std::vector<std::uint8_t> bytes(100, 255);
  std::vector<std::uint32_t> sums(100);
  for (int row = 0; row < 1000; ++row) AddWeightedRow(bytes, 64, sums);
  EXPECT_EQ(std::vector<std::uint32_t>(100, 1000u * 64 * 255), sums);
}

}  // namespace
}  // namespace rescan::kernels
