#include "bench/reading/cell.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace rescan::bench {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetterOrDigit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

constexpr std::size_t kDecimals = 2;

bool PointIsAtItsPlace(std::string_view read) {
  // Rests of grid lines and the like behind the number.
  while (!read.empty() && !IsLetterOrDigit(read.back())) {
    if (read.back() == '.' || read.back() == ',') return false;
    read.remove_suffix(1);
  }
  const std::size_t point = read.find('.');
  return std::count(read.begin(), read.end(), '.') == 1 &&
         read.size() == point + 1 + kDecimals &&
         std::all_of(read.begin() + static_cast<std::ptrdiff_t>(point) + 1,
                     read.end(), IsLetterOrDigit);
}

bool Holds(const Box& cell, const Box& word) {
  const double margin = (cell.y1 - cell.y0) / 2.0;
  const double cx = (word.x0 + word.x1) / 2.0;
  const double cy = (word.y0 + word.y1) / 2.0;
  if (cy < cell.y0 - margin || cy > cell.y1 + margin) return false;
  const double middle = (cell.x0 + cell.x1) / 2.0;
  return (cx >= cell.x0 - margin && cx <= cell.x1 + margin) ||
         (word.x0 <= middle && middle <= word.x1);
}

}  // namespace

bool IsDecimalNumber(std::string_view folded) {
  if (folded.starts_with('$')) folded.remove_prefix(1);
  const std::size_t point = folded.find('.');
  if (point == std::string_view::npos || point == 0 ||
      folded.size() != point + 1 + kDecimals || !IsDigit(folded[0])) {
    return false;
  }
  return std::all_of(
             folded.begin(), folded.end(),
             [](char c) { return IsDigit(c) || c == ',' || c == '.'; }) &&
         IsDigit(folded[point + 1]) && IsDigit(folded[point + 2]);
}

CellResult JudgeCell(std::string_view truth, std::string_view read) {
  if (read == truth) return CellResult::kRight;
  if (std::none_of(read.begin(), read.end(), IsLetterOrDigit)) {
    return CellResult::kMissing;
  }
  return PointIsAtItsPlace(read) ? CellResult::kMisread
                                 : CellResult::kPointLost;
}

std::string TextInCell(const Box& cell, const std::vector<Box>& words) {
  std::vector<const Box*> inside;
  for (const Box& word : words) {
    if (Holds(cell, word)) inside.push_back(&word);
  }
  std::stable_sort(inside.begin(), inside.end(),
                   [](const Box* a, const Box* b) { return a->x0 < b->x0; });
  std::string text;
  for (const Box* word : inside) text += word->text;
  std::erase(text, ' ');
  return text;
}

}  // namespace rescan::bench
