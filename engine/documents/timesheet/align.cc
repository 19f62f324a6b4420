#include "engine/documents/timesheet/align.h"

#include <string>
#include <string_view>

#include "engine/documents/timesheet/checks.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

constexpr Hundredths kDoubled = 15'00;
constexpr Hundredths kSingle = kDoubled / 2;

void Replace(HoursValue* cell, Hundredths hours, std::string_view rule) {
  Correction correction{std::string(rule), FormatHours(*cell->value),
                        FormatHours(hours)};
  cell->value = hours;
  cell->Note(std::move(correction));
}

void DropHours(Sheet* sheet, const SheetChecks& checks, std::size_t day,
               Findings* findings) {
  const bool holiday = sheet->bank_holidays[day];
  const std::string_view rule =
      holiday ? "header.bank_holiday" : "header.no_hours";
  std::size_t row = 0;
  ForEachTask(*sheet, [&](Project&, Task& task) {
    HoursValue& cell = task.cells[day];
    const bool proved = checks.rows[row++].exact();
    if (!cell.value || *cell.value == 0 || proved) return;
    AddWarning(findings, rule,
               FormatHours(*cell.value) + " hours of row " + Quoted(task.name) +
                   " were dropped: the header shows none on " +
                   std::string(FullDayName(day)) +
                   (holiday ? ", a bank holiday" : ""));
    Replace(&cell, 0, rule);
  });
}

// The one cell of the day whose halving makes the day exact; null when there
// is none or more than one.
HoursValue* DoubledCell(Sheet* sheet, const SheetChecks& checks,
                        std::size_t day) {
  if (checks.days[day].difference() != kDoubled - kSingle) return nullptr;
  HoursValue* found = nullptr;
  bool several = false;
  std::size_t row = 0;
  ForEachTask(*sheet, [&](Project&, Task& task) {
    const Check& check = checks.rows[row++];
    HoursValue& cell = task.cells[day];
    if (!cell.value || *cell.value != kDoubled) return;
    if (check.possible() && check.difference() != kDoubled - kSingle) return;
    several |= found != nullptr;
    found = &cell;
  });
  return several ? nullptr : found;
}

}  // namespace

void AlignWithHeader(Sheet* sheet, Findings* findings) {
  const SheetChecks checks = CheckSums(*sheet);
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    const Check& check = checks.days[day];
    if (!check.printed) continue;
    if (*check.printed == 0 && !checks.header.broken()) {
      DropHours(sheet, checks, day, findings);
    } else if (*check.printed > 0 && check.sum && *check.sum == 0) {
      AddWarning(findings, "header.hours_missing",
                 "the header shows " + FormatHours(*check.printed) +
                     " hours on " + std::string(FullDayName(day)) +
                     ", but none were read");
    }
  }
}

void HalveDoubledEntries(Sheet* sheet, Findings* findings) {
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    const SheetChecks checks = CheckSums(*sheet);
    if (!checks.header.exact() || !checks.days[day].possible()) continue;
    HoursValue* cell = DoubledCell(sheet, checks, day);
    if (cell == nullptr) continue;
    Replace(cell, kSingle, "hours.double_entry");
    AddWarning(findings, "hours.double_entry",
               "15.00 hours on " + std::string(FullDayName(day)) +
                   " were read for 7.50, as the header proves");
  }
}

}  // namespace rescan::timesheet
