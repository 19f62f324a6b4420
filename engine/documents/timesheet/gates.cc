#include "engine/documents/timesheet/gates.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/similarity.h"

namespace rescan::timesheet {
namespace {

constexpr double kNearlyPosted = 0.60;
// The marker's line is one pixel of some five hundred.
constexpr double kMarkerTolerance = 0.5;

std::string_view WithoutEdgeMarks(std::string_view text) {
  constexpr std::string_view kMarks = " .,;:|_-~'\"()[]";
  const std::size_t begin = text.find_first_not_of(kMarks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kMarks) - begin + 1);
}

bool IsOtherStatus(std::string_view text) {
  constexpr std::array<std::string_view, 10> kStatuses = {
      "adjusted", "approved", "draft",    "in progress", "not submitted",
      "open",     "rejected", "returned", "submitted",   "unsubmitted"};
  return std::find(kStatuses.begin(), kStatuses.end(), text) != kStatuses.end();
}

// Whether `field` shows ink that is not a zero.
bool HasHours(const ReadField& field) {
  if (!field.readable) return true;
  const ParsedHours hours = ParseHours(field.text, HoursKind::kWeekTotal);
  return !hours.value || *hours.value != 0;
}

bool AnyHours(const RawSheet& raw) {
  const auto cell_hours = [](const RawRow& row) {
    return std::any_of(row.cells.begin(), row.cells.end(), HasHours) ||
           (row.total && HasHours(*row.total));
  };
  return std::any_of(raw.rows.begin(), raw.rows.end(), cell_hours) ||
         (raw.header_found &&
          (std::any_of(raw.days.begin(), raw.days.end(),
                       [](const RawDay& day) { return HasHours(day.total); }) ||
           (raw.weekly_total && HasHours(*raw.weekly_total))));
}

}  // namespace

StatusGate JudgeStatus(const ReadField& status) {
  if (!status.readable || status.text.size() > kMaxFieldCharacters) {
    return StatusGate::kDoubtful;
  }
  const std::string plain = Lower(CollapseBlanks(status.text));
  const std::string_view word = WithoutEdgeMarks(plain);
  if (word.empty()) return StatusGate::kDoubtful;
  if (word == "posted") return StatusGate::kPosted;
  if (IsOtherStatus(word)) return StatusGate::kOther;
  return Similarity(word, "posted") >= kNearlyPosted ? StatusGate::kDoubtful
                                                     : StatusGate::kOther;
}

std::optional<int> ParsePercent(std::string_view text) {
  if (text.size() > kMaxFieldCharacters) return std::nullopt;
  const std::string plain = CollapseBlanks(text);
  std::string_view rest = plain;
  const std::size_t digits =
      std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits > 3 || rest.empty()) return std::nullopt;
  int value = 0;
  for (const char c : rest.substr(0, digits)) value = value * 10 + (c - '0');
  if (digits == 0) {
    if (rest.front() != 'O' && rest.front() != 'o') return std::nullopt;
    rest.remove_prefix(1);
  } else {
    rest.remove_prefix(digits);
  }
  // The small percent sign, as it is and as it is read.
  const std::string sign = Lower(CollapseBlanks(rest));
  const bool known = sign.empty() || sign == "%" ||
                     (value == 0 && (sign == "w" || sign == "x" ||
                                     sign == "r" || sign == "o%"));
  return known ? std::optional(value) : std::nullopt;
}

ZeroHours JudgeZeroHours(const RawSheet& raw) {
  const auto percent = raw.percent.readable ? ParsePercent(raw.percent.text)
                                            : std::optional<int>();
  const bool marker_zero =
      raw.percent_by_marker && *raw.percent_by_marker <= kMarkerTolerance;
  const bool text_zero = percent && *percent == 0;
  const bool against =
      (raw.percent_by_marker && !marker_zero) || (percent && !text_zero);
  const bool no_table = !raw.header_found && !raw.grid_found;
  const int percent_signs = (marker_zero ? 1 : 0) + (text_zero ? 1 : 0);
  const int table_signs = (raw.header_found ? 0 : 1) + (raw.grid_found ? 0 : 1);
  const bool hours = AnyHours(raw);
  if (percent_signs >= 1 && percent_signs + table_signs >= 2 && !against &&
      !hours) {
    return ZeroHours::kYes;
  }
  if (no_table && !hours) return ZeroHours::kDoubtful;
  // A table without any hours is no normal sheet either.
  return hours ? ZeroHours::kNo : ZeroHours::kDoubtful;
}

}  // namespace rescan::timesheet
