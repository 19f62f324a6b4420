// rescan timesheets approve|reject: a person's decision on sheets.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/stored.h"
#include "tools/confirm.h"
#include "tools/fail.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/table.h"
#include "tools/timesheets_commands.h"
#include "tools/timesheets_data.h"
#include "tools/timesheets_format.h"

namespace rescan::cli {
namespace {

using timesheet::SheetRecord;
using timesheet::SheetState;
using timesheet::Timesheets;

struct DecideCommand {
  CommonOptions common;
  std::string user;
  std::vector<std::string> sheets;  // as named by the user
  bool all = false;                 // every one in `state` instead
  SheetState state = SheetState::kPending;
  bool yes = false;
};

// The sheets that a command is about. All are found before anything is decided.
tl::expected<std::vector<SheetRecord>, int> Targets(
    const std::string& name, const DecideCommand& command,
    TimesheetRecords& records) {
  std::vector<SheetRecord> targets;
  for (const std::string& which : command.sheets) {
    auto sheet = FindSheetOf(records, command.user, which);
    if (!sheet) {
      return tl::unexpected<int>(FailAboutSheet(name, sheet.error()));
    }
    const bool named_twice =
        std::any_of(targets.begin(), targets.end(),
                    [&](const SheetRecord& t) { return t.id == sheet->id; });
    if (!named_twice) targets.push_back(*std::move(sheet));
  }
  if (!command.all) return targets;
  auto rows = LoadOfUser(name, records, command.user);
  if (!rows) return tl::unexpected<int>(rows.error());
  for (SheetRecord& sheet : rows->sheets) {
    if (sheet.state == command.state) targets.push_back(std::move(sheet));
  }
  return targets;
}

// Whose week it is, to be looked up.
using WeekKey = std::tuple<std::string, std::string, timesheet::Day>;

// What approving all of some sheets has to know of weeks.
class WeeksTaken {
 public:
  WeeksTaken(const std::vector<SheetRecord>& targets, const Timesheets& rows) {
    for (const SheetRecord& sheet : targets) {
      if (const auto key = KeyOf(sheet)) ++claims_[*key];
    }
    for (const auto& row : rows.entries) {
      stored_.emplace(row.user, row.person_key, row.week);
    }
    for (const auto& row : rows.zero_hours) {
      stored_.emplace(row.user, row.person_key, row.week);
    }
  }

  // Why a sheet is only approved by name, never among all; "" = it may be.
  [[nodiscard]] std::string ReasonToName(const SheetRecord& sheet) const {
    const auto key = KeyOf(sheet);
    if (!key) return {};
    const auto claims = claims_.find(*key);
    if (claims != claims_.end() && claims->second > 1) {
      return "several sheets wait for this week; name the one to approve";
    }
    if (stored_.contains(*key)) {
      return "this week is stored already; name the sheet to replace it";
    }
    return {};
  }

 private:
  static std::optional<WeekKey> KeyOf(const SheetRecord& sheet) {
    if (!sheet.week || sheet.person_key.empty()) return std::nullopt;
    return WeekKey(sheet.user, sheet.person_key, *sheet.week);
  }

  std::map<WeekKey, int> claims_;
  std::set<WeekKey> stored_;
};

// "5 rows", "5 rows, 2 of them changed by hand".
std::string RowsText(std::int64_t rows, std::int64_t by_hand) {
  std::string text = Counted(static_cast<std::size_t>(rows), "row");
  if (by_hand > 0 && rows > 1) {
    text += fmt::format(", {} of them changed by hand,", by_hand);
  } else if (by_hand > 0) {
    text += ", changed by hand,";
  }
  return text;
}

// What an approved sheet took the place of, as the end of a sentence.
std::string InPlaceOf(const ApproveEffect& effect) {
  std::string text;
  for (const std::int64_t sheet : effect.replaced) {
    text +=
        (text.empty() ? ", in place of sheet " : ", ") + std::to_string(sheet);
  }
  if (effect.rows_by_hand > 0) {
    text += "; " + RowsText(effect.rows_removed, effect.rows_by_hand) +
            (effect.rows_removed == 1 ? " is gone" : " are gone");
  }
  return text;
}

// What rejecting a sheet did.
std::string EffectText(const DiscardEffect& effect) {
  std::string text;
  if (effect.rows_removed > 0) {
    text = RowsText(effect.rows_removed, effect.rows_by_hand) + " deleted, ";
  }
  text += "the next run queues it again";
  if (effect.stands_again) {
    text += fmt::format(
        "; the week stands again with sheet {}'s {}", *effect.stands_again,
        Counted(static_cast<std::size_t>(effect.rows_again), "row"));
  }
  return text;
}

Json EffectJson(const ApproveEffect& effect) {
  return {{"replaced_sheets", effect.replaced},
          {"removed_rows", effect.rows_removed},
          {"removed_rows_by_hand", effect.rows_by_hand}};
}

Json EffectJson(const DiscardEffect& effect) {
  return {{"removed_rows", effect.rows_removed},
          {"removed_rows_by_hand", effect.rows_by_hand},
          {"stands_again",
           effect.stands_again ? Json(*effect.stands_again) : Json()}};
}

// Says what became of each sheet, and counts.
class Decisions {
 public:
  Decisions(std::string verb, std::string done, bool json)
      : verb_(std::move(verb)), done_(std::move(done)), json_(json) {}

  // `json`: what is said, for programs.
  void Done(const SheetRecord& sheet, const std::string& effect,
            const Json& json) {
    ++done_count_;
    Say(sheet, true, effect, json);
  }
  void Refused(const SheetRecord& sheet, const std::string& reason) {
    ++refused_count_;
    Say(sheet, false, reason, Json::object());
  }

  // Returns the exit code.
  int End() const {
    if (done_count_ + refused_count_ > 1 && !json_) {
      Print(fmt::format("{} {}, {} not\n", Counted(done_count_, "sheet"), done_,
                        refused_count_));
    }
    if (done_count_ + refused_count_ == 0) Note("There are no such sheets.\n");
    return refused_count_ == 0 ? kExitDone : kExitSomeFailed;
  }

 private:
  void Say(const SheetRecord& sheet, bool done, const std::string& why,
           const Json& effect) const {
    if (json_) {
      Json json = {{"event", verb_},
                   {"sheet", sheet.id},
                   {"done", done},
                   {"reason", done ? Json() : Json(why)},
                   {"state", SheetStateName(sheet.state)},
                   {"person", sheet.person},
                   {"entries", sheet.entry_count}};
      json.update(effect);
      Print(JsonLine(json));
    } else {
      Print(WithoutControls(fmt::format("sheet {} {}{}: {}: {}", sheet.id,
                                        done ? "" : "not ", done_,
                                        SheetTitle(sheet), why)) +
            "\n");
    }
  }

  const std::string verb_, done_;
  const bool json_;
  std::size_t done_count_ = 0, refused_count_ = 0;
};

std::string RowsOf(const SheetRecord& sheet) {
  return sheet.zero_hour
             ? std::string("its zero-hour week")
             : Counted(static_cast<std::size_t>(sheet.entry_count), "row");
}

int Approve(const DecideCommand& command, const CliHooks& hooks) {
  constexpr const char* kName = "timesheets approve";
  const auto records =
      OpenTimesheets(kName, command.common, StoreMode::kReadWrite, hooks.store);
  if (!records) return records.error();
  const auto targets = Targets(kName, command, **records);
  if (!targets) return targets.error();
  Result<Timesheets> rows = Timesheets();
  // A sheet that is named takes its week, whatever stands there.
  if (command.all) rows = (*records)->Load({command.user, {}, {}});
  if (!rows) return FailWith(kName, rows.error(), ErrorSource::kStore);
  const WeeksTaken weeks(*targets, *rows);
  Decisions decisions("approve", "approved", command.common.json);
  for (const SheetRecord& sheet : *targets) {
    if (command.all) {
      const std::string reason = weeks.ReasonToName(sheet);
      if (!reason.empty()) {
        decisions.Refused(sheet, reason);
        continue;
      }
    }
    const auto effect = (*records)->Approve(sheet.id);
    if (!effect) {
      if (effect.error().code != ErrorCode::kInvalidArgument) {
        return FailAboutSheet(kName, effect.error());
      }
      decisions.Refused(sheet, effect.error().message);
      continue;
    }
    auto after = (*records)->FindSheet(sheet.user, std::to_string(sheet.id));
    if (!after) return FailAboutSheet(kName, after.error());
    decisions.Done(*after, RowsOf(*after) + " stored" + InPlaceOf(*effect),
                   EffectJson(*effect));
  }
  return decisions.End();
}

// Rows in the tables that go with the sheets.
std::int64_t RowsToDelete(const std::vector<SheetRecord>& targets) {
  std::int64_t rows = 0;
  for (const SheetRecord& sheet : targets) {
    if (sheet.state == SheetState::kStored) {
      rows += std::max<std::int64_t>(1, sheet.entry_count);
    } else if (sheet.state == SheetState::kRejected) {
      ++rows;
    }
  }
  return rows;
}

// Asks before rows are deleted. An exit code where the command ends here.
std::optional<int> Confirmed(const std::string& name,
                             const DecideCommand& command,
                             const std::vector<SheetRecord>& targets) {
  const std::int64_t rows = RowsToDelete(targets);
  if (command.yes || rows == 0) return std::nullopt;
  std::int64_t by_hand = 0;
  for (const SheetRecord& sheet : targets) by_hand += sheet.rows_by_hand;
  const std::string loss =
      Counted(static_cast<std::size_t>(rows), "row") + " of " +
      Counted(targets.size(), "sheet") +
      (by_hand > 0 ? fmt::format(", {} changed by hand,", by_hand) : "") +
      " would be deleted";
  if (!CanAsk()) {
    return FailUsage(name,
                     loss + ": --yes is needed where nobody can be asked");
  }
  if (Confirm(loss + ". Reject?")) return std::nullopt;
  Note("Cancelled.\n");
  return kExitDone;
}

int Reject(const DecideCommand& command, const CliHooks& hooks) {
  constexpr const char* kName = "timesheets reject";
  const auto records =
      OpenTimesheets(kName, command.common, StoreMode::kReadWrite, hooks.store);
  if (!records) return records.error();
  const auto targets = Targets(kName, command, **records);
  if (!targets) return targets.error();
  if (const auto code = Confirmed(kName, command, *targets)) return *code;
  Decisions decisions("reject", "rejected", command.common.json);
  for (SheetRecord sheet : *targets) {
    const auto effect = (*records)->Discard(sheet.id);
    if (!effect) {
      if (effect.error().code != ErrorCode::kInvalidArgument) {
        return FailAboutSheet(kName, effect.error());
      }
      decisions.Refused(sheet, effect.error().message);
      continue;
    }
    sheet.state = SheetState::kDiscarded;
    decisions.Done(sheet, EffectText(*effect), EffectJson(*effect));
  }
  return decisions.End();
}

template <class Act>
std::pair<CLI::App*, std::shared_ptr<DecideCommand>> AddVerb(
    CLI::App& timesheets, const CommandContext& context,
    const std::string& name, const std::string& description,
    const std::string& example, Act act) {
  auto command = std::make_shared<DecideCommand>();
  CLI::App* verb = AddCommand(timesheets, name, description, example);
  CLI::Option* sheets =
      verb->add_option("SHEET", command->sheets,
                       "Their numbers, or their images' paths or file names")
          ->type_name("");
  verb->add_flag("--all", command->all, "All that wait for a decision")
      ->excludes(sheets);
  AddUser(*verb, command->user, "Whose timesheets");
  AddCommonOptions(*verb, command->common);
  verb->callback([command, context, act] {
    if (!command->all && command->sheets.empty()) {
      throw CLI::ValidationError("SHEET", "name sheets, or use --all");
    }
    for (const std::string& sheet : command->sheets) CheckNamesSheet(sheet);
    *context.action = [command, context, act] {
      return act(*command, context.hooks);
    };
  });
  return {verb, command};
}

}  // namespace

void AddTimesheetsDecisionCommands(CLI::App& timesheets,
                                   const CommandContext& context) {
  const auto [approve, approved] = AddVerb(
      timesheets, context, "approve", "Store the rows of sheets that wait",
      "  rescan timesheets approve 12 14\n"
      "\n"
      "They take the place of what is stored for the same person and week."
      " With --all,\n"
      "weeks that are stored already or that several sheets claim are left"
      " out.",
      Approve);
  AddChoice<SheetState>(*approve, "--state", approved->state,
                        {{"pending", SheetState::kPending}},
                        "With --all: those in this state\n"
                        "(default: pending)")
      ->needs("--all");

  const auto [reject, rejected] =
      AddVerb(timesheets, context, "reject",
              "Delete the rows of sheets; the next run\nqueues them again",
              "  rescan timesheets reject 2025-09-29_09h15_02.png\n"
              "\n"
              "Images are never touched.",
              Reject);
  AddChoice<SheetState>(*reject, "--state", rejected->state,
                        {{"pending", SheetState::kPending},
                         {"stored", SheetState::kStored},
                         {"rejected", SheetState::kRejected}},
                        "With --all: those in this state\n"
                        "(default: pending)")
      ->needs("--all");
  reject->add_flag("--yes", rejected->yes,
                   "Do not ask before rows are deleted");
}

}  // namespace rescan::cli
