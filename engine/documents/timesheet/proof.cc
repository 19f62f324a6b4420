#include "engine/documents/timesheet/proof.h"

namespace rescan::timesheet {
namespace {

void JudgeRow(const SheetChecks& checks, const Check& row, bool doubtful,
              bool without_total, Task* task) {
  const bool week_proves =
      without_total || (checks.header.exact() && checks.week.exact());
  const bool row_proved = row.possible() ? row.exact() : week_proves;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    if (doubtful || !row_proved || !checks.days[day].exact()) {
      task->cells[day].AskReview();
    }
  }
  if (task->total && !row.exact()) task->total->AskReview();
}

}  // namespace

void JudgeProof(const SheetChecks& checks, bool days_wrong, Sheet* sheet) {
  std::size_t row = 0;
  ForEachTask(*sheet, [&](const Project& project, Task& task) {
    JudgeRow(checks, checks.rows[row++], days_wrong || !project.doubt.empty(),
             sheet->without_total, &task);
  });
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    if (days_wrong || !checks.days[day].exact()) {
      sheet->daily_totals[day].AskReview();
    }
  }
  if (!checks.header.exact() || !checks.week.exact()) {
    sheet->weekly_total.AskReview();
  }
}

}  // namespace rescan::timesheet
