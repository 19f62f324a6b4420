#include "engine/documents/timesheet/reports/alike_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/documents/timesheet/similarity.h"

namespace rescan::timesheet::reports {
namespace {

using Names = std::vector<std::string>;

// Each with each.
std::vector<AlikeNames> Slowly(const Names& names) {
  std::vector<AlikeNames> found;
  for (std::size_t a = 0; a < names.size(); ++a) {
    for (std::size_t b = a + 1; b < names.size(); ++b) {
      const double likeness = std::max(NameSimilarity(names[a], names[b]),
                                       NameSimilarity(names[b], names[a]));
      found.push_back({a, b, likeness});
    }
  }
  return found;
}

class Draws {
 public:
  explicit Draws(unsigned seed) : random_(seed) {}

  std::size_t Below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

  // Of few letters, so that many are alike.
  std::string Name(const Names& letters, std::size_t longest) {
    std::string name;
    const std::size_t length = Below(longest + 1);
    for (std::size_t i = 0; i < length; ++i) {
      name += letters[Below(letters.size())];
    }
    return name;
  }

  // Some of its characters changed, taken out, doubled, or its words turned.
  std::string Misread(std::string name) {
    for (std::size_t i = Below(4); i > 0 && !name.empty(); --i) {
      const std::size_t at = Below(name.size());
      switch (Below(4)) {
        case 0:
          name[at] = static_cast<char>('a' + Below(26));
          break;
        case 1:
          name.erase(at, 1);
          break;
        case 2:
          name.insert(at, 1, name[at]);
          break;
        default:
          std::rotate(name.begin(),
                      name.begin() + static_cast<std::ptrdiff_t>(at),
                      name.end());
          break;
      }
    }
    return name;
  }

 private:
  std::mt19937 random_;
};

void ExpectNothingIsLost(const Names& names) {
  const auto all = Slowly(names);
  for (const double least : {0.7, 0.85, 0.95, 1.0}) {
    const auto fast = FindAlikeNames(names, least);
    auto slow = all;
    std::erase_if(
        slow, [&](const AlikeNames& pair) { return pair.likeness < least; });
    ASSERT_EQ(fast.size(), slow.size()) << least;
    for (std::size_t i = 0; i < slow.size(); ++i) {
      ASSERT_EQ(fast[i], slow[i])
          << least << " " << names[slow[i].a] << " | " << names[slow[i].b];
    }
  }
}

TEST(AlikeNames, KnownPairs) {
  const Names names = {"Nell Halloway", "Gareth Moss", "Neil Halloway",
                       "NEIL HALLOWAY"};
  const auto found = FindAlikeNames(names, 0.85);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].a, 0U);
  EXPECT_EQ(found[0].b, 2U);
  EXPECT_NEAR(found[0].likeness, 0.9231, 5e-5);
  EXPECT_EQ(found[2], (AlikeNames{2, 3, 1.0}));
}

TEST(AlikeNames, NothingIsLostOfShortNames) {
  // All of up to four of two letters, and empty ones.
  Names names = {"", ""};
  for (std::size_t begin = 0, length = 1; length <= 4; ++length) {
    const std::size_t end = names.size();
    for (std::size_t i = begin; i < end; ++i) {
      names.push_back(names[i] + "a");
      names.push_back(names[i] + "b");
    }
    begin = end;
  }
  ExpectNothingIsLost(names);
}

TEST(AlikeNames, NothingIsLostOfRandomNames) {
  for (unsigned seed = 1; seed <= 9; ++seed) {
    SCOPED_TRACE(seed);
    Draws draws(seed);
    const Names letters = seed % 3 == 0   ? Names{"a", "b"}
                          : seed % 3 == 1 ? Names{"a", "b", "c", " ", "é", "ß"}
                                          : Names{"to", "mi", "ra", "ho", " "};
    Names names;
    for (int i = 0; i < 40; ++i) {
      names.push_back(draws.Name(letters, 5 + 3 * seed));
      names.push_back(draws.Misread(names[draws.Below(names.size())]));
    }
    ExpectNothingIsLost(names);
  }
}

TEST(AlikeNames, LongerNamesThanAreComparedAreCut) {
  const std::string common(kMaxComparedCharacters, 'x');
  ExpectNothingIsLost({common + "abc", common + "def", common.substr(9)});
}

}  // namespace
}  // namespace rescan::timesheet::reports
