#include "bench/timesheet/report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <utility>

#include "bench/measure/measure.h"

namespace rescan::bench {
namespace {

constexpr double kCodeGoal = 0.999;
constexpr std::size_t kMostReasons = 12;

void PrintExactHead(std::string_view what) {
  fmt::print("{:<28}{:>8}{:>8}{:>9}{:>12}{:>14}\n", what, "sheets", "exact",
             "share", "names too", "read exactly");
}

void Print(std::string_view what, const ExactCount& count) {
  fmt::print("{:<28}{:>8}{:>8}{:>8.2f}%{:>12}{:>14}\n", what, count.sheets,
             count.exact, 100 * count.Share(), count.names_too,
             count.read_exactly);
}

void PrintEnds(const SheetFigures& figures) {
  fmt::print("{:<20}", "how they ended");
  for (int i = 0; i < kSheetEnds; ++i) {
    fmt::print("{:>11}", EndName(static_cast<SheetEnd>(i)));
  }
  fmt::print("\n");
  for (const auto& [expected, ends] : figures.ends) {
    fmt::print("  {:<18}", expected);
    for (int i = 0; i < kSheetEnds; ++i) {
      const auto found = ends.find(static_cast<SheetEnd>(i));
      fmt::print("{:>11}", found == ends.end() ? 0 : found->second);
    }
    fmt::print("\n");
  }
  fmt::print("\n");
}

void PrintReasons(const SheetFigures& figures) {
  if (figures.reasons.empty()) return;
  std::vector<std::pair<int, std::string>> reasons;
  for (const auto& [reason, times] : figures.reasons) {
    reasons.emplace_back(-times, reason);
  }
  std::sort(reasons.begin(), reasons.end());
  fmt::print("why sheets to be stored were not (sheets, reason)\n");
  for (std::size_t i = 0; i < std::min(reasons.size(), kMostReasons); ++i) {
    fmt::print("{:>6}  {}\n", -reasons[i].first, reasons[i].second);
  }
  fmt::print("\n");
}

void PrintExact(const SheetFigures& figures) {
  PrintExactHead("fully exact");
  for (const auto& [group, themes] : figures.exact) {
    Print(GroupName(group), themes.at(""));
    for (const auto& [theme, count] : themes) {
      if (!theme.empty()) Print("  " + theme, count);
    }
  }
  fmt::print("\n");
  PrintExactHead("of them, by dimension");
  for (const auto& [value, count] : figures.by_dimension) Print(value, count);
  fmt::print("\n");
}

bool JudgeExact(const SheetFigures& figures) {
  bool met = true;
  for (const auto& [group, themes] : figures.exact) {
    const double goal = GoalOf(group);
    for (const auto& [theme, count] : themes) {
      met &= Verdict(fmt::format("exact, {}{}{}", GroupName(group),
                                 theme.empty() ? "" : ", ", theme),
                     count.Share(), fmt::format(">= {}", goal),
                     count.Share() >= goal);
    }
  }
  return met;
}

}  // namespace

bool ReportMatrix(const std::vector<JudgedSheet>& sheets) {
  const SheetFigures figures = CountSheets(sheets);
  PrintEnds(figures);
  PrintReasons(figures);
  PrintExact(figures);
  for (const JudgedSheet& sheet : sheets) {
    for (const std::string& wrong : sheet.judgement.wrong_hours) {
      fmt::print("WRONG {}: {}\n", sheet.truth.image, wrong);
    }
  }
  bool met = Verdict("stored hours that are wrong and not marked",
                     figures.wrong_hours, "= 0", figures.wrong_hours == 0);
  met &= JudgeExact(figures);
  for (const auto& [kind, count] : figures.told_apart) {
    met &= Verdict(fmt::format("told apart: {}", kind), count.Share(), "= 1",
                   count.exact == count.sheets);
  }
  if (figures.code_characters > 0) {
    const double right = 1 - static_cast<double>(figures.code_errors) /
                                 static_cast<double>(figures.code_characters);
    met &= Verdict("characters of codes right as read", right,
                   fmt::format(">= {}", kCodeGoal), right >= kCodeGoal);
    fmt::print(
        "  without {} sheets cut off behind fewer than four day labels\n",
        figures.without_week);
  }
  fmt::print("\n");
  return met;
}

void ListInexact(const std::vector<JudgedSheet>& sheets) {
  for (const JudgedSheet& sheet : sheets) {
    const samples::SheetTruth& truth = *sheet.truth.timesheet;
    const SheetJudgement& judgement = sheet.judgement;
    if (MustBeExact(truth) ? judgement.exact : judgement.right_end) continue;
    const samples::SheetDimensions& d = truth.dimensions;
    fmt::print("{} ({}, {}, {} px, zoom {}, {}, {} projects{}{}): {}; {}\n",
               sheet.truth.image, samples::ExpectationName(truth.expectation),
               sheet.truth.theme, d.width, d.zoom,
               d.subpixel ? "subpixel" : "grey", d.projects,
               d.edge == "whole" ? "" : ", edge ",
               d.edge == "whole" ? "" : d.edge, EndName(sheet.stored.end),
               judgement.read_exactly ? "read exactly" : judgement.first_error);
    for (const std::string& reason : sheet.stored.reasons) {
      fmt::print("    {}\n", reason);
    }
  }
  fmt::print("\n");
}

bool ReportBadInput(const std::vector<JudgedSheet>& sheets) {
  int wrong_ends = 0, unexplained = 0, wrong_hours = 0;
  fmt::print("{:<26}{:<11}{}\n", "bad input", "ended", "reason");
  for (const JudgedSheet& sheet : sheets) {
    const StoredSheet& stored = sheet.stored;
    const SheetJudgement& judgement = sheet.judgement;
    const bool exact =
        stored.end == SheetEnd::kStored || stored.end == SheetEnd::kZeroHour;
    const bool right = judgement.right_end && (!exact || judgement.exact);
    wrong_ends += right ? 0 : 1;
    const bool silent =
        !exact && stored.end != SheetEnd::kNoSheet && stored.reasons.empty();
    unexplained += silent ? 1 : 0;
    wrong_hours += static_cast<int>(judgement.wrong_hours.size());
    fmt::print("{:<26}{:<11}{}{}\n", sheet.truth.image, EndName(stored.end),
               right ? "" : "MAY NOT: ",
               exact ? (judgement.exact ? "exact" : judgement.first_error)
                     : fmt::format("{}", fmt::join(stored.reasons, "; ")));
    for (const std::string& wrong : judgement.wrong_hours) {
      fmt::print("WRONG {}: {}\n", sheet.truth.image, wrong);
    }
  }
  bool met = Verdict("bad input: wrong hours, not marked", wrong_hours, "= 0",
                     wrong_hours == 0);
  met &= Verdict("bad input that ended as it may not", wrong_ends, "= 0",
                 wrong_ends == 0);
  met &= Verdict("bad input set aside without a reason", unexplained, "= 0",
                 unexplained == 0);
  fmt::print("\n");
  return met;
}

}  // namespace rescan::bench
