#include "index/scan_list.h"

#include <cassert>
#include <cstring>

namespace rescan::index {
namespace {

// By a quarter: a doubling would hold twice the memory for nothing.
template <class T>
void GrowFor(std::size_t more, std::vector<T>* vector) {
  const std::size_t size = vector->size() + more;
  if (size <= vector->capacity()) return;
  vector->reserve(std::max(size, vector->capacity() + vector->capacity() / 4));
}

}  // namespace

std::span<std::int8_t> ScanList::Codes(std::size_t place) {
  const std::size_t stride = kernels::ByteRowStride(dimension_);
  return std::span(codes_).subspan(place * stride, stride);
}

void ScanList::Reserve(std::size_t size) {
  codes_.reserve(size * kernels::ByteRowStride(dimension_));
  scales_.reserve(size);
  radii_.reserve(size);
  rows_.reserve(size);
}

void ScanList::Clear() { *this = ScanList(dimension_); }

void ScanList::Append(std::uint32_t row, std::span<const float> vector) {
  const std::size_t stride = kernels::ByteRowStride(dimension_);
  GrowFor(stride, &codes_);
  GrowFor(1, &scales_);
  GrowFor(1, &radii_);
  GrowFor(1, &rows_);
  codes_.resize(codes_.size() + stride);
  scales_.push_back(0);
  radii_.push_back(0);
  rows_.push_back(row);
  Replace(size() - 1, vector);
}

void ScanList::Replace(std::size_t place, std::span<const float> vector) {
  assert(place < size() && vector.size() == dimension_);
  const kernels::ByteScale scale = kernels::QuantizeRow(vector, Codes(place));
  scales_[place] = scale.scale;
  radii_[place] = scale.radius;
}

void ScanList::Remove(std::size_t place) {
  assert(place < size());
  const std::size_t last = size() - 1;
  if (place != last) {
    const auto from = Codes(last);
    std::memcpy(Codes(place).data(), from.data(), from.size());
    scales_[place] = scales_[last];
    radii_[place] = radii_[last];
    rows_[place] = rows_[last];
  }
  codes_.resize(codes_.size() - kernels::ByteRowStride(dimension_));
  scales_.pop_back();
  radii_.pop_back();
  rows_.pop_back();
}

}  // namespace rescan::index
