#include "kernels/image/gaussian_blur.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "hwy/tests/hwy_gtest.h"
#include "tests/kernels/image/filter_pictures.h"
#include "tests/support/random.h"
#include "tests/support/reference_filters.h"

namespace rescan::kernels {
namespace {

constexpr double kSigmas[] = {0.3, 0.5, 0.7, 0.8, 1.0, 1.3, 2.0, 3.4, 5.0};

class GaussianBlurTest : public hwy::TestWithParamTarget {};
HWY_TARGET_INSTANTIATE_TEST_SUITE_P(GaussianBlurTest);

std::vector<int> Weights(const GaussianTaps& taps) {
  return {taps.weight.begin(), taps.weight.begin() + taps.radius + 1};
}

void Check(const reference::Picture& in, double sigma, int offset, int gap) {
  FramedPicture framed(in, offset, gap);
  FramedPicture out(in.width, in.height, 3 * offset, 2 * gap);
  GaussianBlur(framed.view(), sigma, out.view());
  EXPECT_TRUE(
      out.Is(reference::GaussianBlur(in, Weights(MakeGaussianTaps(sigma)))))
      << "sigma " << sigma << " +" << offset;
}

TEST_P(GaussianBlurTest, EveryWidthStrideAndAlignment) {
  std::mt19937 rng(support::Seed(33));
  for (const Size size : SmallSizes()) {
    const auto in = MakePicture(Content::kNoise, size.width, size.height, rng);
    for (const double sigma : {0.8, 5.0}) {
      Check(in, sigma, size.width % 5, size.height % 3);
    }
  }
}

TEST_P(GaussianBlurTest, EveryContentAndSigma) {
  std::mt19937 rng(support::Seed(34));
  for (const Content content : kContents) {
    const auto in = MakePicture(content, 83, 37, rng);
    for (const double sigma : kSigmas) Check(in, sigma, 1, 5);
  }
}

TEST_P(GaussianBlurTest, OneLevelStays) {
  for (int level = 0; level < 256; ++level) {
    const reference::Picture in{
        70, 3,
        std::vector<std::uint8_t>(70 * 3, static_cast<std::uint8_t>(level))};
    for (const double sigma : kSigmas) {
      FramedPicture framed(in, 0, 0);
      FramedPicture out(70, 3, 0, 0);
      GaussianBlur(framed.view(), sigma, out.view());
      ASSERT_TRUE(out.Is(in)) << "sigma " << sigma;
    }
  }
}

// Weights in 1/256 are off by up to half of that, so this is coarser than the
// one level from the blur with the same weights.
TEST_P(GaussianBlurTest, NearTheBlurInRealNumbers) {
  std::mt19937 rng(support::Seed(35));
  const auto in = MakePicture(Content::kPage, 61, 23, rng);
  for (const double sigma : kSigmas) {
    FramedPicture framed(in, 0, 0);
    FramedPicture out(in.width, in.height, 0, 0);
    GaussianBlur(framed.view(), sigma, out.view());
    const auto wanted = reference::ExactGaussianBlur(in, sigma);
    for (int y = 0; y < in.height; ++y) {
      for (int x = 0; x < in.width; ++x) {
        ASSERT_NEAR(wanted[static_cast<std::size_t>(y * in.width + x)],
                    out.view().Row(y)[x], 2)
            << "sigma " << sigma << " at (" << x << ", " << y << ")";
      }
    }
  }
}

// No target is chosen for nothing.
TEST(GaussianBlurEdgeTest, EmptyPicture) {
  GaussianBlur(GreyView{}, 0.8, MutableGreyView{});
  std::uint8_t none = 0;
  GaussianBlur(GreyView{&none, 0, 4, 1}, 0.8, MutableGreyView{&none, 0, 4, 1});
}

TEST(GaussianTapsTest, SumAndShape) {
  for (double sigma = kMinGaussianSigma; sigma <= kMaxGaussianSigma;
       sigma += 0.01) {
    const GaussianTaps taps = MakeGaussianTaps(sigma);
    ASSERT_GE(taps.radius, 1);
    ASSERT_LE(taps.radius, kMaxGaussianRadius);
    int sum = taps.weight[0];
    double total = 1;
    for (int k = 1; k <= static_cast<int>(std::ceil(3 * sigma)); ++k) {
      total += 2 * std::exp(-k * k / (2 * sigma * sigma));
    }
    for (std::size_t k = 0; k < taps.weight.size(); ++k) {
      ASSERT_LT(taps.weight[k], 256) << "sigma " << sigma;
      if (k > 0) sum += 2 * taps.weight[k];
      if (k > static_cast<std::size_t>(taps.radius)) {
        ASSERT_EQ(0, taps.weight[k]) << "sigma " << sigma;
        continue;
      }
      const auto distance = static_cast<double>(k);
      const double exact =
          256 * std::exp(-distance * distance / (2 * sigma * sigma)) / total;
      ASSERT_NEAR(exact, taps.weight[k], 1.01) << "sigma " << sigma;
    }
    ASSERT_EQ(256, sum) << "sigma " << sigma;
    ASSERT_GT(taps.weight[static_cast<std::size_t>(taps.radius)], 0);
  }
}

// exp(0), exp(-1 / 1.28), exp(-4 / 1.28) by their share: .4986, .2283, .0219.
TEST(GaussianTapsTest, SigmaOfThePagePreparation) {
  const GaussianTaps taps = MakeGaussianTaps(0.8);
  EXPECT_EQ(2, taps.radius);
  EXPECT_EQ((std::vector<int>{128, 58, 6}), Weights(taps));
}

}  // namespace
}  // namespace rescan::kernels
