#include "engine/ocr/erase_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "tests/support/guarded_grey.h"
#include "tests/support/random.h"
#include "tests/support/reference_pixels.h"

namespace rescan {
namespace {

using reference::Picture;
using support::Below;
using support::GuardedGrey;

constexpr int kPaper = 240;
constexpr int kInk = 30;
constexpr RuleOptions kOptions = {60, 6, 40};

Picture Page(int width, int height, int level = kPaper) {
  return {width, height,
          std::vector<std::uint8_t>(static_cast<std::size_t>(width) *
                                        static_cast<std::size_t>(height),
                                    static_cast<std::uint8_t>(level))};
}

void Set(Picture& picture, int x, int y, int level) {
  picture.samples[static_cast<std::size_t>(y) *
                      static_cast<std::size_t>(picture.width) +
                  static_cast<std::size_t>(x)] =
      static_cast<std::uint8_t>(level);
}

struct Box {
  int left, top, width, height;
  [[nodiscard]] bool Has(int x, int y) const {
    return x >= left && x < left + width && y >= top && y < top + height;
  }
};

// What of the box lies outside the picture is left out.
void Fill(Picture& picture, const Box& box, int level = kInk) {
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (box.Has(x, y)) Set(picture, x, y, level);
    }
  }
}

// Rows become columns.
Picture Turned(const Picture& picture) {
  Picture turned = Page(picture.height, picture.width);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      Set(turned, y, x, picture.At(x, y));
    }
  }
  return turned;
}

// The samples lie among others, `gap` after each row and `offset` before all.
Picture Erased(const Picture& picture, const RuleOptions& options, int gap = 5,
               int offset = 3) {
  const GuardedGrey in(picture, gap, offset);
  const kernels::GreyImage out = EraseRules(std::as_const(in).view(), options);
  EXPECT_EQ(picture.samples, in.Samples());
  return {out.width(),
          out.height(),
          {out.view().data, out.view().data + out.view().pixel_count()}};
}

// Expects `wanted` of `picture`, and the same of both with the axes swapped.
void ExpectErased(const Picture& wanted, const Picture& picture,
                  const RuleOptions& options = kOptions) {
  EXPECT_EQ(wanted.samples, Erased(picture, options).samples) << "level";
  EXPECT_EQ(Turned(wanted).samples, Erased(Turned(picture), options).samples)
      << "upright";
}

// ---- what goes and what stays

TEST(EraseRulesTest, RulesVanishAndStrokesThatTouchThemStay) {
  for (const int thickness : {1, 2, 3, 4}) {
    SCOPED_TRACE(thickness);
    const Box rule = {0, 50, 200, thickness};
    const int below = rule.top + thickness;
    // Across it, on it, hanging from it, near it; a bowl, and a bar as a 't'
    // has it.
    const Box strokes[] = {
        {20, 30, 4, 40}, {40, 30, 5, 20},  {60, below, 4, 20}, {80, 30, 4, 14},
        {95, 34, 20, 3}, {102, 26, 4, 40}, {130, 20, 20, 20}};
    Picture page = Page(200, 100);
    for (const Box& stroke : strokes) Fill(page, stroke);
    // Under a stroke that ends at the rule, and over one that begins there,
    // the rule stays: of the pixels beside it one is dark.
    Picture wanted = page;
    Fill(wanted, {40, rule.top, 5, thickness});
    Fill(wanted, {60, rule.top, 4, thickness});
    Fill(page, rule);
    ExpectErased(wanted, page);
  }
}

TEST(EraseRulesTest, AGridOfATableVanishesButForItsCrossings) {
  Picture page = Page(200, 160);
  Picture wanted = page;
  for (const int y : {30, 80, 130}) {
    for (const int x : {20, 100, 180}) Fill(wanted, {x, y, 3, 2});
    Fill(page, {0, y, 200, 2});
  }
  for (const int x : {20, 100, 180}) Fill(page, {x, 0, 3, 160});
  ExpectErased(wanted, page);
}

TEST(EraseRulesTest, ALineThatIsTooShortStays) {
  const Picture blank = Page(200, 60);
  Picture shorter = blank;
  Fill(shorter, {70, 30, kOptions.least_length - 1, 2});
  ExpectErased(shorter, shorter);
  Picture long_enough = blank;
  Fill(long_enough, {70, 30, kOptions.least_length, 2});
  ExpectErased(blank, long_enough);
}

TEST(EraseRulesTest, ABarTwiceTheReachThickStays) {
  const Picture blank = Page(200, 60);
  const int reach = kOptions.reach;
  Picture bar = blank;
  Fill(bar, {0, 20, 200, 2 * reach});
  ExpectErased(bar, bar);
  Picture rule = blank;
  Fill(rule, {0, 20, 200, reach + reach / 2});
  ExpectErased(blank, rule);
}

TEST(EraseRulesTest, GapsAreBridgedUpToTheReach) {
  const Picture blank = Page(200, 60);
  const int half = kOptions.least_length / 2;
  const auto broken = [&](int gap) {
    Picture page = blank;
    Fill(page, {50, 30, half, 1});
    Fill(page, {50 + half + gap, 30, half, 1});
    return page;
  };
  ExpectErased(blank, broken(kOptions.reach));
  const Picture apart = broken(kOptions.reach + 1);
  ExpectErased(apart, apart);
}

TEST(EraseRulesTest, ABridgedGapIsLeftAsItIs) {
  Picture page = Page(200, 60);
  Picture wanted = page;
  const Box blot = {90, 20, kOptions.reach, 20};
  Fill(wanted, blot, 100);
  Fill(page, {40, 30, 120, 2});
  Fill(page, blot, 100);
  ExpectErased(wanted, page);
}

TEST(EraseRulesTest, ThereAreNoRulesInTheOutermostRowsAndColumns) {
  const Picture blank = Page(200, 60);
  const int reach = kOptions.reach;
  const auto with_line = [&](int y) {
    Picture page = blank;
    Fill(page, {0, y, 200, 1});
    return page;
  };
  for (const int y : {0, reach - 1, 60 - reach, 59}) {
    ExpectErased(with_line(y), with_line(y));
  }
  for (const int y : {reach, 59 - reach}) ExpectErased(blank, with_line(y));
}

TEST(EraseRulesTest, ALineAsLightAsTheDepthStays) {
  const Picture blank = Page(200, 60, 200);
  const auto with_line = [&](int difference) {
    Picture page = blank;
    Fill(page, {0, 30, 200, 1}, 200 - difference);
    return page;
  };
  for (const int depth : {1, 40, 199}) {
    const RuleOptions options = {60, 6, depth};
    ExpectErased(with_line(depth), with_line(depth), options);
    ExpectErased(blank, with_line(depth + 1), options);
  }
  // No difference is more.
  ExpectErased(with_line(200), with_line(200), {60, 6, 255});
}

// As the shadow of a fold: the paper of its two sides differs.
TEST(EraseRulesTest, TheDarkerSideDecidesAndTheirMeanIsLeft) {
  const auto fold = [](int line) {
    Picture page = Page(200, 60, 201);
    Fill(page, {0, 31, 200, 29}, 180);
    Fill(page, {0, 30, 200, 1}, line);
    return page;
  };
  ExpectErased(fold(180 - 40), fold(180 - 40));
  Picture wanted = fold((201 + 180) / 2);
  // The darker side becomes as light for half the reach; the lighter one is
  // not darkened.
  Fill(wanted, {0, 31, 200, kOptions.reach / 2}, (201 + 180) / 2);
  ExpectErased(wanted, fold(180 - 41));
}

// ---- against the definition in the header

// The rules along one axis, asked pixel by pixel; `along` the rule and
// `across` it.
class Oracle {
 public:
  Oracle(const Picture& picture, const RuleOptions& options)
      : picture_(picture), options_(options) {}

  [[nodiscard]] bool OnRule(int along, int across) const {
    if (!LiesDeep(along, across)) return false;
    return End(along, across, 1) - End(along, across, -1) + 1 >=
           options_.least_length;
  }

  [[nodiscard]] int Mean(int along, int across) const {
    return (picture_.At(along, across - options_.reach) +
            picture_.At(along, across + options_.reach)) /
           2;
  }

 private:
  [[nodiscard]] bool LiesDeep(int along, int across) const {
    const int before = across - options_.reach;
    const int after = across + options_.reach;
    if (before < 0 || after >= picture_.height) return false;
    const int level = picture_.At(along, across);
    return picture_.At(along, before) - level > options_.depth &&
           picture_.At(along, after) - level > options_.depth;
  }

  // The last of the stretch in the direction.
  [[nodiscard]] int End(int along, int across, int direction) const {
    int end = along;
    for (int at = along + direction; at >= 0 && at < picture_.width &&
                                     std::abs(at - end) <= options_.reach + 1;
         at += direction) {
      if (LiesDeep(at, across)) end = at;
    }
    return end;
  }

  const Picture& picture_;
  const RuleOptions options_;
};

// Lightens `to`, which starts as `from`, along the rows.
void LightenLevelRules(const Picture& from, const RuleOptions& options,
                       Picture& to) {
  const Oracle oracle(from, options);
  for (int y = 0; y < from.height; ++y) {
    for (int x = 0; x < from.width; ++x) {
      if (!oracle.OnRule(x, y)) continue;
      for (int near = 0; near < from.height; ++near) {
        if (2 * std::abs(near - y) > options.reach) continue;
        Set(to, x, near, std::max(to.At(x, near), oracle.Mean(x, y)));
      }
    }
  }
}

Picture ErasedByDefinition(const Picture& picture, const RuleOptions& options) {
  Picture result = picture;
  LightenLevelRules(picture, options, result);
  Picture turned = Turned(result);
  LightenLevelRules(Turned(picture), options, turned);
  return Turned(turned);
}

int Between(std::mt19937& rng, int least, int most) {
  return least + static_cast<int>(
                     Below(rng, static_cast<std::uint32_t>(most - least + 1)));
}

// Paper, even or grained, with lines of both directions, whole and broken,
// and blots.
Picture RandomPage(std::mt19937& rng) {
  Picture page = Page(Between(rng, 1, 90), Between(rng, 1, 90));
  const int grain = rng() % 2 == 0 ? 0 : Between(rng, 1, 90);
  for (std::uint8_t& sample : page.samples) {
    sample = static_cast<std::uint8_t>(kPaper - Between(rng, 0, grain));
  }
  for (int marks = Between(rng, 0, 9); marks > 0; --marks) {
    const int x = Between(rng, -20, page.width);
    const int y = Between(rng, -20, page.height);
    const int length = Between(rng, 1, 80);
    const int thickness = Between(rng, 1, 12);
    const bool upright = rng() % 2 == 0;
    const int level = Between(rng, 0, 255);
    Fill(page,
         upright ? Box{x, y, thickness, length} : Box{x, y, length, thickness},
         level);
  }
  return page;
}

TEST(EraseRulesTest, DoesWhatTheHeaderSays) {
  std::mt19937 rng(support::Seed(4211));
  constexpr int kRounds = 2000;
  int changed = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    const Picture page = RandomPage(rng);
    const RuleOptions options = {Between(rng, 1, 25), Between(rng, 1, 11),
                                 round % 20 == 0 ? 255 : Between(rng, 1, 90)};
    const Picture wanted = ErasedByDefinition(page, options);
    ASSERT_EQ(
        wanted.samples,
        Erased(page, options, Between(rng, 0, 20), Between(rng, 0, 9)).samples)
        << page.width << " x " << page.height << ", least length "
        << options.least_length << ", reach " << options.reach << ", depth "
        << options.depth;
    if (wanted.samples != page.samples) ++changed;
  }
  EXPECT_GT(changed, kRounds / 4);
}

// ---- hostile pictures

TEST(EraseRulesTest, OnlyLightensAndComesThroughEverySize) {
  std::mt19937 rng(support::Seed(4212));
  const RuleOptions all_options[] = {
      {1, 1, 1}, {20, 2, 1}, {20, 50, 1}, {10'000, 50, 255}, {20, 8, 30}};
  const std::pair<int, int> sizes[] = {
      {0, 0},  {0, 7},   {7, 0},      {1, 1},      {1, 300},  {300, 1},
      {2, 2},  {15, 15}, {16, 16},    {17, 17},    {99, 99},  {100, 101},
      {5, 99}, {101, 7}, {30'000, 3}, {3, 30'000}, {130, 131}};
  for (const auto& [width, height] : sizes) {
    Picture noise = Page(width, height);
    for (std::uint8_t& sample : noise.samples) {
      sample = static_cast<std::uint8_t>(Below(rng, 256));
    }
    for (const RuleOptions& options : all_options) {
      SCOPED_TRACE(::testing::Message()
                   << width << " x " << height << ", reach " << options.reach);
      for (const int level : {0, 255}) {
        const Picture even = Page(width, height, level);
        EXPECT_EQ(even.samples, Erased(even, options).samples);
      }
      const Picture result = Erased(noise, options);
      ASSERT_EQ(noise.samples.size(), result.samples.size());
      EXPECT_EQ(width, result.width);
      EXPECT_EQ(height, result.height);
      for (std::size_t i = 0; i < result.samples.size(); ++i) {
        ASSERT_GE(result.samples[i], noise.samples[i]) << i;
      }
      if (width <= 2 * options.reach && height <= 2 * options.reach) {
        EXPECT_EQ(noise.samples, result.samples);
      }
    }
  }
}

}  // namespace
}  // namespace rescan
