#include "engine/ocr/rendered_edits.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace rescan {
namespace {

// "750" becomes "7.50", "Ze" and "b)" become "23.25", "4 < 5" is added.
PageEdits Edits() {
  PageEdits edits;
  edits.words = {{{10, 20, 30, 12}, "750", {11, 21, 28, 10}, "7.50", 0.955F, 1},
                 {{50, 20, 15, 20}, "Ze", {50, 22, 38, 12}, "23.25", 0.9F, 0},
                 {{68, 20, 20, 20}, "b)", {}, "", 0, 0}};
  Line line;
  line.id = 2;
  line.text = "4 <5";
  line.box = {5, 60, 40, 10};
  for (const auto& [text, left] : {std::pair("4", 5), std::pair("<5", 25)}) {
    Word word;
    word.id = static_cast<int>(line.words.size()) + 1;
    word.text = text;
    word.box = {left, 60, 20, 10};
    word.confidence = 0.8F;
    line.words.push_back(word);
  }
  edits.added = {line};
  return edits;
}

TEST(RenderedEditsTest, Text) {
  EXPECT_EQ(
      "a 750 b\n7.50 23.25 750\n4 <5\n",
      EditRendered(TextFormat::kTxt, "a 750 b\n750 Ze b) 750\n", Edits()));
}

TEST(RenderedEditsTest, Tsv) {
  const std::string text =
      "1\t1\t0\t0\t0\t0\t0\t0\t100\t80\t-1\t\n"
      "2\t1\t1\t0\t0\t0\t10\t20\t30\t12\t-1\t\n"
      "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.000000\t750\n"
      "5\t1\t1\t1\t1\t2\t50\t20\t15\t20\t11.000000\tZe\n"
      "5\t1\t1\t1\t1\t3\t68\t20\t20\t20\t0.000000\tb)\n"
      "5\t1\t1\t1\t1\t4\t90\t20\t9\t12\t95.000000\tx\n";
  EXPECT_EQ(
      "1\t1\t0\t0\t0\t0\t0\t0\t100\t80\t-1\t\n"
      "2\t1\t1\t0\t0\t0\t10\t20\t30\t12\t-1\t\n"
      "5\t1\t1\t1\t1\t1\t11\t21\t28\t10\t95.500000\t7.50\n"
      "5\t1\t1\t1\t1\t2\t50\t22\t38\t12\t90.000000\t23.25\n"
      "5\t1\t1\t1\t1\t4\t90\t20\t9\t12\t95.000000\tx\n"
      "2\t1\t2\t0\t0\t0\t5\t60\t40\t10\t-1\t\n"
      "3\t1\t2\t1\t0\t0\t5\t60\t40\t10\t-1\t\n"
      "4\t1\t2\t1\t1\t0\t5\t60\t40\t10\t-1\t\n"
      "5\t1\t2\t1\t1\t1\t5\t60\t20\t10\t80.000000\t4\n"
      "5\t1\t2\t1\t1\t2\t25\t60\t20\t10\t80.000000\t<5\n",
      EditRendered(TextFormat::kTsv, text, Edits()));
}

TEST(RenderedEditsTest, HocrAndAltoHaveTheSameWords) {
  const std::string hocr = EditRendered(
      TextFormat::kHocr,
      "  <div class='ocr_page' id='page_1' title='bbox 0 0 100 80'>\n"
      "   <div class='ocr_carea' id='block_1_1' title=\"bbox 10 20 40 32\">\n"
      "     <span class='ocr_line' id='line_1_1' title=\"bbox 10 20 40 32\">\n"
      "      <span class='ocrx_word' id='word_1_1' title='bbox 10 20 40 32; "
      "x_wconf 96'>750</span>\n"
      "      <span class='ocrx_word' id='word_1_2' title='bbox 50 20 65 40; "
      "x_wconf 11'>Ze</span>\n"
      "      <span class='ocrx_word' id='word_1_3' title='bbox 68 20 88 40; "
      "x_wconf 0'>b)</span>\n"
      "     </span>\n   </div>\n  </div>\n",
      Edits());
  for (const char* part :
       {"id='word_1_1' title='bbox 11 21 39 31; x_wconf 95'>7.50</span>",
        "id='word_1_2' title='bbox 50 22 88 34; x_wconf 90'>23.25</span>\n"
        "     </span>",
        "id='block_1_2' title=\"bbox 5 60 45 70\"", "id='word_1_4'",
        "x_wconf 80'>&lt;5</span>"}) {
    EXPECT_NE(std::string::npos, hocr.find(part)) << part << "\n" << hocr;
  }
  const std::string alto = EditRendered(
      TextFormat::kAlto,
      "<PrintSpace HPOS=\"0\" VPOS=\"0\" WIDTH=\"100\" HEIGHT=\"80\">"
      "<String ID=\"string_0\" HPOS=\"10\" VPOS=\"20\" WIDTH=\"30\" "
      "HEIGHT=\"12\" WC=\"0.96\" CONTENT=\"750\"/><SP WIDTH=\"10\" "
      "VPOS=\"20\" HPOS=\"40\"/>"
      "<String ID=\"string_1\" HPOS=\"50\" VPOS=\"20\" WIDTH=\"15\" "
      "HEIGHT=\"20\" WC=\"0.11\" CONTENT=\"Ze\"/><SP WIDTH=\"3\" VPOS=\"20\" "
      "HPOS=\"65\"/>"
      "<String ID=\"string_2\" HPOS=\"68\" VPOS=\"20\" WIDTH=\"20\" "
      "HEIGHT=\"20\" WC=\"0.00\" CONTENT=\"b)\"/></PrintSpace>",
      Edits());
  for (const char* part :
       {"HPOS=\"11\" VPOS=\"21\" WIDTH=\"28\" HEIGHT=\"10\" WC=\"0.95\" "
        "CONTENT=\"7.50\"/>",
        "CONTENT=\"23.25\"/>\t<ComposedBlock", "CONTENT=\"&lt;5\"/>"}) {
    EXPECT_NE(std::string::npos, alto.find(part)) << part << "\n" << alto;
  }
}

TEST(RenderedEditsTest, WithoutEditsNothingChanges) {
  for (const TextFormat format : {TextFormat::kTxt, TextFormat::kTsv,
                                  TextFormat::kHocr, TextFormat::kAlto}) {
    EXPECT_EQ("7 <\n\t</div>", EditRendered(format, "7 <\n\t</div>", {}));
  }
}

}  // namespace
}  // namespace rescan
