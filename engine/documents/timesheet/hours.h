// Hours as a timesheet prints them.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_HOURS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_HOURS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

enum class HoursKind {
  kCell,       // one row on one day: at most 24 hours
  kDayTotal,   // the header's sum of a day: at most 24 hours
  kWeekTotal,  // of a row or of the sheet: at most 168 hours
};

enum class HoursFault { kNone, kNegative, kExcessive, kUnparsable };

// "NEGATIVE", "EXCESSIVE", "PARSE_ERROR", "" (persistent).
[[nodiscard]] std::string_view HoursFaultName(HoursFault fault);

struct ParsedHours {
  std::optional<Hundredths> value;  // empty when there is a fault
  HoursFault fault = HoursFault::kNone;
  std::vector<Correction> corrections;
};

// Blank text or a dash is 0. Otherwise a decimal number with any number of
// decimals, rounded to hundredths half up; never snapped to quarter hours.
// Repaired, each noted as a correction:
//   hours.comma          7,5      -> 7.50
//   hours.letter_o       7.O      -> 7.00
//   hours.missing_point  750      -> 7.50   three or four digits, no point: the
//                                           screen always prints two decimals
//   hours.tenfold        75       -> 7.50   70, 75, 80, 85 exactly; cells only
//   hours.rounded        7.499999 -> 7.50
// All else, and what is negative or above the kind's limit, has no value: what
// cannot be read is never 0.
[[nodiscard]] ParsedHours ParseHours(std::string_view text, HoursKind kind);

// The field as a value of the record; unreadable when `field` is not readable
// or its text has a fault, which is then added to `findings` as a warning about
// `where` ("Monday's header total").
[[nodiscard]] HoursValue ReadHours(const ReadField& field, HoursKind kind,
                                   std::string_view where, Findings* findings);

// "7.50".
[[nodiscard]] std::string FormatHours(Hundredths hours);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_HOURS_H_
