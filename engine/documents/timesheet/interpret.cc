#include "engine/documents/timesheet/interpret.h"

#include <algorithm>
#include <utility>

#include "engine/documents/timesheet/align.h"
#include "engine/documents/timesheet/checks.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/gates.h"
#include "engine/documents/timesheet/header.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/project_codes.h"
#include "engine/documents/timesheet/proof.h"
#include "engine/documents/timesheet/repair.h"
#include "engine/documents/timesheet/rows.h"
#include "engine/documents/timesheet/validate.h"
#include "engine/documents/timesheet/verdict.h"

namespace rescan::timesheet {
namespace {

constexpr std::size_t kMostFindings = 200;

TextValue ReadText(const ReadField& field) {
  TextValue value;
  value.raw = KeptText(field.text);
  value.box = field.box;
  value.confidence = field.confidence;
  std::string text = CollapseBlanks(value.raw);
  if (field.readable && !text.empty()) value.Set(std::move(text));
  return value;
}

Value<Day> ReadWeek(const RawSheet& raw, Findings* findings) {
  const ReadField& field = raw.date_range;
  Value<Day> value;
  value.raw = KeptText(field.text);
  value.box = field.box;
  value.confidence = field.confidence;
  if (!field.readable || CollapseBlanks(field.text).empty()) {
    AddWarning(findings, "V6", "the date range is missing");
    return value;
  }
  const auto range = ParseDateRange(field.text);
  const auto week =
      range.has_value() ? WeekOf(*range) : tl::unexpected(range.error());
  if (!week.has_value()) {
    AddWarning(findings, "V6", week.error().message);
    return value;
  }
  value.Set(week->monday);
  if (range->parted) {
    value.Note({"date.parted", value.raw, FormatDay(week->monday)});
  }
  if (range->misread) {
    value.Note({"date.misread", value.raw, FormatDay(week->monday)});
  }
  if (week->shifted) {
    value.Note(
        {"week.monday", FormatDay(range->first), FormatDay(week->monday)});
    AddWarning(findings, "week.monday",
               "the period begins on " + FormatDay(range->first) +
                   ", no Monday: it is taken for the week of " +
                   FormatDay(week->monday));
  }
  const auto captured = CaptureDate(raw.file_name);
  const std::string doubt =
      captured ? WeekDoubt(week->monday, *captured) : std::string();
  if (!doubt.empty()) {
    value.AskReview();
    AddWarning(findings, "week.doubtful", doubt);
  }
  return value;
}

void MarkBankHolidays(const BankHolidays& holidays, Sheet* sheet,
                      Findings* findings) {
  if (!sheet->week.value || holidays.years.empty()) return;
  bool known = true;
  for (std::size_t i = 0; i < kDaysOfWeek; ++i) {
    const Day day = *sheet->week.value + std::chrono::days(static_cast<int>(i));
    sheet->bank_holidays[i] = holidays.Contains(day);
    known = known && holidays.Knows(day);
  }
  if (known) return;
  AddWarning(findings, "bank_holidays.year_missing",
             "the bank holidays of the week of " +
                 FormatDay(*sheet->week.value) + " are not all known");
}

void ReadHeaderTotals(const RawSheet& raw, Sheet* sheet, Findings* findings) {
  if (!raw.header_found) {
    AddWarning(findings, "header.missing", "the table's header was not found");
    return;
  }
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    sheet->daily_totals[day] = ReadHours(
        raw.days[day].total, HoursKind::kDayTotal,
        "the header's total of " + std::string(FullDayName(day)), findings);
  }
  if (raw.weekly_total) {
    sheet->weekly_total = ReadHours(*raw.weekly_total, HoursKind::kWeekTotal,
                                    "the header's total of the week", findings);
    return;
  }
  sheet->without_total = std::any_of(
      raw.rows.begin(), raw.rows.end(),
      [](const RawRow& row) { return row.posted_actuals.has_value(); });
  AddWarning(findings,
             sheet->without_total ? "header.without_total" : "header.no_total",
             sheet->without_total
                 ? "the page has no Total column"
                 : "there is no Total column: the page may be cut off");
}

// Everything about the table of a sheet with hours.
void ReadTable(const RawSheet& raw, const Dictionaries& dictionaries,
               Interpretation* result) {
  Sheet& sheet = result->sheet;
  Findings& findings = result->findings;
  if (sheet.week.value) {
    const int compared = CheckHeaderDays(raw, *sheet.week.value, &findings);
    if (compared == 0) {
      AddWarning(&findings, "header.no_days",
                 "no day number of the header could be compared");
    }
  }
  if (raw.day_columns != static_cast<int>(kDaysOfWeek)) {
    AddWarning(&findings, "V6",
               "there are " + std::to_string(raw.day_columns) +
                   " day columns instead of 7");
  }
  ReadHeaderTotals(raw, &sheet, &findings);
  sheet.projects = AssembleProjects(raw.rows, &findings);
  SettleCodes(dictionaries.projects, &sheet.projects, &findings);
  AlignWithHeader(&sheet, &findings);
  HalveDoubledEntries(&sheet, &findings);
}

void ValidateAndRepair(Interpretation* result) {
  Sheet& sheet = result->sheet;
  Findings judged;
  Validate(sheet, CheckSums(sheet), &judged);
  const bool days_wrong = HasRule(result->findings, "V0");
  if (HasRule(judged, "V1") && !days_wrong) {
    RepairResult repair = RepairDays(&sheet);
    result->repair = std::move(repair.message);
    if (repair.strategy != RepairStrategy::kNone) {
      judged.clear();
      Validate(sheet, CheckSums(sheet), &judged);
      AddWarning(&judged, "repair", result->repair);
    }
  }
  std::move(judged.begin(), judged.end(), std::back_inserter(result->findings));
  JudgeProof(CheckSums(sheet), days_wrong, &sheet);
  SumProjectHours(&sheet.projects, &result->findings);
}

void LimitFindings(Findings* findings) {
  if (findings->size() <= kMostFindings) return;
  std::stable_partition(
      findings->begin(), findings->end(),
      [](const Finding& f) { return f.severity == Severity::kError; });
  const std::size_t more = findings->size() - kMostFindings;
  findings->resize(kMostFindings);
  AddWarning(findings, "more",
             "and " + std::to_string(more) + " more of these");
}

}  // namespace

Interpretation Interpret(const RawSheet& raw,
                         const Dictionaries& dictionaries) {
  Interpretation result;
  Sheet& sheet = result.sheet;
  Findings& findings = result.findings;
  const StatusGate status = JudgeStatus(raw.status);
  const ZeroHours zero = JudgeZeroHours(raw);
  if (!raw.defect.empty()) AddWarning(&findings, "page", raw.defect);
  sheet.status = ReadText(raw.status);
  sheet.job_title = ReadText(raw.job_title);
  sheet.date_range = ReadText(raw.date_range);
  sheet.person =
      ReadPerson(raw.name, raw.job_title, dictionaries.roster, &findings);
  sheet.week = ReadWeek(raw, &findings);
  MarkBankHolidays(dictionaries.holidays, &sheet, &findings);
  if (status == StatusGate::kDoubtful) {
    sheet.status.AskReview();
    AddWarning(&findings, "status.doubtful",
               "the status could not be read with certainty: " +
                   Quoted(sheet.status.raw));
  }
  if (status != StatusGate::kOther) {
    if (zero == ZeroHours::kYes) {
      sheet.zero_hour = true;
      sheet.zero_hour_reason = "ABSENCE";
    } else {
      ReadTable(raw, dictionaries, &result);
      ValidateAndRepair(&result);
    }
  }
  result.valid = !HasErrors(findings);
  result.summary = SummaryOf(findings);
  Decide(status, zero, &result);
  LimitFindings(&findings);
  return result;
}

}  // namespace rescan::timesheet
