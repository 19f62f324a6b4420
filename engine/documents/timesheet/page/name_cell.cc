#include "engine/documents/timesheet/page/name_cell.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "engine/documents/timesheet/page/cell_ink.h"
#include "engine/documents/timesheet/page/line_split.h"
#include "kernels/base/median.h"

namespace rescan::timesheet::page {
namespace {

// Lower letters, pixels, run into each other: their strokes say nothing.
constexpr int kLeastBoldLetter = 7;

// A name's ink as it was first seen.
struct Name {
  kernels::GreyView cell;
  InkRule rule;
  int contrast = 0;
  // Groups of ink from left to right, with no more than 2 columns between.
  std::vector<Span> groups;
  Span text;  // columns of the text
  double stroke = 0;
};

kernels::GreyView CellOf(kernels::GreyView page, const PixelBox& box) {
  return page.Part(box.left, box.top, box.width, box.height);
}

// Height of the ink in some columns, from first to last row.
Span RowsOf(const Name& name, Span columns) {
  const std::vector<Span> rows = InkRows(
      name.cell.Part(columns.begin, 0, columns.size(), name.cell.height),
      name.rule, name.cell.height);
  return rows.empty() ? Span{} : rows.front();
}

// The height of a line of text of these names, pixels: the median over all
// groups of ink is about that of a small letter with or without stem.
int LetterHeight(std::span<const Name> names) {
  std::vector<int> heights;
  for (const Name& name : names) {
    for (const Span& group : name.groups) {
      for (const Span& run : InkRows(
               name.cell.Part(group.begin, 0, group.size(), name.cell.height),
               name.rule, 1)) {
        heights.push_back(run.size());
      }
    }
  }
  if (heights.empty()) return 0;
  return Percentile(std::move(heights), 75);
}

// The menu is three dots, one above the other, far right of the text: narrow,
// with a wide gap before it.
void LeaveOutMenu(Name& name, int letter) {
  while (name.groups.size() >= 2) {
    const Span& last = name.groups.back();
    const int gap = last.begin - name.groups[name.groups.size() - 2].end;
    const bool narrow = 2 * last.size() <= letter;
    const bool right = 4 * last.begin >= 3 * name.cell.width;
    if (!narrow || !right || gap < letter) return;
    name.groups.pop_back();
  }
  if (name.groups.size() == 1 &&
      4 * name.groups[0].begin >= 3 * name.cell.width &&
      2 * name.groups[0].size() <= letter) {
    name.groups.clear();
  }
}

// Columns of a chevron, if the first group of ink may be one: it stands apart
// from the rest, and is no larger than a letter.
std::optional<Span> MaybeChevron(const Name& name, int letter) {
  if (name.groups.size() < 2) return {};
  const Span first = name.groups[0];
  const int gap = name.groups[1].begin - first.end;
  if (5 * gap < 2 * letter || first.size() > letter + 2 ||
      RowsOf(name, first).size() > letter + 2) {
    return {};
  }
  return first;
}

// Takes the chevrons out of the names. Words may stand as far apart as some
// chevron from its name, but chevrons stand left of the text of most names.
void LeaveOutChevrons(std::span<Name> names, int letter,
                      std::span<TableRow> rows) {
  std::vector<int> texts;
  std::vector<std::optional<Span>> chevrons;
  for (const Name& name : names) {
    chevrons.push_back(MaybeChevron(name, letter));
    if (name.groups.empty()) continue;
    texts.push_back(name.groups[chevrons.back() ? 1 : 0].begin);
  }
  if (texts.empty()) return;
  const int text = Percentile(std::move(texts), 25);
  for (std::size_t i = 0; i < names.size(); ++i) {
    rows[i].chevron = chevrons[i] && chevrons[i]->end <= text;
    if (rows[i].chevron) names[i].groups.erase(names[i].groups.begin());
  }
}

// The lines of a name's text. Those of a name that is wrapped may touch.
std::vector<PixelBox> LinesOf(const Name& name, int letter,
                              const PixelBox& inner) {
  std::vector<PixelBox> lines;
  for (PixelBox line : TextLines(name.cell, name.rule, name.text, inner)) {
    line.left -= inner.left;
    line.top -= inner.top;
    for (PixelBox& part : SplitLine(name.cell, name.rule, line, letter)) {
      part.left += inner.left;
      part.top += inner.top;
      lines.push_back(part);
    }
  }
  return lines;
}

// Mean width of the strokes in a line of text, pixels: in each row the ink,
// part pixels counted as parts, over the number of strokes.
double StrokeWidth(const Name& name, const PixelBox& line,
                   const PixelBox& inner) {
  const kernels::GreyView text = name.cell.Part(
      line.left - inner.left, line.top - inner.top, line.width, line.height);
  double ink = 0;
  int strokes = 0;
  for (int y = 0; y < text.height; ++y) {
    const std::uint8_t* row = text.Row(y);
    int sum = 0;
    int peak = 0;
    for (int x = 0; x <= text.width; ++x) {
      const int amount = x < text.width ? name.rule.Amount(row[x]) : 0;
      if (amount >= name.rule.step) {
        sum += amount;
        peak = std::max(peak, amount);
      } else if (sum > 0) {
        // Long level strokes say nothing of the weight, faint ones are the
        // edges of others.
        const double width = static_cast<double>(sum) / name.contrast;
        if (2 * width < line.height && 3 * peak >= name.contrast) {
          ink += width;
          ++strokes;
        }
        sum = peak = 0;
      }
    }
  }
  return strokes > 0 ? ink / strokes : 0;
}

// Where sorted values fall into two groups: the middle of their widest gap,
// nullopt if that is not `least` wide.
std::optional<double> Split(std::vector<double> values, double least) {
  std::sort(values.begin(), values.end());
  std::optional<double> split;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double gap = values[i] - values[i - 1];
    if (gap < least) continue;
    least = gap;
    split = (values[i] + values[i - 1]) / 2;
  }
  return split;
}

void SetBold(std::span<const Name> names, std::span<TableRow> rows) {
  std::vector<double> strokes;
  for (const Name& name : names) {
    if (name.stroke > 0) strokes.push_back(name.stroke);
  }
  if (strokes.empty()) return;
  const auto [thinnest, thickest] =
      std::minmax_element(strokes.begin(), strokes.end());
  // Two kinds of print differ by more than names of one kind do.
  const std::optional<double> split =
      Split(strokes, std::max(0.15 * *thinnest, 0.4 * (*thickest - *thinnest)));
  if (!split) return;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].stroke > 0) rows[i].bold = names[i].stroke > *split;
  }
}

void SetIndented(std::span<const Name> names, int letter,
                 std::span<TableRow> rows) {
  std::vector<double> lefts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!rows[i].name.lines.empty()) lefts.push_back(names[i].text.begin);
  }
  const std::optional<double> split = Split(lefts, 0.2 * letter);
  if (!split) return;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (rows[i].name.lines.empty()) continue;
    rows[i].indented = names[i].text.begin > *split;
  }
}

}  // namespace

void ReadNames(kernels::GreyView page, const InkLimits& limits,
               std::span<TableRow> rows) {
  std::vector<Name> names(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const PixelBox& inner = rows[i].name.inner;
    if (inner.width <= 0 || inner.height <= 0) continue;
    names[i].cell = CellOf(page, inner);
    const CellLevels levels = LevelsOf(names[i].cell);
    if (levels.contrast < limits.least_contrast) continue;
    names[i].rule = RuleOf(levels, limits);
    names[i].contrast = levels.contrast;
    names[i].groups = InkColumns(names[i].cell, names[i].rule, 3);
  }
  const int letter = LetterHeight(names);
  for (Name& name : names) LeaveOutMenu(name, letter);
  LeaveOutChevrons(names, letter, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Name& name = names[i];
    if (name.groups.empty()) continue;
    name.text = {name.groups.front().begin, name.groups.back().end};
    rows[i].name.lines = LinesOf(name, letter, rows[i].name.inner);
    for (const PixelBox& line : rows[i].name.lines) {
      name.stroke =
          std::max(name.stroke, StrokeWidth(name, line, rows[i].name.inner));
    }
  }
  if (letter >= kLeastBoldLetter) SetBold(names, rows);
  SetIndented(names, letter, rows);
}

}  // namespace rescan::timesheet::page
