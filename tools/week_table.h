// Tables with a column for each week.
#ifndef RESCAN_TOOLS_WEEK_TABLE_H_
#define RESCAN_TOOLS_WEEK_TABLE_H_

#include <string>
#include <vector>

#include "engine/documents/timesheet/sheet.h"
#include "tools/table.h"

namespace rescan::cli {

// Headings of weeks by their Mondays: "01 Sep"; "1 Sep 2025" where there are
// more than a year's and days of the month alone would be ambiguous.
[[nodiscard]] std::vector<std::string> WeekNames(
    const std::vector<timesheet::Day>& weeks);

struct WeekRow {
  std::string name;
  std::vector<std::string> weeks;   // a cell for each
  std::vector<std::string> totals;  // behind them
};

struct WeekTotals {
  std::vector<std::string> names;
  std::vector<Table::Align> columns;  // as `names`
};

// A line for each row. More than 10 weeks stand below each other in parts of
// about equal width, each with the names, the last one with the totals.
// REQUIRES: rows have a cell for each of `weeks` and of `totals`.
[[nodiscard]] std::string WeekTable(const std::vector<timesheet::Day>& weeks,
                                    const WeekTotals& totals,
                                    const std::vector<WeekRow>& rows);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_WEEK_TABLE_H_
