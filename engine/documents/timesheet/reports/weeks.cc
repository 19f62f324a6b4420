#include "engine/documents/timesheet/reports/weeks.h"

#include <algorithm>

#include "engine/documents/timesheet/dates.h"

namespace rescan::timesheet::reports {
namespace {

// A replaced sheet says nothing: the one that took its place speaks.
std::optional<WeekState> StateOf(const SheetRecord& sheet) {
  switch (sheet.state) {
    case SheetState::kStored:
      return WeekState::kSubmitted;
    case SheetState::kPending:
      return WeekState::kPending;
    case SheetState::kRejected:
      return WeekState::kRejected;
    case SheetState::kDiscarded:
      return WeekState::kDiscarded;
    case SheetState::kReplaced:
      return std::nullopt;
  }
  return std::nullopt;
}

void Raise(WeekFacts* facts, WeekState state) {
  facts->state = std::max(facts->state, state);
}

}  // namespace

std::string_view WeekStateName(WeekState state) {
  switch (state) {
    case WeekState::kMissing:
      return "missing";
    case WeekState::kDiscarded:
      return "discarded";
    case WeekState::kRejected:
      return "rejected";
    case WeekState::kPending:
      return "pending";
    case WeekState::kSubmitted:
      return "submitted";
  }
  return "missing";
}

WeekIndex::WeekIndex(const Timesheets& stored) {
  for (const EntryRecord& entry : stored.entries) {
    WeekFacts& facts = At(entry.person_key, entry.week);
    Raise(&facts, WeekState::kSubmitted);
    facts.hours += entry.hours.value_or(0);
    if (!entry.hours) ++facts.unreadable;
    if (entry.hours != 0) facts.projects.emplace(entry.key, entry.code);
  }
  for (const ZeroHourRecord& week : stored.zero_hours) {
    WeekFacts& facts = At(week.person_key, week.week);
    Raise(&facts, WeekState::kSubmitted);
    facts.zero_hour = true;
    facts.zero_hour_reason = week.reason;
  }
  for (const RejectionRecord& rejection : stored.rejections) {
    if (!rejection.week || rejection.person_key.empty()) continue;
    Raise(&At(rejection.person_key, *rejection.week), WeekState::kRejected);
  }
  for (const SheetRecord& sheet : stored.sheets) {
    const auto state = StateOf(sheet);
    if (!state || !sheet.week || sheet.person_key.empty()) continue;
    Raise(&At(sheet.person_key, *sheet.week), *state);
  }
}

const WeekFacts& WeekIndex::Find(const std::string& person_key,
                                 Day monday) const {
  static const WeekFacts kNothing;
  const auto& weeks = WeeksOf(person_key);
  const auto found = weeks.find(monday);
  return found == weeks.end() ? kNothing : found->second;
}

const std::map<Day, WeekFacts>& WeekIndex::WeeksOf(
    const std::string& person_key) const {
  static const std::map<Day, WeekFacts> kNone;
  const auto found = weeks_.find(person_key);
  return found == weeks_.end() ? kNone : found->second;
}

std::optional<Day> WeekIndex::last_submitted_week() const {
  std::optional<Day> last;
  for (const auto& [person, weeks] : weeks_) {
    for (const auto& [monday, facts] : weeks) {
      if (facts.state != WeekState::kSubmitted) continue;
      last = std::max(last.value_or(monday), monday);
    }
  }
  return last;
}

WeekFacts& WeekIndex::At(const std::string& person_key, Day week) {
  const Day monday = MondayOf(week);
  first_week_ = std::min(first_week_.value_or(monday), monday);
  last_week_ = std::max(last_week_.value_or(monday), monday);
  return weeks_[person_key][monday];
}

std::vector<Day> WeeksIn(const DaySpan& span, const WeekIndex& index) {
  const auto first = span.first ? span.first : index.first_week();
  const auto last = span.last ? span.last : index.last_week();
  std::vector<Day> weeks;
  if (!first || !last) return weeks;
  const std::chrono::days week(kDaysOfWeek);
  const Day monday = MondayOf(*first);
  for (Day day = monday < *first ? monday + week : monday; day <= *last;
       day += week) {
    weeks.push_back(day);
  }
  return weeks;
}

std::optional<DaySpan> LastWeeks(const WeekIndex& index, std::size_t count) {
  const auto first = index.first_week();
  const auto last = index.last_week();
  const std::chrono::days week(kDaysOfWeek);
  const auto weeks = static_cast<int>(count);
  if (!first || !last || *last < *first + weeks * week) return std::nullopt;
  const Day end = index.last_submitted_week().value_or(*last);
  return DaySpan{std::max(*first, end - (weeks - 1) * week),
                 end + week - std::chrono::days(1)};
}

}  // namespace rescan::timesheet::reports
