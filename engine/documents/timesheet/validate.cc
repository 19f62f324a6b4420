#include "engine/documents/timesheet/validate.h"

#include <algorithm>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

constexpr Hundredths kMostOfWeek = 60'00;
constexpr Hundredths kMostOfProject = 50'00;

std::string Amounts(const Check& check) {
  return FormatHours(*check.sum) + " hours where the sheet says " +
         FormatHours(*check.printed);
}

// One rule about a sum; `what` begins the sentence.
void Judge(const Check& check, std::string_view rule, const std::string& what,
           Findings* findings) {
  if (!check.possible()) {
    AddWarning(findings, "SUM", what + " cannot be checked");
  } else if (check.broken()) {
    AddError(findings, rule, what + ": " + Amounts(check));
  } else if (!check.exact()) {
    AddWarning(findings, "SUM", what + ": off by 0.01, " + Amounts(check));
  }
}

void JudgeRows(const Sheet& sheet, const SheetChecks& checks,
               Findings* findings) {
  std::size_t row = 0;
  ForEachTask(sheet, [&](const Project&, const Task& task) {
    const Check& check = checks.rows[row++];
    if (!task.total) return;
    Judge(check, "ROW", "row " + Quoted(task.name), findings);
  });
}

void JudgeAmounts(const Sheet& sheet, Findings* findings) {
  const Hundredths week = sheet.weekly_total.value.value_or(0);
  if (week > kMostOfWeek) {
    AddError(findings, "V4",
             "the week has " + FormatHours(week) +
                 " hours, more than 60: Posted Actuals may have been read as "
                 "the Total");
  } else if (week == kMostOfWeek) {
    AddWarning(findings, "60H", "the week has exactly 60.00 hours");
  }
  for (const Project& project : sheet.projects) {
    Hundredths sum = 0;
    for (const Task& task : project.tasks) {
      for (const HoursValue& cell : task.cells) sum += cell.value.value_or(0);
    }
    if (sum > kMostOfProject) {
      AddWarning(findings, "V5",
                 "project " + Quoted(project.name.value.value_or("")) +
                     " has " + FormatHours(sum) +
                     " hours in the week, more than 50");
    }
  }
}

}  // namespace

void Validate(const Sheet& sheet, const SheetChecks& checks,
              Findings* findings) {
  if (sheet.zero_hour) return;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    Judge(checks.days[day], "V1", std::string(FullDayName(day)), findings);
  }
  Judge(checks.week, "V2", "all projects", findings);
  Judge(checks.header, "V3", "the header's days", findings);
  JudgeRows(sheet, checks, findings);
  JudgeAmounts(sheet, findings);
  if (sheet.projects.empty()) {
    AddWarning(findings, "V6", "there are no projects");
  }
}

std::string SummaryOf(const Findings& findings) {
  const auto errors = std::count_if(
      findings.begin(), findings.end(),
      [](const Finding& f) { return f.severity == Severity::kError; });
  const auto warnings = static_cast<std::ptrdiff_t>(findings.size()) - errors;
  const auto counted = [](std::ptrdiff_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
  };
  if (errors > 0) {
    return "Validation failed (" + counted(errors, "error") + ", " +
           counted(warnings, "warning") + ")";
  }
  return warnings > 0 ? "Validation passed with " + counted(warnings, "warning")
                      : "Validation passed";
}

bool HasErrors(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.severity == Severity::kError;
  });
}

bool HasRule(const Findings& findings, std::string_view rule) {
  return std::any_of(findings.begin(), findings.end(),
                     [rule](const Finding& f) { return f.rule == rule; });
}

}  // namespace rescan::timesheet
