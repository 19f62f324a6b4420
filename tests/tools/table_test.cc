#include "tools/table.h"

#include <gtest/gtest.h>

namespace rescan::cli {
namespace {

using Align = Table::Align;

TEST(TableTest, AlignsColumnsByCharacters) {
  Table table({Align::kLeft, Align::kRight}, {"NAME", "N"});
  table.Add({"caf\xC3\xA9", "7"});
  table.Add({"b", "1234"});
  EXPECT_EQ(table.Text(1),
            " NAME     N\n"
            " caf\xC3\xA9     7\n"
            " b     1234\n");
}

TEST(TableTest, LeavesNoTrailingBlanks) {
  Table table({Align::kLeft, Align::kLeft});
  table.Add({"a", "long"});
  table.Add({"b", ""});
  EXPECT_EQ(table.Text(), "a  long\nb\n");
}

TEST(TableTest, ShowsControlCharacters) {
  Table table({Align::kLeft});
  table.Add({"a\x1b[2J\nb\\c"});
  EXPECT_EQ(table.Text(), "a\\x1b[2J\\x0ab\\c\n");
}

TEST(ShortenTest, KeepsTheAskedForEnd) {
  EXPECT_EQ(ShortenEnd("abcdef", 6), "abcdef");
  EXPECT_EQ(ShortenEnd("abcdef", 4), "abc…");
  EXPECT_EQ(ShortenStart("abcdef", 4), "…def");
  EXPECT_EQ(ShortenEnd("a\xC3\xA9\xC3\xA9z", 3), "a\xC3\xA9…");
  EXPECT_EQ(ShortenEnd("abc", 0), "");
  EXPECT_EQ(ShortenStart("abc", 1), "…");
}

}  // namespace
}  // namespace rescan::cli
