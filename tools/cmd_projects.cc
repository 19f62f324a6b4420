// rescan projects import|list|add|merge|export
#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/project_master.h"
#include "kernels/base/text.h"
#include "tools/commands.h"
#include "tools/dictionary_command.h"
#include "tools/output.h"
#include "tools/table.h"
#include "tools/text_file.h"

namespace rescan::cli {
namespace {

using timesheet::EntryRecord;
using timesheet::Hundredths;
using timesheet::MasterProject;
using timesheet::NormaliseCode;
using timesheet::ProjectMaster;

struct ProjectsCommand {
  CommonOptions common;
  std::string file;
  bool from_sheets = false;
  bool replace = false;
  MasterProject project;  // of add
  std::string from, into;
  bool rows = false;
};

// What rows there are under a code.
struct Usage {
  std::int64_t rows = 0;
  Hundredths hours = 0;
};

std::map<std::string, Usage> UsageByKey(
    const std::vector<EntryRecord>& entries) {
  std::map<std::string, Usage> usage;
  for (const EntryRecord& entry : entries) {
    Usage& code = usage[entry.key];
    ++code.rows;
    code.hours += entry.hours.value_or(0);
  }
  return usage;
}

// Rows under the project's code and under its aliases.
Usage UsageOf(const MasterProject& project,
              const std::map<std::string, Usage>& by_key) {
  Usage sum;
  std::vector<std::string> codes = project.code_aliases;
  codes.push_back(project.code);
  for (const std::string& code : codes) {
    const auto found = by_key.find(NormaliseCode(code));
    if (found == by_key.end()) continue;
    sum.rows += found->second.rows;
    sum.hours += found->second.hours;
  }
  return sum;
}

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) {
    joined += (joined.empty() ? "" : ", ") + text;
  }
  return joined;
}

Json ProjectJson(const MasterProject& project, const Usage& usage) {
  return {{"code", project.code},
          {"name", project.name},
          {"code_aliases", project.code_aliases},
          {"name_aliases", project.name_aliases},
          {"rows", usage.rows},
          {"hours", static_cast<double>(usage.hours) / 100},
          {"usage_count",
           project.usage_count ? Json(*project.usage_count) : Json()}};
}

int List(const ProjectsCommand& command) {
  const DictionaryCommand call("projects list", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kReadOnly, &code);
  if (!records) return code;
  const auto master = records->Projects();
  if (!master) return call.Fail(master.error(), ErrorSource::kStore);
  const auto stored = records->Load({});
  if (!stored) return call.Fail(stored.error(), ErrorSource::kStore);
  const auto usage = UsageByKey(stored->entries);
  if (command.common.json) {
    for (const MasterProject& project : master->projects) {
      Print(JsonLine(ProjectJson(project, UsageOf(project, usage))));
    }
    return kExitDone;
  }
  if (master->projects.empty()) {
    Note(
        "There are no projects yet (see: rescan projects import "
        "--from-sheets).\n");
    return kExitDone;
  }
  using Align = Table::Align;
  Table table(
      {Align::kLeft, Align::kRight, Align::kRight, Align::kLeft, Align::kLeft},
      {"CODE", "ROWS", "HOURS", "NAME", "ALIASES"});
  for (const MasterProject& project : master->projects) {
    const Usage used = UsageOf(project, usage);
    table.Add({project.code, std::to_string(used.rows),
               timesheet::FormatHours(used.hours), project.name,
               Joined(project.code_aliases)});
  }
  Print(table.Text());
  return kExitDone;
}

int SaveImport(const DictionaryCommand& call, TimesheetRecords& records,
               const ProjectMaster& master,
               const timesheet::MasterImport& report) {
  const Status saved = records.SaveProjects(master);
  if (!saved) return call.Fail(saved.error(), ErrorSource::kStore);
  for (const std::string& reason : report.refused) {
    Note("warning: not imported: " + WithoutControls(reason) + "\n");
  }
  return call.Finish(
      records,
      fmt::format("{} added, {} there already, {} refused; {} in all.",
                  Counted(report.added, "project"), report.skipped,
                  report.refused.size(), report.total),
      {{"event", "import"},
       {"added", report.added},
       {"skipped", report.skipped},
       {"refused", report.refused.size()},
       {"total", report.total}});
}

int ImportFile(const ProjectsCommand& command, const DictionaryCommand& call) {
  const auto text = ReadTextFile(command.file);
  if (!text) return call.Fail(text.error(), ErrorSource::kRequest);
  const auto file =
      timesheet::ParseProjectMaster(*text, PathForDisplay(command.file));
  if (!file) return call.Fail(file.error(), ErrorSource::kRequest);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kCreate, &code);
  if (!records) return code;
  auto master = records->Projects();
  if (!master) return call.Fail(master.error(), ErrorSource::kStore);
  if (command.replace || master->projects.empty()) {
    *master = {{}, file->rules};
  }
  const auto report = ImportProjects(&*master, file->projects);
  return SaveImport(call, *records, *master, report);
}

int ImportFromSheets(const DictionaryCommand& call) {
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kReadWrite, &code);
  if (!records) return code;
  auto master = records->Projects();
  if (!master) return call.Fail(master.error(), ErrorSource::kStore);
  const auto stored = records->Load({});
  if (!stored) return call.Fail(stored.error(), ErrorSource::kStore);
  std::vector<timesheet::NamedCode> rows;
  for (const EntryRecord& entry : stored->entries) {
    rows.push_back({entry.code, entry.name});
  }
  const auto found = ImportProjects(&*master, rows);
  timesheet::MasterImport report{found.added, found.skipped, {}, found.total};
  if (found.refused > 0) {
    report.refused.push_back(
        Counted(found.refused,
                Noun{"text that is no code", "texts that are no codes"}));
  }
  return SaveImport(call, *records, *master, report);
}

int Import(const ProjectsCommand& command) {
  const DictionaryCommand call("projects import", command.common);
  return command.from_sheets ? ImportFromSheets(call)
                             : ImportFile(command, call);
}

int Add(const ProjectsCommand& command) {
  const DictionaryCommand call("projects add", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kCreate, &code);
  if (!records) return code;
  auto master = records->Projects();
  if (!master) return call.Fail(master.error(), ErrorSource::kStore);
  const Status added = AddProject(&*master, command.project);
  if (!added) return call.Fail(added.error(), ErrorSource::kRequest);
  const Status saved = records->SaveProjects(*master);
  if (!saved) return call.Fail(saved.error(), ErrorSource::kStore);
  return call.Finish(*records,
                     fmt::format("Project {} added; {} in all.",
                                 command.project.code, master->projects.size()),
                     {{"event", "add"},
                      {"code", command.project.code},
                      {"total", master->projects.size()}});
}

std::vector<EntryChange> MovesTo(const MasterProject& target,
                                 const std::vector<EntryRecord>& entries,
                                 const std::string& from_key) {
  std::vector<EntryChange> changes;
  for (const EntryRecord& entry : entries) {
    if (entry.key != from_key) continue;
    EntryChange change;
    change.row = {entry.user, entry.person_key, entry.date, entry.key};
    change.code = target.code;
    change.name = target.name;
    changes.push_back(std::move(change));
  }
  return changes;
}

struct Moves {
  std::size_t moved = 0;
  std::vector<std::string> refused;
};

Result<Moves> Apply(TimesheetRecords& records,
                    const std::vector<EntryChange>& changes) {
  const auto results = records.ApplyChanges(changes);
  if (!results) return tl::unexpected(results.error());
  Moves moves;
  for (const ChangeResult& result : *results) {
    if (result.outcome == ChangeOutcome::kUpdated) ++moves.moved;
    if (result.outcome == ChangeOutcome::kRefused) {
      moves.refused.push_back(result.message);
    }
  }
  return moves;
}

int Merge(const ProjectsCommand& command) {
  const DictionaryCommand call("projects merge", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kReadWrite, &code);
  if (!records) return code;
  auto master = records->Projects();
  if (!master) return call.Fail(master.error(), ErrorSource::kStore);
  const std::string from_key = NormaliseCode(command.from);
  const Status merged = MergeProjects(&*master, command.from, command.into);
  if (!merged) return call.Fail(merged.error(), ErrorSource::kRequest);
  const auto stored = records->Load({});
  if (!stored) return call.Fail(stored.error(), ErrorSource::kStore);
  const MasterProject& target = *master->Find(command.into);
  const auto changes = MovesTo(target, stored->entries, from_key);
  Moves moves;
  // Rows first: if the rest fails, the command can be given again.
  if (command.rows) {
    auto applied = Apply(*records, changes);
    if (!applied) return call.Fail(applied.error(), ErrorSource::kStore);
    moves = *std::move(applied);
    for (const std::string& reason : moves.refused) {
      Note("warning: a row stays where it is: " + WithoutControls(reason) +
           "\n");
    }
  }
  const Status saved = records->SaveProjects(*master);
  if (!saved) return call.Fail(saved.error(), ErrorSource::kStore);
  const std::size_t left = changes.size() - moves.moved;
  return call.Finish(
      *records,
      fmt::format(
          "{} is an alias of {} now. {} moved, {} under {}{}.", command.from,
          target.code,
          Counted(moves.moved, Noun{"stored row was", "stored rows were"}),
          Counted(left, Noun{"stays", "stay"}), command.from,
          left > 0 && !command.rows ? " (--rows moves them)" : ""),
      {{"event", "merge"},
       {"from", command.from},
       {"into", target.code},
       {"rows_moved", moves.moved},
       {"rows_left", left}});
}

int Export(const ProjectsCommand& command) {
  const DictionaryCommand call("projects export", command.common);
  int code = kExitDone;
  const auto records = call.Open(StoreMode::kReadOnly, &code);
  if (!records) return code;
  const auto master = records->Projects();
  if (!master) return call.Fail(master.error(), ErrorSource::kStore);
  return call.Export(WriteProjectMaster(*master), command.file,
                     master->projects.size(), {"project", "projects"});
}

using CommandPointer = std::shared_ptr<ProjectsCommand>;

CLI::App* AddVerb(CLI::App& projects, const CommandPointer& command,
                  const CommandContext& context, const std::string& name,
                  const std::string& description, const std::string& example,
                  int (*act)(const ProjectsCommand&)) {
  CLI::App* verb = AddCommand(projects, name, description, example);
  AddCommonOptions(*verb, command->common);
  verb->callback([command, act, action = context.action] {
    *action = [command, act] { return act(*command); };
  });
  return verb;
}

// Given once for each value, so that it takes no argument of another kind.
void AddTexts(CLI::App& command, const std::string& name,
              std::vector<std::string>& values,
              const std::string& description) {
  command.add_option(name, values, description)
      ->allow_extra_args(false)
      ->type_name("TEXT");
}

void AddImport(CLI::App& projects, const CommandContext& context) {
  auto command = std::make_shared<ProjectsCommand>();
  CLI::App* verb = AddVerb(projects, command, context, "import",
                           "Add projects that are not there yet, from a\n"
                           "project_master.json or from the stored rows",
                           "  rescan projects import --from-sheets", Import);
  CLI::Option* file =
      verb->add_option("FILE", command->file, "A project_master.json");
  CLI::Option* sheets = verb->add_flag("--from-sheets", command->from_sheets,
                                       "Codes and names of the stored rows");
  verb->add_flag("--replace", command->replace,
                 "The file takes the place of all that is there")
      ->needs(file);
  file->excludes(sheets);
  verb->callback([command, action = context.action] {
    if (command->file.empty() && !command->from_sheets) {
      throw CLI::RequiredError("FILE or --from-sheets");
    }
    *action = [command] { return Import(*command); };
  });
}

}  // namespace

void AddProjectsCommand(CLI::App& app, const CommandContext& context) {
  CLI::App* projects =
      AddCommand(app, "projects", "The dictionary of project codes and names",
                 "  rescan projects import --from-sheets");
  projects->require_subcommand(1);

  AddVerb(*projects, std::make_shared<ProjectsCommand>(), context, "list",
          "All projects, and how many stored rows each has",
          "  rescan projects list --json", List);
  AddImport(*projects, context);

  auto add = std::make_shared<ProjectsCommand>();
  CLI::App* verb = AddVerb(
      *projects, add, context, "add", "Add one project",
      "  rescan projects add PJ023275 \"Store Refit\" --alias PJ028275", Add);
  verb->add_option("CODE", add->project.code, "As it shall be written")
      ->required();
  verb->add_option("NAME", add->project.name, "Its name")->required();
  AddTexts(*verb, "--alias", add->project.code_aliases,
           "Another code that means it; may be repeated");
  AddTexts(*verb, "--name-alias", add->project.name_aliases,
           "Another name of it; may be repeated");

  auto merge = std::make_shared<ProjectsCommand>();
  verb = AddVerb(*projects, merge, context, "merge",
                 "Make one project an alias of another",
                 "  rescan projects merge PJ028275 PJ023275 --rows", Merge);
  verb->add_option("FROM", merge->from, "Code of the one that goes")
      ->required();
  verb->add_option("INTO", merge->into, "Code of the one that stays")
      ->required();
  verb->add_flag("--rows", merge->rows,
                 "Move the stored rows too, as changes by\n"
                 "hand; a row whose day has both stays");

  auto exported = std::make_shared<ProjectsCommand>();
  verb = AddVerb(*projects, exported, context, "export",
                 "Write the dictionary as project_master.json",
                 "  rescan projects export project_master.json", Export);
  verb->add_option("FILE", exported->file,
                   "Where to (default: standard output)");
}

}  // namespace rescan::cli
