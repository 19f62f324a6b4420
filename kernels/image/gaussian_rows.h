#ifndef RESCAN_KERNELS_IMAGE_GAUSSIAN_ROWS_H_
#define RESCAN_KERNELS_IMAGE_GAUSSIAN_ROWS_H_

#include <cstdint>
#include <vector>

#include "kernels/image/gaussian_blur.h"

namespace rescan::kernels {

// GaussianBlur for a picture whose rows come one after the other, top to
// bottom; keeps only the 2 * radius + 1 rows that the next output needs.
//
//   for each row: fill Input(); Push(); while (Ready()) Blur(next row of out);
//
// Single-thread.
class GaussianRows {
 public:
  // REQUIRES: sigma as GaussianBlur; width, height > 0. Throws std::bad_alloc.
  GaussianRows(double sigma, int width, int height);

  // Where the next row goes, `width` samples. REQUIRES: rows are missing.
  [[nodiscard]] std::uint8_t* Input() { return Row(pushed_); }
  // The row is there.
  void Push() { ++pushed_; }
  // All that the next row of the output is made of is there.
  [[nodiscard]] bool Ready() const;
  // Writes the next row, `width` samples. REQUIRES: Ready().
  void Blur(std::uint8_t* out);

 private:
  [[nodiscard]] std::uint8_t* Row(int y);

  GaussianTaps taps_;
  int width_;
  int height_;
  int pushed_ = 0;
  int blurred_ = 0;
  std::vector<std::uint8_t> ring_;
  std::vector<std::uint16_t> columns_;
};

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_GAUSSIAN_ROWS_H_
