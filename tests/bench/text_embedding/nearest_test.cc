#include "bench/text_embedding/nearest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rescan::bench {
namespace {

Entry Of(std::size_t page, std::string key, std::string surroundings) {
  Entry entry;
  entry.page = page;
  entry.text = key;
  entry.key = std::move(key);
  entry.surroundings = std::move(surroundings);
  return entry;
}

// Two pages with the same first line; CASH stands on both, twice on the second.
std::vector<Entry> Truth() {
  return {Of(0, "SHOP", "\nTEA"), Of(0, "CASH", "TEA\n"),
          Of(1, "SHOP", "\nTEA"), Of(1, "CASH", "A\nB"), Of(1, "CASH", "C\nD")};
}

Found Search(std::size_t right, std::vector<float> scores) {
  const auto truth = Truth();
  const std::vector<std::optional<std::size_t>> on = {right};
  const auto found = FindNearest(
      on, truth, TwinsOf(truth), [&](std::size_t, std::span<float> out) {
        std::copy(scores.begin(), scores.end(), out.begin());
      });
  return found.at(0);
}

TEST(NearestTest, TwinsHaveTheirKeyAndSurroundingsElsewhere) {
  EXPECT_EQ(TwinsOf(Truth()),
            (std::vector<bool>{true, false, true, false, false}));
}

TEST(NearestTest, FourSensesOfRight) {
  const struct {
    std::size_t right;
    std::vector<float> scores;
    bool reads_the_same, same_page, alone;
  } kCases[] = {
      {1, {.1F, .9F, .1F, .8F, .8F}, true, true, true},
      // The same on the other page.
      {1, {.1F, .8F, .1F, .9F, .7F}, true, false, false},
      // Another on the same page that reads the same.
      {3, {.1F, .1F, .1F, .8F, .9F}, true, true, false},
      // Equal scores: the right one counts as the first, but not alone.
      {0, {.9F, .1F, .9F, .1F, .1F}, true, true, false},
      {2, {.9F, .1F, .9F, .1F, .1F}, true, true, false},
      // Something else.
      {1, {.9F, .8F, .1F, .1F, .1F}, false, false, false},
  };
  for (const auto& test : kCases) {
    const Found found = Search(test.right, test.scores);
    EXPECT_EQ(found.reads_the_same, test.reads_the_same);
    EXPECT_EQ(found.same_page, test.same_page);
    EXPECT_EQ(found.alone, test.alone);
    EXPECT_EQ(found.right_score, test.scores[test.right]);
    EXPECT_EQ(found.nearest_score,
              *std::max_element(test.scores.begin(), test.scores.end()));
  }
}

TEST(NearestTest, TheBestWrongOneReadsOtherwise) {
  EXPECT_EQ(Search(1, {.3F, .9F, .2F, .8F, .7F}).wrong_score, .3F);
  EXPECT_EQ(Search(0, {.3F, .5F, .2F, .6F, .7F}).wrong_score, .7F);
}

TEST(NearestTest, Figures) {
  const auto truth = Truth();
  // The second lies on nothing; the third is a twin and found elsewhere.
  const std::vector<std::optional<std::size_t>> on = {1, std::nullopt, 0};
  const auto found = FindNearest(on, truth, TwinsOf(truth),
                                 [](std::size_t i, std::span<float> out) {
                                   std::fill(out.begin(), out.end(), 0.0F);
                                   out[i == 0 ? 1 : 2] = 1;
                                 });
  const NearestFigures figures = FiguresOf(found, on);
  EXPECT_EQ(figures.queries, 2u);
  EXPECT_EQ(figures.off, 1u);
  EXPECT_EQ(figures.reads_the_same, 2u);
  EXPECT_EQ(figures.same_page, 1u);
  EXPECT_EQ(figures.alone, 1u);
  EXPECT_EQ(figures.single, 1u);
  EXPECT_EQ(figures.single_same_page, 1u);
}

TEST(NearestTest, CosinesOfVectors) {
  const std::vector<Entry> truth = {Of(0, "A", ""), Of(0, "B", "")};
  const std::vector<float> vectors = {1, 0, 0, 1};
  const std::vector<float> queries = {0.6F, 0.8F};
  const auto found =
      FindNearest({0}, truth, TwinsOf(truth), queries, vectors, 2);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].nearest, 1u);
  EXPECT_FLOAT_EQ(found[0].right_score, 0.6F);
  EXPECT_FLOAT_EQ(found[0].wrong_score, 0.8F);
}

}  // namespace
}  // namespace rescan::bench
