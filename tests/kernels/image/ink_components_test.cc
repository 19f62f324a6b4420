#include "kernels/image/ink_components.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/support/guarded_grey.h"
#include "tests/support/random.h"
#include "tests/support/reference_geometry.h"

namespace rescan::kernels {

void PrintTo(const InkComponent& component, std::ostream* out) {
  const InkBox& box = component.box;
  *out << "[" << box.left << "," << box.right << ")x[" << box.top << ","
       << box.bottom << ") area " << component.area << " runs "
       << component.runs;
}

namespace {

using reference::Picture;
using support::GuardedGrey;

// Ink is any value but 0, so it gets a random one.
Picture Noise(std::mt19937& rng, int width, int height, unsigned percent) {
  Picture mask{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    const bool ink = support::Below(rng, 100) < percent;
    mask.samples.push_back(
        static_cast<std::uint8_t>(ink ? 1 + support::Below(rng, 255) : 0));
  }
  return mask;
}

Picture Drawing(const std::vector<std::string>& rows) {
  Picture mask{
      static_cast<int>(rows[0].size()), static_cast<int>(rows.size()), {}};
  for (const std::string& row : rows) {
    for (const char c : row) {
      mask.samples.push_back(static_cast<std::uint8_t>(c == '#' ? 255 : 0));
    }
  }
  return mask;
}

std::vector<InkComponent> Wanted(const Picture& mask) {
  std::vector<InkComponent> wanted;
  for (const reference::Component& c : reference::InkComponents(mask)) {
    wanted.push_back({{c.left, c.top, c.right, c.bottom}, c.area, c.runs});
  }
  return wanted;
}

void ExpectLikeReference(const Picture& mask, int gap = 3, int offset = 1) {
  GuardedGrey picture(mask, gap, offset);
  const InkComponents found = FindInkComponents(picture.view());
  ASSERT_EQ(Wanted(mask), found.components) << mask.width << "x" << mask.height;
  ASSERT_TRUE(found.complete);
  ASSERT_EQ(mask.height, found.rows);
}

class InkComponentsTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(InkComponentsTest);

TEST_P(InkComponentsTest, NoiseOfEveryWidth) {
  std::mt19937 rng(support::Seed(71));
  for (int width = 1; width <= 5 * 64 + 1; ++width) {
    const unsigned percent = 5 + support::Below(rng, 90);
    ExpectLikeReference(Noise(rng, width, 6, percent), width % 7, width % 65);
  }
}

TEST_P(InkComponentsTest, NoiseOfEveryDensity) {
  std::mt19937 rng(support::Seed(72));
  for (unsigned percent = 0; percent <= 100; percent += 4) {
    ExpectLikeReference(Noise(rng, 131, 90, percent));
  }
}

TEST_P(InkComponentsTest, ShapesThatJoinLate) {
  ExpectLikeReference(Drawing({
      "#.#.#.#.#...#####",
      "#.#.#.#.#...#...#",
      "#.#.#.#.#...#.#.#",
      "#.#.#.#.#...#...#",
      "#########.#.#####",
      "..........#......",
  }));
  ExpectLikeReference(Drawing({
      "........#........",
      ".#####.#.#.#####.",
      ".#...#.....#...#.",
      ".#.#.#######.#.#.",
      ".#.#.........#.#.",
      ".#.###########.#.",
      ".#.............#.",
      ".###############.",
  }));
}

TEST_P(InkComponentsTest, CornersJoin) {
  const Picture mask = Drawing({"#..#", ".##.", "#..#"});
  GuardedGrey picture(mask);
  const auto found = FindInkComponents(picture.view()).components;
  ASSERT_EQ(1u, found.size());
  EXPECT_EQ((InkComponent{{0, 0, 4, 3}, 6, 5}), found[0]);
}

TEST_P(InkComponentsTest, EdgesOfWords) {
  // A run that ends, begins or passes at each bit around a word's border.
  for (int begin = 60; begin <= 68; ++begin) {
    for (int end = begin + 1; end <= 132; ++end) {
      Picture mask{132, 1, std::vector<std::uint8_t>(132)};
      for (int x = begin; x < end; ++x) {
        mask.samples[static_cast<std::size_t>(x)] = 9;
      }
      ExpectLikeReference(mask);
    }
  }
}

TEST_P(InkComponentsTest, NoneAndAll) {
  ExpectLikeReference({200, 7, std::vector<std::uint8_t>(1400)});
  ExpectLikeReference({200, 7, std::vector<std::uint8_t>(1400, 1)});
  EXPECT_TRUE(FindInkComponents({}).components.empty());
  EXPECT_TRUE(FindInkComponents({}).complete);
}

TEST_P(InkComponentsTest, RunsMakeUpTheMaskAndItsComponents) {
  std::mt19937 rng(support::Seed(74));
  for (const unsigned percent : {3u, 20u, 35u, 50u, 90u}) {
    const Picture mask = Noise(rng, 133, 60, percent);
    GuardedGrey picture(mask);
    InkComponentOptions options;
    options.max_runs = 133 * 60;
    const InkComponents found = FindInkComponents(picture.view(), options);
    ASSERT_TRUE(found.complete);
    ASSERT_EQ(Wanted(mask), found.components);
    Picture drawn{133, 60, std::vector<std::uint8_t>(133 * 60)};
    std::vector<InkComponent> gathered(found.components.size());
    for (const InkRun& run : found.runs) {
      InkComponent& c = gathered.at(run.component);
      if (c.runs == 0) c.box = {run.begin, run.y, run.end, run.y + 1};
      c.box.left = std::min(c.box.left, run.begin);
      c.box.right = std::max(c.box.right, run.end);
      c.box.bottom = run.y + 1;
      c.area += static_cast<std::uint32_t>(run.end - run.begin);
      ++c.runs;
      for (int x = run.begin; x < run.end; ++x) {
        drawn.samples[static_cast<std::size_t>(run.y * 133 + x)] = 1;
      }
    }
    EXPECT_EQ(found.components, gathered);
    for (std::size_t i = 0; i < drawn.samples.size(); ++i) {
      ASSERT_EQ(mask.samples[i] != 0, drawn.samples[i] != 0);
    }
  }
}

TEST_P(InkComponentsTest, RunsAreKeptUpToTheirLimitOnly) {
  const Picture mask = Drawing({"#.#.#", ".....", "#.#.#"});
  GuardedGrey picture(mask);
  EXPECT_TRUE(FindInkComponents(picture.view()).runs.empty());
  const InkComponents all = FindInkComponents(picture.view(), {100, 6});
  EXPECT_TRUE(all.complete);
  EXPECT_EQ((InkRun{2, 4, 5, 5}), all.runs.at(5));
  const InkComponents cut = FindInkComponents(picture.view(), {100, 5});
  EXPECT_FALSE(cut.complete);
  EXPECT_EQ(3u, cut.runs.size());
  EXPECT_EQ(2, cut.rows);
}

TEST_P(InkComponentsTest, StopsAtTheLimit) {
  std::mt19937 rng(support::Seed(73));
  GuardedGrey noise(Noise(rng, 300, 300, 15));
  const InkComponents all = FindInkComponents(noise.view());
  ASSERT_TRUE(all.complete);
  const InkComponents some = FindInkComponents(noise.view(), {100, 0});
  EXPECT_FALSE(some.complete);
  EXPECT_LE(some.components.size(), 100u);
  EXPECT_GE(some.components.size(), 50u);
  EXPECT_LT(some.rows, 30);
  EXPECT_FALSE(FindInkComponents(noise.view(), {0, 0}).complete);
}

TEST_P(InkComponentsTest, ExactlyTheLimitIsComplete) {
  const Picture mask = Drawing({"#.#.#", ".....", "#.#.#"});
  GuardedGrey picture(mask);
  EXPECT_TRUE(FindInkComponents(picture.view(), {6, 0}).complete);
  const InkComponents cut = FindInkComponents(picture.view(), {5, 0});
  EXPECT_FALSE(cut.complete);
  EXPECT_EQ(2, cut.rows);
  EXPECT_EQ(5u, cut.components.size());
}

}  // namespace
}  // namespace rescan::kernels
