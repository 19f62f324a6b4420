#include "tests/engine/documents/timesheet/reports/stored_builder.h"

#include <algorithm>

#include "engine/documents/timesheet/codes.h"

namespace rescan::timesheet::reports {
namespace {

// Written out, so that it shares nothing with the code under test.
std::string KeyOf(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

Day Monday(Day day) {
  while (std::chrono::weekday(day) != std::chrono::Monday) {
    day -= std::chrono::days(1);
  }
  return day;
}

}  // namespace

StoredBuilder& StoredBuilder::User(const std::string& user) {
  user_ = user;
  return *this;
}

StoredBuilder& StoredBuilder::Entry(const std::string& person, Day date,
                                    const std::string& code,
                                    std::optional<Hundredths> hours) {
  EntryRecord entry;
  entry.user = user_;
  entry.person = person;
  entry.person_key = KeyOf(person);
  entry.date = date;
  entry.week = Monday(date);
  entry.key = NormaliseCode(code);
  entry.code = code;
  entry.name = "Project (" + code + ")";
  entry.hours = hours;
  entry.state = hours ? ValueState::kOk : ValueState::kUnreadable;
  rows_.entries.push_back(entry);
  return *this;
}

StoredBuilder& StoredBuilder::Week(const std::string& person, Day monday,
                                   const std::string& code,
                                   const std::vector<Hundredths>& hours) {
  for (std::size_t i = 0; i < hours.size(); ++i) {
    if (hours[i] == 0) continue;
    Entry(person, monday + std::chrono::days(i), code, hours[i]);
  }
  return Sheet(person, monday, SheetState::kStored);
}

StoredBuilder& StoredBuilder::ZeroWeek(const std::string& person, Day monday,
                                       const std::string& reason) {
  ZeroHourRecord week;
  week.user = user_;
  week.person = person;
  week.person_key = KeyOf(person);
  week.week = monday;
  week.reason = reason;
  rows_.zero_hours.push_back(week);
  return Sheet(person, monday, SheetState::kStored);
}

StoredBuilder& StoredBuilder::Sheet(const std::string& person, Day monday,
                                    SheetState state) {
  SheetRecord sheet;
  sheet.id = static_cast<std::int64_t>(rows_.sheets.size()) + 1;
  sheet.user = user_;
  sheet.person = person;
  sheet.person_key = KeyOf(person);
  sheet.week = monday;
  sheet.state = state;
  rows_.sheets.push_back(sheet);
  return *this;
}

StoredBuilder& StoredBuilder::Rejection(const std::string& person, Day monday) {
  RejectionRecord rejection;
  rejection.user = user_;
  rejection.person = person;
  rejection.person_key = KeyOf(person);
  rejection.week = monday;
  rejection.status = "Draft";
  rows_.rejections.push_back(rejection);
  return Sheet(person, monday, SheetState::kRejected);
}

}  // namespace rescan::timesheet::reports
