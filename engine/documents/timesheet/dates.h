// Days, the date range of a timesheet, and the week it stands for.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_DATES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_DATES_H_

#include <optional>
#include <string>
#include <string_view>

#include "engine/documents/timesheet/sheet.h"
#include "kernels/base/result.h"

namespace rescan::timesheet {

struct DateRange {
  Day first, last;
  // A day and a year that were read as one number ("282025") were parted.
  bool parted = false;
  // A letter was read for a digit ("Sep S 2025").
  bool misread = false;
};

// Two dates of one form with a dash of any kind between them:
//   Mon D, YYYY   Mon D YYYY   D Mon, YYYY   D Mon YYYY   MM.DD.YYYY
//   MM/DD/YYYY
// Months are English, three letters, "Sept" or the full name, in any case;
// blanks may be missing or many, a comma may be lost. The first date may lack
// its year ("Dec 30 - Jan 5 2025"): it is the last one's, or the year before
// where that would put it after the last. Years 1900 to 2199. A day that was
// read as one of O, I, l, Z, S and B is the digit that looks like it, if the
// range then is a week from Monday to Sunday: the other date proves it.
// Error kInvalidArgument: says what does not fit; a date is never guessed.
[[nodiscard]] Result<DateRange> ParseDateRange(std::string_view text);

struct Week {
  Day monday;
  bool shifted = false;  // the range began on another day
};

// The Monday-to-Sunday week in which `range` begins. Error kInvalidArgument
// unless the range has exactly seven days (a reversed one counts as none).
[[nodiscard]] Result<Week> WeekOf(const DateRange& range);

// The date in a screenshot's name, YYYY-MM-DD_HHhMM_SS followed by anything;
// folders before the name are ignored. nullopt when it has another form.
[[nodiscard]] std::optional<Day> CaptureDate(std::string_view file_name);

// Why the year of `monday` may be misread, "" when nothing speaks against it:
// more than 400 days from the day of capture, or after it.
[[nodiscard]] std::string WeekDoubt(Day monday, Day captured);

// YYYY-MM-DD.
[[nodiscard]] std::string FormatDay(Day day);
[[nodiscard]] std::optional<Day> ParseDay(std::string_view text);

[[nodiscard]] int YearOf(Day day);
[[nodiscard]] int DayOfMonth(Day day);

// 0 = Monday. "Mon".."Sun" and "Monday".."Sunday". REQUIRES: day < 7.
[[nodiscard]] std::string_view ShortDayName(std::size_t day);
[[nodiscard]] std::string_view FullDayName(std::size_t day);

// 1 to 12.
[[nodiscard]] int MonthOfYear(Day day);
// "Jan".."Dec". REQUIRES: 1 <= month <= 12.
[[nodiscard]] std::string_view ShortMonthName(int month);
// The month that `text` names: three letters, "Sept" or the full name, in any
// case; nullopt for anything else.
[[nodiscard]] std::optional<int> MonthFromName(std::string_view text);

// The Monday on or before `day`.
[[nodiscard]] Day MondayOf(Day day);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_DATES_H_
