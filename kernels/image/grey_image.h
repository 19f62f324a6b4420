#ifndef RESCAN_KERNELS_IMAGE_GREY_IMAGE_H_
#define RESCAN_KERNELS_IMAGE_GREY_IMAGE_H_

#include <cstddef>
#include <cstdint>

#include "kernels/image/image_view.h"
#include "kernels/image/line_samples.h"

namespace rescan::kernels {

// An 8-bit grey picture that owns its samples, one allocation that begins with
// a cache line, rows without gaps. Move-only. The samples of a new picture are
// not set.
class GreyImage {
 public:
  GreyImage() = default;
  // REQUIRES: width >= 0, height >= 0. Throws std::bad_alloc.
  GreyImage(int width, int height)
      : samples_(
            MakeLineSamples<std::uint8_t>(static_cast<std::size_t>(width) *
                                          static_cast<std::size_t>(height))),
        width_(width),
        height_(height) {}

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] GreyView view() const {
    return {samples_.get(), width_, height_, width_};
  }
  [[nodiscard]] MutableGreyView mutable_view() {
    return {samples_.get(), width_, height_, width_};
  }

 private:
  LineSamples<std::uint8_t> samples_;
  int width_ = 0;
  int height_ = 0;
};

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_GREY_IMAGE_H_
