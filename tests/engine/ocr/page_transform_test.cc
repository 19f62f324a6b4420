#include "engine/ocr/page_transform.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/support/random.h"

namespace rescan {
namespace {

double Uniform(std::mt19937& rng, double low, double high) {
  return low + (high - low) * support::Below(rng, 1'000'001) / 1e6;
}
int Between(std::mt19937& rng, int low, int high) {
  return low + static_cast<int>(support::Below(
                   rng, static_cast<std::uint32_t>(high - low + 1)));
}

void ExpectPoint(PixelPoint expected, PixelPoint actual) {
  EXPECT_NEAR(expected.x, actual.x, 1e-9);
  EXPECT_NEAR(expected.y, actual.y, 1e-9);
}

Page SomePage() {
  Page page{640, 480, {}};
  Line line;
  line.id = 3;
  line.text = "ab";
  line.box = {10, 20, 100, 30};
  line.angle_degrees = 0.1f;
  line.confidence = 0.5f;
  Word word;
  word.id = 1;
  word.text = "ab";
  word.box = {10, 20, 60, 30};
  word.letters = {{"a", {10, 25, 20, 25}, 0.25f}, {"b", {40, 20, 30, 30}, 1}};
  word.letter_ids = {1, 2};
  line.words = {word};
  page.lines = {line};
  return page;
}

TEST(PageTransformTest, IdentityLeavesAPageUntouched) {
  const Page before = SomePage();
  Page page = before;
  MapPage(PageTransform(), 640, 480, page);
  EXPECT_TRUE(before == page);
  EXPECT_TRUE(PageTransform().IsIdentity());
  EXPECT_EQ(PageTransform(), PageTransform().Inverse());
}

TEST(PageTransformTest, CropThenHalf) {
  const PageTransform transform =
      PageTransform().AfterCrop(40, 60).AfterScale(0.5, 0.25);
  EXPECT_FALSE(transform.IsIdentity());
  ExpectPoint({40, 60}, transform.Map({0, 0}));
  ExpectPoint({60, 100}, transform.Map({10, 10}));
  EXPECT_EQ((PixelBox{60, 100, 10, 40}),
            MapBox(transform, {10, 10, 5, 10}, 1000, 1000));
  EXPECT_DOUBLE_EQ(4, transform.VerticalScale());
}

TEST(PageTransformTest, ATurnKeepsItsCentreAndTurnsTheWayItSays) {
  const PageTransform transform = PageTransform().AfterTurn(90, {100, 50});
  ExpectPoint({100, 50}, transform.Map({100, 50}));
  // What now stands above the centre stood to the right of it before the
  // picture was turned counter-clockwise.
  ExpectPoint({110, 50}, transform.Map({100, 40}));
  // A line made level by turning 5 degrees counter-clockwise fell before.
  EXPECT_NEAR(-5, PageTransform().AfterTurn(5, {3, 4}).MapAngle(0), 1e-9);
}

TEST(PageTransformTest, QuartersMapTheCorners) {
  // Width 30, height 20; where the new top left corner was.
  ExpectPoint({0, 20}, PageTransform().AfterQuarters(1, 30, 20).Map({0, 0}));
  ExpectPoint({30, 20}, PageTransform().AfterQuarters(2, 30, 20).Map({0, 0}));
  ExpectPoint({30, 0}, PageTransform().AfterQuarters(3, 30, 20).Map({0, 0}));
  // And its new first row's other end.
  ExpectPoint({0, 0}, PageTransform().AfterQuarters(1, 30, 20).Map({20, 0}));
  ExpectPoint({0, 20}, PageTransform().AfterQuarters(2, 30, 20).Map({30, 0}));
  ExpectPoint({30, 20}, PageTransform().AfterQuarters(3, 30, 20).Map({20, 0}));
  EXPECT_NEAR(90, PageTransform().AfterQuarters(1, 30, 20).MapAngle(0), 1e-9);
  EXPECT_NEAR(180, PageTransform().AfterQuarters(2, 30, 20).MapAngle(0), 1e-9);
  EXPECT_NEAR(-90, PageTransform().AfterQuarters(3, 30, 20).MapAngle(0), 1e-9);
}

TEST(PageTransformTest, FourQuartersAreNothing) {
  PageTransform transform;
  double width = 31;
  double height = 17;
  for (int i = 0; i < 4; ++i) {
    transform = transform.AfterQuarters(1, width, height);
    std::swap(width, height);
  }
  EXPECT_TRUE(transform.IsIdentity());
  EXPECT_TRUE(PageTransform().AfterQuarters(-4, 31, 17).IsIdentity());
  EXPECT_EQ(PageTransform().AfterQuarters(3, 31, 17),
            PageTransform().AfterQuarters(-1, 31, 17));
}

// 13 x 10 pixels stored, at half: the seventh column and no row hang over.
TEST(PageTransformTest, ReducedPicturesHangOverWhereTheyWereStored) {
  struct {
    int orientation;
    double left, top;
  } const cases[] = {{1, 0, 0}, {2, -1, 0}, {3, -1, 0}, {4, 0, 0},
                     {5, 0, 0}, {6, 0, 0},  {7, 0, -1}, {8, 0, -1}};
  for (const auto& stored : cases) {
    const bool swaps = stored.orientation >= 5;
    const PageTransform transform = PageTransform::OfReduction(
        2, stored.orientation, swaps ? 10 : 13, swaps ? 13 : 10);
    ExpectPoint({stored.left, stored.top}, transform.Map({0, 0}));
    ExpectPoint({stored.left + 6, stored.top + 2}, transform.Map({3, 1}));
  }
  EXPECT_TRUE(PageTransform::OfReduction(1, 7, 13, 10).IsIdentity());
}

struct Random {
  PageTransform transform;
  double turned = 0;  // degrees, counter-clockwise
  double scale = 1;
};

// Up to six steps of any kind; one scale for both axes if `even`.
Random RandomSteps(std::mt19937& rng, bool even, bool turns) {
  Random steps;
  double width = Between(rng, 50, 4000);
  double height = Between(rng, 50, 4000);
  const int count = Between(rng, 0, 6);
  for (int i = 0; i < count; ++i) {
    switch (support::Below(rng, turns ? 4 : 2)) {
      case 0: {
        const double left = Between(rng, -20, 30);
        const double top = Between(rng, -20, 30);
        steps.transform = steps.transform.AfterCrop(left, top);
        break;
      }
      case 1: {
        const double x = Uniform(rng, 0.3, 4);
        const double y = even ? x : Uniform(rng, 0.3, 4);
        steps.transform = steps.transform.AfterScale(x, y);
        steps.scale /= y;
        width *= x;
        height *= y;
        break;
      }
      case 2: {
        const double degrees = Uniform(rng, -10, 10);
        steps.transform =
            steps.transform.AfterTurn(degrees, {width / 2, height / 2});
        steps.turned += degrees;
        break;
      }
      default: {
        const int quarters = Between(rng, 1, 3);
        steps.transform =
            steps.transform.AfterQuarters(quarters, width, height);
        steps.turned -= 90 * quarters;
        if (quarters % 2 == 1) std::swap(width, height);
      }
    }
  }
  return steps;
}

TEST(PageTransformTest, InverseTakesEveryPointBack) {
  std::mt19937 rng(support::Seed(1));
  for (int round = 0; round < 2000; ++round) {
    const PageTransform transform = RandomSteps(rng, false, true).transform;
    const PixelPoint point{Uniform(rng, -100, 5000), Uniform(rng, -100, 5000)};
    const PixelPoint back = transform.Inverse().Map(transform.Map(point));
    ASSERT_NEAR(point.x, back.x, 1e-6) << "round " << round;
    ASSERT_NEAR(point.y, back.y, 1e-6) << "round " << round;
    const PixelPoint both = transform.Compose(transform).Map(point);
    const PixelPoint twice = transform.Map(transform.Map(point));
    ASSERT_NEAR(twice.x, both.x, 1e-3) << "round " << round;
    ASSERT_NEAR(twice.y, both.y, 1e-3) << "round " << round;
  }
}

TEST(PageTransformTest, AnglesAndScalesAddUp) {
  std::mt19937 rng(support::Seed(2));
  for (int round = 0; round < 2000; ++round) {
    const Random steps = RandomSteps(rng, true, true);
    const double angle = Uniform(rng, -179, 179);
    const double mapped = steps.transform.MapAngle(angle);
    ASSERT_GT(mapped, -180);
    ASSERT_LE(mapped, 180);
    const double difference =
        std::remainder(mapped - (angle - steps.turned), 360);
    ASSERT_NEAR(0, difference, 1e-6) << "round " << round;
    ASSERT_NEAR(steps.scale, steps.transform.VerticalScale(),
                steps.scale * 1e-9);
  }
}

// A box of the original, taken to the prepared picture and put on its pixel
// edges there, comes back within the two roundings.
TEST(PageTransformTest, BoxesComeBackWithinRounding) {
  std::mt19937 rng(support::Seed(3));
  constexpr int kSide = 20000;
  for (int round = 0; round < 2000; ++round) {
    const PageTransform transform =
        RandomSteps(rng, false, false)
            .transform.AfterQuarters(Between(rng, 0, 3), 1000, 1000);
    const PixelBox box{Between(rng, 100, 9000), Between(rng, 100, 9000),
                       Between(rng, 1, 3000), Between(rng, 1, 3000)};
    const PageTransform inverse = transform.Inverse();
    const PixelPoint p = inverse.Map({1.0 * box.left, 1.0 * box.top});
    const PixelPoint q =
        inverse.Map({1.0 * box.left + box.width, 1.0 * box.top + box.height});
    PixelBox prepared;
    prepared.left = static_cast<int>(std::lround(std::min(p.x, q.x)));
    prepared.top = static_cast<int>(std::lround(std::min(p.y, q.y)));
    prepared.width =
        static_cast<int>(std::lround(std::max(p.x, q.x))) - prepared.left;
    prepared.height =
        static_cast<int>(std::lround(std::max(p.y, q.y))) - prepared.top;
    if (prepared.width == 0 || prepared.height == 0) continue;
    const PixelBox back = MapBox(transform, prepared, kSide, kSide);
    const double x_slack =
        0.5 * (std::abs(transform.a) + std::abs(transform.b)) + 0.5 + 1e-6;
    const double y_slack =
        0.5 * (std::abs(transform.d) + std::abs(transform.e)) + 0.5 + 1e-6;
    ASSERT_NEAR(box.left, back.left, x_slack) << "round " << round;
    ASSERT_NEAR(box.left + box.width, back.left + back.width, x_slack);
    ASSERT_NEAR(box.top, back.top, y_slack) << "round " << round;
    ASSERT_NEAR(box.top + box.height, back.top + back.height, y_slack);
  }
}

TEST(PageTransformTest, BoxesHoldTheirCornersAndStayInside) {
  std::mt19937 rng(support::Seed(4));
  for (int round = 0; round < 5000; ++round) {
    const PageTransform transform = RandomSteps(rng, false, true).transform;
    const int width = Between(rng, 1, 3000);
    const int height = Between(rng, 1, 3000);
    const PixelBox box{Between(rng, -50, 4000), Between(rng, -50, 4000),
                       Between(rng, 0, 500), Between(rng, 0, 500)};
    const PixelBox mapped = MapBox(transform, box, width, height);
    ASSERT_GE(mapped.left, 0);
    ASSERT_GE(mapped.top, 0);
    ASSERT_LE(mapped.left + mapped.width, width);
    ASSERT_LE(mapped.top + mapped.height, height);
    const bool empty = box.width == 0 || box.height == 0;
    ASSERT_EQ(empty, mapped.width == 0 || mapped.height == 0);
    if (empty) continue;
    const PixelPoint middle =
        transform.Map({box.left + 0.5 * box.width, box.top + 0.5 * box.height});
    if (middle.x < 0 || middle.x > width || middle.y < 0 || middle.y > height) {
      continue;
    }
    ASSERT_GE(middle.x, mapped.left - 1) << "round " << round;
    ASSERT_LE(middle.x, mapped.left + mapped.width + 1);
    ASSERT_GE(middle.y, mapped.top - 1);
    ASSERT_LE(middle.y, mapped.top + mapped.height + 1);
  }
}

TEST(PageTransformTest, FarOutsideIsThePixelNextToIt) {
  const PageTransform transform = PageTransform().AfterScale(1e-9, 1e-9);
  EXPECT_EQ((PixelBox{99, 49, 1, 1}),
            MapBox(transform, {2000, 2000, 5, 5}, 100, 50));
  EXPECT_EQ(
      (PixelBox{0, 0, 1, 1}),
      MapBox(PageTransform().AfterCrop(-500, -500), {0, 0, 9, 9}, 100, 50));
}

TEST(PageTransformTest, PagesAreMappedWhole) {
  Page page = SomePage();
  MapPage(PageTransform().AfterCrop(5, 7).AfterScale(0.5, 0.5), 1300, 1000,
          page);
  EXPECT_EQ(1300, page.width);
  EXPECT_EQ(1000, page.height);
  const Line& line = page.lines[0];
  EXPECT_EQ((PixelBox{25, 47, 200, 60}), line.box);
  EXPECT_NEAR(0.1f, line.angle_degrees, 1e-6);
  EXPECT_EQ((PixelBox{25, 47, 120, 60}), line.words[0].box);
  EXPECT_EQ((PixelBox{25, 57, 40, 50}), line.words[0].letters[0].box);
  EXPECT_EQ((PixelBox{85, 47, 60, 60}), line.words[0].letters[1].box);
  EXPECT_EQ("ab", line.text);
  EXPECT_EQ(3, line.id);
}

}  // namespace
}  // namespace rescan
