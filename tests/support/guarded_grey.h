#ifndef RESCAN_TESTS_SUPPORT_GUARDED_GREY_H_
#define RESCAN_TESTS_SUPPORT_GUARDED_GREY_H_

#include <cstdint>

#include "tests/support/guarded_picture.h"
#include "tests/support/reference_pixels.h"

namespace rescan::support {

// A guarded picture of grey samples, from and to what references work on.
class GuardedGrey : public GuardedPicture<std::uint8_t> {
 public:
  GuardedGrey(int width, int height, int gap = 5, int offset = 3)
      : GuardedPicture(width, height, gap, offset) {}
  explicit GuardedGrey(const reference::Picture& picture, int gap = 5,
                       int offset = 3)
      : GuardedGrey(picture.width, picture.height, gap, offset) {
    for (int y = 0; y < picture.height; ++y) {
      for (int x = 0; x < picture.width; ++x) {
        view().Row(y)[x] = static_cast<std::uint8_t>(picture.At(x, y));
      }
    }
  }

  [[nodiscard]] reference::Picture Picture() const {
    return {view().width, view().height, Samples()};
  }
};

}  // namespace rescan::support

#endif  // RESCAN_TESTS_SUPPORT_GUARDED_GREY_H_
