#include "tools/week_table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/documents/timesheet/reports/coverage.h"
#include "engine/documents/timesheet/reports/labour.h"

namespace rescan::cli {
namespace {

using Align = Table::Align;
using Cells = std::vector<std::string>;

constexpr std::size_t kWeeksAcross = 10;
constexpr std::size_t kWeeksOfAYear = 52;

// Weeks [first, last) of each row.
struct Part {
  std::size_t first = 0, last = 0;
  bool totals = false;

  [[nodiscard]] Cells Of(const std::string& name, const Cells& weeks,
                         const Cells& behind) const {
    Cells cells = {name};
    cells.insert(cells.end(),
                 weeks.begin() + static_cast<std::ptrdiff_t>(first),
                 weeks.begin() + static_cast<std::ptrdiff_t>(last));
    if (totals) cells.insert(cells.end(), behind.begin(), behind.end());
    return cells;
  }
};

}  // namespace

Cells WeekNames(const std::vector<timesheet::Day>& weeks) {
  Cells names;
  for (const timesheet::Day monday : weeks) {
    names.push_back(weeks.size() > kWeeksOfAYear
                        ? timesheet::reports::WeekName(monday)
                        : timesheet::reports::ShortWeekName(monday));
  }
  return names;
}

std::string WeekTable(const std::vector<timesheet::Day>& weeks,
                      const WeekTotals& totals,
                      const std::vector<WeekRow>& rows) {
  const Cells names = WeekNames(weeks);
  const std::size_t parts = std::max<std::size_t>(
      1, (weeks.size() + kWeeksAcross - 1) / kWeeksAcross);
  std::string text;
  for (std::size_t i = 0; i < parts; ++i) {
    const Part part{weeks.size() * i / parts, weeks.size() * (i + 1) / parts,
                    i + 1 == parts};
    std::vector<Align> columns(1 + part.last - part.first, Align::kRight);
    columns.front() = Align::kLeft;
    if (part.totals) {
      columns.insert(columns.end(), totals.columns.begin(),
                     totals.columns.end());
    }
    Table table(std::move(columns), part.Of("NAME", names, totals.names));
    for (const WeekRow& row : rows) {
      table.Add(part.Of(row.name, row.weeks, row.totals));
    }
    if (i > 0) text += '\n';
    text += table.Text();
  }
  return text;
}

}  // namespace rescan::cli
