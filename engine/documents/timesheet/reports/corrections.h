// Corrections that a person made in an exported file, held against the rows
// that there are.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_CORRECTIONS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_CORRECTIONS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/documents/timesheet/reports/export_rows.h"
#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

// One row of the file.
struct CorrectionRow {
  std::size_t line = 0;
  ExportCells cells;  // valid UTF-8
};

// New values of one row of Timesheets::entries; what is absent stays.
struct EntryCorrection {
  std::size_t line = 0, entry = 0;
  std::optional<std::string> person, code, name;
  std::optional<Day> date;
  std::optional<Hundredths> hours;
};

// The same of Timesheets::zero_hours.
struct ZeroHourCorrection {
  std::size_t line = 0, zero_hour = 0;
  std::optional<std::string> person, reason;
};

struct RowFault {
  std::size_t line = 0;
  std::string message;
};

struct CorrectionPlan {
  std::size_t read = 0;     // rows of the file
  std::size_t checked = 0;  // of them, those whose keys were found
  // Rows with a difference that can be made, in the order of the file.
  std::vector<EntryCorrection> entries;
  std::vector<ZeroHourCorrection> zero_hours;
  std::vector<RowFault> faults;  // rows that are refused, one fault each
};

// ResourceName and DateProjectCode find the row and are never changed; the
// cells that differ from what the export would write are its changes. Numbers
// are compared as numbers ("7.5" is "7.50"), truths as truths ("1" and "yes"
// are "true"), and a text that the export put a ' in front of is that text.
//
// Person, Date, ProjectCode, ProjectName and Hours of hours can change, person
// and ZeroHourReason of a zero-hour week. WeekStartDate, WeekEndDate and
// YearMonth follow the Date: they may be what they were or what they become.
//
// Refused, as a whole row: keys that are unknown, in an earlier row too, or
// those of two users; a value that is none (hours outside 0 to 24 or with more
// than two decimals, a day not as YYYY-MM-DD, a text for a code that cannot be
// stored, an empty name); a change of a cell that says where the row comes
// from, or of its kind; a new place that another row has and keeps. Rows get
// their new places all at once: two of them may change theirs.
[[nodiscard]] CorrectionPlan PlanCorrections(
    const Timesheets& sheets, std::span<const CorrectionRow> rows);

// "7.5" -> 750. Digits with a decimal point, at most two decimals but for
// zeros behind them; blanks around. nullopt for all else, a sign too, and for
// more than 24 hours.
[[nodiscard]] std::optional<Hundredths> ParseDayHours(std::string_view text);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_CORRECTIONS_H_
