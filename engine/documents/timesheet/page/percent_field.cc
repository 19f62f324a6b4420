#include "engine/documents/timesheet/page/percent_field.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/number_field.h"
#include "engine/ocr/ink_marks.h"

namespace rescan::timesheet::page {
namespace {

// Of a digit, in heights of the tallest mark.
constexpr double kDigit = 0.8;
constexpr std::size_t kMostDigits = 3;
// The sign has two rings, and a stroke that may touch them.
constexpr std::size_t kMostOfSign = 3;

}  // namespace

Result<std::optional<LineReading>> ReadPercent(const FieldPicture& field,
                                               const PartLooker& look_at) {
  const std::vector<InkMark>& marks = field.ink.marks;
  int tallest = 0;
  for (const InkMark& mark : marks) {
    tallest = std::max(tallest, mark.box.height());
  }
  std::size_t digits = 0;
  while (digits < marks.size() &&
         marks[digits].box.height() >= kDigit * tallest) {
    ++digits;
  }
  const std::size_t sign = marks.size() - digits;
  if (digits == 0 || digits > kMostDigits || sign > kMostOfSign) {
    return std::nullopt;
  }
  const FieldPicture part = PartOf(field, 0, digits - 1);
  auto number =
      ReadNumber(part, [&](const Look& look) { return look_at(part, look); });
  if (!number.has_value() || !number->has_value()) return number;
  if (sign > 0) {
    (*number)->text += '%';
    (*number)->words.back().text += '%';
  }
  return number;
}

}  // namespace rescan::timesheet::page
