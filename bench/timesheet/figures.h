// Judgements of many sheets, counted.
#ifndef RESCAN_BENCH_TIMESHEET_FIGURES_H_
#define RESCAN_BENCH_TIMESHEET_FIGURES_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/timesheet/judge.h"
#include "tools/samples/truth.h"

namespace rescan::bench {

// Of the sheets that must be exact.
struct ExactCount {
  int sheets = 0;
  int exact = 0;
  int names_too = 0;     // exact, and the projects' names to the letter
  int read_exactly = 0;  // whatever became of them

  [[nodiscard]] double Share() const {
    return sheets > 0 ? static_cast<double>(exact) / sheets : 0;
  }
};

// The groups with a goal: PNGs of windows of 1920 pixels and wider, narrower
// ones, JPEGs of any width.
enum class SheetGroup { kWidePng, kNarrowPng, kJpeg };
inline constexpr int kSheetGroups = 3;
[[nodiscard]] SheetGroup GroupOf(const samples::SheetDimensions& dimensions);
[[nodiscard]] std::string_view GroupName(SheetGroup group);
// The least share that must be exact.
[[nodiscard]] double GoalOf(SheetGroup group);

struct JudgedSheet {
  samples::Truth truth;  // has `timesheet`
  StoredSheet stored;
  SheetJudgement judgement;
};

struct SheetFigures {
  int sheets = 0;
  int wrong_hours = 0;
  // By group and theme ("dark", "light", and "" for both).
  std::map<SheetGroup, std::map<std::string, ExactCount>> exact;
  // The same of every value of some dimensions: "letters subpixel", ...
  std::map<std::string, ExactCount> by_dimension;
  // Of zero-hour, status and wrong-day sheets those taken for it, of sheets to
  // be stored those taken for none of these, whether they wait or not.
  std::map<std::string, ExactCount> told_apart;
  // How sheets ended, by what was expected of them.
  std::map<std::string, std::map<SheetEnd, int>> ends;
  // Why sheets that should be stored were not; numbers and quoted text left
  // out.
  std::map<std::string, int> reasons;
  std::size_t code_characters = 0;
  std::size_t code_errors = 0;
  int without_week = 0;  // sheets whose codes are not asked for: ShowsAWeek
};

// `truth.timesheet` of each must be there.
[[nodiscard]] SheetFigures CountSheets(const std::vector<JudgedSheet>& sheets);

// `reason` with '#' for every number and nothing inside quotation marks, so
// that equal ones can be counted.
[[nodiscard]] std::string ReasonKind(std::string_view reason);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TIMESHEET_FIGURES_H_
