#include "engine/documents/timesheet/page/reading_order.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan::timesheet::page {
namespace {

Line At(int left, int top, int height, const std::string& text) {
  Line line;
  line.text = text;
  line.box = {left, top, 10, height};
  return line;
}

std::string Order(std::vector<Line> lines) {
  std::string order;
  int id = 0;
  for (const Line& line : InReadingOrder(std::move(lines))) {
    EXPECT_EQ(line.id, ++id);
    order += line.text;
  }
  return order;
}

TEST(ReadingOrder, RowsFromTheTopThenFromTheLeft) {
  EXPECT_EQ(Order({At(50, 40, 10, "d"), At(90, 2, 10, "b"), At(10, 41, 9, "c"),
                   At(10, 0, 10, "a")}),
            "abcd");
}

TEST(ReadingOrder, LowMarksStandOnTheLevelOfTheirRow) {
  EXPECT_EQ(Order({At(60, 10, 2, "-"), At(10, 5, 12, "a"), At(90, 6, 11, "c")}),
            "a-c");
}

TEST(ReadingOrder, NothingStaysNothing) { EXPECT_EQ(Order({}), ""); }

}  // namespace
}  // namespace rescan::timesheet::page
