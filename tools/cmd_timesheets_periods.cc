// rescan timesheets summary|coverage|missing|labour|calendar|main-projects
#include <chrono>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/documents/timesheet/reports/summary.h"
#include "tools/coverage_report_format.h"
#include "tools/fail.h"
#include "tools/hours_report_format.h"
#include "tools/output.h"
#include "tools/report_data.h"
#include "tools/result_file.h"
#include "tools/table.h"
#include "tools/timesheets_commands.h"

namespace rescan::cli {
namespace {

namespace reports = timesheet::reports;
using timesheet::Day;

// How one report is shown. Only the form that is wanted is made.
struct Shown {
  std::function<std::string()> text, csv, json;
  std::size_t rows = 0;  // of the CSV
  std::string what;      // they are
};

int Show(const std::string& name, const ReportRequest& request,
         const ReportData& data, const Shown& shown) {
  if (!request.csv.empty()) {
    return WriteResultFile(name, request.common, request.csv, shown.csv(),
                           shown.rows, shown.what);
  }
  if (request.common.json) {
    Print(shown.json());
  } else {
    Print(WithoutControls(data.period.Text()) + "\n\n" + shown.text());
  }
  return kExitDone;
}

// Nothing to report on is no error.
int ShowNothing(const std::string& what, const ReportData& data) {
  Note(WithoutControls(what + " for " + data.period.Text()) + ".\n");
  return kExitDone;
}

int Summary(const ReportRequest& request) {
  constexpr const char* kName = "timesheets summary";
  const auto data = LoadReportData(kName, request);
  if (!data) return data.error();
  const reports::Summary summary = reports::Summarise(data->stored, data->span);
  NoteLeftOut(*data);
  if (summary.people.empty()) {
    return ShowNothing("There are no stored hours", *data);
  }
  NoteUnreadable(summary.unreadable);
  return Show(
      kName, request, *data,
      {[&] { return SummaryText(summary); },
       [&] { return SummaryCsv(summary); },
       [&] { return SummaryJson(summary); }, summary.people.size(), "people"});
}

int MainProjects(const ReportRequest& request) {
  constexpr const char* kName = "timesheets main-projects";
  const auto data = LoadReportData(kName, request);
  if (!data) return data.error();
  const MainProjectList projects =
      reports::MainProjects(data->stored, data->span);
  NoteLeftOut(*data);
  if (projects.empty()) {
    return ShowNothing("There are no stored hours", *data);
  }
  std::size_t unreadable = 0;
  for (const reports::MainProject& row : projects) unreadable += row.unreadable;
  NoteUnreadable(unreadable);
  return Show(
      kName, request, *data,
      {[&] { return MainProjectsText(projects); },
       [&] { return MainProjectsCsv(projects); },
       [&] { return MainProjectsJson(projects); }, projects.size(), "people"});
}

// For coverage and missing: nothing where nobody or no week is known.
std::optional<reports::Coverage> CoverageFor(const ReportData& data) {
  const reports::WeekIndex index(data.stored);
  std::vector<Day> weeks = reports::WeeksIn(data.span, index);
  if (weeks.empty() || data.people.people.empty()) return std::nullopt;
  return reports::CoverageOf(index, data.people.people, std::move(weeks));
}

int ShowNoCoverage(const ReportData& data) {
  return ShowNothing(data.people.people.empty()
                         ? "There are no stored sheets and no roster, so "
                           "nobody's sheets are expected"
                         : "There are no weeks to look at",
                     data);
}

int Coverage(const ReportRequest& request) {
  constexpr const char* kName = "timesheets coverage";
  const auto data = LoadReportData(kName, request);
  if (!data) return data.error();
  NoteLeftOut(*data);
  const auto coverage = CoverageFor(*data);
  if (!coverage) return ShowNoCoverage(*data);
  NoteWhosePeople(*data);
  return Show(kName, request, *data,
              {[&] { return CoverageText(*coverage); },
               [&] { return CoverageCsv(*coverage); },
               [&] { return CoverageJson(*coverage); }, coverage->people.size(),
               "people"});
}

int Missing(const ReportRequest& request) {
  constexpr const char* kName = "timesheets missing";
  const auto data = LoadReportData(kName, request);
  if (!data) return data.error();
  NoteLeftOut(*data);
  const auto coverage = CoverageFor(*data);
  if (!coverage) return ShowNoCoverage(*data);
  NoteWhosePeople(*data);
  return Show(kName, request, *data,
              {[&] { return MissingText(*coverage); },
               [&] { return MissingCsv(*coverage); },
               [&] { return MissingJson(*coverage); },
               coverage->expected() - coverage->complete, "weeks"});
}

int Labour(const ReportRequest& request) {
  constexpr const char* kName = "timesheets labour";
  const auto data = LoadReportData(kName, request);
  if (!data) return data.error();
  NoteLeftOut(*data);
  const reports::WeekIndex index(data->stored);
  const reports::Labour labour =
      reports::LabourOf(index, data->people.people, data->people.others,
                        reports::WeeksIn(data->span, index));
  if (labour.expected() == 0) return ShowNoCoverage(*data);
  NoteWhosePeople(*data);
  NoteUnreadable(labour.unreadable);
  return Show(
      kName, request, *data,
      {[&] { return LabourText(labour); }, [&] { return LabourCsv(labour); },
       [&] { return LabourJson(labour); }, labour.people.size(), "people"});
}

// By the clock and the time zone of this machine.
Day Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return Day(std::chrono::year(local.tm_year + 1900) /
             std::chrono::month(static_cast<unsigned>(local.tm_mon + 1)) /
             std::chrono::day(static_cast<unsigned>(local.tm_mday)));
}

int Calendar(const ReportRequest& request) {
  constexpr const char* kName = "timesheets calendar";
  const auto data = LoadReportData(kName, request);
  if (!data) return data.error();
  NoteLeftOut(*data);
  const reports::WeekIndex index(data->stored);
  Calendars calendars;
  std::size_t weeks = 0;
  for (const reports::Person& person : data->people.people) {
    calendars.push_back(
        reports::CalendarOf(index, person, data->span, Today()));
    weeks += calendars.back().weeks.size();
  }
  if (weeks == 0) return ShowNoCoverage(*data);
  NoteWhosePeople(*data);
  return Show(kName, request, *data,
              {[&] { return CalendarText(calendars); },
               [&] { return CalendarCsv(calendars); },
               [&] { return CalendarJson(calendars); }, weeks, "weeks"});
}

void AddReport(CLI::App& timesheets, const CommandContext& context,
               const std::string& name, const std::string& description,
               const std::string& example, int (*act)(const ReportRequest&)) {
  auto request = std::make_shared<ReportRequest>();
  CLI::App* report = AddCommand(timesheets, name, description, example);
  AddPeriodOptions(*report, request->period);
  AddText(*report, "--person", request->person, "NAME",
          "Only this person: name, key or alias");
  AddUser(*report, request->user,
          "Whose sheets (default: those without\n"
          "an id, or the only user's)");
  AddText(*report, "--csv", request->csv, "FILE",
          "Write a CSV file instead of a table\n"
          "(- is standard output)");
  AddCommonOptions(*report, request->common);
  report->callback([request, act, action = context.action] {
    *action = [request, act] { return act(*request); };
  });
}

}  // namespace

void AddTimesheetsPeriodCommands(CLI::App& timesheets,
                                 const CommandContext& context) {
  AddReport(timesheets, context, "summary", "Hours and days of each person",
            "  rescan timesheets summary --month Nov-25 --csv november.csv",
            Summary);
  AddReport(timesheets, context, "main-projects",
            "Each person's project with most hours",
            "  rescan timesheets main-projects --month Nov-25", MainProjects);
  AddReport(timesheets, context, "coverage", "Who has handed in which weeks",
            "  rescan timesheets coverage --month Nov-25", Coverage);
  AddReport(timesheets, context, "missing", "Weeks that were not handed in",
            "  rescan timesheets missing --from 2025-09-01 --to 2025-09-28",
            Missing);
  AddReport(timesheets, context, "labour", "Hours of each person in each week",
            "  rescan timesheets labour --month Nov-25", Labour);
  AddReport(timesheets, context, "calendar",
            "One person's weeks, the newest month first",
            "  rescan timesheets calendar --person \"Avery Brooks\"", Calendar);
}

}  // namespace rescan::cli
