#include "tools/coverage_report_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/reports/numbers.h"
#include "engine/documents/timesheet/reports/weeks.h"
#include "tools/csv_writer.h"
#include "tools/json_line.h"
#include "tools/numbers.h"
#include "tools/table.h"
#include "tools/week_table.h"

namespace rescan::cli {
namespace {

using timesheet::Day;
using timesheet::FormatDay;
using timesheet::reports::Calendar;
using timesheet::reports::CalendarWeek;
using timesheet::reports::Coverage;
using timesheet::reports::CoverageCell;
using timesheet::reports::CoverageWeek;
using timesheet::reports::IsoWeek;
using timesheet::reports::PercentText;
using timesheet::reports::PerMille;
using timesheet::reports::PersonCoverage;
using timesheet::reports::WeekName;
using timesheet::reports::WeekState;
using timesheet::reports::WeekStateName;
using Align = Table::Align;

// No report has nearly as many weeks.
std::int64_t Count(std::size_t n) { return static_cast<std::int64_t>(n); }

Day Sunday(Day monday) { return monday + std::chrono::days(6); }

const char* Sign(CoverageCell cell) {
  switch (cell) {
    case CoverageCell::kComplete:
      return "✓";
    case CoverageCell::kFailed:
      return "✗";
    case CoverageCell::kMissing:
      return "-";
  }
  return "-";
}

const char* Reason(WeekState state) {
  switch (state) {
    case WeekState::kMissing:
      return "no sheet";
    case WeekState::kDiscarded:
      return "its sheet was rejected";
    case WeekState::kRejected:
      return "its sheet is not posted";
    case WeekState::kPending:
      return "its sheet waits for a person";
    case WeekState::kSubmitted:
      return "submitted";
  }
  return "";
}

double Percentage(std::size_t part, std::size_t whole) {
  return static_cast<double>(PerMille(Count(part), Count(whole))) / 10;
}

Json StatisticsJson(const Coverage& coverage) {
  return {{"event", "total"},
          {"people", coverage.people.size()},
          {"weeks", coverage.weeks.size()},
          {"expected", coverage.expected()},
          {"complete", coverage.complete},
          {"failed", coverage.failed},
          {"missing", coverage.missing},
          {"people_with_missing", coverage.people_with_missing()},
          {"completion_percentage",
           Percentage(coverage.complete, coverage.expected())}};
}

std::string StatisticsText(const Coverage& coverage) {
  const std::size_t lacking = coverage.people_with_missing();
  return fmt::format(
      "{}, {}, {} expected: {} submitted, {} not stored, {} missing; {} {} "
      "some; {} % complete\n",
      Counted(coverage.people.size(), kPeople),
      Counted(coverage.weeks.size(), "week"),
      Counted(coverage.expected(), "sheet"), coverage.complete, coverage.failed,
      coverage.missing, Counted(lacking, kPeople),
      lacking == 1 ? "lacks" : "lack",
      PercentText(Count(coverage.complete), Count(coverage.expected())));
}

std::string CodesOf(const CalendarWeek& week) {
  std::string codes;
  for (const auto& [key, code] : week.facts.projects) {
    codes += (codes.empty() ? "" : ", ") + code;
  }
  return codes;
}

std::string HoursOf(const CalendarWeek& week) {
  if (!week.present()) return "";
  return timesheet::FormatHours(week.facts.hours) +
         (week.facts.unreadable > 0 ? "?" : "");
}

std::string IsoWeekText(Day monday) {
  const IsoWeek week = timesheet::reports::IsoWeekOf(monday);
  return fmt::format("{}-W{:02}", week.year, week.week);
}

std::string StatusOf(const CalendarWeek& week) {
  if (week.facts.zero_hour) {
    return "present, no hours (" + week.facts.zero_hour_reason + ")";
  }
  if (week.present()) return "present";
  return week.facts.state == WeekState::kMissing
             ? "missing"
             : std::string("missing: ") + Reason(week.facts.state);
}

// The weeks of one month (that of their Monday), oldest first.
struct CalendarMonth {
  std::string name;
  std::vector<const CalendarWeek*> weeks;

  // No week of it has a sheet of any kind.
  [[nodiscard]] bool empty() const {
    return std::all_of(weeks.begin(), weeks.end(), [](const auto* week) {
      return week->facts.state == WeekState::kMissing;
    });
  }
};

// Newest first.
std::vector<CalendarMonth> ByMonth(const Calendar& calendar) {
  std::vector<CalendarMonth> months;
  for (const CalendarWeek& week : calendar.weeks) {
    const std::string month = fmt::format(
        "{} {}", timesheet::ShortMonthName(timesheet::MonthOfYear(week.monday)),
        timesheet::YearOf(week.monday));
    if (months.empty() || months.back().name != month) {
      months.push_back({month, {}});
    }
    months.back().weeks.push_back(&week);
  }
  std::reverse(months.begin(), months.end());
  return months;
}

// How many months from `begin` on, which run back in time, have no sheet.
std::size_t EmptyMonths(const std::vector<CalendarMonth>& months,
                        std::size_t begin) {
  std::size_t end = begin;
  while (end < months.size() && months[end].empty()) ++end;
  return end - begin;
}

// One line for several months without a sheet, so that those with some are
// found among them.
std::vector<std::string> EmptyMonthsRow(std::span<const CalendarMonth> months) {
  std::size_t weeks = 0;
  for (const CalendarMonth& month : months) weeks += month.weeks.size();
  return {months.back().name + " to " + months.front().name, "", "",
          fmt::format("missing: all {} weeks", weeks),       "", ""};
}

void AddMonth(const CalendarMonth& month, Table* table) {
  std::string shown = month.name;
  for (const CalendarWeek* week : month.weeks) {
    table->Add({std::exchange(shown, ""), IsoWeekText(week->monday),
                FormatDay(week->monday), StatusOf(*week), HoursOf(*week),
                week->CodesText()});
  }
}

std::string CalendarOfPerson(const Calendar& calendar) {
  std::string text = fmt::format(
      "{}: {}, {} present, {} missing, {} without hours, {} % complete\n",
      WithoutControls(calendar.person.name),
      Counted(calendar.weeks.size(), "week"), calendar.present,
      calendar.missing(), calendar.zero_hour,
      PercentText(Count(calendar.present), Count(calendar.weeks.size())));
  if (calendar.weeks.empty()) return text;
  Table table({Align::kLeft, Align::kLeft, Align::kLeft, Align::kLeft,
               Align::kRight, Align::kLeft},
              {"MONTH", "WEEK", "MONDAY", "STATUS", "HOURS", "PROJECTS"});
  const std::vector<CalendarMonth> months = ByMonth(calendar);
  for (std::size_t i = 0; i < months.size();) {
    const std::size_t empty = EmptyMonths(months, i);
    if (empty > 1) {
      table.Add(EmptyMonthsRow(std::span(months).subspan(i, empty)));
      i += empty;
    } else {
      AddMonth(months[i++], &table);
    }
  }
  return text + table.Text(2);
}

Json CalendarWeekJson(const Calendar& calendar, const CalendarWeek& week) {
  Json codes = Json::array();
  for (const auto& [key, code] : week.facts.projects) codes.push_back(code);
  return {{"event", "week"},
          {"person", calendar.person.name},
          {"person_key", calendar.person.key},
          {"week", FormatDay(week.monday)},
          {"week_end", FormatDay(Sunday(week.monday))},
          {"iso_week", IsoWeekText(week.monday)},
          {"status", week.present() ? "present" : "missing"},
          {"state", WeekStateName(week.facts.state)},
          {"zero_hour", week.facts.zero_hour},
          {"reason",
           week.facts.zero_hour ? Json(week.facts.zero_hour_reason) : Json()},
          {"hours", week.present()
                        ? Json(static_cast<double>(week.facts.hours) / 100)
                        : Json()},
          {"unreadable_rows", week.facts.unreadable},
          {"codes", std::move(codes)}};
}

}  // namespace

std::string CoverageText(const Coverage& coverage) {
  std::vector<WeekRow> rows;
  for (const PersonCoverage& row : coverage.people) {
    WeekRow& cells = rows.emplace_back(WeekRow{row.person.name, {}, {}});
    for (const CoverageWeek& week : row.weeks) {
      cells.weeks.emplace_back(Sign(week.cell));
    }
    cells.totals = {fmt::format("{}/{}", row.submitted, row.weeks.size()),
                    PercentText(Count(row.submitted), Count(row.weeks.size())),
                    row.StatusText()};
  }
  return WeekTable(coverage.weeks,
                   {{"SUBMITTED", "%", "STATUS"},
                    {Align::kRight, Align::kRight, Align::kLeft}},
                   rows) +
         "\n✓ submitted, ✗ there is a sheet but it is not stored, - missing\n" +
         StatisticsText(coverage);
}

std::string CoverageCsv(const Coverage& coverage) {
  CsvWriter csv(false);
  for (const char* name :
       {"Name", "Submitted", "Missing", "Total", "Percentage"}) {
    csv.Text(name);
  }
  for (const Day week : coverage.weeks) csv.Text(WeekName(week));
  csv.EndRow();
  for (const PersonCoverage& row : coverage.people) {
    csv.Text(row.person.name)
        .Number(Count(row.submitted))
        .Number(Count(row.missing()))
        .Number(Count(row.weeks.size()))
        .Text(PercentText(Count(row.submitted), Count(row.weeks.size())) + "%");
    for (const CoverageWeek& week : row.weeks) {
      csv.Text(week.cell == CoverageCell::kComplete ? "Yes" : "No");
    }
    csv.EndRow();
  }
  return csv.Take();
}

std::string CoverageJson(const Coverage& coverage) {
  std::string lines;
  for (const PersonCoverage& row : coverage.people) {
    Json weeks = Json::array();
    for (std::size_t i = 0; i < row.weeks.size(); ++i) {
      const CoverageWeek& week = row.weeks[i];
      weeks.push_back(
          {{"week", FormatDay(coverage.weeks[i])},
           {"cell", timesheet::reports::CoverageCellName(week.cell)},
           {"state", WeekStateName(week.state)},
           {"zero_hour", week.zero_hour}});
    }
    lines +=
        JsonLine({{"event", "person"},
                  {"person", row.person.name},
                  {"person_key", row.person.key},
                  {"submitted", row.submitted},
                  {"failed", row.failed},
                  {"missing", row.missing()},
                  {"total", row.weeks.size()},
                  {"percentage", Percentage(row.submitted, row.weeks.size())},
                  {"status", row.StatusText()},
                  {"weeks", std::move(weeks)}});
  }
  return lines + JsonLine(StatisticsJson(coverage));
}

std::string MissingText(const Coverage& coverage) {
  std::string text;
  for (const PersonCoverage& row : coverage.people) {
    if (row.missing() == 0) continue;
    text +=
        fmt::format("{}: submitted {}/{}\n", WithoutControls(row.person.name),
                    row.submitted, row.weeks.size());
    Table table({Align::kLeft, Align::kLeft, Align::kLeft});
    for (std::size_t i = 0; i < row.weeks.size(); ++i) {
      if (row.weeks[i].cell == CoverageCell::kComplete) continue;
      table.Add({"Mon " + FormatDay(coverage.weeks[i]),
                 "Sun " + FormatDay(Sunday(coverage.weeks[i])),
                 Reason(row.weeks[i].state)});
    }
    text += table.Text(2);
  }
  if (!text.empty()) text += "\n";
  return text + StatisticsText(coverage);
}

std::string MissingCsv(const Coverage& coverage) {
  CsvWriter csv(false);
  csv.Header({"Name", "Week Start", "Week End", "Status"});
  for (const PersonCoverage& row : coverage.people) {
    for (std::size_t i = 0; i < row.weeks.size(); ++i) {
      if (row.weeks[i].cell == CoverageCell::kComplete) continue;
      csv.Text(row.person.name)
          .Text(FormatDay(coverage.weeks[i]))
          .Text(FormatDay(Sunday(coverage.weeks[i])))
          .Text(WeekStateName(row.weeks[i].state))
          .EndRow();
    }
  }
  return csv.Take();
}

std::string MissingJson(const Coverage& coverage) {
  std::string lines;
  for (const PersonCoverage& row : coverage.people) {
    for (std::size_t i = 0; i < row.weeks.size(); ++i) {
      if (row.weeks[i].cell == CoverageCell::kComplete) continue;
      lines += JsonLine({{"event", "week"},
                         {"person", row.person.name},
                         {"person_key", row.person.key},
                         {"week", FormatDay(coverage.weeks[i])},
                         {"week_end", FormatDay(Sunday(coverage.weeks[i]))},
                         {"state", WeekStateName(row.weeks[i].state)}});
    }
  }
  return lines + JsonLine(StatisticsJson(coverage));
}

std::string CalendarText(const Calendars& calendars) {
  std::string text;
  for (const Calendar& calendar : calendars) {
    text += (text.empty() ? "" : "\n") + CalendarOfPerson(calendar);
  }
  return text;
}

std::string CalendarCsv(const Calendars& calendars) {
  CsvWriter csv(false);
  csv.Header({"Name", "Week Start", "Week End", "ISO Week", "Status",
              "Zero Hour", "Reason", "Hours", "Projects", "Codes"});
  for (const Calendar& calendar : calendars) {
    for (const CalendarWeek& week : calendar.weeks) {
      csv.Text(calendar.person.name)
          .Text(FormatDay(week.monday))
          .Text(FormatDay(Sunday(week.monday)))
          .Text(IsoWeekText(week.monday))
          .Text(week.present() ? "present" : "missing")
          .Flag(week.facts.zero_hour)
          .Text(week.facts.zero_hour_reason)
          .Text(HoursOf(week))
          .Number(Count(week.facts.projects.size()))
          .Text(CodesOf(week))
          .EndRow();
    }
  }
  return csv.Take();
}

std::string CalendarJson(const Calendars& calendars) {
  std::string lines;
  for (const Calendar& calendar : calendars) {
    for (const CalendarWeek& week : calendar.weeks) {
      lines += JsonLine(CalendarWeekJson(calendar, week));
    }
    lines += JsonLine({{"event", "total"},
                       {"person", calendar.person.name},
                       {"person_key", calendar.person.key},
                       {"weeks", calendar.weeks.size()},
                       {"present", calendar.present},
                       {"missing", calendar.missing()},
                       {"zero_hour", calendar.zero_hour},
                       {"completion_percentage",
                        Percentage(calendar.present, calendar.weeks.size())}});
  }
  return lines;
}

}  // namespace rescan::cli
