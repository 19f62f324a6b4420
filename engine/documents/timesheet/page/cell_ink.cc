#include "engine/documents/timesheet/page/cell_ink.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <span>
#include <utility>

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

// The most that a pixel of `part` differs from the ground.
int PeakOf(kernels::GreyView part, const InkRule& rule) {
  int peak = 0;
  for (int y = 0; y < part.height; ++y) {
    for (const std::uint8_t level : part.RowSpan(y)) {
      peak = std::max(peak, rule.Amount(level));
    }
  }
  return peak;
}

// Is `ink` but noise, of which JPEG leaves some beside letters `letter` high?
bool IsSpeck(kernels::GreyView ink, const InkRule& rule, int letter) {
  return 3 * std::max(ink.width, ink.height) <= letter &&
         PeakOf(ink, rule) < 2 * rule.step;
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
  for (int level = 0; level < 256; ++level) {
    const int off = std::abs(level - levels.ground);
    const std::uint32_t pixels = histogram[static_cast<std::size_t>(level)];
    if (off >= 2 && 8 * off < levels.contrast) levels.faint += pixels;
    if (5 * off >= 2 * levels.contrast) levels.strong += pixels;
  }
  return levels;
}

InkRule RuleOf(const CellLevels& levels, const InkLimits& limits) {
  const int share = levels.contrast / (limits.noisy ? 3 : 6);
  const int least = std::min(levels.contrast, limits.least_contrast);
  return {levels.ground, std::max({1, share, least / 2}), levels.light_ink};
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
  const kernels::GreyView text =
      cell.Part(part.begin, 0, part.size(), cell.height);
  std::vector<Span> runs = InkRows(text, rule, 1);
  int letter = 0;
  for (const Span& run : runs) letter = std::max(letter, run.size());
  std::erase_if(runs, [&](const Span& run) {
    const kernels::GreyView band =
        text.Part(0, run.begin, text.width, run.size());
    const Span ink = InkColumns(band, rule, text.width).front();
    return IsSpeck(band.Part(ink.begin, 0, ink.size(), band.height), rule,
                   letter);
  });
  std::vector<PixelBox> lines;
  for (const Span& run : JoinMarks(std::move(runs))) {
    const kernels::GreyView band =
        text.Part(0, run.begin, text.width, run.size());
    std::vector<Span> words = InkColumns(band, rule, letter);
    std::erase_if(words, [&](const Span& word) {
      return IsSpeck(band.Part(word.begin, 0, word.size(), band.height), rule,
                     letter);
    });
    if (words.empty()) continue;
    lines.push_back({at.left + part.begin + words.front().begin,
                     at.top + run.begin, words.back().end - words.front().begin,
                     run.size()});
  }
  return lines;
}

}  // namespace rescan::timesheet::page
