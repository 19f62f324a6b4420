#include "bench/timesheet/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace rescan::bench {
namespace {

using samples::Expectation;
using samples::SheetDimensions;
using samples::SheetTruth;

void Count(const SheetJudgement& judgement, ExactCount* count) {
  ++count->sheets;
  count->exact += judgement.exact ? 1 : 0;
  count->names_too += judgement.exact && judgement.names_too ? 1 : 0;
  count->read_exactly += judgement.read_exactly ? 1 : 0;
}

std::vector<std::string> DimensionValues(const SheetDimensions& d) {
  return {fmt::format("letters {}", d.subpixel ? "subpixel" : "grey"),
          fmt::format("zoom {}", d.zoom),
          fmt::format("width {}", d.width),
          fmt::format("zeros {}", d.zeros),
          fmt::format("names {}", d.names),
          fmt::format("dates {}", d.dates),
          fmt::format("edge {}", d.edge),
          fmt::format("variant {}", samples::VariantName(d.variant))};
}

// By what a sheet was taken for, not by whether somebody must still look at it:
// one whose person is uncertain waits, of whatever kind it is.
bool ToldApart(const SheetTruth& truth, const StoredSheet& stored) {
  const bool waits = stored.end == SheetEnd::kPending;
  switch (truth.expectation) {
    case Expectation::kStore: {
      const bool wrong_day =
          std::count(stored.rules.begin(), stored.rules.end(), "V0") > 0;
      return !stored.zero_hour && !wrong_day &&
             stored.end != SheetEnd::kRejected &&
             stored.end != SheetEnd::kNoSheet;
    }
    case Expectation::kZeroHour:
      return stored.zero_hour && (waits || stored.end == SheetEnd::kZeroHour);
    default:
      return MayEnd(truth, stored);
  }
}

void CountToldApart(const SheetTruth& truth, const StoredSheet& stored,
                    SheetFigures* figures) {
  ExactCount& count = figures->told_apart[std::string(
      samples::ExpectationName(truth.expectation))];
  ++count.sheets;
  count.exact += ToldApart(truth, stored) ? 1 : 0;
}

}  // namespace

SheetGroup GroupOf(const SheetDimensions& dimensions) {
  constexpr int kWide = 1920;
  if (dimensions.jpeg_quality > 0) return SheetGroup::kJpeg;
  return dimensions.width >= kWide ? SheetGroup::kWidePng
                                   : SheetGroup::kNarrowPng;
}

std::string_view GroupName(SheetGroup group) {
  constexpr std::array<std::string_view, kSheetGroups> kNames = {
      "PNG, 1920 px and wider", "PNG, 1366 px", "JPEG, quality 60"};
  return kNames[static_cast<std::size_t>(group)];
}

double GoalOf(SheetGroup group) {
  constexpr std::array<double, kSheetGroups> kGoals = {0.995, 0.97, 0.95};
  return kGoals[static_cast<std::size_t>(group)];
}

std::string ReasonKind(std::string_view reason) {
  std::string kind;
  char quote = 0;
  for (std::size_t i = 0; i < reason.size(); ++i) {
    const char c = reason[i];
    if (quote != 0) {
      if (c == quote) {
        kind += c;
        quote = 0;
      }
      continue;
    }
    // An apostrophe inside a word opens nothing.
    const bool opens = i == 0 || reason[i - 1] == ' ' || reason[i - 1] == '(';
    if (c == '"' || (c == '\'' && opens)) {
      quote = c;
      kind += c;
    } else if (c >= '0' && c <= '9') {
      if (kind.empty() || kind.back() != '#') kind += '#';
    } else {
      kind += c;
    }
  }
  return kind;
}

SheetFigures CountSheets(const std::vector<JudgedSheet>& sheets) {
  SheetFigures figures;
  for (const JudgedSheet& sheet : sheets) {
    const SheetTruth& truth = *sheet.truth.timesheet;
    const SheetJudgement& judgement = sheet.judgement;
    ++figures.sheets;
    figures.wrong_hours += static_cast<int>(judgement.wrong_hours.size());
    figures.code_characters += judgement.code_characters;
    figures.code_errors += judgement.code_errors;
    figures.without_week += ShowsAWeek(truth) ? 0 : 1;
    ++figures.ends[std::string(samples::ExpectationName(truth.expectation))]
                  [sheet.stored.end];
    if (!MustBeExact(truth)) continue;
    auto& group = figures.exact[GroupOf(truth.dimensions)];
    Count(judgement, &group[sheet.truth.theme]);
    Count(judgement, &group[""]);
    for (const std::string& value : DimensionValues(truth.dimensions)) {
      Count(judgement, &figures.by_dimension[value]);
    }
    CountToldApart(truth, sheet.stored, &figures);
    if (truth.expectation == Expectation::kStore && !judgement.right_end) {
      std::set<std::string> kinds;
      for (const std::string& reason : sheet.stored.reasons) {
        kinds.insert(ReasonKind(reason));
      }
      if (kinds.empty()) kinds.insert("(none is said)");
      for (const std::string& kind : kinds) ++figures.reasons[kind];
    }
  }
  return figures;
}

}  // namespace rescan::bench
