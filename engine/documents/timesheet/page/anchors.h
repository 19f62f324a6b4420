// What makes a page a timesheet.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_ANCHORS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_ANCHORS_H_

#include <optional>
#include <span>

#include "engine/documents/timesheet/sheet.h"
#include "engine/ocr/page.h"

namespace rescan::timesheet::page {

// The columns of a table right of its first one, by their labels.
struct ColumnRoles {
  // How many of the first seven labels name a day, all by as many days (mostly
  // none) from the one of their place: which hours belong to which day is
  // judged where the dates are known.
  int legible_days = 0;
  // Index of the column; nullopt = none of the labels behind the days says so.
  std::optional<std::size_t> total, posted_actuals;
};
[[nodiscard]] ColumnRoles RolesOf(std::span<const ReadField> labels);

// The first word of Posted Actuals alone, where the label is of two lines.
[[nodiscard]] bool BeginsPostedActuals(const ReadField& label);

// The columns are those of a week: four days at least can be read, and follow
// each other.
[[nodiscard]] bool IsWeek(const ColumnRoles& roles);

// Signs of a timesheet among the words of a whole page. A table is not asked
// for: a week without hours has none.
struct PageSigns {
  bool project_time = false;  // the words PROJECT TIME
  bool dates = false;         // two years, or two dates, with a dash between
  bool status = false;        // the word Status
  bool timesheet = false;     // Timesheet, Timesheets
  // Labels of days, Total, Posted Actuals or Collapse all: there is a table,
  // whatever the pixels show of it.
  bool table = false;
  // Where the fields are, by PROJECT TIME or Status or, where neither of these
  // small grey labels was read, the dates; else of no height. Height of
  // capitals, pixels.
  PixelBox region;
  int capital = 0;
};
[[nodiscard]] PageSigns SignsOf(const Page& page);

// PROJECT TIME, or the bar of it (`progress_bar`: there is one in the region),
// and of the two, the dates, Status and the title at least three.
[[nodiscard]] bool IsSheet(const PageSigns& signs, bool progress_bar);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_ANCHORS_H_
