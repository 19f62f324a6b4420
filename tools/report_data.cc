#include "tools/report_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "engine/records/store.h"
#include "engine/records/timesheet_records.h"
#include "tools/fail.h"
#include "tools/numbers.h"
#include "tools/output.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

using timesheet::Roster;
using timesheet::SheetRecord;
using timesheet::SheetState;
using timesheet::Timesheets;
using timesheet::reports::Person;

constexpr std::size_t kNamesShown = 5;

void Say(const std::string& text) { Note(WithoutControls(text) + "\n"); }

// The first few names.
std::string Some(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kNamesShown; ++i) {
    text += (i > 0 ? ", " : "") + names[i];
  }
  if (names.size() > kNamesShown) {
    text += fmt::format(" and {} more", names.size() - kNamesShown);
  }
  return text;
}

std::vector<Person> EverybodyOf(const ReportData& data, const Roster& roster) {
  std::vector<Person> everybody = data.people.people;
  everybody.insert(everybody.end(), data.people.others.begin(),
                   data.people.others.end());
  for (const std::string& member : roster.members) {
    Person person{timesheet::PersonKey(member), member};
    if (std::find(everybody.begin(), everybody.end(), person) ==
        everybody.end()) {
      everybody.push_back(std::move(person));
    }
  }
  std::sort(everybody.begin(), everybody.end(), timesheet::reports::ByName);
  return everybody;
}

template <class Row>
void KeepOf(const std::set<std::string>& keys, std::vector<Row>* rows) {
  std::erase_if(*rows,
                [&](const Row& row) { return !keys.contains(row.person_key); });
}

Status KeepPeople(const std::string& name, const Roster& roster,
                  ReportData* data) {
  auto people =
      timesheet::reports::FindPeople(name, EverybodyOf(*data, roster), roster);
  if (!people) {
    return Fail(ErrorCode::kInvalidArgument,
                "--person: " + people.error().message);
  }
  std::set<std::string> keys;
  for (const Person& person : *people) keys.insert(person.key);
  KeepOf(keys, &data->stored.entries);
  KeepOf(keys, &data->stored.zero_hours);
  KeepOf(keys, &data->stored.rejections);
  KeepOf(keys, &data->stored.sheets);
  data->people = {*std::move(people), true, {}};
  return {};
}

}  // namespace

tl::expected<ReportData, int> LoadReportData(const std::string& name,
                                             const ReportRequest& request) {
  const auto fail = [&name](const Error& error, ErrorSource source) {
    return tl::unexpected<int>(FailWith(name, error, source));
  };
  auto period = PeriodOf(request.period, request.common.workspace);
  if (!period) return fail(period.error(), ErrorSource::kRequest);
  auto records =
      TimesheetRecords::Open(request.common.workspace, StoreMode::kReadOnly);
  if (!records) return fail(records.error(), ErrorSource::kStore);
  auto roster = (*records)->People();
  if (!roster) return fail(roster.error(), ErrorSource::kStore);
  // All days: who is expected to hand in sheets may have none in the period.
  auto stored = (*records)->Load({request.user, {}, {}});
  if (!stored) return fail(stored.error(), ErrorSource::kStore);
  auto mine = timesheet::reports::OfUser(*std::move(stored), request.user);
  if (!mine) return fail(mine.error(), ErrorSource::kRequest);

  ReportData data;
  data.period = *std::move(period);
  data.span = {data.period.first, data.period.last};
  data.stored = std::move(mine->stored);
  data.weeks = timesheet::reports::WeekIndex(data.stored);
  data.other_users = std::move(mine->left_out);
  data.people = timesheet::reports::ExpectedPeople(data.stored, *roster);
  if (!request.person.empty()) {
    const Status kept = KeepPeople(request.person, *roster, &data);
    if (!kept) return fail(kept.error(), ErrorSource::kRequest);
  }
  return data;
}

void NoteLeftOut(const ReportData& data) {
  if (!data.other_users.empty()) {
    Say("Sheets of other users are left out: " + Some(data.other_users) +
        " (see --user).");
  }
  const auto waiting =
      std::count_if(data.stored.sheets.begin(), data.stored.sheets.end(),
                    [&](const SheetRecord& sheet) {
                      return sheet.state == SheetState::kPending &&
                             (!sheet.week || data.span.Touches(*sheet.week));
                    });
  if (waiting > 0) {
    Say(
        fmt::format("{} for a person and {} not in these figures (see: rescan "
                    "timesheets list --state pending).",
                    Counted(static_cast<std::size_t>(waiting),
                            Noun{"sheet waits", "sheets wait"}),
                    waiting == 1 ? "is" : "are"));
  }
}

void NoteWhosePeople(const ReportData& data) {
  if (!data.people.from_roster && !data.people.people.empty()) {
    Say("The roster is empty: these are the people whose sheets are stored "
        "(see: rescan timesheets roster --help).");
  }
  if (!data.people.others.empty()) {
    std::vector<std::string> names;
    for (const Person& person : data.people.others) {
      names.push_back(person.name);
    }
    Say("Not on the roster, but with stored sheets: " + Some(names) + ".");
  }
}

void NoteUnreadable(std::size_t rows) {
  if (rows == 0) return;
  Say(
      fmt::format("warning: the hours of {} could not be read; sums that lack "
                  "them end with \"?\".",
                  Counted(rows, "row")));
}

}  // namespace rescan::cli
