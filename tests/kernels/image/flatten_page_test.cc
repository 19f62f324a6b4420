#include "kernels/image/flatten_page.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "kernels/image/gaussian_blur.h"
#include "tests/kernels/image/filter_pictures.h"
#include "tests/support/random.h"

namespace rescan::kernels {
namespace {

class FlattenPageTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(FlattenPageTest);

reference::Picture ToPicture(GreyView view) {
  reference::Picture picture{view.width, view.height, {}};
  for (int y = 0; y < view.height; ++y) {
    picture.samples.insert(picture.samples.end(), view.Row(y),
                           view.Row(y) + view.width);
  }
  return picture;
}

// The single kernels, one after the other.
reference::Picture StepByStep(const reference::Picture& page,
                              const FlattenOptions& options) {
  FramedPicture work(page, 0, 0);
  if (options.background) {
    const GreyImage background =
        EstimateBackground(work.view(), *options.background);
    DivideByBackground(work.view(), background.view(), work.view());
  }
  if (options.clahe) Clahe(work.view(), *options.clahe, work.view());
  if (!options.blur_sigma) return ToPicture(work.view());
  FramedPicture blurred(page.width, page.height, 0, 0);
  GaussianBlur(work.view(), *options.blur_sigma, blurred.view());
  return ToPicture(blurred.view());
}

void Check(const reference::Picture& page, const FlattenOptions& options,
           int offset, int gap) {
  const reference::Picture wanted = StepByStep(page, options);
  FramedPicture framed(page, offset, gap);
  FramedPicture out(page.width, page.height, 3 * offset, 2 * gap);
  FlattenPage(framed.view(), options, out.view());
  EXPECT_TRUE(framed.Is(page)) << "the page was written";
  EXPECT_TRUE(out.Is(wanted)) << "+" << offset;
  FlattenPage(framed.view(), options, framed.view());
  EXPECT_TRUE(framed.Is(wanted)) << "in place, +" << offset;
}

// Every choice of steps.
std::vector<FlattenOptions> Choices() {
  std::vector<FlattenOptions> choices;
  for (int bits = 0; bits < 8; ++bits) {
    FlattenOptions options;
    if ((bits & 1) != 0) options.background.reset();
    if ((bits & 2) != 0) options.clahe.reset();
    if ((bits & 4) != 0) options.blur_sigma.reset();
    choices.push_back(options);
  }
  FlattenOptions strong;
  strong.background->window_share = 0.1;
  strong.background->keep_edges = true;
  strong.clahe = ClaheOptions{.clip_limit = 3, .tiles_x = 5, .tiles_y = 3};
  strong.blur_sigma = 4.5;
  choices.push_back(strong);
  return choices;
}

TEST_P(FlattenPageTest, EqualsTheSingleStepsForEverySize) {
  std::mt19937 rng(support::Seed(50));
  for (const Size size : SmallSizes()) {
    const auto page =
        MakePicture(Content::kNoise, size.width, size.height, rng);
    for (const FlattenOptions& options : Choices()) {
      Check(page, options, size.width % 5, size.height % 3);
    }
  }
}

TEST_P(FlattenPageTest, EqualsTheSingleStepsForEveryContent) {
  std::mt19937 rng(support::Seed(51));
  for (const Content content : kContents) {
    const auto page = MakePicture(content, 271, 103, rng);
    for (const FlattenOptions& options : Choices()) Check(page, options, 1, 5);
  }
}

TEST(FlattenPageEdgeTest, NoStepIsACopy) {
  std::mt19937 rng(support::Seed(52));
  const auto page = MakePicture(Content::kNoise, 77, 9, rng);
  FramedPicture framed(page, 0, 2);
  FramedPicture out(77, 9, 1, 1);
  FlattenPage(framed.view(), {std::nullopt, std::nullopt, std::nullopt},
              out.view());
  EXPECT_TRUE(out.Is(page));
}

// No target is chosen for nothing.
TEST(FlattenPageEdgeTest, EmptyPicture) {
  FlattenPage(GreyView{}, {}, MutableGreyView{});
  std::uint8_t none = 0;
  FlattenPage(GreyView{&none, 0, 4, 1}, {}, MutableGreyView{&none, 0, 4, 1});
}

}  // namespace
}  // namespace rescan::kernels
