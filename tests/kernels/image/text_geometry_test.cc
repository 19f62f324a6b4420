#include "kernels/image/text_geometry.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/support/guarded_grey.h"
#include "tests/support/random.h"
#include "tests/support/text_page.h"

namespace rescan::kernels {
namespace {

using support::GuardedGrey;
using support::TextPage;

constexpr int kWidth = 900;
constexpr int kHeight = 700;

InkComponent Component(int left, int top, int width, int height,
                       std::uint32_t area) {
  return {{left, top, left + width, top + height}, area, 1};
}

std::vector<InkComponent> ComponentsOf(const TextPage& page,
                                       std::uint32_t seed) {
  std::mt19937 rng(support::Seed(seed));
  GuardedGrey mask(support::InkOf(support::DrawText(rng, page)));
  return FindInkComponents(mask.view()).components;
}

// Components of `width` x `height` anywhere.
void Scatter(std::mt19937& rng, int count, int width, int height,
             std::vector<InkComponent>& components) {
  for (int i = 0; i < count; ++i) {
    const int x = static_cast<int>(support::Below(rng, kWidth - 20)) + 5;
    const int y = static_cast<int>(support::Below(rng, kHeight - 20)) + 5;
    components.push_back(Component(x, y, width, height,
                                   static_cast<std::uint32_t>(width * height)));
  }
}

TextGeometry Measure(const std::vector<InkComponent>& components,
                     const TextGeometryOptions& options = {}) {
  return MeasureText(components, kWidth, kHeight, options);
}

TEST(IsTextTest, EveryBoundIsInclusive) {
  const TextFilter filter;
  const auto is_text = [&](int width, int height, std::uint32_t area,
                           int left = 100, int top = 100) {
    return IsText(Component(left, top, width, height, area), filter, kWidth,
                  kHeight);
  };
  EXPECT_TRUE(is_text(2, 4, 6));
  EXPECT_TRUE(is_text(80, 60, 4800));
  EXPECT_FALSE(is_text(1, 4, 6));
  EXPECT_FALSE(is_text(81, 60, 6));
  EXPECT_FALSE(is_text(2, 3, 6));
  EXPECT_FALSE(is_text(80, 61, 6));
  EXPECT_FALSE(is_text(2, 4, 5));
  EXPECT_TRUE(is_text(10, 10, 50, 3, 3));
  EXPECT_FALSE(is_text(10, 10, 50, 2, 3));
  EXPECT_FALSE(is_text(10, 10, 50, 3, 2));
  EXPECT_TRUE(is_text(10, 10, 50, kWidth - 13, kHeight - 13));
  EXPECT_FALSE(is_text(10, 10, 50, kWidth - 12, kHeight - 13));
  EXPECT_FALSE(is_text(10, 10, 50, kWidth - 13, kHeight - 12));
}

TEST(IsCharacterTest, EveryBoundIsInclusive) {
  const CharacterFilter filter;
  const auto is_character = [&](int width, int height, std::uint32_t area) {
    return IsCharacter(Component(0, 0, width, height, area), filter, kWidth,
                       kHeight);
  };
  EXPECT_TRUE(is_character(12, 6, 6));
  EXPECT_FALSE(is_character(13, 6, 6));
  EXPECT_FALSE(is_character(12, 6, 5));
  EXPECT_FALSE(is_character(5, 5, 25));
  EXPECT_TRUE(is_character(80, 80, 80));
  EXPECT_FALSE(is_character(81, 81, 81));
}

TEST(MeasureTextTest, PageOfText) {
  const TextPage page;
  const TextGeometry geometry = Measure(ComponentsOf(page, 91));
  EXPECT_GT(geometry.text_count, 800u);
  EXPECT_NEAR(page.x_height, geometry.character_height, 1);
  EXPECT_NEAR(page.pitch, geometry.line_pitch, 0.3);
  ASSERT_TRUE(geometry.ink_box.has_value());
  EXPECT_EQ(page.left - 12, geometry.ink_box->left);
  EXPECT_NEAR(page.first_foot - page.x_height - 12, geometry.ink_box->top, 5);
  EXPECT_NEAR(page.right + 12, geometry.ink_box->right, 6);
  const int last_foot = page.first_foot + (page.lines - 1) * page.pitch;
  EXPECT_NEAR(last_foot + 12, geometry.ink_box->bottom, 5);
}

TEST(MeasureTextTest, AnyPitchAndHeight) {
  for (const int x_height : {8, 15, 30}) {
    for (const double spacing : {1.6, 2.0, 3.1}) {
      TextPage page;
      page.x_height = x_height;
      page.pitch = static_cast<int>(x_height * spacing);
      page.lines = 560 / page.pitch;
      const TextGeometry geometry = Measure(ComponentsOf(page, 92));
      EXPECT_NEAR(x_height, geometry.character_height, 2);
      EXPECT_NEAR(page.pitch, geometry.line_pitch, 0.02 * page.pitch + 0.3)
          << x_height << " " << spacing;
    }
  }
}

TEST(MeasureTextTest, DirtChangesNothing) {
  const TextPage page;
  std::vector<InkComponent> components = ComponentsOf(page, 93);
  const TextGeometry clean = Measure(components);
  std::mt19937 rng(support::Seed(94));
  // Dots, scratches, a picture, rules, a dark border and specks on it.
  Scatter(rng, 5000, 2, 2, components);
  Scatter(rng, 300, 1, 9, components);
  components.push_back(Component(200, 200, 300, 250, 60000));
  components.push_back(Component(20, 500, 800, 2, 1600));
  components.push_back(Component(0, 0, 40, kHeight, 20000));
  for (int y = 5; y < kHeight - 20; y += 20) {
    components.push_back(Component(kWidth - 11, y, 10, 14, 100));
  }
  const TextGeometry dirty = Measure(components);
  EXPECT_EQ(clean.text_count, dirty.text_count);
  EXPECT_EQ(clean.ink_box, dirty.ink_box);
  EXPECT_EQ(clean.character_height, dirty.character_height);
  EXPECT_NEAR(clean.line_pitch, dirty.line_pitch, 0.2);
}

TEST(MeasureTextTest, SpecksLikeTextDoNotWidenTheBox) {
  const TextPage page;
  std::vector<InkComponent> components = ComponentsOf(page, 95);
  const InkBox clean = Measure(components).ink_box.value();
  ASSERT_GT(components.size(), 800u);
  components.push_back(Component(10, 10, 5, 5, 20));
  const InkBox dirty = Measure(components).ink_box.value();
  EXPECT_NEAR(clean.left, dirty.left, 2);
  EXPECT_NEAR(clean.top, dirty.top, 2);
}

TEST(MeasureTextTest, PaddingEndsAtTheBorder) {
  TextPage page;
  page.left = 5;
  page.right = kWidth - 5;
  page.first_foot = 20;
  TextGeometryOptions options;
  options.padding = 1000;
  const auto box = Measure(ComponentsOf(page, 96), options).ink_box;
  EXPECT_EQ((InkBox{0, 0, kWidth, kHeight}), box);
}

TEST(MeasureTextTest, ColumnsOfTheirOwnAndBlankLines) {
  TextPage page;
  page.right = 400;
  std::vector<InkComponent> components = ComponentsOf(page, 97);
  page.left = 460;
  page.right = 840;
  page.first_foot += 11;
  for (const InkComponent& c : ComponentsOf(page, 98)) {
    // Every fifth line of the second column is blank.
    if ((c.box.bottom - page.first_foot + 13) / page.pitch % 5 != 4) {
      components.push_back(c);
    }
  }
  EXPECT_NEAR(page.pitch, Measure(components).line_pitch, 0.3);
}

TEST(MeasureTextTest, NothingOnThePage) {
  for (const std::size_t min : {std::size_t{0}, std::size_t{30}}) {
    TextGeometryOptions options;
    options.min_text = min;
    options.min_characters = min;
    const TextGeometry geometry = Measure({}, options);
    EXPECT_EQ(0u, geometry.text_count);
    EXPECT_FALSE(geometry.ink_box.has_value());
    EXPECT_EQ(0, geometry.character_height);
    EXPECT_EQ(0, geometry.line_pitch);
  }
}

TEST(MeasureTextTest, TooLittleTextToSay) {
  std::vector<InkComponent> components;
  std::mt19937 rng(support::Seed(99));
  Scatter(rng, 9, 8, 12, components);
  EXPECT_EQ(0, Measure(components).character_height);
  Scatter(rng, 1, 8, 12, components);
  EXPECT_EQ(12, Measure(components).character_height);
  Scatter(rng, 19, 8, 12, components);
  EXPECT_FALSE(Measure(components).ink_box.has_value());
  Scatter(rng, 1, 8, 12, components);
  EXPECT_TRUE(Measure(components).ink_box.has_value());
}

TEST(MeasureTextTest, OneLineHasNoPitch) {
  TextPage page;
  page.lines = 1;
  const TextGeometry geometry = Measure(ComponentsOf(page, 100));
  EXPECT_GT(geometry.character_height, 0);
  EXPECT_EQ(0, geometry.line_pitch);
}

TEST(MeasureTextTest, ScatteredMarksHaveNoPitch) {
  std::vector<InkComponent> components;
  std::mt19937 rng(support::Seed(101));
  Scatter(rng, 1500, 8, 12, components);
  EXPECT_EQ(0, Measure(components).line_pitch);
}

}  // namespace
}  // namespace rescan::kernels
