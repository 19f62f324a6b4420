// Where PreparePage says that things lie, against where they are: generated
// pages, cropped, levelled and scaled.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/ocr/prepare_page.h"
#include "tools/samples/sample.h"

namespace rescan {
namespace {

using samples::DrawSample;
using samples::SampleClass;
using samples::SampleSpec;
using samples::Truth;
using samples::TruthWord;

Raster RasterOf(const samples::Raster& picture) {
  Pix* pix = pixCreate(picture.width, picture.height, 32);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t* bgr = picture.At(x, y);
      pixSetRGBPixel(pix, x, y, bgr[2], bgr[1], bgr[0]);
    }
  }
  return Raster(pix);
}

// The original's pixels around a word, with room for it to be misplaced.
struct Region {
  double left = 0, top = 0, right = 0, bottom = 0;

  explicit Region(const TruthWord& word) {
    constexpr int kRoom = 4;
    left = word.box.left - kRoom;
    top = word.box.top - kRoom;
    right = word.box.left + word.box.width + kRoom;
    bottom = word.box.top + word.box.height + kRoom;
  }
  [[nodiscard]] bool Has(PixelPoint point) const {
    return point.x >= left && point.x < right && point.y >= top &&
           point.y < bottom;
  }
};

// The level of the paper in a region of the original: there is more of it
// than of ink.
double PaperLevel(const PreparedPage& original, const Region& region) {
  std::vector<std::uint8_t> levels;
  const kernels::GreyView view = original.grey.view();
  const int right = std::min(view.width, static_cast<int>(region.right));
  const int bottom = std::min(view.height, static_cast<int>(region.bottom));
  for (int y = std::max(0, static_cast<int>(region.top)); y < bottom; ++y) {
    for (int x = std::max(0, static_cast<int>(region.left)); x < right; ++x) {
      levels.push_back(view.Row(y)[x]);
    }
  }
  if (levels.empty()) return 255;
  const auto middle =
      levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 2);
  std::ranges::nth_element(levels, middle);
  return *middle;
}

// Where the middle of the ink lies that `page` shows in the region, in the
// original's pixels; nothing where there is none. Linear in the levels, as
// turning and scaling are, so that these alone do not move it.
std::optional<PixelPoint> MiddleOfInk(const PreparedPage& page,
                                      const Region& region, double paper) {
  const PageTransform from_raster = page.to_raster.Inverse();
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const PixelPoint corner : {PixelPoint{region.left, region.top},
                                  {region.right, region.top},
                                  {region.left, region.bottom},
                                  {region.right, region.bottom}}) {
    const PixelPoint place = from_raster.Map(corner);
    x0 = std::min(x0, place.x);
    y0 = std::min(y0, place.y);
    x1 = std::max(x1, place.x);
    y1 = std::max(y1, place.y);
  }
  const auto limit = [](double value, int side) {
    return std::clamp(static_cast<int>(value), 0, side);
  };
  double weight = 0, x_sum = 0, y_sum = 0;
  for (int y = limit(y0, page.grey.height());
       y < limit(y1 + 1, page.grey.height()); ++y) {
    for (int x = limit(x0, page.grey.width());
         x < limit(x1 + 1, page.grey.width()); ++x) {
      const PixelPoint place = page.to_raster.Map({x + 0.5, y + 0.5});
      if (!region.Has(place)) continue;
      const double ink = paper - page.grey.view().Row(y)[x];
      weight += ink;
      x_sum += ink * place.x;
      y_sum += ink * place.y;
    }
  }
  if (weight <= 0) return std::nullopt;
  return PixelPoint{x_sum / weight, y_sum / weight};
}

// The farthest that any word's ink lies from where the map puts it, in pixels
// of the original.
double FarthestWord(const Truth& truth, const PreparedPage& original,
                    const PreparedPage& prepared) {
  double farthest = 0;
  for (const auto& line : truth.lines) {
    for (const TruthWord& word : line.words) {
      const Region region(word);
      const double paper = PaperLevel(original, region);
      const auto before = MiddleOfInk(original, region, paper);
      const auto after = MiddleOfInk(prepared, region, paper);
      EXPECT_TRUE(before.has_value()) << word.text;
      EXPECT_TRUE(after.has_value()) << word.text;
      if (!before || !after) continue;
      farthest = std::max(
          farthest, std::hypot(before->x - after->x, before->y - after->y));
    }
  }
  return farthest;
}

constexpr CropStep kCrop = {12, 30};
constexpr DeskewStep kDeskew = {0.3, 10};
constexpr ScaleStep kScale = {21, 0.2, 4, 0, 25};

// A text's middle is where its map says, to a fraction of a pixel, and so are
// the truth's corners, there and back.
void ExpectExactMapping(const SampleSpec& spec) {
  const auto sample = DrawSample(spec);
  ASSERT_TRUE(sample.has_value());
  const auto pixels = samples::Decode(sample->bytes);
  ASSERT_TRUE(pixels.has_value());
  const Raster raster = RasterOf(*pixels);
  const auto original = PreparePage(raster, {});
  const auto prepared = PreparePage(raster, {kCrop, kDeskew, kScale});
  ASSERT_TRUE(original.has_value() && prepared.has_value());

  // It was cut, turned and made smaller or larger.
  const PageTransform& map = prepared->to_raster;
  EXPECT_GT(std::abs(map.b), 0.004);
  EXPECT_GT(std::abs(map.VerticalScale() - 1), 0.05);
  EXPECT_FALSE(map.IsIdentity());

  EXPECT_LT(FarthestWord(sample->truth, *original, *prepared), 0.5);
  for (const auto& line : sample->truth.lines) {
    for (const TruthWord& word : line.words) {
      for (const samples::Point& corner : word.quad) {
        const PixelPoint there = map.Inverse().Map({corner.x, corner.y});
        EXPECT_GE(there.x, 0) << "cut off: " << word.text;
        EXPECT_LE(there.x, prepared->grey.width()) << word.text;
        EXPECT_GE(there.y, 0) << "cut off: " << word.text;
        EXPECT_LE(there.y, prepared->grey.height()) << word.text;
        const PixelPoint back = map.Map(there);
        EXPECT_NEAR(corner.x, back.x, 1e-6);
        EXPECT_NEAR(corner.y, back.y, 1e-6);
      }
    }
  }
}

TEST(PrepareMappingTest, Scans) {
  SampleSpec spec;
  spec.sample_class = SampleClass::kScan;
  spec.page = samples::Page::kReceipt;
  for (const int dpi : {150, 300}) {
    for (const std::uint64_t seed : {601, 602}) {
      SCOPED_TRACE(::testing::Message() << dpi << " dpi, seed " << seed);
      spec.dpi = dpi;
      spec.seed = seed;
      ExpectExactMapping(spec);
    }
  }
}

TEST(PrepareMappingTest, Photos) {
  SampleSpec spec;
  spec.sample_class = SampleClass::kPhoto;
  for (const std::uint64_t seed : {611, 612}) {
    SCOPED_TRACE(seed);
    spec.seed = seed;
    ExpectExactMapping(spec);
  }
}

}  // namespace
}  // namespace rescan
