#ifndef RESCAN_TESTS_SUPPORT_GUARDED_PICTURE_H_
#define RESCAN_TESTS_SUPPORT_GUARDED_PICTURE_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "kernels/image/image_view.h"
#include "tests/support/random.h"

namespace rescan::support {

// A picture for a kernel to misbehave on: its first sample stands `offset`
// samples into memory that ends with its last one, so that AddressSanitizer
// sees a step too far, and what lies before it and between its rows can be
// asked whether it was written to.
template <class T>
class GuardedPicture {
 public:
  GuardedPicture(int width, int height, int gap = 0, int offset = 0)
      : width_(width), height_(height), stride_(width + gap), offset_(offset) {
    const std::ptrdiff_t rows =
        height == 0 ? 0 : (height - 1) * stride_ + width;
    memory_ = std::vector<T>(static_cast<std::size_t>(offset_ + rows), kGuard);
  }

  [[nodiscard]] kernels::ImageView<T> view() {
    return {memory_.data() + offset_, width_, height_, stride_};
  }
  [[nodiscard]] kernels::ImageView<const T> view() const {
    return {memory_.data() + offset_, width_, height_, stride_};
  }

  // Samples of any value.
  void FillAtRandom(std::mt19937& rng) {
    for (int y = 0; y < height_; ++y) {
      for (T& sample : view().RowSpan(y)) sample = static_cast<T>(rng());
    }
  }

  // Row by row, without gaps.
  [[nodiscard]] std::vector<T> Samples() const {
    std::vector<T> samples;
    for (int y = 0; y < height_; ++y) {
      const auto row = view().RowSpan(y);
      samples.insert(samples.end(), row.begin(), row.end());
    }
    return samples;
  }

  // True if nothing but the picture was written to.
  [[nodiscard]] bool GuardsStand() const {
    for (std::ptrdiff_t i = 0; i < std::ssize(memory_); ++i) {
      const bool in_picture = i >= offset_ && (i - offset_) % stride_ < width_;
      if (!in_picture && memory_[static_cast<std::size_t>(i)] != kGuard) {
        return false;
      }
    }
    return true;
  }

 private:
  static constexpr T kGuard = static_cast<T>(0xa5a5a5a5a5a5a5a5);

  int width_;
  int height_;
  std::ptrdiff_t stride_;
  std::ptrdiff_t offset_;
  std::vector<T> memory_;
};

}  // namespace rescan::support

#endif  // RESCAN_TESTS_SUPPORT_GUARDED_PICTURE_H_
