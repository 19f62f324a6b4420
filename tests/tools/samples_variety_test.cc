// Pictures of many kinds: each class of the variety draws, the same seed the
// same bytes, those near the border are as clean as they are said to be, and
// application windows have what screens have.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "kernels/base/result.h"
#include "tools/samples/raster.h"
#include "tools/samples/rng.h"
#include "tools/samples/variety.h"

namespace rescan::samples {
namespace {

constexpr std::array kClasses = {SampleClass::kNative, SampleClass::kPhoto,
                                 SampleClass::kScan};

TEST(SamplesVariety, SameSeedGivesTheSameBytesOfItsClassAndSize) {
  for (const SampleClass c : kClasses) {
    for (const Variety variety : {Variety::kWide, Variety::kNearBorder}) {
      const auto once = DrawVaried(c, 4242, variety);
      const auto again = DrawVaried(c, 4242, variety);
      ASSERT_TRUE(once.has_value() && again.has_value()) << ClassName(c);
      EXPECT_EQ(once->bytes, again->bytes) << ClassName(c);
      EXPECT_EQ(once->truth.sample_class, c);
      const auto decoded = Decode(once->bytes);
      ASSERT_TRUE(decoded.has_value()) << ClassName(c);
      EXPECT_EQ(decoded->width, once->truth.width);
      EXPECT_EQ(decoded->height, once->truth.height);
    }
  }
}

TEST(SamplesVariety, ApplicationWindowsAreScreensOfTheirOwn) {
  const auto once =
      DrawVaried(SampleClass::kNative, 4242, Variety::kAppWindows);
  const auto again =
      DrawVaried(SampleClass::kNative, 4242, Variety::kAppWindows);
  const auto wide = DrawVaried(SampleClass::kNative, 4242);
  ASSERT_TRUE(once.has_value() && again.has_value() && wide.has_value());
  EXPECT_EQ(once->bytes, again->bytes);
  EXPECT_NE(once->bytes, wide->bytes);
  const auto decoded = Decode(once->bytes);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->width, once->truth.width);
  EXPECT_EQ(decoded->height, once->truth.height);
  const auto scan = DrawVaried(SampleClass::kScan, 4242, Variety::kAppWindows);
  ASSERT_FALSE(scan.has_value());
  EXPECT_EQ(scan.error().code, ErrorCode::kInvalidArgument);
}

TEST(SamplesVariety, KindsNearTheBorderAreOtherPictures) {
  for (const SampleClass c : kClasses) {
    const auto wide = DrawVaried(c, 4243);
    const auto near = DrawVaried(c, 4243, Variety::kNearBorder);
    ASSERT_TRUE(wide.has_value() && near.has_value());
    EXPECT_NE(wide->bytes, near->bytes) << ClassName(c);
  }
}

// Share of pixels that are nearly white in every channel.
double WhiteOf(const Raster& raster) {
  std::size_t white = 0;
  for (std::size_t i = 0; i < raster.bgr.size(); i += 3) {
    const auto least =
        std::min({raster.bgr[i], raster.bgr[i + 1], raster.bgr[i + 2]});
    white += least >= 250 ? 1 : 0;
  }
  return static_cast<double>(3 * white) /
         static_cast<double>(raster.bgr.size());
}

TEST(SamplesVariety, ScansNearTheBorderAreMostlyPureWhite) {
  constexpr int kScans = 12;
  int mostly_white = 0;
  for (std::uint64_t i = 0; i < kScans; ++i) {
    const auto sample =
        DrawVaried(SampleClass::kScan, SeriesSeed(5, i), Variety::kNearBorder);
    ASSERT_TRUE(sample.has_value());
    const auto decoded = Decode(sample->bytes);
    ASSERT_TRUE(decoded.has_value());
    mostly_white += WhiteOf(*decoded) > 0.6 ? 1 : 0;
  }
  EXPECT_GE(mostly_white, kScans / 2);
}

}  // namespace
}  // namespace rescan::samples
