// rescan timesheets quality|similar-codes|duplicates
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/documents/timesheet/reports/duplicates.h"
#include "engine/documents/timesheet/reports/quality.h"
#include "engine/documents/timesheet/reports/similar_codes.h"
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

struct QualityCommand {
  CommonOptions common;
  PeriodOptions period;
  std::string user;
  std::optional<std::string> csv;
  bool raw = false;
};

tl::expected<Timesheets, int> Load(const std::string& name,
                                   const QualityCommand& command) {
  const auto period = PeriodOf(command.period, command.common.workspace);
  if (!period) {
    return tl::unexpected<int>(
        FailWith(name, period.error(), ErrorSource::kRequest));
  }
  const auto records =
      OpenTimesheets(name, command.common, StoreMode::kReadOnly);
  if (!records) return tl::unexpected<int>(records.error());
  return LoadOfUser(name, **records, command.user, *period);
}

int Quality(const QualityCommand& command) {
  constexpr const char* kName = "timesheets quality";
  const auto rows = Load(kName, command);
  if (!rows) return rows.error();
  const auto report = timesheet::reports::CheckQuality(*rows);
  if (command.csv) {
    return WriteReportFile(kName, command.common,
                           {*command.csv,
                            "corrections_needed_" + FileTimestamp() + ".csv",
                            {"correction needed", "corrections needed"},
                            report.findings.size()},
                           QualityCsv(*rows, report, command.raw));
  }
  Print(command.common.json ? QualityJson(*rows, report)
                            : QualityText(*rows, report));
  if (report.rows == 0) Note("There are no rows.\n");
  return kExitDone;
}

int SimilarCodes(const QualityCommand& command) {
  const auto rows = Load("timesheets similar-codes", command);
  if (!rows) return rows.error();
  const auto pairs = timesheet::reports::FindSimilarCodes(*rows);
  Print(command.common.json ? SimilarCodesJson(*rows, pairs)
                            : SimilarCodesText(*rows, pairs));
  if (pairs.empty()) Note("No codes are similar.\n");
  return kExitDone;
}

int Duplicates(const QualityCommand& command) {
  const auto rows = Load("timesheets duplicates", command);
  if (!rows) return rows.error();
  const auto weeks = timesheet::reports::WeeksOfSeveralSheets(*rows);
  const auto people = timesheet::reports::SpellingsOfPeople(*rows);
  Print(command.common.json ? DuplicatesJson(*rows, weeks, people)
                            : DuplicatesText(*rows, weeks, people));
  if (weeks.empty() && people.empty()) Note("There are no duplicates.\n");
  return kExitDone;
}

template <class Act>
std::pair<CLI::App*, std::shared_ptr<QualityCommand>> AddVerb(
    CLI::App& timesheets, const CommandContext& context,
    const std::string& name, const std::string& description,
    const std::string& example, Act act) {
  auto command = std::make_shared<QualityCommand>();
  CLI::App* verb = AddCommand(timesheets, name, description, example);
  AddPeriodOptions(*verb, command->period);
  AddUser(*verb, command->user, "Only this user's timesheets");
  AddCommonOptions(*verb, command->common);
  verb->callback([command, act, action = context.action] {
    *action = [command, act] { return act(*command); };
  });
  return {verb, command};
}

}  // namespace

void AddTimesheetsQualityCommands(CLI::App& timesheets,
                                  const CommandContext& context) {
  const auto [verb, command] =
      AddVerb(timesheets, context, "quality",
              "Names without their code, suspicious codes,\n"
              "what could not be read",
              "  rescan timesheets quality --csv --month Nov-25", Quality);
  CLI::Option* csv = AddCsv(*verb, command->csv, "Write what needs correction",
                            "corrections_needed_TIME.csv");
  AddRaw(*verb, command->raw)->needs(csv);

  AddVerb(timesheets, context, "similar-codes",
          "Codes of one person and day that may be one",
          "  rescan timesheets similar-codes --from 2025-09-01", SimilarCodes);
  AddVerb(timesheets, context, "duplicates",
          "Weeks that several images claim, and names\n"
          "that may be one person",
          "  rescan timesheets duplicates", Duplicates);
}

}  // namespace rescan::cli
