#include "engine/ocr/rendered_mapping.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan {
namespace {

// Crop at 100, 50, then twice as large: x' = 100 + x / 2, y' = 50 + y / 2.
PageTransform CropAndDouble() {
  return PageTransform().AfterCrop(100, 50).AfterScale(2, 2);
}

constexpr int kWidth = 600;
constexpr int kHeight = 400;

std::string Map(TextFormat format, const std::string& text,
                const PageTransform& transform = CropAndDouble()) {
  return MapRendered(format, text, transform, kWidth, kHeight);
}

TEST(RenderedMappingTest, TsvBoxesAndThePage) {
  EXPECT_EQ(
      "1\t1\t0\t0\t0\t0\t0\t0\t600\t400\t-1\t\n"
      "4\t1\t1\t1\t1\t0\t110\t60\t50\t10\t-1\t\n"
      "5\t1\t1\t1\t1\t1\t110\t60\t20\t10\t93.260506\tTo 7 8\n",
      Map(TextFormat::kTsv,
          "1\t1\t0\t0\t0\t0\t0\t0\t800\t600\t-1\t\n"
          "4\t1\t1\t1\t1\t0\t20\t20\t100\t20\t-1\t\n"
          "5\t1\t1\t1\t1\t1\t20\t20\t40\t20\t93.260506\tTo 7 8\n"));
}

TEST(RenderedMappingTest, WhatIsNoRowIsKept) {
  const std::string text =
      "\nlevel\tpage\n1\t1\t0\t0\t0\t0\tx\t0\t1\t1\t-1\t\n5\t1";
  EXPECT_EQ(text, Map(TextFormat::kTsv, text));
  EXPECT_EQ("", Map(TextFormat::kTsv, ""));
  EXPECT_EQ("bbox 1 2 3 4\n", Map(TextFormat::kTxt, "bbox 1 2 3 4\n"));
}

TEST(RenderedMappingTest, HocrPage) {
  EXPECT_EQ(
      "  <div class='ocr_page' id='page_1' title='image \"a; bbox 1 2 3 4\"; "
      "bbox 0 0 600 400; ppageno 0; scan_res 150 150'>\n",
      Map(TextFormat::kHocr,
          "  <div class='ocr_page' id='page_1' title='image \"a; bbox 1 2 3 "
          "4\"; bbox 0 0 800 600; ppageno 0; scan_res 300 300'>\n"));
}

TEST(RenderedMappingTest, HocrLinesAndWords) {
  EXPECT_EQ(
      "<p class='ocr_par' id='par_1_1' lang='eng' title=\"bbox 110 60 160 "
      "70\"><span class='ocr_line' id='line_1_1' title=\"bbox 110 60 160 70; "
      "baseline -0.022 -1.5; x_size 14.213081; x_descenders 3.7130802; "
      "x_ascenders 2.5\"><span class='ocrx_word' id='word_1_1' title='bbox 110 "
      "60 130 70; x_wconf 93'>bbox 20 20 60 40 &lt;</span></span></p>",
      Map(TextFormat::kHocr,
          "<p class='ocr_par' id='par_1_1' lang='eng' title=\"bbox 20 20 120 "
          "40\"><span class='ocr_line' id='line_1_1' title=\"bbox 20 20 120 "
          "40; baseline -0.022 -3; x_size 28.426161; x_descenders 7.4261603; "
          "x_ascenders 5\"><span class='ocrx_word' id='word_1_1' title='bbox "
          "20 20 60 40; x_wconf 93'>bbox 20 20 60 40 &lt;</span></span></p>"));
}

// By hand: a page turned by atan(1/10) about its corner. The mapped line
// starts at (0, 100) and rises by a tenth.
TEST(RenderedMappingTest, HocrBaselineOfATurnedLine) {
  const double degrees = 5.710593137499643;
  const PageTransform transform = PageTransform().AfterTurn(-degrees, {0, 100});
  EXPECT_EQ("<s title=\"bbox 0 80 100 100; baseline -0.1 0\">",
            Map(TextFormat::kHocr,
                "<s title=\"bbox 0 90 100 100; baseline 0 0\">", transform));
}

TEST(RenderedMappingTest, HocrTextangleOfTurnedPages) {
  const std::string level = "<s title=\"bbox 10 20 50 30; baseline 0 -2\">";
  const std::string rising = "<s title=\"bbox 10 20 50 30; textangle 90\">";
  struct {
    int quarters;
    const char *level, *rising;
  } const cases[] = {
      // Turned clockwise to be read: in the original the text rises.
      {1, "<s title=\"bbox 20 350 30 390; textangle 90\">",
       "<s title=\"bbox 20 350 30 390; textangle 180\">"},
      {2, "<s title=\"bbox 550 370 590 380; textangle 180\">",
       "<s title=\"bbox 550 370 590 380; textangle 270\">"},
      {3, "<s title=\"bbox 570 10 580 50; textangle 270\">",
       "<s title=\"bbox 570 10 580 50\">"},
  };
  for (const auto& turn : cases) {
    const PageTransform transform =
        PageTransform().AfterQuarters(turn.quarters, kWidth, kHeight);
    EXPECT_EQ(turn.level, Map(TextFormat::kHocr, level, transform));
    EXPECT_EQ(turn.rising, Map(TextFormat::kHocr, rising, transform));
  }
}

TEST(RenderedMappingTest, AltoBoxesAndBlanks) {
  EXPECT_EQ(
      "\t\t<Page WIDTH=\"600\" HEIGHT=\"400\" PHYSICAL_IMG_NR=\"0\" "
      "ID=\"page_0\">\n"
      "<PrintSpace HPOS=\"0\" VPOS=\"0\" WIDTH=\"600\" HEIGHT=\"400\">\n"
      "<TextLine ID=\"line_0\" HPOS=\"110\" VPOS=\"60\" WIDTH=\"50\" "
      "HEIGHT=\"10\">\n"
      "<String ID=\"string_0\" HPOS=\"110\" VPOS=\"60\" WIDTH=\"20\" "
      "HEIGHT=\"10\" WC=\"0.93\" CONTENT=\"a HPOS=&quot;1&quot;\"/>"
      "<SP WIDTH=\"5\" VPOS=\"60\" HPOS=\"130\"/>\n"
      "<String ID=\"string_1\" HPOS=\"135\" VPOS=\"62\" WIDTH=\"25\" "
      "HEIGHT=\"8\" WC=\"0.96\" CONTENT=\"b\"/>\n</TextLine>",
      Map(TextFormat::kAlto,
          "\t\t<Page WIDTH=\"800\" HEIGHT=\"600\" PHYSICAL_IMG_NR=\"0\" "
          "ID=\"page_0\">\n"
          "<PrintSpace HPOS=\"0\" VPOS=\"0\" WIDTH=\"800\" HEIGHT=\"600\">\n"
          "<TextLine ID=\"line_0\" HPOS=\"20\" VPOS=\"20\" WIDTH=\"100\" "
          "HEIGHT=\"20\">\n"
          "<String ID=\"string_0\" HPOS=\"20\" VPOS=\"20\" WIDTH=\"40\" "
          "HEIGHT=\"20\" WC=\"0.93\" CONTENT=\"a HPOS=&quot;1&quot;\"/>"
          "<SP WIDTH=\"10\" VPOS=\"20\" HPOS=\"60\"/>\n"
          "<String ID=\"string_1\" HPOS=\"70\" VPOS=\"24\" WIDTH=\"50\" "
          "HEIGHT=\"16\" WC=\"0.96\" CONTENT=\"b\"/>\n</TextLine>"));
}

TEST(RenderedMappingTest, AltoBlanksOfTurnedPagesAreNeverNegative) {
  const std::string line =
      "<String HPOS=\"20\" VPOS=\"20\" WIDTH=\"40\" HEIGHT=\"20\"/>"
      "<SP WIDTH=\"10\" VPOS=\"20\" HPOS=\"60\"/>"
      "<String HPOS=\"70\" VPOS=\"20\" WIDTH=\"50\" HEIGHT=\"20\"/>";
  const auto turned = [&](int quarters) {
    return MapRendered(TextFormat::kAlto, line,
                       PageTransform().AfterQuarters(quarters, 200, 200), 200,
                       200);
  };
  EXPECT_NE(std::string::npos, turned(2).find("<SP WIDTH=\"10\" VPOS=\"160\" "
                                              "HPOS=\"130\"/>"))
      << turned(2);
  for (const int quarters : {1, 3}) {
    EXPECT_NE(std::string::npos, turned(quarters).find("<SP WIDTH=\"0\""))
        << turned(quarters);
  }
}

}  // namespace
}  // namespace rescan
