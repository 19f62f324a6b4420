#include "engine/documents/timesheet/page/day_label.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
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
constexpr std::size_t kMostDigits = 2;
constexpr float kSure = 0.9F;
// Days of a month.
constexpr int kShortestMonth = 28;
constexpr int kLongestMonth = 31;
// Of seven, so many bear out what another one is.
constexpr std::size_t kLeastLegible = 5;

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
  std::size_t digits = 0;
  for (std::size_t i = first; i < marks.size(); ++i) {
    if (marks[i].kind != MarkKind::kCharacter) return std::nullopt;
    digits += static_cast<std::size_t>(marks[i].least);
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

// `day`, unless the ink speaks against it.
std::optional<int> IfAllowed(std::optional<int> day, const FieldPicture& part) {
  if (!day.has_value()) return std::nullopt;
  if (!NumberInk(part).Judge(std::to_string(*day)).has_value()) {
    return std::nullopt;
  }
  return day;
}

// What a reading of the line has for a number.
std::optional<int> NumberOfLine(std::string_view line,
                                const FieldPicture& part) {
  return IfAllowed(ParseDayLabel(line).day_of_month, part);
}

// What one of the number alone has.
std::optional<int> NumberAlone(const std::string& text,
                               const FieldPicture& part) {
  if (!IsDigits(text) || text.size() > kMostDigits) return std::nullopt;
  return IfAllowed(std::stoi(text), part);
}

void AddOnce(std::optional<int> day, std::vector<int>& days) {
  if (day.has_value() &&
      std::find(days.begin(), days.end(), *day) == days.end()) {
    days.push_back(*day);
  }
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

// The day between two others, or beside one; 0 = none, also where it depends on
// how long the month is.
int DayBetween(int before, int behind) {
  if (behind > 1) return behind - 1;
  const int last = behind == 1 ? kLongestMonth : kShortestMonth;
  return before > 0 && before < last ? before + 1 : 0;
}

// Whether a day may follow another one. 0 = it is not known.
bool Follows(int day, int before) {
  return day == 0 || before == 0 || day == before + 1 ||
         (day == 1 && before >= kShortestMonth);
}

}  // namespace

Result<DayLabelReading> ReadDayLabel(const FieldPicture& field,
                                     const PartLooker& look_at) {
  std::vector<std::string> of_lines;
  auto line = ReadTextLine(field, [&](const Look& look) {
    auto reading = look_at(field, look);
    if (reading.has_value()) of_lines.push_back(reading->text);
    return reading;
  });
  if (!line.has_value()) return tl::unexpected(std::move(line.error()));
  DayLabelReading label{*std::move(line), {}};
  if (label.line.words.empty()) return label;
  const std::optional<std::size_t> first = NumberIn(field.ink);
  if (!first.has_value()) return label;
  const FieldPicture part = PartOf(field, *first, field.ink.marks.size() - 1);
  std::vector<std::string> alone;
  auto number =
      ReadDigits(part, [&](const FieldPicture& digits, const Look& look) {
        auto reading = look_at(digits, look);
        if (reading.has_value()) alone.push_back(reading->text);
        return reading;
      });
  if (!number.has_value()) return tl::unexpected(std::move(number.error()));
  const std::optional<int> of_line = NumberOfLine(label.line.text, part);
  if (!number->has_value() && of_line.has_value() &&
      label.line.confidence >= kSure) {
    return label;
  }
  DropNumber(label.line);
  const bool differ = of_line.has_value() && number->has_value() &&
                      std::to_string(*of_line) != (*number)->text;
  if (number->has_value() && !differ) {
    Append(**std::move(number), label.line);
  } else if (of_line.has_value()) {
    label.doubted = {*of_line};
    for (const std::string& text : of_lines) {
      AddOnce(NumberOfLine(text, part), label.doubted);
    }
    for (const std::string& text : alone) {
      AddOnce(NumberAlone(text, part), label.doubted);
    }
  }
  return label;
}

void SettleDayNumbers(std::span<DayLabelField> labels) {
  // 0 = none, as before the first and behind the last.
  std::vector<int> days = {0};
  std::size_t legible = 0;
  for (const DayLabelField& label : labels) {
    const ReadField& field = label.field;
    const int day =
        field.readable ? ParseDayLabel(field.text).day_of_month.value_or(0) : 0;
    if (!Follows(day, days.back())) return;
    days.push_back(day);
    legible += day > 0 ? 1 : 0;
  }
  days.push_back(0);
  if (legible < kLeastLegible) return;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::vector<int>& doubted = labels[i].doubted;
    const int before = days[i];
    const int behind = days[i + 2];
    const int day = DayBetween(before, behind);
    if (doubted.empty() || day != doubted.front() || !Follows(day, before) ||
        !Follows(behind, day)) {
      continue;
    }
    const bool is_beside = std::any_of(
        doubted.begin(), doubted.end(),
        [&](int may_be) { return may_be == before || may_be == behind; });
    if (!is_beside) labels[i].field.text += ' ' + std::to_string(day);
  }
}

}  // namespace rescan::timesheet::page
