// rescan timesheets roster list|add|remove|alias|import|export
#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/documents/timesheet/roster_edit.h"
#include "kernels/base/text.h"
#include "tools/dictionary_command.h"
#include "tools/output.h"
#include "tools/table.h"
#include "tools/text_file.h"
#include "tools/timesheets_commands.h"

namespace rescan::cli {
namespace {

using timesheet::Roster;

constexpr Noun kAliases = {"alias", "aliases"};

struct RosterCommand {
  CommonOptions common;
  std::string name;    // of add and remove; the alias of alias
  std::string member;  // that the alias stands for
  std::string file;
  bool replace = false;
};

std::vector<std::string> AliasesOf(const Roster& roster,
                                   const std::string& member) {
  std::vector<std::string> aliases;
  for (const auto& [alias, owner] : roster.aliases) {
    if (owner == member) aliases.push_back(alias);
  }
  return aliases;
}

int List(const RosterCommand& command) {
  const DictionaryCommand call("timesheets roster list", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kReadOnly, &code);
  if (!records) return code;
  const auto roster = records->People();
  if (!roster) return call.Fail(roster.error(), ErrorSource::kStore);
  if (command.common.json) {
    for (const std::string& member : roster->members) {
      Print(JsonLine({{"member", member},
                      {"person_key", timesheet::PersonKey(member)},
                      {"aliases", AliasesOf(*roster, member)}}));
    }
    return kExitDone;
  }
  if (roster->members.empty()) {
    Note("The roster is empty (see: rescan timesheets roster add --help).\n");
    return kExitDone;
  }
  Table table({Table::Align::kLeft, Table::Align::kLeft}, {"NAME", "ALIASES"});
  for (const std::string& member : roster->members) {
    std::string aliases;
    for (const std::string& alias : AliasesOf(*roster, member)) {
      aliases += (aliases.empty() ? "" : ", ") + alias;
    }
    table.Add({member, aliases});
  }
  Print(table.Text());
  return kExitDone;
}

// How many rows are stored under a name that is no key of a member's.
Result<std::size_t> RowsUnder(TimesheetRecords& records,
                              const std::string& name) {
  const auto stored = records.Load({});
  if (!stored) return tl::unexpected(stored.error());
  const std::string key = timesheet::PersonKey(name);
  std::size_t rows = 0;
  for (const auto& entry : stored->entries) rows += entry.person_key == key;
  for (const auto& week : stored->zero_hours) rows += week.person_key == key;
  return rows;
}

int Add(const RosterCommand& command) {
  const DictionaryCommand call("timesheets roster add", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kCreate, &code);
  if (!records) return code;
  auto roster = records->People();
  if (!roster) return call.Fail(roster.error(), ErrorSource::kStore);
  const Status added = AddMember(&*roster, command.name);
  if (!added) return call.Fail(added.error(), ErrorSource::kRequest);
  const Status saved = records->SavePeople(*roster);
  if (!saved) return call.Fail(saved.error(), ErrorSource::kStore);
  const std::string& name = roster->members.back();
  return call.Finish(
      *records,
      fmt::format("{} is on the roster; {}.", name,
                  Counted(roster->members.size(), kPeople)),
      {{"event", "add"}, {"member", name}, {"total", roster->members.size()}});
}

int Remove(const RosterCommand& command) {
  const DictionaryCommand call("timesheets roster remove", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kReadWrite, &code);
  if (!records) return code;
  auto roster = records->People();
  if (!roster) return call.Fail(roster.error(), ErrorSource::kStore);
  const auto removed = RemoveFromRoster(&*roster, command.name);
  if (!removed) return call.Fail(removed.error(), ErrorSource::kRequest);
  const Status saved = records->SavePeople(*roster);
  if (!saved) return call.Fail(saved.error(), ErrorSource::kStore);
  return call.Finish(
      *records,
      removed->member.empty()
          ? fmt::format("The alias {} is gone.", command.name)
          : fmt::format("{} is off the roster, with {}. Stored rows stay.",
                        removed->member, Counted(removed->aliases, kAliases)),
      {{"event", "remove"},
       {"member", removed->member.empty() ? Json() : Json(removed->member)},
       {"aliases", removed->aliases},
       {"total", roster->members.size()}});
}

int Alias(const RosterCommand& command) {
  const DictionaryCommand call("timesheets roster alias", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kReadWrite, &code);
  if (!records) return code;
  auto roster = records->People();
  if (!roster) return call.Fail(roster.error(), ErrorSource::kStore);
  const Status added = AddAlias(&*roster, command.name, command.member);
  if (!added) {
    return call.Fail(added.error(), ErrorSource::kRequest);
  }
  const Status saved = records->SavePeople(*roster);
  if (!saved) return call.Fail(saved.error(), ErrorSource::kStore);
  const auto rows = RowsUnder(*records, command.name);
  if (!rows) return call.Fail(rows.error(), ErrorSource::kStore);
  std::string text =
      fmt::format("{} stands for {} now.", command.name, command.member);
  if (*rows > 0) {
    text += fmt::format(
        " {} under {} (see: rescan timesheets import-corrections).",
        Counted(*rows, Noun{"stored row stays", "stored rows stay"}),
        command.name);
  }
  return call.Finish(*records, text,
                     {{"event", "alias"},
                      {"alias", command.name},
                      {"member", command.member},
                      {"rows_left", *rows}});
}

int Import(const RosterCommand& command) {
  const DictionaryCommand call("timesheets roster import", command.common);
  const auto text = ReadTextFile(command.file);
  if (!text) return call.Fail(text.error(), ErrorSource::kRequest);
  const auto file = timesheet::ParseRoster(*text, PathForDisplay(command.file));
  if (!file) return call.Fail(file.error(), ErrorSource::kRequest);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kCreate, &code);
  if (!records) return code;
  auto roster = records->People();
  if (!roster) return call.Fail(roster.error(), ErrorSource::kStore);
  if (command.replace) *roster = {};
  const auto report = ImportRoster(&*roster, *file);
  const Status saved = records->SavePeople(*roster);
  if (!saved) return call.Fail(saved.error(), ErrorSource::kStore);
  for (const std::string& reason : report.refused) {
    Note("warning: not imported: " + WithoutControls(reason) + "\n");
  }
  return call.Finish(
      *records,
      fmt::format("{} and {} added, {} and {} there already, {} refused; {} in "
                  "all.",
                  Counted(report.members_added, kPeople),
                  Counted(report.aliases_added, kAliases),
                  report.members_skipped, report.aliases_skipped,
                  report.refused.size(),
                  Counted(roster->members.size(), kPeople)),
      {{"event", "import"},
       {"members_added", report.members_added},
       {"members_skipped", report.members_skipped},
       {"aliases_added", report.aliases_added},
       {"aliases_skipped", report.aliases_skipped},
       {"refused", report.refused.size()},
       {"total", roster->members.size()}});
}

int Export(const RosterCommand& command) {
  const DictionaryCommand call("timesheets roster export", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kReadOnly, &code);
  if (!records) return code;
  const auto roster = records->People();
  if (!roster) return call.Fail(roster.error(), ErrorSource::kStore);
  return call.Export(WriteRoster(*roster), command.file, roster->members.size(),
                     kPeople);
}

using CommandPointer = std::shared_ptr<RosterCommand>;

CLI::App* AddVerb(CLI::App& roster, const CommandPointer& command,
                  const CommandContext& context, const std::string& name,
                  const std::string& description, const std::string& example,
                  int (*act)(const RosterCommand&)) {
  CLI::App* verb = AddCommand(roster, name, description, example);
  AddCommonOptions(*verb, command->common);
  verb->callback([command, act, action = context.action] {
    *action = [command, act] { return act(*command); };
  });
  return verb;
}

}  // namespace

void AddTimesheetsRosterCommand(CLI::App& timesheets,
                                const CommandContext& context) {
  CLI::App* roster =
      AddCommand(timesheets, "roster", "The team, and how names are misread",
                 "  rescan timesheets roster add \"Avery Brooks\"");
  roster->require_subcommand(1);

  AddVerb(*roster, std::make_shared<RosterCommand>(), context, "list",
          "Everybody on the roster", "  rescan timesheets roster list", List);

  auto add = std::make_shared<RosterCommand>();
  AddVerb(*roster, add, context, "add", "Add a person",
          "  rescan timesheets roster add \"Avery Brooks\"", Add)
      ->add_option("NAME", add->name, "As it shall be written")
      ->required();

  auto remove = std::make_shared<RosterCommand>();
  AddVerb(*roster, remove, context, "remove",
          "Remove a person with all aliases, or one alias",
          "  rescan timesheets roster remove \"Avery Brooks\"", Remove)
      ->add_option("NAME", remove->name, "A name or an alias")
      ->required();

  auto alias = std::make_shared<RosterCommand>();
  CLI::App* verb = AddVerb(
      *roster, alias, context, "alias", "Say whose name a misread one is",
      "  rescan timesheets roster alias \"very Brooks\" \"Avery Brooks\"",
      Alias);
  verb->add_option("AS_READ", alias->name, "The name as it was read")
      ->required();
  verb->add_option("MEMBER", alias->member, "Whom it stands for")->required();

  auto imported = std::make_shared<RosterCommand>();
  verb = AddVerb(*roster, imported, context, "import",
                 "Add the people and aliases of a team_roster.json",
                 "  rescan timesheets roster import team_roster.json", Import);
  verb->add_option("FILE", imported->file, "The file")->required();
  verb->add_flag("--replace", imported->replace,
                 "It takes the place of all that is there");

  auto exported = std::make_shared<RosterCommand>();
  AddVerb(*roster, exported, context, "export",
          "Write the roster as team_roster.json",
          "  rescan timesheets roster export team_roster.json", Export)
      ->add_option("FILE", exported->file,
                   "Where to (default: standard output)");
}

}  // namespace rescan::cli
