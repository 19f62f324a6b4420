#include "tools/hours_report_format.h"

#include <fmt/format.h>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/reports/numbers.h"
#include "tools/csv_writer.h"
#include "tools/json_line.h"
#include "tools/numbers.h"
#include "tools/table.h"
#include "tools/week_table.h"

namespace rescan::cli {
namespace {

using timesheet::FormatDay;
using timesheet::FormatHours;
using timesheet::Hundredths;
using timesheet::reports::DaysInHundredths;
using timesheet::reports::DaysToOneDecimal;
using timesheet::reports::FormatTenths;
using timesheet::reports::HoursToOneDecimal;
using timesheet::reports::Labour;
using timesheet::reports::LabourCell;
using timesheet::reports::MainProject;
using timesheet::reports::PersonHours;
using timesheet::reports::PersonLabour;
using timesheet::reports::Summary;
using Align = Table::Align;

std::string Marked(std::string number, std::size_t unreadable) {
  if (unreadable > 0) number += '?';
  return number;
}

std::string HoursText(Hundredths hours, std::size_t unreadable) {
  return Marked(FormatHours(hours), unreadable);
}

std::string DaysText(Hundredths hours, std::size_t unreadable) {
  return Marked(FormatHours(DaysInHundredths(hours)), unreadable);
}

// Two decimals are exact in a JSON number's shortest form.
double Decimal(std::int64_t hundredths) {
  return static_cast<double>(hundredths) / 100;
}

// Per person: week by week, then hours and days.
WeekRow LabourRow(const PersonLabour& row) {
  WeekRow cells{row.person.name, {}, {}};
  for (const LabourCell& cell : row.weeks) cells.weeks.push_back(cell.Text());
  cells.totals = {Marked(HoursToOneDecimal(row.hours), row.unreadable),
                  Marked(DaysToOneDecimal(row.hours), row.unreadable)};
  return cells;
}

Json LabourCellJson(timesheet::Day monday, const LabourCell& cell) {
  return {{"week", FormatDay(monday)},
          {"submitted", cell.submitted},
          {"zero_hour", cell.zero_hour},
          {"hours", cell.submitted ? Json(Decimal(cell.hours)) : Json()},
          {"unreadable_rows", cell.unreadable}};
}

void AddRow(const std::vector<std::string>& cells, CsvWriter& csv) {
  for (const std::string& cell : cells) csv.Text(cell);
  csv.EndRow();
}

}  // namespace

std::string SummaryText(const Summary& summary) {
  Table table({Align::kLeft, Align::kRight, Align::kRight},
              {"NAME", "HOURS", "DAYS"});
  for (const PersonHours& row : summary.people) {
    table.Add({row.person.name, HoursText(row.hours, row.unreadable),
               DaysText(row.hours, row.unreadable)});
  }
  table.Add({"TOTAL", HoursText(summary.hours, summary.unreadable),
             DaysText(summary.hours, summary.unreadable)});
  return table.Text();
}

std::string SummaryCsv(const Summary& summary) {
  CsvWriter csv(false);
  csv.Header({"Resource Name", "Total Hours", "Total Days"});
  for (const PersonHours& row : summary.people) {
    AddRow({row.person.name, HoursText(row.hours, row.unreadable),
            DaysText(row.hours, row.unreadable)},
           csv);
  }
  csv.EndRow();
  AddRow({"TOTAL", HoursText(summary.hours, summary.unreadable),
          DaysText(summary.hours, summary.unreadable)},
         csv);
  return csv.Take();
}

std::string SummaryJson(const Summary& summary) {
  std::string lines;
  for (const PersonHours& row : summary.people) {
    lines += JsonLine({{"event", "person"},
                       {"person", row.person.name},
                       {"person_key", row.person.key},
                       {"hours", Decimal(row.hours)},
                       {"days", Decimal(DaysInHundredths(row.hours))},
                       {"zero_hour_weeks", row.zero_weeks},
                       {"unreadable_rows", row.unreadable}});
  }
  return lines + JsonLine({{"event", "total"},
                           {"people", summary.people.size()},
                           {"hours", Decimal(summary.hours)},
                           {"days", Decimal(DaysInHundredths(summary.hours))},
                           {"unreadable_rows", summary.unreadable}});
}

std::string MainProjectsText(const MainProjectList& projects) {
  Table table({Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft},
              {"NAME", "CODE", "HOURS", "PROJECT"});
  for (const MainProject& row : projects) {
    table.Add({row.person.name, row.code, HoursText(row.hours, row.unreadable),
               row.name});
  }
  return table.Text();
}

std::string MainProjectsCsv(const MainProjectList& projects) {
  CsvWriter csv(false);
  csv.Header({"Person Name", "Main Project Code", "Main Project Name",
              "Hours on Main Project"});
  for (const MainProject& row : projects) {
    AddRow({row.person.name, row.code, row.name,
            HoursText(row.hours, row.unreadable)},
           csv);
  }
  return csv.Take();
}

std::string MainProjectsJson(const MainProjectList& projects) {
  std::string lines;
  for (const MainProject& row : projects) {
    lines += JsonLine({{"event", "person"},
                       {"person", row.person.name},
                       {"person_key", row.person.key},
                       {"code", row.code},
                       {"name", row.name},
                       {"hours", Decimal(row.hours)},
                       {"unreadable_rows", row.unreadable}});
  }
  return lines;
}

std::string LabourText(const Labour& labour) {
  std::vector<WeekRow> rows;
  for (const PersonLabour& row : labour.people) rows.push_back(LabourRow(row));
  return WeekTable(labour.weeks,
                   {{"HOURS", "DAYS"}, {Align::kRight, Align::kRight}}, rows) +
         fmt::format(
             "\n{}, {}, {} expected, {} hours, {} hours per person on "
             "average\n",
             Counted(labour.people.size(), kPeople),
             Counted(labour.weeks.size(), "week"),
             Counted(labour.expected(), "sheet"),
             Marked(HoursToOneDecimal(labour.hours), labour.unreadable),
             Marked(FormatTenths(labour.AverageInTenths()), labour.unreadable));
}

std::string LabourCsv(const Labour& labour) {
  CsvWriter csv(false);
  std::vector<std::string> header = WeekNames(labour.weeks);
  header.insert(header.begin(), "Name");
  header.insert(header.end(), {"Month Total (Hours)", "Month Total (Days)"});
  AddRow(header, csv);
  for (const PersonLabour& person : labour.people) {
    WeekRow row = LabourRow(person);
    row.weeks.insert(row.weeks.begin(), row.name);
    row.weeks.insert(row.weeks.end(), row.totals.begin(), row.totals.end());
    AddRow(row.weeks, csv);
  }
  return csv.Take();
}

std::string LabourJson(const Labour& labour) {
  std::string lines;
  for (const PersonLabour& row : labour.people) {
    Json weeks = Json::array();
    for (std::size_t i = 0; i < row.weeks.size(); ++i) {
      weeks.push_back(LabourCellJson(labour.weeks[i], row.weeks[i]));
    }
    lines += JsonLine({{"event", "person"},
                       {"person", row.person.name},
                       {"person_key", row.person.key},
                       {"hours", Decimal(row.hours)},
                       {"days", Decimal(DaysInHundredths(row.hours))},
                       {"unreadable_rows", row.unreadable},
                       {"weeks", std::move(weeks)}});
  }
  return lines + JsonLine({{"event", "total"},
                           {"people", labour.people.size()},
                           {"weeks", labour.weeks.size()},
                           {"expected_sheets", labour.expected()},
                           {"hours", Decimal(labour.hours)},
                           {"average_hours",
                            static_cast<double>(labour.AverageInTenths()) / 10},
                           {"unreadable_rows", labour.unreadable}});
}

}  // namespace rescan::cli
