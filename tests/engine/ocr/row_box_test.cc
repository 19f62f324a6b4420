#include "engine/ocr/row_box.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace rescan {
namespace {

Line LineOf(std::initializer_list<PixelBox> boxes,
            const std::string& text = "7.50") {
  Line line;
  for (const PixelBox& box : boxes) {
    Word word;
    word.text = text;
    word.box = box;
    line.words.push_back(word);
  }
  return line;
}

PixelBox InRow(const Page& page, const PixelBox& box) {
  return BoxInRow(page, page.lines.at(0), box);
}

const PixelBox kTall = {100, 60, 40, 52};  // rows of 12 px begin at 100

TEST(RowBoxTest, ABoxOutOfLineIsCutToItsRow) {
  Page page;
  page.lines = {LineOf({{0, 99, 30, 13},
                        {50, 100, 30, 12},
                        kTall,
                        {200, 100, 30, 12},
                        {250, 100, 30, 16}})};
  EXPECT_EQ((PixelBox{100, 100, 40, 12}), InRow(page, kTall));
  // Higher above and below.
  const PixelBox both = {100, 60, 40, 90};
  EXPECT_EQ((PixelBox{100, 100, 40, 12}), InRow(page, both));
  // It stays within itself.
  const PixelBox late = {100, 102, 40, 40};
  EXPECT_EQ((PixelBox{100, 102, 40, 10}), InRow(page, late));
}

TEST(RowBoxTest, ABoxAsHighAsTheRowStays) {
  Page page;
  page.lines = {LineOf({{0, 100, 30, 12}, {50, 100, 30, 12}})};
  for (const int height : {8, 12, 15, 18}) {
    const PixelBox box = {100, 100, 40, height};
    EXPECT_EQ(box, InRow(page, box)) << height;
  }
  const PixelBox box = {100, 100, 40, 19};
  EXPECT_EQ((PixelBox{100, 100, 40, 12}), InRow(page, box));
}

TEST(RowBoxTest, OtherLinesSpeakWhereTheLineCannot) {
  Page page;
  page.lines = {LineOf({kTall}), LineOf({{300, 100, 30, 12}}),
                LineOf({{400, 101, 30, 12}}), LineOf({{500, 400, 30, 12}})};
  EXPECT_EQ((PixelBox{100, 101, 40, 11}), InRow(page, kTall));
  // One alone is none, and neither are two rows.
  page.lines.pop_back();
  page.lines.pop_back();
  EXPECT_EQ(kTall, InRow(page, kTall));
  page.lines.push_back(LineOf({{400, 70, 30, 12}}));
  EXPECT_EQ(kTall, InRow(page, kTall));
}

TEST(RowBoxTest, WordsThatSayNothingOfTheHeight) {
  Page page;
  // Small letters, noise, what stands above it.
  page.lines = {LineOf({{0, 104, 30, 8}, {50, 104, 30, 8}}, "sum")};
  EXPECT_EQ(kTall, InRow(page, kTall));
  page.lines = {LineOf({{0, 100, 30, 12}, {50, 100, 30, 12}})};
  for (Word& word : page.lines[0].words) word.is_noise = true;
  EXPECT_EQ(kTall, InRow(page, kTall));
  page.lines = {LineOf({{105, 100, 30, 12}, {90, 100, 30, 12}})};
  EXPECT_EQ(kTall, InRow(page, kTall));
  // A row that the box only touches.
  const PixelBox beside = {100, 94, 40, 13};
  page.lines = {LineOf({{0, 106, 30, 1}, {50, 106, 30, 1}})};
  EXPECT_EQ((PixelBox{100, 106, 40, 1}), InRow(page, beside));
  page.lines = {LineOf({{0, 100, 30, 8}, {50, 100, 30, 8}})};
  const PixelBox above = {100, 85, 40, 20};
  EXPECT_EQ(above, InRow(page, above));
  EXPECT_EQ(kTall, BoxInRow(Page(), Line(), kTall));
}

}  // namespace
}  // namespace rescan
