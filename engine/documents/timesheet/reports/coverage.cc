#include "engine/documents/timesheet/reports/coverage.h"

#include <algorithm>
#include <utility>

#include "engine/documents/timesheet/dates.h"

namespace rescan::timesheet::reports {
namespace {

CoverageCell CellOf(WeekState state) {
  switch (state) {
    case WeekState::kSubmitted:
      return CoverageCell::kComplete;
    case WeekState::kPending:
    case WeekState::kRejected:
    case WeekState::kDiscarded:
      return CoverageCell::kFailed;
    case WeekState::kMissing:
      return CoverageCell::kMissing;
  }
  return CoverageCell::kMissing;
}

PersonCoverage CoverageOfPerson(const WeekIndex& index, const Person& person,
                                const std::vector<Day>& weeks) {
  PersonCoverage row;
  row.person = person;
  for (const Day monday : weeks) {
    const WeekFacts& facts = index.Find(person.key, monday);
    const CoverageCell cell = CellOf(facts.state);
    row.submitted += cell == CoverageCell::kComplete ? 1 : 0;
    row.failed += cell == CoverageCell::kFailed ? 1 : 0;
    row.weeks.push_back({cell, facts.state, facts.zero_hour});
  }
  return row;
}

}  // namespace

std::string_view CoverageCellName(CoverageCell cell) {
  switch (cell) {
    case CoverageCell::kComplete:
      return "COMPLETE";
    case CoverageCell::kFailed:
      return "FAILED";
    case CoverageCell::kMissing:
      return "MISSING";
  }
  return "MISSING";
}

std::string PersonCoverage::StatusText() const {
  if (missing() == 0) return "Complete";
  const std::string count = std::to_string(missing());
  return submitted == 0 ? "All missing (" + count + ")" : "Missing " + count;
}

std::size_t Coverage::people_with_missing() const {
  return static_cast<std::size_t>(std::count_if(
      people.begin(), people.end(),
      [](const PersonCoverage& row) { return row.missing() > 0; }));
}

Coverage CoverageOf(const WeekIndex& index, const std::vector<Person>& people,
                    std::vector<Day> weeks) {
  Coverage coverage;
  coverage.weeks = std::move(weeks);
  for (const Person& person : people) {
    PersonCoverage row = CoverageOfPerson(index, person, coverage.weeks);
    coverage.complete += row.submitted;
    coverage.failed += row.failed;
    coverage.missing += row.missing() - row.failed;
    coverage.people.push_back(std::move(row));
  }
  return coverage;
}

std::string WeekName(Day monday) {
  return std::to_string(DayOfMonth(monday)) + " " +
         std::string(ShortMonthName(MonthOfYear(monday))) + " " +
         std::to_string(YearOf(monday));
}

}  // namespace rescan::timesheet::reports
