#include "tests/support/strict_csv.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace rescan::testing {
namespace {

using Records = std::vector<std::vector<std::string>>;

TEST(StrictCsvTest, ReadsWhatRfc4180Allows) {
  EXPECT_EQ(ParseStrictCsv(""), Records{});
  EXPECT_EQ(ParseStrictCsv("a,b\r\n"), (Records{{"a", "b"}}));
  EXPECT_EQ(ParseStrictCsv("\"a,\"\"b\"\"\r\nc\",\r\n"),
            (Records{{"a,\"b\"\r\nc", ""}}));
}

TEST(StrictCsvTest, RejectsWhatItForbids) {
  for (const char* text : {"a\n", "a", "a\rb\r\n", "\"a\r\n", "\"a\"b\r\n",
                           "a\"b\r\n", "a,b\r\nc\r\n"}) {
    EXPECT_THROW((void)ParseStrictCsv(text), std::runtime_error) << text;
  }
}

}  // namespace
}  // namespace rescan::testing
