#include "engine/documents/timesheet/header.h"

#include <algorithm>
#include <vector>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

// At least the three letters, at most the full name: "Mon", "Tues", "Monday".
std::optional<std::size_t> WeekdayOf(std::string_view word) {
  if (word.size() < 3) return std::nullopt;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    if (EqualsIgnoringCase(FullDayName(day).substr(0, word.size()), word)) {
      return day;
    }
  }
  return std::nullopt;
}

// A digit, or what single digits of these labels are read as: "Fri. S".
std::optional<int> DigitOf(char c) {
  constexpr std::string_view kReadAs = "OIl|SB&";
  constexpr std::string_view kDigits = "0111588";
  if (IsDigit(c)) return c - '0';
  const std::size_t place = kReadAs.find(c);
  if (place == std::string_view::npos) return std::nullopt;
  return kDigits[place] - '0';
}

std::optional<int> DayNumber(std::string_view text) {
  if (text.empty() || text.size() > 2) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    const std::optional<int> digit = DigitOf(c);
    if (!digit) return std::nullopt;
    value = value * 10 + *digit;
  }
  return value >= 1 && value <= 31 ? std::optional(value) : std::nullopt;
}

bool ContainsWord(std::string_view text, std::string_view word) {
  const std::string lower = Lower(text);
  return lower.find(word) != std::string::npos;
}

}  // namespace

DayLabel ParseDayLabel(std::string_view text) {
  constexpr std::string_view kSeparators = " .,";
  DayLabel label;
  if (text.size() > kMaxFieldCharacters) return label;
  const std::string plain = CollapseBlanks(text);
  std::string_view rest = plain;
  std::size_t letters = 0;
  while (letters < rest.size() && IsLetter(rest[letters])) ++letters;
  label.weekday = WeekdayOf(rest.substr(0, letters));
  if (label.weekday) {
    rest.remove_prefix(letters);
    rest.remove_prefix(
        std::min(rest.find_first_not_of(kSeparators), rest.size()));
  } else {
    // A name that was misread does not make the number behind it less true.
    const std::size_t last = rest.find_last_of(kSeparators);
    if (last == std::string_view::npos) return label;
    rest.remove_prefix(last + 1);
  }
  label.day_of_month = DayNumber(rest);
  return label;
}

HeaderCell SplitDayCell(std::string_view text) {
  if (text.size() > kMaxFieldCharacters) return {};
  const std::string plain = CollapseBlanks(text);
  const std::vector<std::string_view> words = Words(plain);
  if (words.size() < 3) return {plain, ""};
  const std::string_view total = words.back();
  return {CollapseBlanks(
              std::string_view(plain).substr(0, plain.size() - total.size())),
          std::string(total)};
}

std::optional<std::string> SplitTotalCell(std::string_view text) {
  if (text.size() > kMaxFieldCharacters) return std::nullopt;
  const std::vector<std::string_view> words = Words(text);
  if (words.size() < 2 || !ContainsWord(text, "total") ||
      ContainsWord(text, "posted")) {
    return std::nullopt;
  }
  return std::string(words.back());
}

bool NamesMonday(std::string_view text) {
  if (text.size() > kMaxFieldCharacters) return false;
  return ParseDayLabel(text).weekday == std::size_t{0};
}

int CheckHeaderDays(const RawSheet& raw, Day monday, Findings* findings) {
  int compared = 0;
  for (std::size_t i = 0; i < kDaysOfWeek; ++i) {
    const ReadField& field = raw.days[i].label;
    const Day expected = monday + std::chrono::days(static_cast<int>(i));
    const std::string column = std::string(FullDayName(i)) + "'s column";
    const DayLabel label =
        field.readable ? ParseDayLabel(field.text) : DayLabel{};
    if (label.weekday && *label.weekday != i) {
      AddError(findings, "V0",
               column + " is headed " + Quoted(field.text) +
                   ": the hours may stand on the wrong days");
    } else if (label.day_of_month &&
               *label.day_of_month != DayOfMonth(expected)) {
      AddError(findings, "V0",
               column + " is headed " + Quoted(field.text) +
                   " where the period says " + FormatDay(expected) +
                   ": the hours may stand on the wrong days");
    } else if (!label.day_of_month) {
      AddWarning(findings, "header.day_unreadable",
                 "the day number over " + column + " could not be read");
    }
    if (label.day_of_month) ++compared;
  }
  return compared;
}

}  // namespace rescan::timesheet
