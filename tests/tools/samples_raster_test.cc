// Mappings and codecs; and that a mapping moves pixels where it moves words.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>

#include "tools/samples/capture.h"
#include "tools/samples/raster.h"

namespace rescan::samples {
namespace {

Raster White(int width, int height) {
  Raster raster(width, height);
  std::fill(raster.bgr.begin(), raster.bgr.end(), std::uint8_t{255});
  return raster;
}

void Blacken(Raster& raster, const PixelBox& box) {
  for (int y = box.top; y < box.top + box.height; ++y) {
    for (int x = box.left; x < box.left + box.width; ++x) {
      std::fill_n(raster.At(x, y), 3, std::uint8_t{0});
    }
  }
}

TruthLine LineOf(const PixelBox& box) {
  const double l = box.left;
  const double t = box.top;
  const double r = l + box.width;
  const double b = t + box.height;
  return {"mark", {{"mark", box, {{{l, t}, {r, t}, {r, b}, {l, b}}}}}};
}

// The centre of gravity of the area (not of the corners, which differs from it
// under perspective).
Point Middle(const Quad& quad) {
  double doubled_area = 0;
  Point sum;
  for (std::size_t i = 0; i < quad.size(); ++i) {
    const Point& a = quad[i];
    const Point& b = quad[(i + 1) % quad.size()];
    const double cross = a.x * b.y - b.x * a.y;
    doubled_area += cross;
    sum.x += (a.x + b.x) * cross;
    sum.y += (a.y + b.y) * cross;
  }
  return {sum.x / (3 * doubled_area), sum.y / (3 * doubled_area)};
}

// Where the ink is: the mean position of all pixels, weighted by how much
// darker they are than in `blank`.
Point CentreOfInk(const Raster& marked, const Raster& blank) {
  double sum = 0;
  Point centre;
  for (int y = 0; y < marked.height; ++y) {
    for (int x = 0; x < marked.width; ++x) {
      const double ink = std::max(0, *blank.At(x, y) - *marked.At(x, y));
      sum += ink;
      centre.x += ink * (x + 0.5);
      centre.y += ink * (y + 0.5);
    }
  }
  return {centre.x / sum, centre.y / sum};
}

TEST(SamplesMapping, TurnKeepsItsCentreAndTurnsClockwise) {
  const Mapping turn = Mapping::Turn(90, {10, 20}, {100, 200});
  const Point centre = turn.Apply({10, 20});
  EXPECT_NEAR(centre.x, 100, 1e-9);
  EXPECT_NEAR(centre.y, 200, 1e-9);
  // What was to the right is below: y grows downwards.
  const Point right = turn.Apply({11, 20});
  EXPECT_NEAR(right.x, 100, 1e-9);
  EXPECT_NEAR(right.y, 201, 1e-9);
}

TEST(SamplesMapping, ToQuadHitsTheCorners) {
  const Quad corners = {{{12, 8}, {180, 20}, {170, 260}, {5, 240}}};
  const Mapping mapping = Mapping::ToQuad(100, 150, corners);
  const Quad from = {{{0, 0}, {100, 0}, {100, 150}, {0, 150}}};
  for (std::size_t i = 0; i < 4; ++i) {
    const Point to = mapping.Apply(from[i]);
    EXPECT_NEAR(to.x, corners[i].x, 1e-3) << i;
    EXPECT_NEAR(to.y, corners[i].y, 1e-3) << i;
  }
}

struct MarkCase {
  const char* name;
  Mapping mapping;
};

void PrintTo(const MarkCase& c, std::ostream* out) { *out << c.name; }

class SamplesMark : public ::testing::TestWithParam<MarkCase> {};

// A black mark on a white page, laid on a white ground: its ink is around the
// middle of the quad that the truth says, to a twentieth of a pixel. A shift by
// half a pixel between the two notions of coordinates would show.
TEST_P(SamplesMark, PixelsGoWhereWordsGo) {
  for (const PixelBox box : {PixelBox{20, 30, 40, 12}, PixelBox{150, 30, 9, 9},
                             PixelBox{88, 200, 31, 14}}) {
    Raster page = White(200, 260);
    const Raster ground = White(320, 400);
    const Raster blank = LayOn(ground, page, GetParam().mapping);
    Blacken(page, box);
    std::vector<TruthLine> lines = {LineOf(box)};
    MapWords(GetParam().mapping, lines);
    const Raster marked = LayOn(ground, page, GetParam().mapping);
    const Point ink = CentreOfInk(marked, blank);
    const Quad& quad = lines[0].words[0].quad;
    EXPECT_NEAR(ink.x, Middle(quad).x, 0.05);
    EXPECT_NEAR(ink.y, Middle(quad).y, 0.05);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Mappings, SamplesMark,
    ::testing::Values(
        MarkCase{"Identity", {}},
        MarkCase{"Shift", Mapping::Turn(0, {0, 0}, {33.3, 41.7})},
        MarkCase{"Skew", Mapping::Turn(1.4, {100, 130}, {160, 200})},
        MarkCase{"Turn", Mapping::Turn(-23, {100, 130}, {160, 200})},
        MarkCase{
            "Perspective",
            Mapping::ToQuad(200, 260,
                            {{{30, 20}, {290, 35}, {280, 380}, {45, 390}}})}),
    [](const auto& test) { return test.param.name; });

TEST(SamplesMapWords, BoxIsTheSmallestAroundTheQuad) {
  std::vector<TruthLine> lines = {LineOf({10, 20, 30, 8})};
  MapWords(Mapping::Turn(10, {0, 0}, {50, 50}), lines);
  const TruthWord& word = lines[0].words[0];
  double left = 1e9;
  double bottom = 0;
  for (const Point& corner : word.quad) {
    left = std::min(left, corner.x);
    bottom = std::max(bottom, corner.y);
    EXPECT_DOUBLE_EQ(corner.x, std::round(corner.x * 100) / 100);
  }
  EXPECT_EQ(word.box.left, static_cast<int>(std::floor(left)));
  EXPECT_EQ(word.box.top + word.box.height,
            static_cast<int>(std::ceil(bottom)));
}

// The whole way, with every effect, for scanner and camera: the same picture
// with and without the mark differs around the middle of its quad.
TEST(SamplesCapture, InkIsWhereTheTruthSays) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const PixelBox box = {140, 60, 60, 20};
    Picture blank = {White(300, 420), {LineOf(box)}};
    Picture marked = blank;
    Blacken(marked.raster, box);
    const bool photo = seed % 2 == 0;
    const auto capture = [&](Picture page) {
      return photo ? Photograph(std::move(page), 600, 700, Rng(seed))
                   : Scan(std::move(page), 150, 5, Rng(seed));
    };
    const Picture without = capture(blank);
    const Picture with = capture(marked);
    ASSERT_EQ(with.lines, without.lines);
    const Point ink = CentreOfInk(with.raster, without.raster);
    const Point middle = Middle(with.lines[0].words[0].quad);
    // Light falls unevenly on the mark, so its two ends do not weigh the same.
    EXPECT_NEAR(ink.x, middle.x, 0.5) << "seed " << seed;
    EXPECT_NEAR(ink.y, middle.y, 0.5) << "seed " << seed;
  }
}

TEST(SamplesCodec, PngKeepsEveryPixel) {
  Raster raster(7, 5);
  for (std::size_t i = 0; i < raster.bgr.size(); ++i) {
    raster.bgr[i] = static_cast<std::uint8_t>(i * 37);
  }
  const auto bytes = Encode(raster, ImageFormat::kPng, 0);
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(bytes->substr(0, 4), "\x89PNG");
  const auto back = Decode(*bytes);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->width, 7);
  EXPECT_EQ(back->height, 5);
  EXPECT_EQ(back->bgr, raster.bgr);
}

TEST(SamplesCodec, JpegQualityTells) {
  Raster raster(64, 64);
  Rng rng(5);
  for (std::uint8_t& value : raster.bgr) {
    value = static_cast<std::uint8_t>(rng.Next());
  }
  const auto low = Encode(raster, ImageFormat::kJpeg, 30);
  const auto high = Encode(raster, ImageFormat::kJpeg, 95);
  ASSERT_TRUE(low.has_value() && high.has_value());
  EXPECT_EQ(low->substr(0, 3), "\xff\xd8\xff");
  EXPECT_LT(low->size(), high->size());
}

TEST(SamplesCodec, WhatIsNoImageIsAnError) {
  for (const std::string& bytes :
       {std::string(), std::string("text"), std::string("\x89PNG\r\n")}) {
    const auto raster = Decode(bytes);
    ASSERT_FALSE(raster.has_value());
    EXPECT_EQ(raster.error().code, ErrorCode::kCorruption);
  }
}

}  // namespace
}  // namespace rescan::samples
