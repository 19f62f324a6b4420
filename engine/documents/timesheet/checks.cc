#include "engine/documents/timesheet/checks.h"

namespace rescan::timesheet {
namespace {

void Add(const HoursValue& hours, std::optional<Hundredths>* sum) {
  if (!*sum) return;
  if (hours.value) {
    **sum += *hours.value;
  } else {
    sum->reset();
  }
}

}  // namespace

std::optional<Hundredths> SumOf(const WeekHours& cells) {
  std::optional<Hundredths> sum = 0;
  for (const HoursValue& cell : cells) Add(cell, &sum);
  return sum;
}

SheetChecks CheckSums(const Sheet& sheet) {
  SheetChecks checks;
  checks.week.sum = 0;
  checks.week.printed = sheet.weekly_total.value;
  checks.header.sum = SumOf(sheet.daily_totals);
  checks.header.printed = sheet.weekly_total.value;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    checks.days[day].sum = 0;
    checks.days[day].printed = sheet.daily_totals[day].value;
  }
  ForEachTask(sheet, [&checks](const Project&, const Task& task) {
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      Add(task.cells[day], &checks.days[day].sum);
      Add(task.cells[day], &checks.week.sum);
    }
    Check row;
    row.sum = SumOf(task.cells);
    if (task.total) row.printed = task.total->value;
    checks.has_row_totals |= row.printed.has_value();
    checks.rows.push_back(row);
  });
  return checks;
}

}  // namespace rescan::timesheet
