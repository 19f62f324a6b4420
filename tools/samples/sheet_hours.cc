// The hours of a timesheet, and their sums.
#include <algorithm>
#include <numeric>
#include <vector>

#include "tools/samples/sheet_content.h"

namespace rescan::samples {
namespace {

constexpr int kMostInWeek = 6000;
constexpr int kQuarter = 25;

// What people enter for a day; most enter the same.
constexpr std::array kDayTotals = {750, 750, 750, 750, 750,  750,  750,
                                   750, 800, 800, 700, 600,  375,  450,
                                   925, 563, 837, 137, 1000, 1500, 2250};
constexpr std::array kLongDays = {1000, 1150, 1225, 950, 1300, 875};
constexpr std::array kWeekendTotals = {400, 750, 300, 525, 150};

WeekHours UsualWeek(const std::array<bool, 7>& holidays, bool weekend,
                    Rng& rng) {
  WeekHours days{};
  // Some weeks have hours on a few days only.
  const double worked = rng.Chance(0.15) ? 0.5 : 0.93;
  for (std::size_t i = 0; i < 5; ++i) {
    const bool works = rng.Chance(holidays[i] ? 0.3 : worked);
    const int hours = rng.Pick(kDayTotals);
    if (works) days[i] = hours;
  }
  if (weekend) {
    const int which = rng.Between(1, 3);
    if ((which & 1) != 0) days[5] = rng.Pick(kWeekendTotals);
    if ((which & 2) != 0) days[6] = rng.Pick(kWeekendTotals);
  }
  if (std::accumulate(days.begin(), days.end(), 0) == 0) days[2] = 750;
  for (int& hours : days) {
    const int sum = std::accumulate(days.begin(), days.end(), 0);
    if (sum > kMostInWeek) hours = std::min(hours, 750);
  }
  return days;
}

WeekHours LongWeek(Rng& rng) {
  WeekHours days{};
  for (int& hours : days) hours = rng.Pick(kLongDays);
  return days;
}

// Parts of `total`, all above zero; REQUIRES: parts <= total / step.
std::vector<int> Split(int total, int parts, int step, Rng& rng) {
  std::vector<int> pieces;
  for (int left = parts; left > 1; --left) {
    const int most = total / step - (left - 1);
    // Not nearly all for the first: even shares are the usual ones.
    const int piece = step * rng.Between(1, std::max(1, most * 2 / left));
    pieces.push_back(std::min(piece, step * most));
    total -= pieces.back();
  }
  pieces.push_back(total);
  return pieces;
}

// Shares the day's hours out among some of the rows.
void FillDay(std::size_t day, int total, std::vector<SheetSubtask*>& rows,
             Rng& rng) {
  const bool odd = rng.Chance(0.2) || total % kQuarter != 0;
  const int step = odd ? 1 : kQuarter;
  const int most = std::min({static_cast<int>(rows.size()), 4, total / 100});
  const int parts = rng.Between(1, std::max(1, most));
  const std::vector<int> pieces = Split(total, parts, step, rng);
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto other = static_cast<std::size_t>(
        rng.Between(static_cast<int>(i), static_cast<int>(order.size()) - 1));
    std::swap(order[i], order[other]);
    rows[order[i]]->hours_by_day[day] = pieces[i];
  }
}

// Gives `row` some hours of a row that has many on the same day.
void Lend(std::vector<SheetSubtask*>& rows, SheetSubtask& row, Rng& rng) {
  SheetSubtask* lender = nullptr;
  std::size_t day = 0;
  for (SheetSubtask* other : rows) {
    for (std::size_t i = 0; i < other->hours_by_day.size(); ++i) {
      if (lender != nullptr &&
          other->hours_by_day[i] <= lender->hours_by_day[day]) {
        continue;
      }
      lender = other;
      day = i;
    }
  }
  const int most = lender->hours_by_day[day] / (2 * kQuarter);
  if (most < 1) return;
  const int hours = kQuarter * rng.Between(1, most);
  lender->hours_by_day[day] -= hours;
  row.hours_by_day[day] += hours;
}

int Sum(const WeekHours& hours) {
  return std::accumulate(hours.begin(), hours.end(), 0);
}

void AddUp(SheetTruth& sheet) {
  sheet.daily_totals.fill(0);
  for (SheetProject& project : sheet.projects) {
    project.hours_by_day.fill(0);
    for (SheetSubtask& subtask : project.subtasks) {
      subtask.total = Sum(subtask.hours_by_day);
      for (std::size_t i = 0; i < subtask.hours_by_day.size(); ++i) {
        project.hours_by_day[i] += subtask.hours_by_day[i];
        sheet.daily_totals[i] += subtask.hours_by_day[i];
      }
    }
  }
  sheet.weekly_total = Sum(sheet.daily_totals);
}

}  // namespace

void InventHours(std::chrono::sys_days monday, bool over_limit,
                 SheetTruth& sheet, Rng& rng) {
  std::vector<SheetSubtask*> rows;
  for (SheetProject& project : sheet.projects) {
    for (SheetSubtask& subtask : project.subtasks) rows.push_back(&subtask);
  }
  const WeekHours days =
      over_limit ? LongWeek(rng)
                 : UsualWeek(HolidaysOf(monday),
                             sheet.dimensions.week == "weekend", rng);
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days[i] > 0) FillDay(i, days[i], rows, rng);
  }
  for (SheetSubtask* row : rows) {
    // A task opened but not worked on is rare.
    if (Sum(row->hours_by_day) == 0 && rng.Chance(0.9)) Lend(rows, *row, rng);
  }
  AddUp(sheet);
  for (SheetSubtask* row : rows) {
    const bool posted = rng.Chance(0.85);
    const int before = rng.Between(0, 40'000);
    if (posted) row->posted_actuals = row->total + before;
  }
}

}  // namespace rescan::samples
