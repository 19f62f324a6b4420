#include "tools/timesheets_data.h"

#include <fmt/format.h>

#include <ctime>
#include <optional>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/reports/people.h"
#include "kernels/base/text.h"
#include "tools/fail.h"
#include "tools/output.h"
#include "tools/result_file.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

using timesheet::SheetRecord;
using timesheet::Timesheets;

Result<SheetRecord> FindAnybodysSheet(TimesheetRecords& records,
                                      const std::string& which, Error error) {
  const auto users = records.Users();
  if (!users) return tl::unexpected(users.error());
  std::optional<SheetRecord> found;
  for (const std::string& user : *users) {
    if (user.empty()) continue;
    auto sheet = records.FindSheet(user, which);
    if (!sheet && sheet.error().code == ErrorCode::kNotFound) continue;
    if (!sheet) return sheet;
    if (found) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("several users have a timesheet {}; choose one "
                              "with --user",
                              PathForDisplay(which)));
    }
    found = *std::move(sheet);
  }
  if (!found) return tl::unexpected(std::move(error));
  return *std::move(found);
}

}  // namespace

tl::expected<std::unique_ptr<TimesheetRecords>, int> OpenTimesheets(
    const std::string& name, const CommonOptions& common, StoreMode mode,
    const StoreOptions& store) {
  auto records = TimesheetRecords::Open(common.workspace, mode, store);
  if (!records) {
    return tl::unexpected<int>(
        FailWith(name, records.error(), ErrorSource::kStore));
  }
  return *std::move(records);
}

tl::expected<Timesheets, int> LoadOfUser(const std::string& name,
                                         TimesheetRecords& records,
                                         const std::string& user,
                                         const Period& period) {
  auto rows = records.Load({user, period.first, period.last});
  if (!rows) {
    return tl::unexpected<int>(
        FailWith(name, rows.error(), ErrorSource::kStore));
  }
  auto mine = timesheet::reports::OfUser(*std::move(rows), user);
  if (!mine) {
    return tl::unexpected<int>(
        FailWith(name, mine.error(), ErrorSource::kRequest));
  }
  if (!mine->left_out.empty()) {
    Note(fmt::format("Timesheets of {} are left out (see --user).\n",
                     Counted(mine->left_out.size(), "other user")));
  }
  return std::move(mine->stored);
}

Result<SheetRecord> FindSheetOf(TimesheetRecords& records,
                                const std::string& user,
                                const std::string& which) {
  auto sheet = records.FindSheet(user, which);
  if (sheet || !user.empty() || sheet.error().code != ErrorCode::kNotFound) {
    return sheet;
  }
  return FindAnybodysSheet(records, which, std::move(sheet.error()));
}

void CheckNamesSheet(const std::string& which) {
  if (!which.empty()) return;
  throw CLI::ValidationError("SHEET", "an empty text names no sheet");
}

int FailAboutSheet(const std::string& name, const Error& error) {
  const bool request = error.code == ErrorCode::kNotFound ||
                       error.code == ErrorCode::kInvalidArgument;
  return FailWith(name, error,
                  request ? ErrorSource::kRequest : ErrorSource::kStore);
}

CLI::Option* AddCsv(CLI::App& command, std::optional<std::string>& csv,
                    const std::string& what, const std::string& default_name) {
  return command
      .add_option_function<std::string>(
          "--csv", [&csv](const std::string& file) { csv = file; },
          what + "; - is standard\noutput (default: in this folder\n" +
              default_name + ")")
      ->expected(0, 1)
      ->type_name("[FILE]");
}

void AddPerson(CLI::App& command, std::string& person) {
  AddText(command, "--person", person, "NAME",
          "Only who has this name, key or alias,\n"
          "or else those with it in their name");
}

CLI::Option* AddRaw(CLI::App& command, bool& raw) {
  return command.add_flag("--raw", raw,
                          "Leave cells alone that a spreadsheet\n"
                          "would take for a formula");
}

std::string ReportFileName(const std::string& report, const Period& period) {
  std::string name = "timesheet_" + report;
  if (period.first) name += "_" + timesheet::FormatDay(*period.first);
  if (period.last) name += "_to_" + timesheet::FormatDay(*period.last);
  return name + "_" + FileTimestamp() + ".csv";
}

int WriteReportFile(const std::string& name, const CommonOptions& common,
                    const ReportFile& file, std::string_view bytes) {
  if (file.rows == 0 && file.path != "-") {
    Note(
        fmt::format("There are no {}; no file was written.\n", file.what.many));
    if (common.json) {
      Print(JsonLine({{"event", "export"}, {"rows", 0}, {"output", nullptr}}));
    }
    return kExitDone;
  }
  return WriteResultFile(name, common,
                         file.path.empty() ? file.default_name : file.path,
                         bytes, file.rows, file.what);
}

std::string FileTimestamp() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return fmt::format("{:04}{:02}{:02}_{:02}{:02}{:02}", local.tm_year + 1900,
                     local.tm_mon + 1, local.tm_mday, local.tm_hour,
                     local.tm_min, local.tm_sec);
}

Json HoursJson(std::optional<timesheet::Hundredths> hours) {
  // Two decimals are exact in a JSON number's shortest form.
  return hours ? Json(static_cast<double>(*hours) / 100) : Json();
}

std::string HoursText(std::optional<timesheet::Hundredths> hours) {
  return hours ? timesheet::FormatHours(*hours) : std::string();
}

}  // namespace rescan::cli
