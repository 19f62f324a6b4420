// The header row: day labels, totals, and the check that each column is the day
// that the period says.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_HEADER_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_HEADER_H_

#include <optional>
#include <string>
#include <string_view>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// "Mon. 22", "Mon 22", "Monday 22": what could be read of a day label.
struct DayLabel {
  std::optional<std::size_t> weekday;  // 0 = Monday
  std::optional<int> day_of_month;     // 1 to 31
};

[[nodiscard]] DayLabel ParseDayLabel(std::string_view text);

// A header cell read as one text, parted into label and total.
struct HeaderCell {
  std::string label, total;
};

// "Mon. 6 7.50" has the total 7.50; with fewer than three tokens there is none,
// so that the 6 of "Mon. 6" is never taken for hours.
[[nodiscard]] HeaderCell SplitDayCell(std::string_view text);

// "Total 52.50" -> "52.50". nullopt when the text is not the Total header (it
// names Posted Actuals, or has no number behind the word).
[[nodiscard]] std::optional<std::string> SplitTotalCell(std::string_view text);

// True when the text begins with Monday's name: how a header row is found.
[[nodiscard]] bool NamesMonday(std::string_view text);

// Compares the labels with the week of `monday`. A label that names another
// weekday or another day of the month is an error (V0: every hour may stand on
// the wrong day); one that cannot be read is a warning for which a sheet is
// reviewed: it may be the one that is wrong. Returns how many days of the month
// could be compared.
int CheckHeaderDays(const RawSheet& raw, Day monday, Findings* findings);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_HEADER_H_
