// What is known of each person's weeks: the ground that coverage, labour and
// calendar stand on. A week is what a sheet is for; whether its Monday has rows
// says nothing.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_WEEKS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_WEEKS_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

// Both inclusive; without one it is open on that side.
struct DaySpan {
  std::optional<Day> first, last;

  [[nodiscard]] bool Contains(Day day) const {
    return (!first || *first <= day) && (!last || day <= *last);
  }
  // A day of the week that begins on `monday` is in it.
  [[nodiscard]] bool Touches(Day monday) const {
    return (!first || *first <= monday + std::chrono::days(kDaysOfWeek - 1)) &&
           (!last || monday <= *last);
  }
};

// The worse first: the best sheet of a week counts.
enum class WeekState {
  kMissing,    // no sheet
  kDiscarded,  // a person rejected the sheet
  kRejected,   // the sheet is not posted
  kPending,    // the sheet waits for a person
  kSubmitted,  // its rows, or its zero-hour marker, are stored
};

// "missing", "discarded", "rejected", "pending", "submitted" (persistent).
[[nodiscard]] std::string_view WeekStateName(WeekState state);

struct WeekFacts {
  WeekState state = WeekState::kMissing;
  bool zero_hour = false;
  std::string zero_hour_reason;
  Hundredths hours = 0;        // of the rows that have any
  std::size_t unreadable = 0;  // rows whose hours are unreadable
  // Projects with hours or unreadable rows: key -> code as shown.
  std::map<std::string, std::string> projects;
};

// For one user's sheets. Const after construction: thread-safe.
class WeekIndex {
 public:
  WeekIndex() = default;  // of no sheets
  explicit WeekIndex(const Timesheets& stored);

  // Default facts, kMissing, where there is nothing.
  [[nodiscard]] const WeekFacts& Find(const std::string& person_key,
                                      Day monday) const;

  // By Monday; empty for an unknown person.
  [[nodiscard]] const std::map<Day, WeekFacts>& WeeksOf(
      const std::string& person_key) const;

  // The first and last week that anything is known of.
  [[nodiscard]] std::optional<Day> first_week() const { return first_week_; }
  [[nodiscard]] std::optional<Day> last_week() const { return last_week_; }
  // The last one that is submitted for anybody. Dates of sheets that wait are
  // not proved: a year that was misread must not lead to weeks without sheets.
  [[nodiscard]] std::optional<Day> last_submitted_week() const;

 private:
  WeekFacts& At(const std::string& person_key, Day week);

  std::map<std::string, std::map<Day, WeekFacts>> weeks_;
  std::optional<Day> first_week_, last_week_;
};

// The Mondays in `span`; where it is open, those from the first or to the last
// week of `index`. Empty when both are missing.
[[nodiscard]] std::vector<Day> WeeksIn(const DaySpan& span,
                                       const WeekIndex& index);

// The days of the last `count` weeks up to last_submitted_week (last_week where
// there is none), none of them before first_week. Nothing where the index knows
// no more than `count` weeks from the first to the last.
[[nodiscard]] std::optional<DaySpan> LastWeeks(const WeekIndex& index,
                                               std::size_t count);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_WEEKS_H_
