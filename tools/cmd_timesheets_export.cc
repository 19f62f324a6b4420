// rescan timesheets export|import-corrections
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/reports/export_rows.h"
#include "tools/corrections_file.h"
#include "tools/fail.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/period_options.h"
#include "tools/timesheets_commands.h"
#include "tools/timesheets_data.h"
#include "tools/timesheets_format.h"

namespace rescan::cli {
namespace {

using timesheet::Timesheets;

struct ExportCommand {
  CommonOptions common;
  PeriodOptions period;
  std::string user;
  std::optional<std::string> csv;
  bool raw = false;
};

int Export(const ExportCommand& command) {
  constexpr const char* kName = "timesheets export";
  const auto period = PeriodOf(command.period, command.common.workspace);
  if (!period) return FailWith(kName, period.error(), ErrorSource::kRequest);
  const auto records =
      OpenTimesheets(kName, command.common, StoreMode::kReadOnly);
  if (!records) return records.error();
  const auto sheets = LoadOfUser(kName, **records, command.user, *period);
  if (!sheets) return sheets.error();
  const bool all = !period->first && !period->last;
  const auto rows = all ? timesheet::reports::FullExport(*sheets)
                        : timesheet::reports::PeriodExport(
                              *sheets, period->first, period->last);
  return WriteReportFile(
      kName, command.common,
      {command.csv.value_or(""),
       ReportFileName(all ? "full_export" : "detailed", *period),
       {"row", "rows"},
       rows.size()},
      ExportCsv(rows, command.raw));
}

struct ImportCommand {
  CommonOptions common;
  std::string user, file;
  bool dry_run = false;
};

int Import(const ImportCommand& command, const CliHooks& hooks) {
  constexpr const char* kName = "timesheets import-corrections";
  const auto rows = ReadCorrectionsFile(command.file);
  if (!rows) return FailWith(kName, rows.error(), ErrorSource::kRequest);
  const auto records = OpenTimesheets(
      kName, command.common,
      command.dry_run ? StoreMode::kReadOnly : StoreMode::kReadWrite,
      hooks.store);
  if (!records) return records.error();
  const auto sheets = LoadOfUser(kName, **records, command.user);
  if (!sheets) return sheets.error();
  ImportOutcome outcome = PlannedImport(*sheets, *rows);
  if (!command.dry_run) {
    const Status made = MakeCorrections(**records, *sheets, &outcome);
    if (!made) return FailWith(kName, made.error(), ErrorSource::kStore);
  }
  Print(command.common.json ? ImportJson(outcome, command.dry_run)
                            : ImportText(outcome, command.dry_run));
  return outcome.plan.faults.empty() ? kExitDone : kExitSomeFailed;
}

}  // namespace

void AddTimesheetsExportCommands(CLI::App& timesheets,
                                 const CommandContext& context) {
  auto exported = std::make_shared<ExportCommand>();
  CLI::App* verb = AddCommand(
      timesheets, "export",
      "Every row as CSV of 14 columns, to be corrected\n"
      "and imported again",
      "  rescan timesheets export\n"
      "  rescan timesheets export --from 2025-09-01 --to 2025-09-30\n"
      "\n"
      "Without a period the rows are sorted by their keys, else by date and"
      " name.");
  AddCsv(*verb, exported->csv, "Where to", "timesheet_..._TIME.csv");
  AddRaw(*verb, exported->raw);
  AddPeriodOptions(*verb, exported->period);
  AddUser(*verb, exported->user, "Whose timesheets");
  AddCommonOptions(*verb, exported->common);
  verb->callback([exported, action = context.action] {
    *action = [exported] { return Export(*exported); };
  });

  auto import = std::make_shared<ImportCommand>();
  verb = AddCommand(
      timesheets, "import-corrections",
      "Take over what was corrected in an exported file",
      "  rescan timesheets import-corrections corrected.csv --dry-run\n"
      "\n"
      "ResourceName and DateProjectCode say which row is meant. Rows that"
      " cannot be\n"
      "taken over are skipped and reported (exit code 3).");
  verb->add_option("FILE", import->file, "CSV with the 14 columns of export")
      ->required()
      ->type_name("");
  verb->add_flag("--dry-run", import->dry_run,
                 "Say what would be updated, change nothing");
  AddUser(*verb, import->user, "Whose timesheets");
  AddCommonOptions(*verb, import->common);
  verb->callback([import, context] {
    *context.action = [import, context] {
      return Import(*import, context.hooks);
    };
  });
}

}  // namespace rescan::cli
