// Boxes of words against the pixels that were painted.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tools/samples/canvas.h"

namespace rescan::samples {
namespace {

Canvas MakeCanvas(const CanvasOptions& options) {
  auto canvas = Canvas::Create(options);
  EXPECT_TRUE(canvas.has_value()) << canvas.error().message;
  return std::move(*canvas);
}

// The smallest box around all pixels that are not white.
PixelBox InkBox(const Raster& raster) {
  int left = raster.width;
  int top = raster.height;
  int right = 0;
  int bottom = 0;
  for (int y = 0; y < raster.height; ++y) {
    for (int x = 0; x < raster.width; ++x) {
      const std::uint8_t* pixel = raster.At(x, y);
      if (pixel[0] == 255 && pixel[1] == 255 && pixel[2] == 255) continue;
      left = std::min(left, x);
      top = std::min(top, y);
      right = std::max(right, x + 1);
      bottom = std::max(bottom, y + 1);
    }
  }
  return {left, top, right - left, bottom - top};
}

struct InkCase {
  const char* name;
  const char* word;
  Font font;
  double scale;
  bool subpixel = false;
};

void PrintTo(const InkCase& c, std::ostream* out) { *out << c.name; }

class SamplesCanvasInk : public ::testing::TestWithParam<InkCase> {};

// Alone on a page, a word's box is that of the ink: nothing is outside, and on
// each side there is at most one pixel too much, where a letter touches a pixel
// by less than can be seen.
TEST_P(SamplesCanvasInk, BoxIsTheInk) {
  const InkCase& c = GetParam();
  Canvas canvas =
      MakeCanvas({600, 150, c.scale, {255, 255, 255}, true, c.subpixel});
  ASSERT_GT(canvas.Text(30.3 / c.scale, 90.7 / c.scale, c.word, c.font,
                        Rgb(0x000000)),
            0);
  const auto pixels = canvas.Pixels();
  ASSERT_TRUE(pixels.has_value());
  ASSERT_EQ(canvas.lines().size(), 1U);
  ASSERT_EQ(canvas.lines()[0].words.size(), 1U);
  const PixelBox box = canvas.lines()[0].words[0].box;
  const PixelBox ink = InkBox(*pixels);
  EXPECT_GE(ink.left, box.left);
  EXPECT_GE(ink.top, box.top);
  EXPECT_LE(ink.left + ink.width, box.left + box.width);
  EXPECT_LE(ink.top + ink.height, box.top + box.height);
  EXPECT_LE(ink.left, box.left + 1);
  EXPECT_LE(ink.top, box.top + 1);
  EXPECT_GE(ink.left + ink.width, box.left + box.width - 1);
  EXPECT_GE(ink.top + ink.height, box.top + box.height - 1);
}

INSTANTIATE_TEST_SUITE_P(
    Words, SamplesCanvasInk,
    ::testing::Values(
        InkCase{"Plain", "Hamburg", {Family::kOpenSans, 14}, 1},
        InkCase{"Descenders", "jpqy,;", {Family::kDejaVuSans, 13}, 1},
        InkCase{"Italic", "fluff", Font{Family::kOpenSans, 30}.Italic(), 1},
        InkCase{"Bold", "$1,234.56", {Family::kSerif, 40, true}, 1},
        InkCase{"Scaled", "KX-48213", {Family::kMono, 11}, 200.0 / 72},
        InkCase{"Thin", "Il|", {Family::kOpenSans, 9}, 1.3},
        InkCase{"Low", "...", {Family::kDejaVuSans, 12}, 3},
        InkCase{"Subpixel", "Hamburg", {Family::kOpenSans, 14}, 1, true},
        InkCase{"SubpixelThin", "Il|", {Family::kOpenSans, 9}, 1.3, true}),
    [](const auto& test) { return test.param.name; });

TEST(SamplesCanvas, WordsOfALineAreApartAndInOrder) {
  Canvas canvas = MakeCanvas({500, 60, 1});
  canvas.Text(10, 40, "The  total of AVAVA   is 7.50", {Family::kOpenSans, 16},
              Rgb(0));
  ASSERT_EQ(canvas.lines().size(), 1U);
  EXPECT_EQ(canvas.lines()[0].text, "The total of AVAVA is 7.50");
  const auto& words = canvas.lines()[0].words;
  ASSERT_EQ(words.size(), 6U);
  for (std::size_t i = 1; i < words.size(); ++i) {
    EXPECT_GE(words[i].box.left,
              words[i - 1].box.left + words[i - 1].box.width);
  }
}

TEST(SamplesCanvas, AlignmentPutsTheEdgeWhereItWasAsked) {
  const Font font = {Family::kOpenSans, 20};
  Canvas canvas = MakeCanvas({400, 120, 1});
  canvas.Text(200, 30, "HHH", font, Rgb(0), Align::kLeft);
  canvas.Text(200, 60, "HHH", font, Rgb(0), Align::kCenter);
  canvas.Text(200, 90, "HHH", font, Rgb(0), Align::kRight);
  ASSERT_EQ(canvas.lines().size(), 3U);
  const auto box = [&](std::size_t i) {
    return canvas.lines()[i].words[0].box;
  };
  // The letters stand a little inside their advance width.
  EXPECT_NEAR(box(0).left, 200, 4);
  EXPECT_NEAR(box(1).left + box(1).width / 2.0, 200, 2);
  EXPECT_NEAR(box(2).left + box(2).width, 200, 4);
}

TEST(SamplesCanvas, TextThatLeavesThePageIsNeitherDrawnNorRecorded) {
  const Font font = {Family::kOpenSans, 20};
  Canvas canvas = MakeCanvas({120, 40, 1});
  EXPECT_EQ(canvas.Text(60, 25, "far too long", font, Rgb(0)), 0);
  EXPECT_EQ(canvas.Text(-5, 25, "left", font, Rgb(0)), 0);
  EXPECT_EQ(canvas.Text(10, 5, "Above", font, Rgb(0)), 0);
  EXPECT_EQ(canvas.Text(10, 39, "below gjy", font, Rgb(0)), 0);
  EXPECT_EQ(canvas.Text(10, 25, "", font, Rgb(0)), 0);
  EXPECT_EQ(canvas.Text(10, 25, "   ", font, Rgb(0)), 0);
  EXPECT_TRUE(canvas.lines().empty());
  const auto pixels = canvas.Pixels();
  ASSERT_TRUE(pixels.has_value());
  EXPECT_EQ(InkBox(*pixels).width, -120);  // no ink at all
}

TEST(SamplesCanvas, JoinedTextsAreOneLine) {
  const Font font = {Family::kMono, 12};
  Canvas canvas = MakeCanvas({300, 80, 1});
  canvas.BeginLine();
  canvas.Text(10, 20, "RYE BREAD", font, Rgb(0));
  canvas.Text(290, 20, "2.50", font, Rgb(0), Align::kRight);
  canvas.EndLine();
  canvas.BeginLine();
  canvas.EndLine();
  canvas.Text(10, 50, "next", font, Rgb(0));
  ASSERT_EQ(canvas.lines().size(), 2U);
  EXPECT_EQ(canvas.lines()[0].text, "RYE BREAD 2.50");
  EXPECT_EQ(canvas.lines()[0].words.size(), 3U);
  EXPECT_EQ(canvas.lines()[1].text, "next");
}

TEST(SamplesCanvas, ParagraphKeepsAllWordsAndItsWidth) {
  const std::string text =
      "Please review the annual report before Friday and send it to the "
      "office in the new building.";
  Canvas canvas = MakeCanvas({220, 300, 1});
  const double next =
      canvas.Paragraph(10, 30, 200, 20, text, {Family::kOpenSans, 14}, Rgb(0));
  std::string joined;
  for (const TruthLine& line : canvas.lines()) {
    if (!joined.empty()) joined += ' ';
    joined += line.text;
    EXPECT_LE(line.words.back().box.left + line.words.back().box.width, 211);
  }
  EXPECT_EQ(joined, text);
  EXPECT_GT(canvas.lines().size(), 2U);
  EXPECT_DOUBLE_EQ(next, 30 + 20 * static_cast<double>(canvas.lines().size()));
}

TEST(SamplesCanvas, ParagraphStopsAtAWordThatNeverFits) {
  Canvas canvas = MakeCanvas({200, 100, 1});
  const double next = canvas.Paragraph(10, 30, 40, 20, "a incomprehensible b",
                                       {Family::kOpenSans, 14}, Rgb(0));
  ASSERT_EQ(canvas.lines().size(), 1U);
  EXPECT_EQ(canvas.lines()[0].text, "a");
  EXPECT_DOUBLE_EQ(next, 50);
}

TEST(SamplesCanvas, FitWordsCutsBetweenWordsOnly) {
  const Font font = {Family::kOpenSans, 14};
  Canvas canvas = MakeCanvas({10, 10, 1});
  const double width = canvas.TextWidth("one two", font);
  EXPECT_EQ(canvas.FitWords("one two three", font, width + 0.01), "one two");
  EXPECT_EQ(canvas.FitWords("one two three", font, width - 0.5), "one");
  EXPECT_EQ(canvas.FitWords("one two three", font, 1), "");
  EXPECT_EQ(canvas.FitWords("one two", font, 1000), "one two");
}

TEST(SamplesCanvas, UnpaintedTextIsRecordedAllTheSame) {
  const auto lines_with = [](bool paint, bool* ink) {
    Canvas canvas = MakeCanvas({200, 60, 1, {255, 255, 255}, paint});
    canvas.Text(10, 40, "seen or not", {Family::kOpenSans, 18}, Rgb(0));
    *ink = InkBox(*canvas.Pixels()).width > 0;
    return canvas.lines();
  };
  bool ink = false;
  const auto painted = lines_with(true, &ink);
  EXPECT_TRUE(ink);
  const auto unpainted = lines_with(false, &ink);
  EXPECT_FALSE(ink);
  EXPECT_EQ(painted, unpainted);
}

// The same letters, as dark in each channel as in grey, but where a stem's edge
// falls into a pixel the channels differ.
TEST(SamplesCanvas, SubpixelLettersHaveColouredEdges) {
  struct Sums {
    double of[3] = {};
    int coloured = 0;
  };
  const auto sums_with = [](bool subpixel) {
    Canvas canvas = MakeCanvas({200, 60, 1, {255, 255, 255}, true, subpixel});
    canvas.Text(10, 40, "Illumination", {Family::kOpenSans, 18}, Rgb(0));
    const Raster pixels = canvas.Pixels().value();
    Sums sums;
    for (std::size_t i = 0; i < pixels.bgr.size(); i += 3) {
      const std::uint8_t* pixel = &pixels.bgr[i];
      for (int c = 0; c < 3; ++c) sums.of[c] += 255 - pixel[c];
      sums.coloured += pixel[0] != pixel[2] ? 1 : 0;
    }
    return sums;
  };
  const Sums grey = sums_with(false);
  const Sums stripes = sums_with(true);
  EXPECT_EQ(grey.coloured, 0);
  EXPECT_GT(stripes.coloured, 100);
  for (int c = 0; c < 3; ++c) {
    EXPECT_NEAR(stripes.of[c], grey.of[c], grey.of[c] / 25) << c;
  }
}

// A white stem of exactly one pixel, on black: red lies left of blue.
TEST(SamplesCanvas, RedIsTheLeftStripe) {
  Canvas canvas = MakeCanvas({60, 60, 1, Rgb(0), true, true});
  canvas.Text(20, 40, "l", {Family::kOpenSans, 30}, Rgb(0xffffff));
  const Raster pixels = canvas.Pixels().value();
  double red = 0, blue = 0, red_sum = 0, blue_sum = 0;
  for (int x = 0; x < 60; ++x) {
    blue += x * pixels.At(x, 30)[0];
    blue_sum += pixels.At(x, 30)[0];
    red += x * pixels.At(x, 30)[2];
    red_sum += pixels.At(x, 30)[2];
  }
  ASSERT_GT(red_sum, 255);
  // What is bright in the right stripe of a pixel stands one third further
  // left, counted in pixels.
  EXPECT_NEAR(red / red_sum - blue / blue_sum, 2.0 / 3, 0.1);
}

TEST(SamplesCanvas, ColorsArriveAsAsked) {
  Canvas canvas = MakeCanvas({4, 4, 1, Rgb(0x102030)});
  canvas.Fill({2, 0, 2, 4}, Rgb(0xa0b0c0));
  const auto pixels = canvas.Pixels();
  ASSERT_TRUE(pixels.has_value());
  const std::vector<std::uint8_t> left(pixels->At(0, 0), pixels->At(1, 0));
  const std::vector<std::uint8_t> right(pixels->At(3, 3), pixels->At(3, 3) + 3);
  EXPECT_EQ(left, (std::vector<std::uint8_t>{0x30, 0x20, 0x10}));
  EXPECT_EQ(right, (std::vector<std::uint8_t>{0xc0, 0xb0, 0xa0}));
}

TEST(SamplesCanvas, ImpossibleSizesAreErrors) {
  for (const auto& [width, height] :
       std::vector<std::pair<int, int>>{{-1, 5}, {5, -1}, {40000, 5}}) {
    const auto canvas = Canvas::Create({width, height, 1});
    ASSERT_FALSE(canvas.has_value()) << width << " x " << height;
    EXPECT_EQ(canvas.error().code, ErrorCode::kLimit);
  }
}

}  // namespace
}  // namespace rescan::samples
