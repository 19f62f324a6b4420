#include "tests/engine/documents/timesheet/sheet_builder.h"

#include <algorithm>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "tests/support/random.h"

namespace rescan::timesheet {
namespace {

using support::Below;

constexpr int kRowHeight = 48;

std::string DateText(Day day) {
  constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun",
      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date(day);
  return std::string(kMonths[static_cast<unsigned>(date.month()) - 1]) + " " +
         std::to_string(DayOfMonth(day)) + " " + std::to_string(YearOf(day));
}

ReadField Number(Hundredths hours) {
  return Text(hours == 0 ? "" : FormatHours(hours));
}

Hundredths Sum(const DayHours& hours) {
  Hundredths sum = 0;
  for (const Hundredths day : hours) sum += day;
  return sum;
}

RawRow DrawRow(const TrueSheet& truth, const std::string& name,
               const DayHours& hours, bool parent, int top) {
  RawRow row;
  row.name = Text(name);
  row.bold = parent;
  row.chevron = parent;
  row.indented = !parent;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    row.cells[day] = Number(hours[day]);
    row.cells[day].box = {600 + 137 * static_cast<int>(day), top, 60, 10};
  }
  if (truth.total_column) row.total = Number(Sum(hours));
  if (truth.posted_column) row.posted_actuals = Number(Sum(hours) * 5 + 37);
  return row;
}

std::string Digits(std::mt19937& rng, std::size_t count) {
  std::string digits;
  for (std::size_t i = 0; i < count; ++i) {
    // No 9 in front: PJ9 is taken for a misread PJ0.
    digits += static_cast<char>('0' + Below(rng, i == 0 ? 9 : 10));
  }
  return digits;
}

std::string RandomCode(std::mt19937& rng) {
  switch (Below(rng, 8)) {
    case 0:
      return "PJ" + Digits(rng, 6);
    case 1:
      return "REAG" + Digits(rng, 6);
    case 2:
      return "HCST" + Digits(rng, 6);
    case 3:
      return "NTCS" + Digits(rng, 6);
    case 4:
      return "NTC5" + Digits(rng, 6);
    case 5:
      return "sps" + Digits(rng, 4);
    case 6:
      return "SCR" + Digits(rng, 4);
    default:
      return "DATA" + Digits(rng, 4);
  }
}

std::string RandomName(std::mt19937& rng) {
  constexpr std::array<std::string_view, 8> kFirst = {
      "Store Refit",    "(NDA) Core Migration (Parent)", "IN Renewal - HPE",
      "Harbour Lights", "Till Refresh (Phase 2)",        "Warehouse 9",
      "Q3 / Q4 Audit",  "Customer & Loyalty Platform"};
  constexpr std::array<std::string_view, 4> kSecond = {"", " North", " II",
                                                       " - Pilot"};
  return std::string(kFirst[Below(rng, kFirst.size())]) +
         std::string(kSecond[Below(rng, kSecond.size())]);
}

// Quarter hours mostly, odd ones sometimes.
Hundredths RandomHours(std::mt19937& rng) {
  constexpr std::array<Hundredths, 10> kUsual = {750, 375, 100, 150,  225,
                                                 563, 137, 25,  1500, 800};
  if (Below(rng, 3) == 0) return 1 + Below(rng, 800);
  return kUsual[Below(rng, kUsual.size())];
}

bool Fits(const TrueSheet& sheet) {
  const DayHours totals = sheet.daily_totals();
  return sheet.weekly_total() < 60'00 &&
         std::all_of(totals.begin(), totals.end(),
                     [](Hundredths day) { return day <= 24'00; });
}

void FillHours(std::mt19937& rng, TrueSheet* sheet) {
  for (std::size_t tries = 0; tries < 60; ++tries) {
    TrueProject& project = sheet->projects[Below(
        rng, static_cast<std::uint32_t>(sheet->projects.size()))];
    TrueTask& task = project.tasks[Below(
        rng, static_cast<std::uint32_t>(project.tasks.size()))];
    // Weekends are rarer.
    const std::uint32_t day =
        Below(rng, 6) == 0 ? Below(rng, 7) : Below(rng, 5);
    if (task.hours[day] != 0) continue;
    task.hours[day] = RandomHours(rng);
    if (!Fits(*sheet)) task.hours[day] = 0;
  }
}

}  // namespace

DayHours TrueProject::hours() const {
  DayHours sum{};
  for (const TrueTask& task : tasks) {
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      sum[day] += task.hours[day];
    }
  }
  return sum;
}

DayHours TrueSheet::daily_totals() const {
  DayHours sum{};
  for (const TrueProject& project : projects) {
    const DayHours hours = project.hours();
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) sum[day] += hours[day];
  }
  return sum;
}

Hundredths TrueSheet::weekly_total() const { return Sum(daily_totals()); }

Day D(int year, unsigned month, unsigned day) {
  return Day(std::chrono::year_month_day(std::chrono::year(year),
                                         std::chrono::month(month),
                                         std::chrono::day(day)));
}

ReadField Text(const std::string& text) {
  ReadField field;
  field.text = text;
  field.box = {10, 20, static_cast<int>(8 * text.size()), 12};
  field.confidence = text.empty() ? 0.0F : 0.9F;
  return field;
}

ReadField Unreadable() {
  ReadField field;
  field.readable = false;
  field.box = {10, 20, 30, 12};
  return field;
}

std::string RangeText(Day monday) {
  return DateText(monday) + " - " + DateText(monday + std::chrono::days(6));
}

RawSheet Draw(const TrueSheet& truth) {
  RawSheet raw;
  raw.name = Text(truth.person);
  raw.job_title = Text(truth.job_title);
  raw.date_range = Text(RangeText(truth.monday));
  raw.status = Text(truth.status);
  raw.percent = Text(truth.projects.empty() ? "0%" : "100%");
  raw.percent_by_marker = truth.projects.empty() ? 0.0 : 100.0;
  if (truth.projects.empty()) return raw;
  raw.header_found = raw.grid_found = true;
  const DayHours totals = truth.daily_totals();
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    const Day date = truth.monday + std::chrono::days(static_cast<int>(day));
    raw.days[day].label = Text(std::string(ShortDayName(day)) + ". " +
                               std::to_string(DayOfMonth(date)));
    raw.days[day].total = Number(totals[day]);
  }
  if (truth.total_column) raw.weekly_total = Number(truth.weekly_total());
  int top = 551;
  for (const TrueProject& project : truth.projects) {
    RawRow parent = DrawRow(truth, project.name, {}, true, top);
    raw.rows.push_back(std::move(parent));
    for (const TrueTask& task : project.tasks) {
      top += kRowHeight;
      raw.rows.push_back(DrawRow(truth, task.name, task.hours, false, top));
    }
    top += kRowHeight;
  }
  return raw;
}

TrueSheet SampleA() {
  TrueSheet sheet = OneProject({750, 2250, 750, 750, 750, 0, 0});
  sheet.projects[0].name = "IN Renewal - HPE (PJ023275)";
  sheet.projects[0].code = "PJ023275";
  return sheet;
}

TrueSheet SampleB() {
  TrueSheet sheet;
  sheet.monday = D(2025, 9, 15);
  return sheet;
}

TrueSheet OneProject(const DayHours& hours) { return Projects({hours}); }

TrueSheet Projects(const std::vector<DayHours>& hours) {
  TrueSheet sheet;
  sheet.monday = D(2025, 9, 22);
  for (std::size_t i = 0; i < hours.size(); ++i) {
    const std::string code = "PJ10000" + std::to_string(i + 1);
    sheet.projects.push_back(
        {"Project " + std::string(1, static_cast<char>('A' + i)) + " (" + code +
             ")",
         code,
         {{"Build / Deploy and Test (BLDDPLYTEST)", hours[i]}}});
  }
  return sheet;
}

TrueSheet RandomSheet(std::mt19937& rng) {
  constexpr std::array<std::string_view, 4> kTasks = {
      "Build / Deploy and Test (BLDDPLYTEST)", "Design (DESIGN)",
      "Labour (LABOUR)", "Testing (TESTING)"};
  TrueSheet sheet;
  sheet.monday = D(2019, 1, 7) + std::chrono::days(7 * Below(rng, 460));
  const std::uint32_t projects = 1 + Below(rng, 8);
  for (std::uint32_t i = 0; i < projects; ++i) {
    TrueProject project;
    project.code = RandomCode(rng);
    const bool taken = std::any_of(
        sheet.projects.begin(), sheet.projects.end(),
        [&](const TrueProject& other) { return other.code == project.code; });
    if (taken) continue;
    project.name = RandomName(rng) + " (" + project.code + ")";
    const std::uint32_t tasks = 1 + Below(rng, 3);
    for (std::uint32_t t = 0; t < tasks; ++t) {
      project.tasks.push_back({std::string(kTasks[t]), {}});
    }
    sheet.projects.push_back(std::move(project));
  }
  FillHours(rng, &sheet);
  return sheet;
}

DayHours HoursOf(const Interpretation& result, std::size_t index) {
  DayHours hours{};
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    hours[day] = result.sheet.projects.at(index).hours[day].value.value_or(-1);
  }
  return hours;
}

std::string Describe(const Interpretation& result) {
  std::string text = std::string(VerdictName(result.verdict)) + "\n";
  for (const std::string& reason : result.reasons) text += "- " + reason + "\n";
  for (const Finding& finding : result.findings) {
    text += (finding.severity == Severity::kError ? "E " : "W ") +
            finding.rule + " " + finding.message + "\n";
  }
  return text;
}

}  // namespace rescan::timesheet
