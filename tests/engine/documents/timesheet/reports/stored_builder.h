// Stored rows for tests. Names are invented.
#ifndef RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_STORED_BUILDER_H_
#define RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_STORED_BUILDER_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

// Rows as the store gives them, but in the order they were added.
class StoredBuilder {
 public:
  // Of all that is added next; "" at first.
  StoredBuilder& User(const std::string& user);

  // Hours in hundredths; nullopt = unreadable.
  StoredBuilder& Entry(const std::string& person, Day date,
                       const std::string& code,
                       std::optional<Hundredths> hours);
  // The same on Monday, Tuesday, ... of a week, and its stored sheet; no row
  // for a day with 0.
  StoredBuilder& Week(const std::string& person, Day monday,
                      const std::string& code,
                      const std::vector<Hundredths>& hours);
  // A marker and its stored sheet.
  StoredBuilder& ZeroWeek(const std::string& person, Day monday,
                          const std::string& reason = "ABSENCE");
  StoredBuilder& Sheet(const std::string& person, Day monday, SheetState state);
  StoredBuilder& Rejection(const std::string& person, Day monday);

  [[nodiscard]] const Timesheets& rows() const { return rows_; }

 private:
  Timesheets rows_;
  std::string user_;
};

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_STORED_BUILDER_H_
