#ifndef RESCAN_KERNELS_IMAGE_IMAGE_VIEW_H_
#define RESCAN_KERNELS_IMAGE_IMAGE_VIEW_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace rescan::kernels {

// A rectangle of samples that belong to somebody else: rows top to bottom,
// `stride` samples from one row's first to the next one's. What lies between
// a row's end and the next row's start is not part of the picture: a kernel
// neither reads nor writes it. Copied by value.
template <class T>
struct ImageView {
  T* data = nullptr;
  int width = 0;              // samples, >= 0
  int height = 0;             // rows, >= 0
  std::ptrdiff_t stride = 0;  // samples, >= width

  [[nodiscard]] T* Row(int y) const {
    assert(y >= 0 && y < height);
    return data + y * stride;
  }
  [[nodiscard]] std::span<T> RowSpan(int y) const {
    return {Row(y), static_cast<std::size_t>(width)};
  }
  // REQUIRES: the rectangle lies inside this view.
  [[nodiscard]] ImageView Part(int left, int top, int part_width,
                               int part_height) const {
    assert(left >= 0 && top >= 0 && part_width >= 0 && part_height >= 0);
    assert(left + part_width <= width && top + part_height <= height);
    return {data + top * stride + left, part_width, part_height, stride};
  }
  [[nodiscard]] bool empty() const { return width == 0 || height == 0; }
  [[nodiscard]] std::size_t pixel_count() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  }

  // A writable view is a read-only one.
  // NOLINTNEXTLINE(google-explicit-constructor)
  operator ImageView<const T>() const requires(!std::is_const_v<T>) {
    return {data, width, height, stride};
  }
};

// 8-bit grey, 0 = black, 255 = white.
using GreyView = ImageView<const std::uint8_t>;
using MutableGreyView = ImageView<std::uint8_t>;

template <class T, class U>
[[nodiscard]] bool SameSize(const ImageView<T>& a, const ImageView<U>& b) {
  return a.width == b.width && a.height == b.height;
}

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_IMAGE_VIEW_H_
