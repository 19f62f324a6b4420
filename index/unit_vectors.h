#ifndef RESCAN_INDEX_UNIT_VECTORS_H_
#define RESCAN_INDEX_UNIT_VECTORS_H_

#include <cstddef>
#include <optional>
#include <span>

namespace rescan::index {

// How far the square of a stored vector's length may be from 1. Normalising in
// float leaves less than 1e-5 at 65,536 dimensions.
inline constexpr double kUnitTolerance = 1e-4;

// The first row that is not finite or not of length 1, if any.
// REQUIRES: dimension > 0, rows.size() a multiple of it.
[[nodiscard]] std::optional<std::size_t> FindNonUnitRow(
    std::span<const float> rows, std::size_t dimension);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_UNIT_VECTORS_H_
