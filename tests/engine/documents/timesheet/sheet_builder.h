// Sheets for tests: a truth, and what a page reader that makes no mistake would
// find of it. Names are invented.
#ifndef RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_SHEET_BUILDER_H_
#define RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_SHEET_BUILDER_H_

#include <array>
#include <random>
#include <string>
#include <vector>

#include "engine/documents/timesheet/interpret.h"
#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

using DayHours = std::array<Hundredths, kDaysOfWeek>;

struct TrueTask {
  std::string name;  // "Build / Deploy and Test (BLDDPLYTEST)"
  DayHours hours{};
};

struct TrueProject {
  std::string name;  // "IN Renewal - HPE (PJ023275)"
  std::string code;
  std::vector<TrueTask> tasks;

  [[nodiscard]] DayHours hours() const;
};

struct TrueSheet {
  std::string person = "Avery Brooks";
  std::string job_title = "Solution Designer";
  std::string status = "Posted";
  Day monday;
  std::vector<TrueProject> projects;
  bool total_column = true;
  bool posted_column = true;

  [[nodiscard]] DayHours daily_totals() const;
  [[nodiscard]] Hundredths weekly_total() const;
};

// A day for tests: D(2025, 9, 22).
[[nodiscard]] Day D(int year, unsigned month, unsigned day);

// Readable text in a box that tells fields apart, confidence 0.9.
[[nodiscard]] ReadField Text(const std::string& text);
[[nodiscard]] ReadField Unreadable();

// "Sep 22 2025 - Sep 28 2025".
[[nodiscard]] std::string RangeText(Day monday);

// What is on the page. A blank cell where there are no hours; Posted Actuals
// are many times the Total. A sheet without projects is a zero-hour one.
[[nodiscard]] RawSheet Draw(const TrueSheet& truth);

// The two samples of the specification.
[[nodiscard]] TrueSheet SampleA();
[[nodiscard]] TrueSheet SampleB();

// One project of one subtask with these hours, week of 22 September 2025.
[[nodiscard]] TrueSheet OneProject(const DayHours& hours);
// Projects PJ100001, PJ100002, ... of one subtask each.
[[nodiscard]] TrueSheet Projects(const std::vector<DayHours>& hours);

// 1 to 8 projects of 1 to 3 subtasks, codes of every family, parentheses in
// names, odd hours, weekends, any week of 2019 to 2027; valid: no day above 24
// and no week above 59.99 hours.
[[nodiscard]] TrueSheet RandomSheet(std::mt19937& rng);

// Project `index`'s hours as interpreted; -1 where there is no value.
[[nodiscard]] DayHours HoursOf(const Interpretation& result, std::size_t index);

// Findings and reasons as text, for failure messages.
[[nodiscard]] std::string Describe(const Interpretation& result);

}  // namespace rescan::timesheet

#endif  // RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_SHEET_BUILDER_H_
