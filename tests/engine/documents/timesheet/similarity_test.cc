#include "engine/documents/timesheet/similarity.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/random.h"

namespace rescan::timesheet {
namespace {

// The definition as it stands, by recursion and brute force.
std::size_t Matches(const std::string& a, const std::string& b) {
  std::size_t best = 0, at_a = 0, at_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      std::size_t size = 0;
      while (i + size < a.size() && j + size < b.size() &&
             a[i + size] == b[j + size]) {
        ++size;
      }
      if (size > best) {
        best = size;
        at_a = i;
        at_b = j;
      }
    }
  }
  if (best == 0) return 0;
  return best + Matches(a.substr(0, at_a), b.substr(0, at_b)) +
         Matches(a.substr(at_a + best), b.substr(at_b + best));
}

TEST(Similarity, OfTheKnownPairs) {
  struct {
    const char *a, *b;
    double score;
  } const names[] = {
      {"Nell Halloway", "Neil Halloway", 0.9231},
      {"very Brooks", "Avery Brooks", 0.9565},
      {"Jon Marsh", "Jonathan Marsh", 0.7826},
      {"Tom Hall", "Tom Hill", 0.875},
      {"Sam Jones", "Pam Jones", 0.8889},
  };
  for (const auto& pair : names) {
    EXPECT_NEAR(NameSimilarity(pair.a, pair.b), pair.score, 0.00005) << pair.a;
  }
  EXPECT_NEAR(Similarity("PJ02375", "PJ023275"), 0.9333, 0.00005);
  EXPECT_NEAR(Similarity("PJ023276", "PJ023275"), 0.875, 0.00005);
}

TEST(Similarity, AtTheEdges) {
  EXPECT_EQ(Similarity("", ""), 1);
  EXPECT_EQ(Similarity("a", ""), 0);
  EXPECT_EQ(Similarity("abc", "abc"), 1);
  EXPECT_EQ(Similarity("abc", "xyz"), 0);
  EXPECT_EQ(Similarity("A", "a"), 0);
  EXPECT_EQ(NameSimilarity("\xC3\x89RIC", "\xC3\xA9ric"), 1);
  // One character of two bytes is one character.
  EXPECT_DOUBLE_EQ(Similarity("\xC3\xA9"
                              "a",
                              "\xC3\xA8"
                              "a"),
                   0.5);
}

TEST(Similarity, FollowsTheDefinition) {
  std::mt19937 rng(support::Seed(20250922));
  for (int round = 0; round < 2000; ++round) {
    std::string a, b;
    for (std::string* text : {&a, &b}) {
      const std::uint32_t size = support::Below(rng, 14);
      for (std::uint32_t i = 0; i < size; ++i) {
        *text += static_cast<char>('a' + support::Below(rng, 3));
      }
    }
    if (a.empty() && b.empty()) continue;
    EXPECT_DOUBLE_EQ(Similarity(a, b),
                     2.0 * static_cast<double>(Matches(a, b)) /
                         static_cast<double>(a.size() + b.size()))
        << a << " " << b;
  }
}

TEST(Similarity, OfHugeTextsUsesTheFront) {
  const std::string a(1'000'000, 'a');
  EXPECT_EQ(Similarity(a, a + "b"), 1);
}

}  // namespace
}  // namespace rescan::timesheet
