#ifndef RESCAN_KERNELS_VECTOR_FLOAT_ROWS_H_
#define RESCAN_KERNELS_VECTOR_FLOAT_ROWS_H_

#include <cstddef>
#include <span>

namespace rescan::kernels {

// Vectors that belong to somebody else: `count` rows of `dimension` floats,
// each row `stride` floats behind the one before. No alignment beyond that of
// a float is needed. Row i takes data[i * stride .. i * stride + dimension);
// what lies between two rows is never touched.
struct FloatRows {
  const float* data = nullptr;
  std::size_t count = 0;
  std::size_t dimension = 0;
  std::size_t stride = 0;  // >= dimension

  [[nodiscard]] const float* row(std::size_t i) const {
    return data + i * stride;
  }
  // Rows [first, first + size). REQUIRES: first + size <= count.
  [[nodiscard]] FloatRows Slice(std::size_t first, std::size_t size) const {
    return {data + first * stride, size, dimension, stride};
  }
  // One vector alone.
  [[nodiscard]] static FloatRows Of(std::span<const float> vector) {
    return {vector.data(), 1, vector.size(), vector.size()};
  }
};

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_VECTOR_FLOAT_ROWS_H_
