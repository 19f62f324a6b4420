#include "engine/documents/timesheet/hours.h"

#include <algorithm>
#include <array>

#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

constexpr Hundredths kDayLimit = 24'00;
constexpr Hundredths kWeekLimit = 7 * kDayLimit;
// 70.00, 75.00, 80.00, 85.00: a day of 7 to 8.5 hours with its point moved.
constexpr std::array<Hundredths, 4> kTenfold = {70'00, 75'00, 80'00, 85'00};
constexpr std::size_t kMaxWholeDigits = 4;
constexpr std::size_t kMaxDecimals = 12;

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// `replace` of any of `from` by `to`, noted when it changed something.
void Substitute(std::string_view from, char to, std::string_view rule,
                std::string* text, ParsedHours* parsed) {
  const std::string before = *text;
  for (char& c : *text) {
    if (from.find(c) != std::string_view::npos) c = to;
  }
  if (*text != before) {
    parsed->corrections.push_back({std::string(rule), before, *text});
  }
}

// `whole` and `decimals` hold digits only, `whole` at least one.
Hundredths FromDigits(std::string_view whole, std::string_view decimals) {
  Hundredths value = 0;
  for (const char c : whole) value = value * 10 + (c - '0');
  for (std::size_t i = 0; i < 2; ++i) {
    value = value * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
  }
  if (decimals.size() > 2 && decimals[2] >= '5') ++value;
  return value;
}

// The number in `text` (point, no comma), its own repairs noted.
std::optional<Hundredths> FromNumber(std::string_view text, HoursKind kind,
                                     ParsedHours* parsed) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!AllDigits(whole)) return std::nullopt;
  if (point == std::string_view::npos && whole.size() > 2) {
    if (whole.size() > 4) return std::nullopt;
    const Hundredths value = FromDigits(whole.substr(0, whole.size() - 2),
                                        whole.substr(whole.size() - 2));
    parsed->corrections.push_back(
        {"hours.missing_point", std::string(text), FormatHours(value)});
    return value;
  }
  const std::string_view decimals =
      point == std::string_view::npos ? "" : text.substr(point + 1);
  if (point != std::string_view::npos && !AllDigits(decimals)) {
    return std::nullopt;
  }
  if (whole.size() > kMaxWholeDigits || decimals.size() > kMaxDecimals) {
    return std::nullopt;
  }
  Hundredths value = FromDigits(whole, decimals);
  if (decimals.size() > 2) {
    parsed->corrections.push_back(
        {"hours.rounded", std::string(text), FormatHours(value)});
  }
  if (kind == HoursKind::kCell &&
      std::find(kTenfold.begin(), kTenfold.end(), value) != kTenfold.end()) {
    value /= 10;
    parsed->corrections.push_back(
        {"hours.tenfold", std::string(text), FormatHours(value)});
  }
  return value;
}

ParsedHours Faulty(HoursFault fault) { return {std::nullopt, fault, {}}; }

}  // namespace

std::string_view HoursFaultName(HoursFault fault) {
  switch (fault) {
    case HoursFault::kNone:
      return "";
    case HoursFault::kNegative:
      return "NEGATIVE";
    case HoursFault::kExcessive:
      return "EXCESSIVE";
    case HoursFault::kUnparsable:
      return "PARSE_ERROR";
  }
  return "";
}

ParsedHours ParseHours(std::string_view text, HoursKind kind) {
  // Longer than any number: not worth a copy.
  if (text.size() > kMaxFieldCharacters) return Faulty(HoursFault::kUnparsable);
  std::string number = PlainDashes(CollapseBlanks(text));
  ParsedHours parsed;
  if (number.empty() || number == "-") {
    parsed.value = 0;
    return parsed;
  }
  Substitute(",", '.', "hours.comma", &number, &parsed);
  Substitute("Oo", '0', "hours.letter_o", &number, &parsed);
  const bool negative = number.front() == '-';
  const auto value = FromNumber(
      std::string_view(number).substr(negative ? 1 : 0), kind, &parsed);
  if (!value) return Faulty(HoursFault::kUnparsable);
  if (negative && *value > 0) return Faulty(HoursFault::kNegative);
  const Hundredths limit =
      kind == HoursKind::kWeekTotal ? kWeekLimit : kDayLimit;
  if (*value > limit) return Faulty(HoursFault::kExcessive);
  parsed.value = value;
  return parsed;
}

HoursValue ReadHours(const ReadField& field, HoursKind kind,
                     std::string_view where, Findings* findings) {
  HoursValue hours;
  hours.raw = KeptText(field.text);
  hours.box = field.box;
  hours.confidence = field.confidence;
  if (!field.readable) {
    AddWarning(findings, "hours.unreadable",
               std::string(where) + " could not be read");
    return hours;
  }
  ParsedHours parsed = ParseHours(field.text, kind);
  if (!parsed.value) {
    AddWarning(findings, "hours.unreadable",
               std::string(where) + " is not hours: " + Quoted(field.text) +
                   " (" + std::string(HoursFaultName(parsed.fault)) + ")");
    return hours;
  }
  hours.Set(*parsed.value);
  for (Correction& correction : parsed.corrections) {
    hours.Note(std::move(correction));
  }
  return hours;
}

std::string FormatHours(Hundredths hours) {
  const Hundredths size = hours < 0 ? -hours : hours;
  std::string text = hours < 0 ? "-" : "";
  text += std::to_string(size / 100) + ".";
  if (size % 100 < 10) text += "0";
  return text + std::to_string(size % 100);
}

}  // namespace rescan::timesheet
