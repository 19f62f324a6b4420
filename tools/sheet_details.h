#ifndef RESCAN_TOOLS_SHEET_DETAILS_H_
#define RESCAN_TOOLS_SHEET_DETAILS_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/documents/timesheet/stored.h"
#include "tools/json_line.h"

namespace rescan::cli {

// Everything that a person needs to decide on a sheet: what is known of it, the
// table of checks (what the rows sum to beside what the page prints), errors,
// warnings and reasons, the repair, and each day's hours with what was read and
// changed.
//
// `json` is TimesheetRecords::SheetJson of the sheet; what it lacks is left
// out. `entries` are the rows that stand for it in the records; without any the
// hours are those of `json`.
[[nodiscard]] std::string SheetDetails(
    const timesheet::SheetRecord& sheet, const Json& json,
    std::span<const timesheet::EntryRecord> entries);

// One line of the table of checks.
struct ShownCheck {
  std::string type, item, calculated, printed;
  // Empty when one side is not known.
  std::optional<bool> agrees;
};

// The week first, then Monday to Sunday, then the projects. They agree when
// they are equal to the hundredth.
[[nodiscard]] std::vector<ShownCheck> ChecksOf(const Json& json);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_SHEET_DETAILS_H_
