#include "engine/documents/timesheet/page/cell_ink.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "kernels/image/histogram.h"
#include "kernels/image/ink_profile.h"

namespace rescan::timesheet::page {
namespace {

// How many pixels of each row and column are ink. Either may be empty.
void CountInk(kernels::GreyView cell, const InkRule& rule,
              std::span<std::uint32_t> rows, std::span<std::uint32_t> columns) {
  const int threshold =
      rule.light_ink ? rule.ground + rule.step : rule.ground - rule.step + 1;
  kernels::InkProfile(cell, std::clamp(threshold, 0, 256), rows, columns);
  if (!rule.light_ink) return;
  // Counted was what is darker.
  for (std::uint32_t& n : rows) n = static_cast<std::uint32_t>(cell.width) - n;
  for (std::uint32_t& n : columns) {
    n = static_cast<std::uint32_t>(cell.height) - n;
  }
}

std::vector<Span> RunsOf(std::span<const std::uint32_t> counts, int gap) {
  std::vector<Span> runs;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const int at = static_cast<int>(i);
    if (!runs.empty() && at - runs.back().end < gap) {
      runs.back().end = at + 1;
    } else {
      runs.push_back({at, at + 1});
    }
  }
  return runs;
}

// A dot or an accent belongs to the letters nearest to it: joins runs nearer
// than a sixth of the highest one's height. Lines of text are a quarter apart.
std::vector<Span> JoinMarks(std::vector<Span> runs) {
  int highest = 0;
  for (const Span& run : runs) highest = std::max(highest, run.size());
  std::vector<Span> joined;
  for (const Span& run : runs) {
    if (!joined.empty() && 6 * (run.begin - joined.back().end) < highest) {
      joined.back().end = run.end;
    } else {
      joined.push_back(run);
    }
  }
  return joined;
}

}  // namespace

CellLevels LevelsOf(kernels::GreyView cell) {
  const kernels::Histogram histogram = kernels::HistogramOf(cell);
  CellLevels levels;
  levels.ground = kernels::MedianLevel(histogram);
  const int darker = levels.ground - kernels::PercentileLevel(histogram, 0);
  const int lighter = kernels::PercentileLevel(histogram, 1) - levels.ground;
  levels.light_ink = lighter > darker;
  levels.contrast = std::max(lighter, darker);
  return levels;
}

InkRule RuleOf(const CellLevels& levels) {
  return {levels.ground, std::max(1, levels.contrast / 4), levels.light_ink};
}

std::vector<Span> InkColumns(kernels::GreyView cell, const InkRule& rule,
                             int gap) {
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(cell.width));
  CountInk(cell, rule, {}, counts);
  return RunsOf(counts, gap);
}

std::vector<Span> InkRows(kernels::GreyView cell, const InkRule& rule,
                          int gap) {
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(cell.height));
  CountInk(cell, rule, counts, {});
  return RunsOf(counts, gap);
}

std::vector<PixelBox> TextLines(kernels::GreyView cell, const InkRule& rule,
                                Span part, const PixelBox& at) {
  std::vector<PixelBox> lines;
  const kernels::GreyView text =
      cell.Part(part.begin, 0, part.size(), cell.height);
  for (const Span& rows : JoinMarks(InkRows(text, rule, 1))) {
    const std::vector<Span> columns = InkColumns(
        text.Part(0, rows.begin, text.width, rows.size()), rule, text.width);
    if (columns.empty()) continue;
    lines.push_back({at.left + part.begin + columns.front().begin,
                     at.top + rows.begin, columns.front().size(), rows.size()});
  }
  return lines;
}

}  // namespace rescan::timesheet::page
