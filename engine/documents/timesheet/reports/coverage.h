// Who has handed in which weeks, and which are missing.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_COVERAGE_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_COVERAGE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/reports/people.h"
#include "engine/documents/timesheet/reports/weeks.h"

namespace rescan::timesheet::reports {

enum class CoverageCell {
  kComplete,  // submitted, a week without hours too
  kFailed,    // there is a sheet, but it is not stored
  kMissing,   // there is none
};

// "COMPLETE", "FAILED", "MISSING" (persistent).
[[nodiscard]] std::string_view CoverageCellName(CoverageCell cell);

struct CoverageWeek {
  CoverageCell cell = CoverageCell::kMissing;
  WeekState state = WeekState::kMissing;  // why it is what it is
  bool zero_hour = false;
};

struct PersonCoverage {
  Person person;
  std::vector<CoverageWeek> weeks;  // as Coverage::weeks
  std::size_t submitted = 0;
  std::size_t failed = 0;

  // Failed ones too: no hours of them are stored.
  [[nodiscard]] std::size_t missing() const { return weeks.size() - submitted; }
  // "Complete", "Missing 2", "All missing (4)".
  [[nodiscard]] std::string StatusText() const;
};

struct Coverage {
  std::vector<Day> weeks;  // Mondays
  std::vector<PersonCoverage> people;
  std::size_t complete = 0, failed = 0, missing = 0;  // cells

  [[nodiscard]] std::size_t expected() const {
    return weeks.size() * people.size();
  }
  [[nodiscard]] std::size_t people_with_missing() const;
};

// A row for each of `people`, a column for each of `weeks`.
[[nodiscard]] Coverage CoverageOf(const WeekIndex& index,
                                  const std::vector<Person>& people,
                                  std::vector<Day> weeks);

// "18 Aug 2025".
[[nodiscard]] std::string WeekName(Day monday);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_COVERAGE_H_
