#include "tools/progress_bar.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan::cli {
namespace {

// How often `cell` occurs.
int Count(const std::string& text, const std::string& cell) {
  int n = 0;
  for (std::size_t at = text.find(cell); at != std::string::npos;
       at = text.find(cell, at + cell.size())) {
    ++n;
  }
  return n;
}

TEST(ProgressBarTest, LooksAsDocumented) {
  const std::string bar = ProgressBar({112, 200, 110, 2, 31.24, 170});
  EXPECT_EQ(Count(bar, "█"), 28);
  EXPECT_EQ(Count(bar, "░"), 22);
  EXPECT_EQ(bar.substr(bar.find(']')),
            "] 56% | 112/200 images | ✓ 110 | ✗ 2 | 31.2/min | ETA 2:50");
  EXPECT_EQ(bar.rfind("[█", 0), 0u);
}

TEST(ProgressBarTest, AlwaysHasFiftyCells) {
  for (std::int64_t total : {0, 1, 3, 7, 199, 100'000}) {
    for (std::int64_t processed = 0; processed <= total;
         processed += 1 + total / 97) {
      const std::string bar = ProgressBar({processed, total, 0, 0, 0, -1});
      const int filled = Count(bar, "█");
      EXPECT_EQ(filled, Percent(processed, total) / 2);
      EXPECT_EQ(filled + Count(bar, "░"), 50);
    }
  }
}

TEST(PercentTest, RoundsAndKeepsItsBounds) {
  EXPECT_EQ(Percent(0, 0), 100);
  EXPECT_EQ(Percent(0, 3), 0);
  EXPECT_EQ(Percent(1, 3), 33);
  EXPECT_EQ(Percent(2, 3), 67);
  EXPECT_EQ(Percent(1, 200), 1);  // 0.5 is rounded up
  EXPECT_EQ(Percent(199, 200), 100);
  EXPECT_EQ(Percent(5, 3), 100);
}

TEST(ProgressBarTest, AnEmptyTotalIsFull) {
  const std::string bar = ProgressBar({});
  EXPECT_EQ(Count(bar, "█"), 50);
  EXPECT_NE(bar.find("100% | 0/0 images"), std::string::npos);
  EXPECT_NE(bar.find("ETA --:--"), std::string::npos);
}

TEST(ProgressLineTest, SaysTheSameInPlainText) {
  EXPECT_EQ(ProgressLine({112, 200, 110, 2, 31.24, 170}),
            "112/200 images (56%), 110 done, 2 failed, 31.2/min, ETA 2:50");
}

}  // namespace
}  // namespace rescan::cli
