#include "bench/reading/cell.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rescan::bench {
namespace {

TEST(CellTest, WhatIsADecimalNumber) {
  for (const char* text : {"7.50", "0.25", "299.38", "1,234.56", "$0.05"}) {
    EXPECT_TRUE(IsDecimalNumber(text)) << text;
  }
  for (const char* text : {"", ".", "7", "7.5", ".50", "7.500", "A7.50", "7.5A",
                           "$", "$.50", "7.5.", "7.50.50", "09:41", ",7.50"}) {
    EXPECT_FALSE(IsDecimalNumber(text)) << text;
  }
}

TEST(CellTest, JudgesByThePoint) {
  const struct {
    const char* truth;
    const char* read;
    CellResult result;
  } cases[] = {
      {"7.50", "7.50", CellResult::kRight},
      {"7.50", "7.SO", CellResult::kMisread},
      {"7.50", "1.50", CellResult::kMisread},
      {"7.50", "7.50|", CellResult::kMisread},
      {"7.50", "|7.50", CellResult::kMisread},
      {"$7.50", "7.50", CellResult::kMisread},
      {"1,234.56", "1234.56", CellResult::kMisread},
      {"7.50", "750", CellResult::kPointLost},
      {"7.50", "7SO", CellResult::kPointLost},
      {"7.50", "7,50", CellResult::kPointLost},
      {"7.50", "75.0", CellResult::kPointLost},
      {"7.50", "7.5", CellResult::kPointLost},
      {"7.50", "7.50.", CellResult::kPointLost},
      {"7.50", "7..50", CellResult::kPointLost},
      {"7.50", "7:50", CellResult::kPointLost},
      {"7.50", "7.507.50", CellResult::kPointLost},
      {"1,234.56", "1.234.56", CellResult::kPointLost},
      {"7.50", "", CellResult::kMissing},
      {"7.50", "|", CellResult::kMissing},
      {"7.50", ".", CellResult::kMissing},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.result, JudgeCell(c.truth, c.read)) << c.read;
  }
}

TEST(CellTest, TakesTheWordsOfTheCell) {
  const Box cell = {100, 50, 130, 60, "22.50"};
  const std::vector<Box> words = {{118, 50, 130, 60, "50"},
                                  {100, 50, 115, 60, "22."},
                                  {60, 50, 90, 60, "7.50"},
                                  {140, 50, 170, 60, "8.25"},
                                  {100, 70, 130, 80, "1.00"}};
  EXPECT_EQ("22.50", TextInCell(cell, words));
  EXPECT_EQ("", TextInCell(cell, {}));
  // Read as one word with its neighbour.
  EXPECT_EQ("7.5022.50", TextInCell(cell, {{60, 50, 130, 60, "7.50 22.50"}}));
}

}  // namespace
}  // namespace rescan::bench
