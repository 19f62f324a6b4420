#include "bench/reading/tuner.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace rescan::bench {
namespace {

constexpr const char* kProfile =
    R"({"mode": 3, "steps": [{"name": "scale", "height": 20}, {"clip": 2}]})";

TEST(TunerTest, EveryCombinationInOrder) {
  const auto variants = VariantsOf(
      kProfile, R"({"/steps/0/height": [18, 22], "/mode": [3, 4, "x"]})");
  ASSERT_TRUE(variants.has_value()) << variants.error().message;
  ASSERT_EQ(6u, variants->size());
  EXPECT_EQ("height=18 mode=3", (*variants)[0].label);
  EXPECT_EQ("height=18 mode=4", (*variants)[1].label);
  EXPECT_EQ("height=22 mode=\"x\"", (*variants)[5].label);
  EXPECT_NE(std::string::npos, (*variants)[5].profile.find("\"height\": 22"));
  EXPECT_NE(std::string::npos, (*variants)[5].profile.find("\"clip\": 2"));
}

TEST(TunerTest, AnEmptyGridIsTheProfile) {
  const auto variants = VariantsOf(kProfile, "{}");
  ASSERT_TRUE(variants.has_value());
  ASSERT_EQ(1u, variants->size());
  EXPECT_EQ("as it is", (*variants)[0].label);
}

TEST(TunerTest, GridsThatDoNotFitAreRefused) {
  for (const char* grid :
       {"", "{", R"({"/mode": 4})", R"({"/mode": []})", R"({"mode": [4]})",
        R"({"/modes": [4]})", R"({"/steps/2/clip": [4]})"}) {
    EXPECT_FALSE(VariantsOf(kProfile, grid).has_value()) << grid;
  }
}

TEST(TunerTest, FoldsAreEvenAndFollowNameAndSeed) {
  std::vector<int> sizes(5);
  int moved = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string stem = "image-" + std::to_string(i);
    const std::size_t fold = FoldOf(stem, 1, sizes.size());
    ASSERT_LT(fold, sizes.size());
    EXPECT_EQ(fold, FoldOf(stem, 1, sizes.size()));
    ++sizes[fold];
    moved += fold != FoldOf(stem, 2, sizes.size()) ? 1 : 0;
  }
  for (const int size : sizes) EXPECT_NEAR(200, size, 60);
  EXPECT_NEAR(800, moved, 60);
}

// 100 characters and 10 words, of which so many are wrong.
Score ScoreOf(std::size_t errors) {
  Score score;
  score.text = {errors, 100};
  score.bare_words = {10 - errors / 10, 10, 10};
  return score;
}

// The last variant is best on one fold alone, where it must not be chosen.
TEST(TunerTest, TheLeftOutFoldHasNoSay) {
  std::vector<std::string> stems;
  std::set<std::size_t> seen;
  for (int i = 0; stems.size() < 3; ++i) {
    const std::string stem = std::to_string(i);
    if (seen.insert(FoldOf(stem, 7, 3)).second) stems.push_back(stem);
  }
  const std::vector<std::vector<std::size_t>> errors = {
      {20, 20, 20}, {10, 10, 50}, {0, 90, 90}};
  std::vector<ImageScores> readings(errors.size());
  for (std::size_t v = 0; v < errors.size(); ++v) {
    for (std::size_t i = 0; i < stems.size(); ++i) {
      readings[v].emplace_back(stems[i], ScoreOf(errors[v][i]));
    }
  }
  const CrossValidation result = CrossValidate(readings, 3, 7);
  const auto choice = [&](std::size_t i) {
    return result.folds[FoldOf(stems[i], 7, 3)];
  };
  // Mean losses without image 0: 40, 60, 180; without 1: 40, 60, 90 (in
  // hundredths); without 2: 40, 20, 90.
  EXPECT_EQ(0u, choice(0).variant);
  EXPECT_EQ(0u, choice(1).variant);
  EXPECT_EQ(1u, choice(2).variant);
  EXPECT_EQ(20u, choice(0).left_out.text.errors);
  EXPECT_EQ(50u, choice(2).left_out.text.errors);
  EXPECT_EQ(90u, result.left_out.text.errors);
  EXPECT_EQ(300u, result.left_out.text.symbols);
  // Over all folds 40, 47 and 120.
  EXPECT_EQ(0u, result.chosen);
}

}  // namespace
}  // namespace rescan::bench
