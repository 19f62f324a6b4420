#include "tools/timesheets_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/reports/numbers.h"
#include "kernels/base/text.h"
#include "tools/csv_writer.h"
#include "tools/table.h"
#include "tools/timesheets_data.h"

namespace rescan::cli {
namespace {

using timesheet::EntryRecord;
using timesheet::FormatDay;
using timesheet::SheetRecord;
using timesheet::Timesheets;
using timesheet::reports::ClaimedWeek;
using timesheet::reports::PersonSpellings;
using timesheet::reports::QualityFinding;
using timesheet::reports::QualityReport;
using timesheet::reports::Spelling;
using Align = Table::Align;

constexpr std::size_t kPathColumns = 48;
constexpr std::size_t kNameColumns = 32;
constexpr std::size_t kPeopleShown = 10;
constexpr std::size_t kFindingsShown = 10;

std::string ImageCell(const std::string& path) {
  return ShortenStart(PathForDisplay(path), kPathColumns);
}

std::string WeekText(const std::optional<timesheet::Day>& week) {
  return week ? FormatDay(*week) : std::string("-");
}

Json TextOrNull(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json RowJson(const EntryRecord& entry) {
  return {{"sheet", entry.sheet},
          {"person", entry.person},
          {"date", FormatDay(entry.date)},
          {"key", entry.key},
          {"code", TextOrNull(entry.code)},
          {"name", TextOrNull(entry.name)},
          {"hours", HoursJson(entry.hours)},
          {"image", PathToText(entry.image)}};
}

// A week without hours has none, which is known.
std::optional<timesheet::Hundredths> HoursOf(const SheetRecord& sheet) {
  return sheet.zero_hour ? 0 : sheet.weekly_total;
}

// The same for people: where the page prints no total, what its rows come to.
std::string HoursCell(const SheetRecord& sheet) {
  const auto hours = HoursOf(sheet) ? HoursOf(sheet) : sheet.stored_hours;
  return hours ? HoursText(hours) : "-";
}

int Percent(double likeness) {
  return static_cast<int>(std::floor(likeness * 100));
}

// HOURS are the sheet's own, which a person may have changed since.
std::string ByHandText(const SheetRecord& sheet) {
  if (sheet.rows_by_hand == 0) return {};
  return fmt::format(
      "{}: now {}",
      Counted(static_cast<std::size_t>(sheet.rows_by_hand), "row"),
      sheet.zero_hour ? HoursText(0) : HoursText(sheet.stored_hours));
}

}  // namespace

std::string SheetTable(std::span<const SheetRecord> sheets) {
  const bool users =
      std::any_of(sheets.begin(), sheets.end(), [&](const SheetRecord& sheet) {
        return sheet.user != sheets.front().user;
      });
  std::vector<Align> columns = {Align::kRight, Align::kLeft, Align::kLeft,
                                Align::kLeft,  Align::kLeft, Align::kRight,
                                Align::kLeft};
  std::vector<std::string> names = {"SHEET", "STATE", "VERDICT", "PERSON",
                                    "WEEK",  "HOURS", "IMAGE"};
  if (users) {
    columns.insert(columns.begin() + 1, Align::kLeft);
    names.insert(names.begin() + 1, "USER");
  }
  const bool by_hand = std::any_of(
      sheets.begin(), sheets.end(),
      [](const SheetRecord& sheet) { return sheet.rows_by_hand > 0; });
  if (by_hand) {
    columns.insert(columns.end() - 1, Align::kLeft);
    names.insert(names.end() - 1, "BY HAND");
  }
  Table table(columns, names);
  for (const SheetRecord& sheet : sheets) {
    std::vector<std::string> cells = {
        std::to_string(sheet.id),
        std::string(SheetStateName(sheet.state)),
        std::string(VerdictName(sheet.verdict)),
        sheet.person.empty() ? "-" : ShortenEnd(sheet.person, kNameColumns),
        WeekText(sheet.week),
        HoursCell(sheet),
        ImageCell(sheet.image)};
    if (users) cells.insert(cells.begin() + 1, sheet.user);
    if (by_hand) cells.insert(cells.end() - 1, ByHandText(sheet));
    table.Add(std::move(cells));
  }
  return table.Text();
}

Json SheetJson(const SheetRecord& sheet) {
  return {{"sheet", sheet.id},
          {"user", sheet.user},
          {"state", SheetStateName(sheet.state)},
          {"verdict", VerdictName(sheet.verdict)},
          {"person", TextOrNull(sheet.person)},
          {"week", sheet.week ? Json(FormatDay(*sheet.week)) : Json()},
          {"hours", HoursJson(HoursOf(sheet))},
          {"zero_hour", sheet.zero_hour},
          {"entries", sheet.entry_count},
          {"rows_by_hand", sheet.rows_by_hand},
          {"stored_hours", HoursJson(sheet.stored_hours)},
          {"valid", sheet.valid},
          {"approved_by_hand", sheet.approved_by_hand},
          {"reasons", sheet.reasons},
          {"summary", sheet.summary},
          {"image", PathToText(sheet.image)},
          {"image_id", sheet.image_sha256},
          {"full_version", sheet.full_version},
          {"processed_at", sheet.processed_at}};
}

std::string SheetTitle(const SheetRecord& sheet) {
  return (sheet.person.empty() ? "nobody known" : sheet.person) +
         (sheet.week ? ", week of " + FormatDay(*sheet.week)
                     : std::string(", no week"));
}

std::string ExportCsv(std::span<const timesheet::reports::ExportRow> rows,
                      bool raw) {
  CsvWriter csv(raw);
  for (const std::string_view name : timesheet::reports::kExportColumns) {
    csv.Text(name);
  }
  csv.EndRow();
  for (const auto& row : rows) {
    for (const std::string& cell : row.cells) csv.Text(cell);
    csv.EndRow();
  }
  return csv.Take();
}

std::string QualityText(const Timesheets& sheets, const QualityReport& report) {
  const auto count = [&report](std::size_t rows) {
    return fmt::format("{} ({} %)", rows,
                       timesheet::reports::PercentText(
                           static_cast<std::int64_t>(rows),
                           static_cast<std::int64_t>(report.rows)));
  };
  Table totals({Align::kLeft, Align::kLeft});
  totals.Add({"rows", std::to_string(report.rows)});
  totals.Add({"names without their code", count(report.violations)});
  totals.Add({"suspected OCR errors", count(report.suspected)});
  totals.Add({"rows with any of these", count(report.faulty)});
  for (const auto& [issue, number] : report.issues) {
    totals.Add(
        {"  " + std::string(QualityIssueName(issue)), std::to_string(number)});
  }
  std::string text = totals.Text();
  if (report.findings.empty()) return text;

  Table people({Align::kLeft, Align::kRight}, {"PERSON", "ROWS"});
  for (std::size_t i = 0; i < report.people.size() && i < kPeopleShown; ++i) {
    people.Add(
        {report.people[i].first, std::to_string(report.people[i].second)});
  }
  Table samples({Align::kLeft, Align::kLeft, Align::kLeft, Align::kLeft},
                {"PERSON", "DATE", "ISSUE", "DESCRIPTION"});
  for (std::size_t i = 0; i < report.findings.size() && i < kFindingsShown;
       ++i) {
    const QualityFinding& finding = report.findings[i];
    const EntryRecord& entry = sheets.entries[finding.entry];
    samples.Add({ShortenEnd(entry.person, kNameColumns), FormatDay(entry.date),
                 std::string(QualityIssueName(finding.issue)),
                 finding.description});
  }
  text += "\n" + people.Text() + "\n" + samples.Text();
  if (report.findings.size() > kFindingsShown) {
    text += fmt::format("... and {} more (--csv has all)\n",
                        report.findings.size() - kFindingsShown);
  }
  return text;
}

std::string QualityJson(const Timesheets& sheets, const QualityReport& report) {
  std::string lines;
  for (const QualityFinding& finding : report.findings) {
    Json json = {{"event", "finding"},
                 {"issue", QualityIssueName(finding.issue)},
                 {"description", finding.description}};
    json.update(RowJson(sheets.entries[finding.entry]));
    lines += JsonLine(json);
  }
  Json issues = Json::object();
  for (const auto& [issue, number] : report.issues) {
    issues[std::string(QualityIssueName(issue))] = number;
  }
  Json people = Json::array();
  for (const auto& [person, number] : report.people) {
    people.push_back({{"person", person}, {"rows", number}});
  }
  return lines + JsonLine({{"event", "total"},
                           {"rows", report.rows},
                           {"format_violations", report.violations},
                           {"suspected_errors", report.suspected},
                           {"faulty_rows", report.faulty},
                           {"issues", std::move(issues)},
                           {"people", std::move(people)}});
}

std::string QualityCsv(const Timesheets& sheets, const QualityReport& report,
                       bool raw) {
  CsvWriter csv(raw);
  csv.Header({"Resource Name", "Date", "Current Project Code",
              "Current Project Name", "Issue Type", "Issue Description",
              "Source Image"});
  for (const QualityFinding& finding : report.findings) {
    const EntryRecord& entry = sheets.entries[finding.entry];
    csv.Text(entry.person)
        .Text(FormatDay(entry.date))
        .Text(entry.code)
        .Text(entry.name)
        .Text(QualityIssueName(finding.issue))
        .Text(finding.description)
        .Text(PathToText(entry.image))
        .EndRow();
  }
  return csv.Take();
}

std::string SimilarCodesText(
    const Timesheets& sheets,
    const std::vector<timesheet::reports::SimilarCodes>& pairs) {
  if (pairs.empty()) return {};
  Table table({Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft,
               Align::kRight, Align::kLeft, Align::kLeft},
              {"PERSON", "DATE", "DISTANCE", "CODE", "HOURS", "NAME", "IMAGE"});
  for (const auto& pair : pairs) {
    const EntryRecord& a = sheets.entries[pair.a];
    const EntryRecord& b = sheets.entries[pair.b];
    table.Add({a.person, FormatDay(a.date), std::to_string(pair.distance),
               pair.marked_a, a.hours ? HoursText(a.hours) : "?",
               ShortenEnd(a.name, kNameColumns), ImageCell(a.image)});
    table.Add({"", "", "", pair.marked_b, b.hours ? HoursText(b.hours) : "?",
               ShortenEnd(b.name, kNameColumns), ImageCell(b.image)});
  }
  return table.Text();
}

std::string SimilarCodesJson(
    const Timesheets& sheets,
    const std::vector<timesheet::reports::SimilarCodes>& pairs) {
  std::string lines;
  for (const auto& pair : pairs) {
    Json a = RowJson(sheets.entries[pair.a]);
    Json b = RowJson(sheets.entries[pair.b]);
    a["marked"] = pair.marked_a;
    b["marked"] = pair.marked_b;
    lines += JsonLine({{"event", "similar_codes"},
                       {"distance", pair.distance},
                       {"rows", {std::move(a), std::move(b)}}});
  }
  return lines;
}

std::string DuplicatesText(const Timesheets& sheets,
                           const std::vector<ClaimedWeek>& weeks,
                           const std::vector<PersonSpellings>& people) {
  std::string text;
  if (!weeks.empty()) {
    Table table({Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft,
                 Align::kRight, Align::kLeft},
                {"PERSON", "WEEK", "SHEET", "STATE", "HOURS", "IMAGE"});
    for (const ClaimedWeek& week : weeks) {
      bool first = true;
      for (const std::size_t index : week.sheets) {
        const SheetRecord& sheet = sheets.sheets[index];
        table.Add({first ? sheet.person : "", first ? FormatDay(week.week) : "",
                   std::to_string(sheet.id),
                   std::string(SheetStateName(sheet.state)), HoursCell(sheet),
                   ImageCell(sheet.image)});
        first = false;
      }
    }
    text += "Weeks that several images claim:\n" + table.Text(2);
  }
  if (!people.empty()) {
    Table table({Align::kRight, Align::kLeft, Align::kRight},
                {"ALIKE", "PERSON", "ROWS"});
    for (const PersonSpellings& person : people) {
      bool first = true;
      for (const Spelling& spelling : person.spellings) {
        table.Add({first ? fmt::format("{} %", Percent(person.likeness)) : "",
                   spelling.person, std::to_string(spelling.rows)});
        first = false;
      }
    }
    if (!text.empty()) text += "\n";
    text += "Names that may be one person:\n" + table.Text(2);
  }
  return text;
}

std::string DuplicatesJson(const Timesheets& sheets,
                           const std::vector<ClaimedWeek>& weeks,
                           const std::vector<PersonSpellings>& people) {
  std::string lines;
  for (const ClaimedWeek& week : weeks) {
    Json claims = Json::array();
    for (const std::size_t index : week.sheets) {
      claims.push_back(SheetJson(sheets.sheets[index]));
    }
    lines += JsonLine({{"event", "week"},
                       {"person", sheets.sheets[week.sheets.front()].person},
                       {"week", FormatDay(week.week)},
                       {"sheets", std::move(claims)}});
  }
  for (const PersonSpellings& person : people) {
    Json names = Json::array();
    for (const Spelling& spelling : person.spellings) {
      names.push_back({{"person", spelling.person}, {"rows", spelling.rows}});
    }
    lines += JsonLine({{"event", "spellings"},
                       {"percent", Percent(person.likeness)},
                       {"names", std::move(names)}});
  }
  return lines;
}

}  // namespace rescan::cli
