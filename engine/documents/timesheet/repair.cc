#include "engine/documents/timesheet/repair.h"

#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/documents/timesheet/checks.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"

namespace rescan::timesheet {
namespace {

constexpr double kRatioSpread = 0.1;
// No screen shows more; with more the number of pairs is not worth trying.
constexpr std::size_t kMostRows = 200;

// One cell that gets other hours.
struct CellChange {
  Task* task;
  std::size_t day;
  Hundredths hours;
};

using Changes = std::vector<CellChange>;

// Solutions of one strategy; more than one is as good as none.
struct Solutions {
  std::size_t count = 0;
  Changes first;

  void Add(Changes changes) {
    if (count++ == 0) first = std::move(changes);
  }
};

// The sheet's rows and how far each day is from its header.
struct Problem {
  std::vector<Task*> rows;
  std::array<Hundredths, kDaysOfWeek> excess{};  // sum - header
  std::vector<std::size_t> over, under;
  std::size_t broken_rows = 0;  // whose Total does not agree
  bool has_row_totals = false;
};

bool Agrees(Hundredths difference) {
  return difference <= kTolerance && difference >= -kTolerance;
}

Hundredths CellOf(const Task& task, std::size_t day) {
  return *task.cells[day].value;
}

// Whether the row's Total, where it was read, agrees once `added` is added to
// the row.
bool RowAgrees(const Task& task, Hundredths added) {
  if (!task.total || !task.total->value) return true;
  return Agrees(*SumOf(task.cells) + added - *task.total->value);
}

// Whether every day agrees once `moved` hours left `from` and came to `to`, and
// `added` more came to `also`.
bool DaysAgree(const Problem& problem, Hundredths moved, std::size_t from,
               std::size_t to, Hundredths added, std::size_t also) {
  std::array<Hundredths, kDaysOfWeek> excess = problem.excess;
  excess[from] -= moved;
  excess[to] += moved;
  excess[also] += added;
  for (const Hundredths difference : excess) {
    if (!Agrees(difference)) return false;
  }
  return true;
}

Problem ProblemOf(Sheet* sheet, const SheetChecks& checks) {
  Problem problem;
  ForEachTask(*sheet, [&problem](Project&, Task& task) {
    problem.rows.push_back(&task);
    if (!RowAgrees(task, 0)) ++problem.broken_rows;
  });
  problem.has_row_totals = checks.has_row_totals;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    problem.excess[day] = checks.days[day].difference();
    if (problem.excess[day] > kTolerance) problem.over.push_back(day);
    if (problem.excess[day] < -kTolerance) problem.under.push_back(day);
  }
  return problem;
}

// Calls `visit(row, from, to)` for each row's whole value on an over day and
// each under day.
template <class Visit>
void ForEachMove(const Problem& problem, Visit visit) {
  for (Task* row : problem.rows) {
    for (const std::size_t from : problem.over) {
      if (CellOf(*row, from) == 0) continue;
      for (const std::size_t to : problem.under) visit(row, from, to);
    }
  }
}

Solutions SimpleMoves(const Problem& problem) {
  Solutions solutions;
  if (problem.broken_rows > 0) return solutions;
  ForEachMove(problem, [&](Task* row, std::size_t from, std::size_t to) {
    const Hundredths moved = CellOf(*row, from);
    if (CellOf(*row, to) != 0 || !DaysAgree(problem, moved, from, to, 0, to)) {
      return;
    }
    solutions.Add({{row, from, 0}, {row, to, moved}});
  });
  return solutions;
}

Solutions ProjectSwaps(const Problem& problem) {
  Solutions solutions;
  ForEachMove(problem, [&](Task* row, std::size_t from, std::size_t to) {
    const Hundredths moved = CellOf(*row, from);
    if (!DaysAgree(problem, moved, from, to, 0, to) ||
        !RowAgrees(*row, -moved)) {
      return;
    }
    for (Task* target : problem.rows) {
      const std::size_t cured =
          (RowAgrees(*row, 0) ? 0U : 1U) + (RowAgrees(*target, 0) ? 0U : 1U);
      if (target == row || CellOf(*target, to) != 0 ||
          !RowAgrees(*target, moved) || cured != problem.broken_rows) {
        continue;
      }
      solutions.Add({{row, from, 0}, {target, to, moved}});
      if (solutions.count > 1) return;
    }
  });
  return solutions;
}

Solutions Scaling(const Problem& problem, const Sheet& sheet) {
  Solutions solutions;
  std::vector<std::pair<std::size_t, double>> ratios;
  double mean = 0;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    if (Agrees(problem.excess[day])) continue;
    const Hundredths header = *sheet.daily_totals[day].value;
    const Hundredths sum = header + problem.excess[day];
    if (sum <= 0) return solutions;
    ratios.emplace_back(day,
                        static_cast<double>(header) / static_cast<double>(sum));
    mean += ratios.back().second;
  }
  if (ratios.empty()) return solutions;
  mean /= static_cast<double>(ratios.size());
  Changes changes;
  for (const auto& [day, ratio] : ratios) {
    if (std::abs(ratio - mean) > kRatioSpread) return solutions;
    Hundredths sum = 0;
    for (Task* row : problem.rows) {
      const Hundredths before = CellOf(*row, day);
      const auto after = static_cast<Hundredths>(
          std::llround(static_cast<double>(before) * mean));
      sum += after;
      if (after != before) changes.push_back({row, day, after});
    }
    if (!Agrees(sum - *sheet.daily_totals[day].value)) return solutions;
  }
  solutions.Add(std::move(changes));
  return solutions;
}

Solutions ComplexMoves(const Problem& problem) {
  Solutions solutions;
  ForEachMove(problem, [&](Task* row, std::size_t from, std::size_t to) {
    const Hundredths moved = CellOf(*row, from);
    if (CellOf(*row, to) != 0) return;
    for (const std::size_t also : problem.under) {
      if (!DaysAgree(problem, moved, from, to, moved, also)) continue;
      for (Task* target : problem.rows) {
        if (target == row || CellOf(*target, also) != 0) continue;
        solutions.Add(
            {{row, from, 0}, {row, to, moved}, {target, also, moved}});
        if (solutions.count > 1) return;
      }
    }
  });
  return solutions;
}

void Apply(const Changes& changes, std::string_view rule, Sheet* sheet) {
  for (const CellChange& change : changes) {
    HoursValue& cell = change.task->cells[change.day];
    const Hundredths before = *cell.value;
    cell.value = change.hours;
    cell.Note(
        {std::string(rule), FormatHours(before), FormatHours(change.hours)});
  }
  ForEachTask(*sheet, [](Project&, Task& task) {
    for (HoursValue& cell : task.cells) cell.AskReview();
  });
}

std::string DayList(const std::vector<std::size_t>& days) {
  std::string list;
  for (const std::size_t day : days) {
    if (!list.empty()) list += ", ";
    list += ShortDayName(day);
  }
  return list.empty() ? "none" : list;
}

RepairResult Unrepaired(std::string why) {
  return {RepairStrategy::kNone, "could not auto-correct: " + std::move(why)};
}

struct Strategy {
  RepairStrategy strategy;
  std::string_view rule, name;
};

constexpr std::array<Strategy, 4> kStrategies = {
    {{RepairStrategy::kSimpleMove, "repair.move", "simple move"},
     {RepairStrategy::kProjectSwap, "repair.swap", "project swap"},
     {RepairStrategy::kScaling, "repair.scale", "proportional scaling"},
     {RepairStrategy::kComplex, "repair.complex", "complex move"}}};

Solutions Solve(RepairStrategy strategy, const Problem& problem,
                const Sheet& sheet) {
  switch (strategy) {
    case RepairStrategy::kSimpleMove:
      return SimpleMoves(problem);
    case RepairStrategy::kProjectSwap:
      return ProjectSwaps(problem);
    case RepairStrategy::kScaling:
      return problem.has_row_totals ? Solutions() : Scaling(problem, sheet);
    case RepairStrategy::kComplex:
      return problem.has_row_totals ? Solutions() : ComplexMoves(problem);
    case RepairStrategy::kNone:
      break;
  }
  return {};
}

}  // namespace

RepairResult RepairDays(Sheet* sheet) {
  const SheetChecks checks = CheckSums(*sheet);
  if (!checks.header.possible() || checks.header.broken()) {
    return Unrepaired("the header does not prove itself");
  }
  if (!checks.week.sum) return Unrepaired("not all hours could be read");
  if (checks.rows.size() > kMostRows) return Unrepaired("too many rows");
  const Problem problem = ProblemOf(sheet, checks);
  if (problem.over.empty() && problem.under.empty()) {
    return Unrepaired("every day agrees with the header");
  }
  for (const Strategy& candidate : kStrategies) {
    const Solutions solutions = Solve(candidate.strategy, problem, *sheet);
    if (solutions.count == 0) continue;
    if (solutions.count > 1) {
      return Unrepaired(std::string(candidate.name) +
                        " has more than one solution");
    }
    Apply(solutions.first, candidate.rule, sheet);
    return {candidate.strategy,
            "auto-corrected by " + std::string(candidate.name) + ": over " +
                DayList(problem.over) + ", under " + DayList(problem.under)};
  }
  return Unrepaired("over " + DayList(problem.over) + ", under " +
                    DayList(problem.under));
}

}  // namespace rescan::timesheet
