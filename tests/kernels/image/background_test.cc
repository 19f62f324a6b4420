#include "kernels/image/background.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>

#include "hwy/tests/hwy_gtest.h"
#include "tests/kernels/image/filter_pictures.h"
#include "tests/support/random.h"
#include "tests/support/reference_filters.h"

namespace rescan::kernels {
namespace {

class BackgroundTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(BackgroundTest);

testing::AssertionResult Same(const GreyImage& got,
                              const reference::Picture& wanted) {
  if (got.width() != wanted.width || got.height() != wanted.height) {
    return testing::AssertionFailure()
           << got.width() << " x " << got.height() << ", wanted "
           << wanted.width << " x " << wanted.height;
  }
  for (int y = 0; y < got.height(); ++y) {
    for (int x = 0; x < got.width(); ++x) {
      if (got.view().Row(y)[x] != wanted.At(x, y)) {
        return testing::AssertionFailure()
               << "(" << x << ", " << y << ") is " << int{got.view().Row(y)[x]}
               << ", wanted " << wanted.At(x, y);
      }
    }
  }
  return testing::AssertionSuccess();
}

void CheckEstimate(const reference::Picture& page,
                   const BackgroundOptions& options, int offset, int gap) {
  FramedPicture framed(page, offset, gap);
  EXPECT_TRUE(Same(
      EstimateBackground(framed.view(), options),
      reference::EstimateBackground(page, options.window_share,
                                    options.keep_edges, options.smooth_share)))
      << page.width << " x " << page.height << ", window "
      << options.window_share << ", smooth " << options.smooth_share;
}

void CheckDivide(const reference::Picture& page,
                 const reference::Picture& background, int offset, int gap) {
  FramedPicture framed(page, offset, gap);
  FramedPicture small(background, 1, gap);
  FramedPicture out(page.width, page.height, 3 * offset, 2 * gap);
  DivideByBackground(framed.view(), small.view(), out.view());
  const auto wanted = reference::DivideByBackground(page, background);
  EXPECT_TRUE(out.Is(wanted)) << "+" << offset;
  DivideByBackground(framed.view(), small.view(), framed.view());
  EXPECT_TRUE(framed.Is(wanted)) << "in place, +" << offset;
}

TEST_P(BackgroundTest, EstimateForEveryWidthStrideAndAlignment) {
  std::mt19937 rng(support::Seed(36));
  for (const Size size : SmallSizes()) {
    const auto page =
        MakePicture(Content::kNoise, size.width, size.height, rng);
    CheckEstimate(page, {.window_share = 0, .smooth_share = 0}, size.width % 5,
                  size.height % 3);
    CheckEstimate(page, {.window_share = 0.2, .smooth_share = 0.3},
                  size.width % 5, size.height % 3);
  }
}

TEST_P(BackgroundTest, EstimateWithEveryOption) {
  std::mt19937 rng(support::Seed(37));
  for (const Content content : kContents) {
    const auto page = MakePicture(content, 331, 53, rng);
    for (const double window : {0.0, 1.0 / 30, 0.2, 1.0}) {
      for (const double smooth : {0.0, 0.5, 1.0, 4.0}) {
        for (const bool keep_edges : {false, true}) {
          CheckEstimate(page,
                        {.window_share = window,
                         .keep_edges = keep_edges,
                         .smooth_share = smooth},
                        2, 3);
        }
      }
    }
  }
}

TEST_P(BackgroundTest, DivideForEveryWidthStrideAndAlignment) {
  std::mt19937 rng(support::Seed(38));
  for (const Size size : SmallSizes()) {
    const auto page =
        MakePicture(Content::kNoise, size.width, size.height, rng);
    const auto background = MakePicture(Content::kNoise, (size.width + 7) / 8,
                                        (size.height + 7) / 8, rng);
    CheckDivide(page, background, size.width % 5, size.height % 3);
  }
}

TEST_P(BackgroundTest, DivideEveryContentByEveryContent) {
  std::mt19937 rng(support::Seed(39));
  for (const Content of_page : kContents) {
    for (const Content of_background : kContents) {
      CheckDivide(MakePicture(of_page, 301, 43, rng),
                  MakePicture(of_background, 38, 6, rng), 1, 7);
    }
  }
}

TEST_P(BackgroundTest, PaperBecomesWhiteAndInkKeepsItsShare) {
  for (int paper = kMinBackground; paper < 256; ++paper) {
    FramedPicture page(80, 16, 0, 0);
    FramedPicture background(10, 2, 0, 0);
    FramedPicture out(80, 16, 0, 0);
    for (int y = 0; y < 2; ++y) {
      std::fill_n(background.view().Row(y), 10,
                  static_cast<std::uint8_t>(paper));
    }
    for (int y = 0; y < 16; ++y) {
      for (int x = 0; x < 80; ++x) {
        page.view().Row(y)[x] = static_cast<std::uint8_t>(paper * x / 79);
      }
    }
    DivideByBackground(page.view(), background.view(), out.view());
    for (int x = 0; x < 80; ++x) {
      const double exact = 255.0 * (paper * x / 79) / paper;
      ASSERT_NEAR(exact, out.view().Row(9)[x], 0.6)
          << "paper " << paper << " x=" << x;
    }
    ASSERT_EQ(255, out.view().Row(9)[79]) << "paper " << paper;
  }
}

// A shade over the page goes, the strokes stay.
TEST_P(BackgroundTest, ShadeIsRemoved) {
  FramedPicture page(640, 320, 0, 0);
  for (int y = 0; y < 320; ++y) {
    for (int x = 0; x < 640; ++x) {
      const int paper = 120 + x / 8;
      const bool ink = x % 9 < 2 && y % 20 < 12;
      page.view().Row(y)[x] =
          static_cast<std::uint8_t>(ink ? paper / 4 : paper);
    }
  }
  const GreyImage background =
      EstimateBackground(page.view(), BackgroundOptions{});
  FramedPicture out(640, 320, 0, 0);
  DivideByBackground(page.view(), background.view(), out.view());
  for (int y = 0; y < 320; ++y) {
    for (int x = 0; x < 640; ++x) {
      const bool ink = x % 9 < 2 && y % 20 < 12;
      ASSERT_NEAR(ink ? 62 : 250, out.view().Row(y)[x], ink ? 5 : 10)
          << "(" << x << ", " << y << ")";
    }
  }
}

// No target is chosen for nothing.
TEST(BackgroundEdgeTest, EmptyPicture) {
  EXPECT_EQ(0, EstimateBackground(GreyView{}, {}).width());
  DivideByBackground(GreyView{}, GreyView{}, MutableGreyView{});
}

}  // namespace
}  // namespace rescan::kernels
