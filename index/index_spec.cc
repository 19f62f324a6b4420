#include "index/index_spec.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace rescan::index {
namespace {

// Rows times dimension from which on lists pay: about 3 ms of one core for an
// exact answer.
constexpr std::size_t kLargeComponents = std::size_t{1} << 26;

// Fewer vectors a list say nothing about where its middle is.
constexpr std::size_t kLeastRowsPerList = 40;

// Lists are made anew when there are this many times the vectors.
constexpr std::size_t kGrowth = 4;

}  // namespace

Result<IndexSpec> IndexSpec::Parse(std::string_view text) {
  if (text == "Auto") return IndexSpec(Kind::kAuto);
  if (text == "Flat") return IndexSpec(Kind::kFlat);
  constexpr std::string_view kPrefix = "IVF";
  if (text.starts_with(kPrefix)) {
    const std::string_view number = text.substr(kPrefix.size());
    std::size_t lists = 0;
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), lists);
    if (error == std::errc() && end == number.data() + number.size() &&
        lists >= 2 && lists <= kMaxLists) {
      return IndexSpec(Kind::kLists, lists);
    }
  }
  return Fail(ErrorCode::kInvalidArgument,
              "unknown index_spec '" + std::string(text) +
                  "'; there are Auto, Flat and IVF2 to IVF" +
                  std::to_string(kMaxLists));
}

std::size_t IndexSpec::ListsFor(std::size_t rows, std::size_t dimension) const {
  switch (kind_) {
    case Kind::kFlat:
      return 0;
    case Kind::kLists:
      return rows >= lists_ * kLeastRowsPerList ? lists_ : 0;
    case Kind::kAuto:
      break;
  }
  if (rows * dimension < kLargeComponents) return 0;
  // A search reads all centres and a share of the rows; the sum is least where
  // both are alike. The power of two from the root of the size up.
  const auto root =
      static_cast<std::size_t>(std::sqrt(static_cast<double>(rows)));
  const std::size_t lists = std::bit_ceil(root);
  return std::clamp<std::size_t>(std::min(lists, rows / kLeastRowsPerList), 2,
                                 kMaxLists);
}

bool IndexSpec::IsDue(std::size_t rows, std::size_t dimension,
                      std::size_t then) const {
  if (ListsFor(rows, dimension) == 0) return false;
  return then == 0 || rows / kGrowth >= then;
}

}  // namespace rescan::index
