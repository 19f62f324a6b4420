#include "tools/csv_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/support/strict_csv.h"

namespace rescan::cli {
namespace {

using rescan::testing::ParseStrictCsv;

// The one cell that `text` becomes, as written.
std::string Written(const std::string& text, bool raw = false) {
  CsvWriter csv(raw);
  csv.Text(text).EndRow();
  return csv.Take();
}

TEST(CsvWriterTest, EndsRowsWithCrlfAndSeparatesWithCommas) {
  CsvWriter csv(false);
  csv.Header({"a", "b"});
  csv.Text("x").Number(std::int64_t{-7}).EndRow();
  EXPECT_EQ(csv.Take(), "a,b\r\nx,-7\r\n");
  EXPECT_EQ(csv.Take(), "");
}

TEST(CsvWriterTest, QuotesWhatNeedsIt) {
  EXPECT_EQ(Written("plain"), "plain\r\n");
  EXPECT_EQ(Written("a,b"), "\"a,b\"\r\n");
  EXPECT_EQ(Written("say \"no\""), "\"say \"\"no\"\"\"\r\n");
  EXPECT_EQ(Written("two\nlines"), "\"two\nlines\"\r\n");
  EXPECT_EQ(Written("a\rb"), "\"a\rb\"\r\n");
}

TEST(CsvWriterTest, DefusesFormulas) {
  for (const std::string start : {"=", "+", "-", "@", "\t", "\r"}) {
    const std::string text = start + "1+1";
    CsvWriter csv(false);
    csv.Text("before").Text(text).EndRow();
    EXPECT_EQ(ParseStrictCsv(csv.Take())[0][1], "'" + text);
    CsvWriter raw(true);
    raw.Text("before").Text(text).EndRow();
    EXPECT_EQ(ParseStrictCsv(raw.Take())[0][1], text);
  }
  EXPECT_EQ(Written("a=1"), "a=1\r\n");
  EXPECT_EQ(Written("-"), "-\r\n");
  EXPECT_EQ(Written("+"), "'+\r\n");
  EXPECT_EQ(Written(""), "\r\n");
}

TEST(CsvWriterTest, LeavesNumbersPlain) {
  CsvWriter csv(false);
  csv.Number(-1.5).Number(-0.957f).Number(std::int64_t{-3});
  csv.Number(std::nan("")).Flag(true).Flag(false).Empty().EndRow();
  EXPECT_EQ(csv.Take(), "-1.5,-0.957,-3,,true,false,\r\n");
}

TEST(CsvWriterTest, AnyBytesBecomeValidUtf8WithoutNul) {
  EXPECT_EQ(Written(std::string("a\0b", 3)),
            "a\xEF\xBF\xBD"
            "b\r\n");
  EXPECT_EQ(Written("a\xff"
                    "b"),
            "a\xEF\xBF\xBD"
            "b\r\n");
}

TEST(CsvWriterTest, AStrictReaderGetsBackWhatWentIn) {
  const std::vector<std::string> cells = {
      "",   "a",         "\"",          "\"\"",      ",",
      "\n", "x\r\ny",    "ends with\r", "ends \"",   "caf\xC3\xA9",
      "'",  "two  gaps", " blank ",     ",\",\n\",", "a'b"};
  CsvWriter csv(false);
  csv.Text("first");
  for (const std::string& cell : cells) csv.Text(cell);
  csv.EndRow();
  const auto rows = ParseStrictCsv(csv.Take());
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_EQ(rows[0].size(), cells.size() + 1);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    EXPECT_EQ(rows[0][i + 1], cells[i]);
  }
}

}  // namespace
}  // namespace rescan::cli
