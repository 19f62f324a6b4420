// Invents what a timesheet says; internal to the drawing of timesheets.
#ifndef RESCAN_TOOLS_SAMPLES_SHEET_CONTENT_H_
#define RESCAN_TOOLS_SAMPLES_SHEET_CONTENT_H_

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "tools/samples/sheet.h"
#include "tools/samples/words.h"

namespace rescan::samples {

struct SheetContent {
  SheetTruth truth;                        // all but `fields` and `expectation`
  std::array<std::string, 7> header_days;  // "Mon. 22", as printed
};

// Names, codes, dates and hours of a sheet of these dimensions, in which a
// wrapped name has about `long_name` letters. Every row has its sum and every
// day its total, but for the one fault which the variant asks for.
[[nodiscard]] SheetContent InventSheet(const SheetDimensions& dimensions,
                                       int long_name, TextSource& source);

// The two sheets of the specification: a week of 52.50 hours, and one of none.
[[nodiscard]] SheetContent SampleSheetA();
[[nodiscard]] SheetContent SampleSheetB();

// ---- the week (sheet_week.cc)

// Monday of a week of 2025 of this kind: "month_boundary", "year_boundary",
// "bank_holiday" (England and Wales), else one without any of these.
[[nodiscard]] std::chrono::sys_days PickWeek(std::string_view kind, Rng& rng);

// The bank holidays of 2025 in the week, a bit each, Monday first.
[[nodiscard]] std::array<bool, 7> HolidaysOf(std::chrono::sys_days monday);

// "2025-09-22"
[[nodiscard]] std::string IsoDate(std::chrono::sys_days day);

// "Sep 22 2025 - Sep 28 2025", in the notation `dates`: "plain", "comma",
// "day_first", "no_year", "slashes", "dots".
[[nodiscard]] std::string PeriodText(std::chrono::sys_days monday,
                                     std::string_view dates);

// "Mon. 22" .. "Sun. 28".
[[nodiscard]] std::array<std::string, 7> HeaderDays(
    std::chrono::sys_days monday);

// The same with a fault: other days than those of the week.
[[nodiscard]] std::array<std::string, 7> WrongHeaderDays(
    std::chrono::sys_days monday, Rng& rng);

// ---- the hours (sheet_hours.cc)

// Hours for the rows of `sheet.projects`, and all sums. More than 60 hours in
// the week if `over_limit`, else at most that.
void InventHours(std::chrono::sys_days monday, bool over_limit,
                 SheetTruth& sheet, Rng& rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_SHEET_CONTENT_H_
