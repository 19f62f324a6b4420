// rescan timesheets list|show
#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/reports/people.h"
#include "tools/fail.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/period_options.h"
#include "tools/sheet_details.h"
#include "tools/timesheets_commands.h"
#include "tools/timesheets_data.h"
#include "tools/timesheets_format.h"

namespace rescan::cli {
namespace {

using timesheet::SheetRecord;
using timesheet::SheetState;
using timesheet::Verdict;

struct ListCommand {
  CommonOptions common;
  PeriodOptions period;
  std::string user, person;
  std::optional<SheetState> state;
  std::optional<Verdict> verdict;
};

// The keys of those that --person means, among those who have sheets.
std::set<std::string> KeysOf(const std::string& name,
                             const std::vector<SheetRecord>& sheets,
                             const timesheet::Roster& roster) {
  std::map<std::string, std::string> names;
  for (const SheetRecord& sheet : sheets) {
    if (!sheet.person_key.empty()) names[sheet.person_key] = sheet.person;
  }
  std::vector<timesheet::reports::Person> people;
  for (auto& [key, person] : names) people.push_back({key, person});
  std::set<std::string> keys;
  const auto found = timesheet::reports::FindPeople(name, people, roster);
  if (!found) return keys;
  for (const auto& person : *found) keys.insert(person.key);
  return keys;
}

int List(const ListCommand& command) {
  constexpr const char* kName = "timesheets list";
  const auto period = PeriodOf(command.period, command.common.workspace);
  if (!period) return FailWith(kName, period.error(), ErrorSource::kRequest);
  const auto records =
      OpenTimesheets(kName, command.common, StoreMode::kReadOnly);
  if (!records) return records.error();
  auto rows = (*records)->Load({command.user, period->first, period->last});
  if (!rows) return FailWith(kName, rows.error(), ErrorSource::kStore);
  std::vector<SheetRecord>& sheets = rows->sheets;
  std::erase_if(sheets, [&](const SheetRecord& sheet) {
    return (command.state && sheet.state != *command.state) ||
           (command.verdict && sheet.verdict != *command.verdict);
  });
  if (!command.person.empty()) {
    const auto roster = (*records)->People();
    if (!roster) return FailWith(kName, roster.error(), ErrorSource::kStore);
    const auto keys = KeysOf(command.person, sheets, *roster);
    std::erase_if(sheets, [&](const SheetRecord& sheet) {
      return !keys.contains(sheet.person_key);
    });
  }
  if (command.common.json) {
    for (const SheetRecord& sheet : sheets) Print(JsonLine(SheetJson(sheet)));
  } else if (sheets.empty()) {
    Note("No timesheets.\n");
  } else {
    Print(SheetTable(sheets));
  }
  return kExitDone;
}

struct ShowCommand {
  CommonOptions common;
  std::string user, sheet;
};

int Show(const ShowCommand& command) {
  constexpr const char* kName = "timesheets show";
  const auto records =
      OpenTimesheets(kName, command.common, StoreMode::kReadOnly);
  if (!records) return records.error();
  const auto sheet = FindSheetOf(**records, command.user, command.sheet);
  if (!sheet) return FailAboutSheet(kName, sheet.error());
  const auto text = (*records)->SheetJson(sheet->id);
  if (!text) return FailAboutSheet(kName, text.error());
  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (command.common.json) {
    Print(JsonLine(json));
    return kExitDone;
  }
  const auto rows = (*records)->EntriesOf(sheet->id);
  if (!rows) return FailWith(kName, rows.error(), ErrorSource::kStore);
  Print(SheetDetails(*sheet, json, *rows));
  return kExitDone;
}

}  // namespace

void AddTimesheetsListCommands(CLI::App& timesheets,
                               const CommandContext& context) {
  auto list = std::make_shared<ListCommand>();
  CLI::App* verb = AddCommand(
      timesheets, "list", "Sheets with their state, person, week and hours",
      "  rescan timesheets list --state pending --person brooks");
  std::vector<std::pair<std::string, std::optional<SheetState>>> states;
  for (const SheetState state :
       {SheetState::kStored, SheetState::kPending, SheetState::kRejected,
        SheetState::kDiscarded, SheetState::kReplaced}) {
    states.emplace_back(SheetStateName(state), state);
  }
  AddChoice(*verb, "--state", list->state, states, "Only sheets in this state");
  std::vector<std::pair<std::string, std::optional<Verdict>>> verdicts;
  for (const Verdict verdict :
       {Verdict::kStore, Verdict::kZeroHour, Verdict::kRejectedStatus,
        Verdict::kInvalid, Verdict::kNeedsReview, Verdict::kNotReadable}) {
    verdicts.emplace_back(VerdictName(verdict), verdict);
  }
  AddChoice(*verb, "--verdict", list->verdict, verdicts,
            "Only sheets that were judged so");
  AddPerson(*verb, list->person);
  AddPeriodOptions(*verb, list->period);
  AddUser(*verb, list->user, "Only this user's timesheets");
  AddCommonOptions(*verb, list->common);
  verb->callback([list, action = context.action] {
    *action = [list] { return List(*list); };
  });

  auto show = std::make_shared<ShowCommand>();
  verb = AddCommand(timesheets, "show",
                    "One sheet: its checks, what is wrong, every value",
                    "  rescan timesheets show 12\n"
                    "  rescan timesheets show 2025-09-29_09h15_02.png");
  verb->add_option("SHEET", show->sheet,
                   "Its number, or its image's path or file name")
      ->required()
      ->type_name("");
  AddUser(*verb, show->user, "Whose timesheet it is");
  AddCommonOptions(*verb, show->common);
  verb->callback([show, action = context.action] {
    CheckNamesSheet(show->sheet);
    *action = [show] { return Show(*show); };
  });
}

}  // namespace rescan::cli
