#include "engine/documents/timesheet/page/dots.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

TEST(Dots, EveryIAndJHasOneAndNoL) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"Ulric Wexlcroft", "Ulric Wexicroft"},
      {"Nella Wexldale", "Nella Wexidale"},
      {"Bjarni Kjeld", "Bjarni Kjeid"}};
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : {13.0, 15.0, 18.0}) {
      for (const auto& [right, wrong] : names) {
        SCOPED_TRACE(right + " " + std::to_string(size));
        DrawnPage page(300, 60, colors);
        const PixelBox box = page.Draw(20.4, 35, right, size, true);
        const kernels::GreyImage grey = page.Grey();
        const FieldPicture line = CutField(grey.view(), box, Around(box));
        EXPECT_TRUE(HasDots(line, right));
        EXPECT_FALSE(HasDots(line, wrong));
        EXPECT_TRUE(HasDots(line, "Anna"));
      }
    }
  }
}

}  // namespace
}  // namespace rescan::timesheet::page
