#include "bench/reading/page.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rescan::bench {
namespace {

std::string Row(const std::string& level, const std::string& box,
                const std::string& text) {
  return level + "\t1\t1\t1\t1\t1\t" + box + "\t90\t" + text + "\n";
}

TEST(PageTest, BoxCsv) {
  const auto boxes = BoxesFromCsv(
      "10,5,60,6,59,25,9,24,Total, 10.00\r\n"
      "x,0,1,0,1,1,0,1,not numbers\n"
      "1,2,3\n"
      "\n"
      " 0 ,-1,2,0,2,3,0,3,\n");
  ASSERT_EQ(2u, boxes.size());
  EXPECT_EQ((Box{9, 5, 60, 25, "TOTAL, 10.00"}), boxes[0]);
  EXPECT_EQ((Box{0, -1, 2, 3, ""}), boxes[1]);
}

TEST(PageTest, TruthJsonIsABoxALine) {
  const auto page = PageFromTruthJson(R"({"class":"SCAN","lines":[
    {"text":"Order no 7","words":[{"text":"Order","box":[10,20,40,16]},
      {"text":"no","box":[60,24,20,10]},{"text":"7","box":[90,18,8,20]}]},
    {"text":"","words":[]}]})");
  ASSERT_TRUE(page.has_value()) << page.error().message;
  EXPECT_EQ("SCAN", page->kind);
  EXPECT_EQ((std::vector<Box>{{10, 18, 98, 38, "ORDER NO 7"}}), page->boxes);
  ASSERT_EQ(3u, page->words.size());
  EXPECT_EQ((Box{60, 24, 80, 34, "NO"}), page->words[1]);
}

TEST(PageTest, WhatIsNoTruthIsRefused) {
  for (const char* text :
       {"", "[]", "{}", R"({"class":"SCAN"})", R"({"class":1,"lines":[]})",
        R"({"class":"SCAN","lines":[{"text":"a","words":[{"box":[1,2,3]}]}]})",
        R"({"class":"SCAN","lines":[{"words":[{"box":[1,2,3,4]}]}]})"}) {
    const auto page = PageFromTruthJson(text);
    ASSERT_FALSE(page.has_value()) << text;
    EXPECT_EQ(ErrorCode::kCorruption, page.error().code) << text;
  }
}

TEST(PageTest, TsvGivesWordsAndTheLinesThatHaveThem) {
  const auto reading = ReadingFromTsv(
      "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\t"
      "width\theight\tconf\ttext\n" +
      Row("3", "0\t0\t9\t9", "") + Row("4", "0\t0\t90\t20", "") +
      Row("5", "0\t1\t40\t18", "Total") + Row("5", "41\t1\t3\t18", " ") +
      Row("5", "50\t1\t40.9\t18", "1\u00e9") + Row("4", "0\t30\t90\t20", "") +
      "5\ttoo short\n");
  ASSERT_TRUE(reading.has_value()) << reading.error().message;
  EXPECT_EQ((std::vector<Box>{{0, 1, 40, 19, "TOTAL"}, {50, 1, 90, 19, "1?"}}),
            reading->words);
  EXPECT_EQ((std::vector<Box>{{0, 0, 90, 20, "TOTAL 1?"}}), reading->lines);
}

TEST(PageTest, AWordBeforeAnyLineIsALine) {
  const auto reading = ReadingFromTsv(Row("5", "1\t2\t3\t4", "a"));
  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ((std::vector<Box>{{1, 2, 4, 6, "A"}}), reading->lines);
}

TEST(PageTest, ABoxThatIsNoNumberIsAnError) {
  for (const char* box : {"x\t0\t1\t1", "\t0\t1\t1", "0\t0\t1e99\t1",
                          "0\t0\t1\tnan", "0\t0\t1\t1 2"}) {
    const auto reading = ReadingFromTsv(Row("5", box, "a"));
    ASSERT_FALSE(reading.has_value()) << box;
    EXPECT_EQ(ErrorCode::kCorruption, reading.error().code) << box;
  }
}

}  // namespace
}  // namespace rescan::bench
