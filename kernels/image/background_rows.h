#ifndef RESCAN_KERNELS_IMAGE_BACKGROUND_ROWS_H_
#define RESCAN_KERNELS_IMAGE_BACKGROUND_ROWS_H_

#include <cstdint>
#include <vector>

#include "kernels/image/background.h"

namespace rescan::kernels {

// DivideByBackground, a row at a time in any order. Single-thread.
class BackgroundRows {
 public:
  // REQUIRES: `background` has a sample for each block of a picture `width`
  // wide. Throws std::bad_alloc.
  BackgroundRows(GreyView background, int width);

  // out = row y of the picture, divided; `in` may be `out`.
  void Divide(int y, const std::uint8_t* in, std::uint8_t* out);

 private:
  int width_;
  int blocks_x_;
  int blocks_y_;
  std::vector<std::uint16_t> gains_;  // of all blocks
  // Those of the row in hand, with the outermost once more at both ends.
  std::vector<std::uint16_t> row_gains_;
};

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_BACKGROUND_ROWS_H_
