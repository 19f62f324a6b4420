#include "tools/csv_reader.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/support/strict_csv.h"
#include "tools/csv_writer.h"

namespace rescan::cli {
namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells CellsOf(std::string_view text) {
  const auto records = ReadCsv(text, "x.csv");
  if (!records) {
    ADD_FAILURE() << records.error().message;
    return {};
  }
  Cells cells;
  for (const CsvRecord& record : *records) cells.push_back(record.cells);
  return cells;
}

TEST(CsvReaderTest, ReadsWhatRfc4180Allows) {
  EXPECT_EQ(CellsOf(""), Cells{});
  EXPECT_EQ(CellsOf("a,b\r\n1,2\r\n"), (Cells{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(CellsOf("a,b\r\n1,2"), (Cells{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(CellsOf(",\r\n"), (Cells{{"", ""}}));
  EXPECT_EQ(CellsOf("\"\",\"x, \"\"y\"\"\r\nz\"\r\n"),
            (Cells{{"", "x, \"y\"\r\nz"}}));
  EXPECT_EQ(CellsOf("\"a\rb\"\r\n"), (Cells{{"a\rb"}}));
}

TEST(CsvReaderTest, ReadsWhatEditorsLeave) {
  EXPECT_EQ(CellsOf("a,b\n1,2\n"), (Cells{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(CellsOf("\xEF\xBB\xBF"), Cells{});
  EXPECT_EQ(CellsOf("\xEF\xBB\xBF\"a\",b\n"), (Cells{{"a", "b"}}));
  // Only in front.
  EXPECT_EQ(CellsOf("a\n\xEF\xBB\xBF\n"), (Cells{{"a"}, {"\xEF\xBB\xBF"}}));
}

TEST(CsvReaderTest, SaysOnWhichLineARecordBegins) {
  const auto records =
      ReadCsv("h,i\r\n\"two\nlines\",1\r\n\"\r\n\",2\nlast,3", "x.csv");
  ASSERT_TRUE(records.has_value()) << records.error().message;
  std::vector<std::size_t> lines;
  for (const CsvRecord& record : *records) lines.push_back(record.line);
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 2, 4, 6}));
}

TEST(CsvReaderTest, RefusesWhatIsNoCsv) {
  struct Case {
    std::string text, message;
  };
  const std::vector<Case> cases = {
      {"a,b\r\n1\r\n", "line 2: the first row has 2 cells, this one 1"},
      {"a\r\n1,2\r\n", "line 2: the first row has 1 cells, this one 2"},
      {"a,b\r\n\r\n", "line 2: the first row has 2 cells, this one 1"},
      {"a,b\r\n1,x\"y\r\n", "line 2: a quote inside a cell that is not quoted"},
      {"a,b\r\n1,\"x\"y\r\n", "line 2: text behind a closing quote"},
      {"a,b\r\n1,\"x\" \r\n", "line 2: text behind a closing quote"},
      {"a\r\n\r\n\"x\r\ny", "line 3: a quote is opened and never closed"},
      {"a\r\n\"", "line 2: a quote is opened and never closed"},
      {"a\rb\r\n", "line 1: a carriage return without a line feed"},
      {"a\r", "line 1: a carriage return without a line feed"},
      {"a\n\"b\"\rc\n", "line 2: a carriage return without a line feed"},
      {"a\n\"x\n\xFFy\"\n", "line 3: not UTF-8 text"},
      {"\xEF\xBB\n", "line 1: not UTF-8 text"},
      {std::string("a\nb\0c\n", 6), "line 2: not UTF-8 text"},
  };
  for (const Case& c : cases) {
    const auto records = ReadCsv(c.text, "x.csv");
    ASSERT_FALSE(records.has_value()) << c.message;
    EXPECT_EQ(records.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(records.error().message, "x.csv: " + c.message);
  }
}

// Any cells survive the writer and this reader, which agrees with the
// independent one of the tests.
TEST(CsvReaderTest, ReadsWhatTheWriterWrites) {
  constexpr std::string_view kParts[] = {"a", "\"", ",",  "\r", "\n",
                                         "",  "é",  "'=", " ",  "\r\n"};
  std::mt19937 rng(7);
  for (int round = 0; round < 2000; ++round) {
    Cells cells(1 + rng() % 4, std::vector<std::string>(1 + rng() % 3));
    for (auto& row : cells) {
      row.resize(cells.front().size());
      for (std::string& cell : row) {
        for (auto parts = rng() % 5; parts > 0; --parts) {
          cell += kParts[rng() % std::size(kParts)];
        }
      }
    }
    CsvWriter csv(true);
    for (const auto& row : cells) {
      for (const std::string& cell : row) csv.Text(cell);
      csv.EndRow();
    }
    const std::string text = csv.Take();
    ASSERT_EQ(CellsOf(text), cells) << text;
    ASSERT_EQ(testing::ParseStrictCsv(text), cells) << text;
  }
}

// No cut and no flipped byte is more than an error or other cells.
TEST(CsvReaderTest, LivesThroughDamage) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a,\"b\"\"\r\n\"\r\n\"é\",x\r\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    (void)ReadCsv(text.substr(0, size), "x.csv");
  }
  int refused = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = text;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      refused += !ReadCsv(damaged, "x.csv").has_value();
    }
  }
  EXPECT_GT(refused, 50);
}

}  // namespace
}  // namespace rescan::cli
