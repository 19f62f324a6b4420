#ifndef RESCAN_KERNELS_IMAGE_WINDOW_SUMS_H_
#define RESCAN_KERNELS_IMAGE_WINDOW_SUMS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/image/border.h"
#include "kernels/image/image_view.h"

namespace rescan::kernels {

// For each column of a picture the sum over the 2 * radius + 1 rows around
// the row in hand, border samples replicated on all four sides; the sum of the
// samples or of their squares, as the user of the class adds them. T must hold
// it. Single-thread.
template <class T>
class ColumnSums {
 public:
  ColumnSums(int width, int radius)
      : width_(static_cast<std::size_t>(width)),
        radius_(static_cast<std::size_t>(radius)),
        sums_(2 * radius_ + 1 + PaddedWidth(width)) {}

  [[nodiscard]] std::size_t width() const { return width_; }
  // The sum of column x; write here, then call Finish().
  [[nodiscard]] T* columns() { return sums_.data() + radius_ + 1; }

  // Replicates the border's columns.
  void Finish() {
    T* const first = columns();
    std::fill(sums_.data(), first, first[0]);
    std::fill_n(first + width_, radius_, first[width_ - 1]);
  }
  // What leaves the window when it moves to column x, and what enters it.
  [[nodiscard]] const T* leaving() const { return sums_.data(); }
  [[nodiscard]] const T* entering() const {
    return sums_.data() + 2 * radius_ + 1;
  }
  // The sum of the window around column -1.
  [[nodiscard]] std::uint32_t Start() const {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i <= 2 * radius_; ++i) sum += sums_[i];
    return sum;
  }

 private:
  std::size_t width_;
  std::size_t radius_;
  // Columns -radius - 1 .. width - 1 + radius, and slack.
  std::vector<T> sums_;
};

// The rows that enter and leave a window of `radius` when it moves to row y.
struct MovingRows {
  const std::uint8_t* entering;
  const std::uint8_t* leaving;
};

[[nodiscard]] inline MovingRows RowsAt(GreyView picture, int radius, int y) {
  return {picture.Row(std::min(y + radius, picture.height - 1)),
          picture.Row(std::max(y - radius - 1, 0))};
}

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_WINDOW_SUMS_H_
