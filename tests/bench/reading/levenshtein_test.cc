#include "bench/reading/levenshtein.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "tests/support/random.h"

namespace rescan::bench {
namespace {

using support::Below;

// The table row by row (Wagner and Fischer).
std::size_t ByTable(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::string Text(std::mt19937& rng, std::size_t length, std::uint32_t letters) {
  std::string text;
  while (text.size() < length) {
    text += static_cast<char>('a' + Below(rng, letters));
  }
  return text;
}

// Another text with about `percent` of its characters changed.
std::string Edited(std::mt19937& rng, const std::string& text,
                   std::uint32_t percent) {
  std::string edited;
  for (const char c : text) {
    if (Below(rng, 100) >= percent) {
      edited += c;
      continue;
    }
    const std::uint32_t kind = Below(rng, 3);
    if (kind > 0) edited += 'z';
    if (kind > 1) edited += c;
  }
  return edited;
}

TEST(LevenshteinTest, KnownDistances) {
  EXPECT_EQ(0u, Levenshtein("", ""));
  EXPECT_EQ(3u, Levenshtein("", "abc"));
  EXPECT_EQ(3u, Levenshtein("abc", ""));
  EXPECT_EQ(3u, Levenshtein("kitten", "sitting"));
  EXPECT_EQ(2u, Levenshtein("flaw", "lawn"));
  EXPECT_EQ(1u, Levenshtein("22.50", "2250"));
}

// Every length around the machine word's 64 rows, few letters so that many
// ways are equally short.
TEST(LevenshteinTest, AgreesWithTheTableAtEveryLength) {
  std::mt19937 rng(support::Seed(31));
  for (std::size_t n = 0; n <= 3 * 64 + 1; ++n) {
    for (const std::uint32_t letters : {2u, 20u}) {
      const std::string a = Text(rng, n, letters);
      const std::string b = Text(rng, Below(rng, 200), letters);
      ASSERT_EQ(ByTable(a, b), Levenshtein(a, b)) << a << "\n" << b;
      const std::string c = Edited(rng, a, 15);
      ASSERT_EQ(ByTable(a, c), Levenshtein(a, c)) << a << "\n" << c;
      ASSERT_EQ(Levenshtein(a, c), Levenshtein(c, a)) << a << "\n" << c;
    }
  }
}

TEST(LevenshteinTest, AWholePage) {
  std::mt19937 rng(support::Seed(32));
  const std::string page = Text(rng, 2000, 26);
  const std::string read = Edited(rng, page, 10);
  EXPECT_EQ(ByTable(page, read), Levenshtein(page, read));
}

TEST(LevenshteinTest, SymbolsOfAnyNumber) {
  const std::vector<std::uint32_t> a = {0, 70000, 5, 0xFFFFFFFF};
  const std::vector<std::uint32_t> b = {70000, 5, 5, 0xFFFFFFFF};
  EXPECT_EQ(2u, Levenshtein(a, b));
}

}  // namespace
}  // namespace rescan::bench
