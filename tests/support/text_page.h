#ifndef RESCAN_TESTS_SUPPORT_TEXT_PAGE_H_
#define RESCAN_TESTS_SUPPORT_TEXT_PAGE_H_

#include <random>

#include "tests/support/reference_pixels.h"

namespace rescan::support {

// A page of what looks like text to anything that does not read: hollow boxes
// in words on lines, a few of them with parts above or below, and stops.
struct TextPage {
  int width = 900;
  int height = 700;
  int left = 60;
  int right = 840;
  int first_foot = 80;  // row below the first line's characters
  int pitch = 26;
  int lines = 22;
  int x_height = 12;
};

// Black on white (0 on 255).
[[nodiscard]] reference::Picture DrawText(std::mt19937& rng,
                                          const TextPage& page);

// 255 where `picture` is darker than 128, else 0.
[[nodiscard]] reference::Picture InkOf(const reference::Picture& picture);

}  // namespace rescan::support

#endif  // RESCAN_TESTS_SUPPORT_TEXT_PAGE_H_
