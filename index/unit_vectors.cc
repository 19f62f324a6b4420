#include "index/unit_vectors.h"

#include <array>
#include <cassert>
#include <cmath>

namespace rescan::index {
namespace {

// Many sums side by side: one sum would wait for each addition before it.
double SquaredLength(std::span<const float> row) {
  constexpr std::size_t kSums = 16;
  std::array<float, kSums> sums{};
  std::size_t i = 0;
  for (; i + kSums <= row.size(); i += kSums) {
    for (std::size_t j = 0; j < kSums; ++j) {
      sums[j] += row[i + j] * row[i + j];
    }
  }
  double total = 0;
  for (; i < row.size(); ++i) total += double{row[i]} * row[i];
  for (const float sum : sums) total += sum;
  return total;
}

}  // namespace

std::optional<std::size_t> FindNonUnitRow(std::span<const float> rows,
                                          std::size_t dimension) {
  assert(dimension > 0 && rows.size() % dimension == 0);
  for (std::size_t at = 0; at < rows.size(); at += dimension) {
    // Not a number compares false.
    const double squared = SquaredLength(rows.subspan(at, dimension));
    if (!(std::abs(squared - 1) <= kUnitTolerance)) return at / dimension;
  }
  return std::nullopt;
}

}  // namespace rescan::index
