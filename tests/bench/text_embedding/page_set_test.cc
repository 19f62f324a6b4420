#include "bench/text_embedding/page_set.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rescan::bench {
namespace {

TEST(PageSetTest, WordsShareTheirLinesBox) {
  TruthPage truth;
  truth.boxes = {{100, 10, 200, 30, "AB CD -"}};
  const Page page = PageOfTruth(truth);
  ASSERT_EQ(page.lines.size(), 1u);
  EXPECT_EQ(page.lines[0].box, (PixelBox{100, 10, 100, 20}));
  EXPECT_EQ(page.lines[0].text, "AB CD -");
  ASSERT_EQ(page.lines[0].words.size(), 3u);
  // 7 characters: AB at 0..2, CD at 3..5, - at 6..7.
  EXPECT_EQ(page.lines[0].words[0].box, (PixelBox{100, 10, 28, 20}));
  EXPECT_EQ(page.lines[0].words[1].box, (PixelBox{142, 10, 29, 20}));
  EXPECT_FALSE(page.lines[0].words[1].is_noise);
  EXPECT_TRUE(page.lines[0].words[2].is_noise);
}

TEST(PageSetTest, WordsThatHaveBoxesKeepThem) {
  TruthPage truth;
  truth.boxes = {{0, 0, 100, 20, "AB CD"}, {0, 30, 100, 50, "EF"}};
  truth.words = {
      {0, 0, 30, 20, "AB"}, {70, 0, 99, 20, "CD"}, {1, 30, 20, 50, "EF"}};
  const Page page = PageOfTruth(truth);
  EXPECT_EQ(page.lines[0].words[1].box, (PixelBox{70, 0, 29, 20}));
  EXPECT_EQ(page.lines[1].words[0].box, (PixelBox{1, 30, 19, 20}));
}

TEST(PageSetTest, ReadingsInPixelsFromTheTop) {
  const std::string bytes =
      R"({"type":"image","width":200,"height":100}
{"type":"line","line_id":3,"text":"a b","is_noise":false,"confidence":0.5,
"angle_degrees":1.5,"bounding_box":{"x":0.1,"y":0.7,"width":0.5,"height":0.2},
"words":[{"word_id":2,"text":"a","is_noise":true,"confidence":0.25,
"bounding_box":{"x":0.1,"y":0.7,"width":0.1,"height":0.2}}]})";
  std::string lines = bytes;
  // One object a line.
  for (std::size_t at = lines.find(",\n"); at != std::string::npos;
       at = lines.find(",\n", at)) {
    lines.erase(at + 1, 1);
  }
  const auto page = PageOfJsonLines(lines);
  ASSERT_TRUE(page.has_value()) << page.error().message;
  EXPECT_EQ(page->width, 200);
  ASSERT_EQ(page->lines.size(), 1u);
  const Line& line = page->lines[0];
  EXPECT_EQ(line.id, 3);
  EXPECT_EQ(line.box, (PixelBox{20, 10, 100, 20}));
  EXPECT_EQ(line.angle_degrees, 1.5F);
  ASSERT_EQ(line.words.size(), 1u);
  EXPECT_TRUE(line.words[0].is_noise);
  EXPECT_EQ(line.words[0].box, (PixelBox{20, 10, 20, 20}));
}

TEST(PageSetTest, WhatIsNoReadingIsRefused) {
  for (const char* bytes : {"{", "{}", R"({"type":"line"})"}) {
    const auto page = PageOfJsonLines(bytes);
    ASSERT_FALSE(page.has_value()) << bytes;
    EXPECT_EQ(page.error().code, ErrorCode::kCorruption);
  }
}

}  // namespace
}  // namespace rescan::bench
