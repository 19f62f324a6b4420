#include "tools/confirm.h"

#include <gtest/gtest.h>

namespace rescan::cli {
namespace {

TEST(MeansYesTest, OnlyYesIsYes) {
  for (const char* yes : {"y", "Y", "yes", "YES", " yes\t\r"}) {
    EXPECT_TRUE(MeansYes(yes)) << yes;
  }
  for (const char* no : {"", " ", "n", "no", "yess", "ye", "1", "y y"}) {
    EXPECT_FALSE(MeansYes(no)) << no;
  }
}

}  // namespace
}  // namespace rescan::cli
