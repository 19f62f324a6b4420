// rescan timesheets summary|coverage|missing|labour|calendar|main-projects
#include <chrono>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/reports/summary.h"
#include "tools/coverage_report_format.h"
#include "tools/fail.h"
#include "tools/hours_report_format.h"
#include "tools/numbers.h"
#include "tools/output.h"
#include "tools/report_data.h"
#include "tools/table.h"
#include "tools/timesheets_commands.h"
#include "tools/timesheets_data.h"

namespace rescan::cli {
namespace {

namespace reports = timesheet::reports;
using timesheet::Day;

// The weeks that are shown where no period was asked for: they fit on a
// terminal, and are more than any month has.
constexpr std::size_t kWeeksShown = 8;

// How a report is shown, and what is said beside it.
template <class Report>
struct Form {
  const char* name;  // of the command below timesheets
  std::string (*text)(const Report&);
  std::string (*csv)(const Report&);
  std::string (*json)(const Report&);
  Noun what;  // the rows of the CSV
  std::size_t (*rows)(const Report&);
  std::size_t (*unreadable)(const Report&);  // nullptr: it has no sums
};

// Only the form that is wanted is made.
template <class Report>
int Show(const Form<Report>& form, const ReportRequest& request,
         const ReportData& data, const Report& report) {
  if (form.unreadable != nullptr) NoteUnreadable(form.unreadable(report));
  if (request.csv) {
    return WriteReportFile(
        std::string("timesheets ") + form.name, request.common,
        {*request.csv, ReportFileName(form.name, data.period), form.what,
         form.rows(report)},
        form.csv(report));
  }
  if (request.common.json) {
    Print(form.json(report));
  } else {
    Print(WithoutControls(data.period.Text()) + "\n\n" + form.text(report));
  }
  return kExitDone;
}

// Nothing to report on is no error.
int ShowNothing(const std::string& what, const ReportData& data) {
  Note(WithoutControls(data.period.Text() + ": " + what) + ".\n");
  return kExitDone;
}

// A report on sums of the period. `make` is given the data, and returns nothing
// where there are no stored hours.
template <class Report, class Make>
int ShowSums(const Form<Report>& form, const ReportRequest& request,
             const Make& make) {
  const auto data =
      LoadReportData(std::string("timesheets ") + form.name, request);
  if (!data) return data.error();
  NoteLeftOut(*data);
  const std::optional<Report> report = make(*data);
  if (!report) return ShowNothing("there are no stored hours", *data);
  return Show(form, request, *data, *report);
}

// Where no days were asked for, and there are many: the last weeks, and that it
// is they.
void ChooseWeeks(const ReportRequest& request, ReportData* data) {
  if (request.all || data->span.first || data->span.last) return;
  const auto last = reports::LastWeeks(data->weeks, kWeeksShown);
  if (!last) return;
  data->span = *last;
  data->period.first = last->first;
  data->period.last = last->last;
  data->period.display =
      data->period.Text() +
      ", the last weeks with stored sheets (--all shows every week)";
  if (request.common.json || request.csv) {
    Note(WithoutControls(data->period.display) + "\n");
  }
}

// A report on weeks of people. `make` is given the data, and returns nothing
// where nobody or no week is known.
template <class Report, class Make>
int ShowWeeks(const Form<Report>& form, const ReportRequest& request,
              const Make& make) {
  auto data = LoadReportData(std::string("timesheets ") + form.name, request);
  if (!data) return data.error();
  NoteLeftOut(*data);
  if (data->people.people.empty()) {
    return ShowNothing(
        "there are no stored sheets and no roster, so nobody's sheets are "
        "expected",
        *data);
  }
  ChooseWeeks(request, &*data);
  const std::optional<Report> report = make(std::as_const(*data));
  if (!report) return ShowNothing("there are no weeks to look at", *data);
  NoteWhosePeople(*data);
  return Show(form, request, *data, *report);
}

int Summary(const ReportRequest& request) {
  using reports::Summary;
  const Form<Summary> form = {
      "summary",
      SummaryText,
      SummaryCsv,
      SummaryJson,
      kPeople,
      [](const Summary& summary) { return summary.people.size(); },
      [](const Summary& summary) { return summary.unreadable; }};
  return ShowSums(form, request, [](const ReportData& data) {
    Summary summary = reports::Summarise(data.stored, data.span);
    return summary.people.empty() ? std::nullopt
                                  : std::optional(std::move(summary));
  });
}

std::size_t UnreadableOf(const MainProjectList& projects) {
  std::size_t unreadable = 0;
  for (const reports::MainProject& row : projects) unreadable += row.unreadable;
  return unreadable;
}

int MainProjects(const ReportRequest& request) {
  const Form<MainProjectList> form = {
      "main-projects",
      MainProjectsText,
      MainProjectsCsv,
      MainProjectsJson,
      kPeople,
      [](const MainProjectList& projects) { return projects.size(); },
      UnreadableOf};
  return ShowSums(form, request, [](const ReportData& data) {
    MainProjectList projects = reports::MainProjects(data.stored, data.span);
    return projects.empty() ? std::nullopt : std::optional(std::move(projects));
  });
}

// For coverage and missing.
std::optional<reports::Coverage> CoverageFor(const ReportData& data) {
  std::vector<Day> weeks = reports::WeeksIn(data.span, data.weeks);
  if (weeks.empty()) return std::nullopt;
  return reports::CoverageOf(data.weeks, data.people.people, std::move(weeks));
}

int Coverage(const ReportRequest& request) {
  using reports::Coverage;
  const Form<Coverage> form = {"coverage",
                               CoverageText,
                               CoverageCsv,
                               CoverageJson,
                               kPeople,
                               [](const Coverage& coverage) { return coverage.people.size(); },
                               nullptr};
  return ShowWeeks(form, request, CoverageFor);
}

int Missing(const ReportRequest& request) {
  using reports::Coverage;
  const Form<Coverage> form = {"missing",
                               MissingText,
                               MissingCsv,
                               MissingJson,
                               {"week", "weeks"},
                               [](const Coverage& coverage) {
                                 return coverage.expected() - coverage.complete;
                               },
                               nullptr};
  return ShowWeeks(form, request, CoverageFor);
}

int Labour(const ReportRequest& request) {
  using reports::Labour;
  const Form<Labour> form = {
      "labour",
      LabourText,
      LabourCsv,
      LabourJson,
      kPeople,
      [](const Labour& labour) { return labour.people.size(); },
      [](const Labour& labour) { return labour.unreadable; }};
  return ShowWeeks(form, request, [](const ReportData& data) {
    Labour labour =
        reports::LabourOf(data.weeks, data.people.people, data.people.others,
                          reports::WeeksIn(data.span, data.weeks));
    return labour.expected() == 0 ? std::nullopt
                                  : std::optional(std::move(labour));
  });
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

std::size_t WeeksOf(const Calendars& calendars) {
  std::size_t weeks = 0;
  for (const auto& calendar : calendars) weeks += calendar.weeks.size();
  return weeks;
}

int Calendar(ReportRequest request) {
  // One person's calendar is short enough as a whole.
  if (!request.person.empty()) request.all = true;
  const Form<Calendars> form = {"calendar",   CalendarText,      CalendarCsv,
                                CalendarJson, {"week", "weeks"}, WeeksOf,
                                nullptr};
  return ShowWeeks(form, request, [](const ReportData& data) {
    Calendars calendars;
    for (const reports::Person& person : data.people.people) {
      calendars.push_back(
          reports::CalendarOf(data.weeks, person, data.span, Today()));
    }
    return WeeksOf(calendars) == 0 ? std::nullopt
                                   : std::optional(std::move(calendars));
  });
}

CLI::App* AddReport(CLI::App& timesheets, const CommandContext& context,
                    const std::string& name, const std::string& description,
                    const std::string& example,
                    const std::shared_ptr<ReportRequest>& request,
                    int (*act)(const ReportRequest&)) {
  CLI::App* report = AddCommand(timesheets, name, description, example);
  AddPeriodOptions(*report, request->period);
  AddPerson(*report, request->person);
  AddUser(*report, request->user,
          "Whose sheets (default: those without\n"
          "an id, or the only user's)");
  AddCsv(*report, request->csv, "Write a CSV file",
         "timesheet_" + name + "_..._TIME.csv");
  AddCommonOptions(*report, request->common);
  report->callback([request, act, action = context.action] {
    const PeriodOptions& period = request->period;
    if (request->all && (period.from || period.to || !period.month.empty())) {
      throw CLI::ValidationError(
          "--all", "cannot be given with --from, --to or --month");
    }
    *action = [request, act] { return act(*request); };
  });
  return report;
}

// A report on sums: of all days where no period is given.
void AddSums(CLI::App& timesheets, const CommandContext& context,
             const std::string& name, const std::string& description,
             const std::string& example, int (*act)(const ReportRequest&)) {
  AddReport(timesheets, context, name, description, example,
            std::make_shared<ReportRequest>(), act);
}

// A report on weeks: of the last ones where no period is given.
void AddWeeks(CLI::App& timesheets, const CommandContext& context,
              const std::string& name, const std::string& description,
              const std::string& example, int (*act)(const ReportRequest&),
              const std::string& exception = {}) {
  const auto request = std::make_shared<ReportRequest>();
  CLI::App* report = AddReport(
      timesheets, context, name, description,
      example +
          "\n\nWithout a period: the last 8 weeks up to the last one with a "
          "stored sheet." +
          exception,
      request, act);
  report->add_flag("--all", request->all,
                   "Every week, from the first with a sheet");
}

}  // namespace

void AddTimesheetsPeriodCommands(CLI::App& timesheets,
                                 const CommandContext& context) {
  AddSums(timesheets, context, "summary", "Hours and days of each person",
          "  rescan timesheets summary --month Nov-25 --csv november.csv",
          Summary);
  AddSums(timesheets, context, "main-projects",
          "Each person's project with most hours",
          "  rescan timesheets main-projects --month Nov-25", MainProjects);
  AddWeeks(timesheets, context, "coverage", "Who has handed in which weeks",
           "  rescan timesheets coverage --month Nov-25", Coverage);
  AddWeeks(timesheets, context, "missing", "Weeks that were not handed in",
           "  rescan timesheets missing --from 2025-09-01 --to 2025-09-28",
           Missing);
  AddWeeks(timesheets, context, "labour", "Hours of each person in each week",
           "  rescan timesheets labour --month Nov-25", Labour);
  AddWeeks(
      timesheets, context, "calendar",
      "Each person's weeks, the newest month first",
      "  rescan timesheets calendar --person \"Avery Brooks\"",
      [](const ReportRequest& request) { return Calendar(request); },
      " Of one\n--person: all, from the first with a sheet to today.");
}

}  // namespace rescan::cli
