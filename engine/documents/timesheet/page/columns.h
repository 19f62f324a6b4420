// Which upright lines are those of a week's table; internal to the finding of
// tables.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_COLUMNS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_COLUMNS_H_

#include <optional>
#include <span>
#include <vector>

#include "engine/documents/timesheet/page/ridge.h"
#include "engine/documents/timesheet/page/upright_lines.h"

namespace rescan::timesheet::page {

struct Columns {
  // The left lines of all columns but the first of the table.
  std::vector<Span> lines;
  Span rows;         // from the first row of these lines to the last
  double pitch = 0;  // from day to day, pixels
  // A line of the same height left of `lines`: there the first column begins.
  std::optional<Span> left_line;
  bool another_table = false;
};

// The longest series of at least 4 lines, of about the same height, that stand
// at equal distances. nullopt if there is none, or more than 10: a grid of that
// many equal columns is none of a week.
[[nodiscard]] std::optional<Columns> FindColumns(
    std::span<const UprightLine> lines);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_COLUMNS_H_
