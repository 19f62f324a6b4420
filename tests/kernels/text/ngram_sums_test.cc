#include "kernels/text/ngram_sums.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/random.h"
#include "tests/support/reference_text.h"

namespace rescan::kernels {
namespace {

// The widest vector holds 16 symbols and a block 128 starts: over two blocks.
constexpr std::size_t kMaxLength = 2 * 128 + 5 * 16 + 1;
constexpr int kWeights[] = {3, 2, 1};

// Symbols that start `offset` into memory that ends with them, so that
// AddressSanitizer sees a read behind them.
class Row {
 public:
  Row(std::mt19937& rng, std::size_t size, std::uint32_t below,
      std::size_t offset)
      : memory_(offset + size), offset_(offset) {
    for (auto& symbol : memory_) symbol = support::Below(rng, below);
    memory_.shrink_to_fit();
  }
  [[nodiscard]] std::span<const std::uint32_t> span() const {
    return std::span(memory_).subspan(offset_);
  }
  [[nodiscard]] std::u32string text() const {
    return {memory_.begin() + static_cast<std::ptrdiff_t>(offset_),
            memory_.end()};
  }

 private:
  std::vector<std::uint32_t> memory_;
  std::size_t offset_;
};

// `size` sums between guards, which must stay as they are.
std::vector<std::int32_t> SumsOf(std::span<const std::uint32_t> symbols,
                                 std::uint32_t seed, std::size_t size) {
  constexpr std::int32_t kGuard = 0x5A5A5A5A;
  std::vector<std::int32_t> memory(size + 2, 0);
  memory.front() = memory.back() = kGuard;
  AddNgrams(symbols, seed, {3, 2, 1}, std::span(memory).subspan(1, size));
  EXPECT_EQ(memory.front(), kGuard);
  EXPECT_EQ(memory.back(), kGuard);
  return {memory.begin() + 1, memory.end() - 1};
}

std::vector<std::int32_t> Expected(const std::u32string& text,
                                   std::uint32_t seed, std::size_t size) {
  std::vector<std::int32_t> sums(size, 0);
  for (const auto& [place, sum] :
       reference::NgramSums(text, seed, kWeights, size)) {
    sums.at(place) = static_cast<std::int32_t>(sum);
  }
  return sums;
}

class NgramSumsTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(NgramSumsTest);

TEST_P(NgramSumsTest, EveryLengthAndAlignment) {
  std::mt19937 rng(support::Seed(31));
  for (std::size_t n = 0; n <= kMaxLength; ++n) {
    for (const std::size_t offset : {0, 1, 7}) {
      const Row row(rng, n, 128, offset);
      const std::uint32_t seed = static_cast<std::uint32_t>(rng());
      ASSERT_EQ(SumsOf(row.span(), seed, 512), Expected(row.text(), seed, 512))
          << "n=" << n << " +" << offset;
    }
  }
}

TEST_P(NgramSumsTest, EveryNumberOfSums) {
  std::mt19937 rng(support::Seed(32));
  for (const std::size_t size :
       {1, 2, 3, 64, 100, 256, 511, 1024, 4096, 65535, 65536}) {
    const Row row(rng, 300, 40, 0);
    ASSERT_EQ(SumsOf(row.span(), 9, size), Expected(row.text(), 9, size))
        << size;
  }
}

TEST_P(NgramSumsTest, ExtremeSymbols) {
  for (const std::uint32_t symbol : {0u, 1u, 0x10FFFFu, 0xFFFFFFFFu}) {
    const std::vector<std::uint32_t> symbols(150, symbol);
    const std::u32string text(150, static_cast<char32_t>(symbol));
    ASSERT_EQ(SumsOf(symbols, 0, 64), Expected(text, 0, 64)) << symbol;
    ASSERT_EQ(SumsOf(symbols, ~0u, 64), Expected(text, ~0u, 64)) << symbol;
  }
}

TEST_P(NgramSumsTest, AddsToWhatIsThere) {
  std::mt19937 rng(support::Seed(33));
  const Row row(rng, 60, 40, 0);
  const auto once = SumsOf(row.span(), 5, 128);
  std::vector<std::int32_t> twice = once;
  AddNgrams(row.span(), 5, {3, 2, 1}, twice);
  for (std::size_t i = 0; i < once.size(); ++i) {
    ASSERT_EQ(twice[i], 2 * once[i]) << i;
  }
}

// Places and signs as good as random: a skewed hash would let unlike texts look
// alike.
TEST_P(NgramSumsTest, PlacesAndSignsAreEven) {
  constexpr std::size_t kSums = 64;
  constexpr int kGrams = 64000;
  std::vector<int> plus(kSums), minus(kSums);
  for (std::uint32_t i = 0; i < kGrams; ++i) {
    const std::uint32_t symbols[] = {'a' + i % 26, 'a' + i / 26 % 26,
                                     'a' + i / 676};
    std::vector<std::int32_t> sums(kSums, 0);
    AddNgrams(symbols, 1, {1, 0, 0}, sums);
    for (std::size_t s = 0; s < kSums; ++s) {
      plus[s] += sums[s] > 0;
      minus[s] += sums[s] < 0;
    }
  }
  for (std::size_t s = 0; s < kSums; ++s) {
    // 500 each; 6 deviations.
    EXPECT_NEAR(plus[s], kGrams / (2 * kSums), 135) << s;
    EXPECT_NEAR(minus[s], kGrams / (2 * kSums), 135) << s;
  }
}

}  // namespace
}  // namespace rescan::kernels
