#include "engine/documents/timesheet/page/day_label.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/header.h"
#include "engine/documents/timesheet/page/number_field.h"
#include "engine/documents/timesheet/page/number_ink.h"
#include "engine/documents/timesheet/page/text_field.h"

namespace rescan::timesheet::page {
namespace {

// In heights of the ink: the gap behind the day's name at least. Between the
// digits of 11 there is less.
constexpr double kBlank = 0.4;
constexpr int kMostDigits = 2;
constexpr float kSure = 0.9F;

bool IsPoint(const InkMark& mark) {
  return mark.kind == MarkKind::kPoint || mark.kind == MarkKind::kComma ||
         mark.kind == MarkKind::kSeparator;
}

// The first mark of the number: behind the last point, or else behind the
// widest gap.
std::optional<std::size_t> NumberIn(const InkMarks& ink) {
  const std::vector<InkMark>& marks = ink.marks;
  std::size_t first = 0;
  int widest = 0;
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const int gap = marks[i].box.left - marks[i - 1].box.right;
    if (IsPoint(marks[i - 1])) {
      first = i;
      widest = marks.back().box.right;
    } else if (gap > widest && gap >= kBlank * ink.height) {
      first = i;
      widest = gap;
    }
  }
  if (first == 0) return std::nullopt;
  int digits = 0;
  for (std::size_t i = first; i < marks.size(); ++i) {
    if (marks[i].kind != MarkKind::kCharacter) return std::nullopt;
    digits += marks[i].least;
  }
  return digits <= kMostDigits ? std::optional(first) : std::nullopt;
}

bool IsDigits(const std::string& text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

// The number on its own; none: no two readings of it agree.
Result<std::optional<LineReading>> ReadDigits(const FieldPicture& part,
                                              const PartLooker& look_at) {
  auto number = ReadNumber(part, [&](const Look& look) {
    Look digits = look;
    digits.characters = "0123456789";
    return look_at(part, digits);
  });
  if (!number.has_value()) return number;
  if (number->has_value() && !IsDigits((*number)->text)) *number = std::nullopt;
  const std::string ones = NumberInk(part).Ones();
  if (number->has_value() || ones.empty()) return number;
  LineReading seen;
  seen.text = ones;
  seen.confidence = kSure;
  Word& word = seen.words.emplace_back();
  word.text = ones;
  word.confidence = kSure;
  const kernels::InkBox& box = part.ink_box;
  word.box = {part.left + box.left, part.top + box.top, box.width(),
              box.height()};
  return seen;
}

// What the line has for a number; none where the ink speaks against it.
std::optional<std::string> NumberOfLine(const LineReading& label,
                                        const FieldPicture& part) {
  const std::optional<int> day = ParseDayLabel(label.text).day_of_month;
  if (!day.has_value()) return std::nullopt;
  std::string number = std::to_string(*day);
  if (!NumberInk(part).Judge(number).has_value()) return std::nullopt;
  return number;
}

// Leaves the day's name alone, the line's first word.
void DropNumber(LineReading& label) {
  label.words.resize(1);
  Word& name = label.words.front();
  // "Wed.5S": no blank was read.
  const std::size_t behind = name.text.find_first_of("0123456789");
  if (behind != std::string::npos && behind > 0) {
    name.text.resize(behind);
    name.letters.resize(std::min(name.letters.size(), behind));
    name.letter_ids.resize(name.letters.size());
  }
  label.text = name.text;
  label.confidence = name.confidence;
}

void Append(LineReading number, LineReading& label) {
  label.text += ' ' + number.text;
  label.confidence = std::min(label.confidence, number.confidence);
  for (Word& word : number.words) {
    word.id = static_cast<int>(label.words.size()) + 1;
    label.words.push_back(std::move(word));
  }
}

}  // namespace

Result<LineReading> ReadDayLabel(const FieldPicture& field,
                                 const PartLooker& look_at) {
  auto label = ReadTextLine(
      field, [&](const Look& look) { return look_at(field, look); });
  if (!label.has_value() || label->words.empty()) return label;
  const std::optional<std::size_t> first = NumberIn(field.ink);
  if (!first.has_value()) return label;
  const FieldPicture part = PartOf(field, *first, field.ink.marks.size() - 1);
  auto number = ReadDigits(part, look_at);
  if (!number.has_value()) return tl::unexpected(std::move(number.error()));
  const std::optional<std::string> of_line = NumberOfLine(*label, part);
  if (!number->has_value() && of_line.has_value() &&
      label->confidence >= kSure) {
    return label;
  }
  DropNumber(*label);
  const bool differ =
      of_line.has_value() && number->has_value() && *of_line != (*number)->text;
  if (number->has_value() && !differ) Append(**std::move(number), *label);
  return label;
}

}  // namespace rescan::timesheet::page
