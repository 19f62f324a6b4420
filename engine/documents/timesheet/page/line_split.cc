#include "engine/documents/timesheet/page/line_split.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "engine/documents/timesheet/page/ridge.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/ink_components.h"

namespace rescan::timesheet::page {
namespace {

// Lower letters, pixels, have no shape.
constexpr int kLeastLetter = 4;
// More than these in one cell are no name.
constexpr int kMostLines = 8;
// In heights of a letter. Two lines are at least 2.2 high even where the
// letter's height is that of a bracket, one line is 1.4 where it is that of a
// capital.
constexpr double kHigh = 1.7;
constexpr double kLeastPitch = 1.0;
constexpr double kMostPitch = 2.1;
constexpr double kLeastLast = 0.7;
constexpr double kMostLast = 1.5;
// Ink between two lines, as a share of the fullest row of the emptier one.
constexpr double kThin = 0.6;

using Counts = std::vector<std::uint32_t>;

struct Cuts {
  std::vector<Span> lines;
  double worst = 0;  // the share of ink that a cut goes through
};

kernels::GreyImage MaskOf(kernels::GreyView ink, const InkRule& rule) {
  kernels::GreyImage mask(ink.width, ink.height);
  for (int y = 0; y < ink.height; ++y) {
    const std::uint8_t* from = ink.Row(y);
    std::uint8_t* to = mask.mutable_view().Row(y);
    for (int x = 0; x < ink.width; ++x) to[x] = rule.IsInk(from[x]) ? 255 : 0;
  }
  return mask;
}

Counts InkOfRows(kernels::GreyView mask) {
  Counts counts;
  for (int y = 0; y < mask.height; ++y) {
    const auto row = mask.RowSpan(y);
    counts.push_back(static_cast<std::uint32_t>(
        std::count(row.begin(), row.end(), std::uint8_t{255})));
  }
  return counts;
}

std::uint32_t PeakOf(const Counts& ink, const Span& rows) {
  return *std::max_element(ink.begin() + rows.begin, ink.begin() + rows.end);
}

double WorstCut(const Counts& ink, std::span<const Span> lines) {
  double worst = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::uint32_t peak =
        std::min(PeakOf(ink, lines[i - 1]), PeakOf(ink, lines[i]));
    if (peak == 0) return std::numeric_limits<double>::infinity();
    const std::uint32_t cut = ink[static_cast<std::size_t>(lines[i].begin)];
    worst = std::max(worst, static_cast<double>(cut) / peak);
  }
  return worst;
}

// `count` lines, each but the last about `pitch` high, that begin where there
// is the least ink.
Cuts CutInto(int count, double pitch, const Counts& ink, int letter) {
  const int height = static_cast<int>(ink.size());
  const int slack = std::max(1, letter / 7);
  Cuts cuts;
  int begin = 0;
  for (int line = 1; line < count; ++line) {
    const int middle = static_cast<int>(line * pitch);
    const auto first = ink.begin() + std::max(begin + 1, middle - slack);
    const auto end = ink.begin() + std::min(height, middle + slack + 1);
    const int cut =
        static_cast<int>(std::min_element(first, end) - ink.begin());
    cuts.lines.push_back({begin, cut});
    begin = cut;
  }
  cuts.lines.push_back({begin, height});
  cuts.worst = WorstCut(ink, cuts.lines);
  return cuts;
}

// Empty if the ink nowhere thins out as it does between lines.
std::vector<Span> LinesIn(const Counts& ink, int letter) {
  const double height = static_cast<double>(ink.size());
  Cuts best;
  best.worst = kThin;
  for (int count = kMostLines; count >= 2; --count) {
    for (double pitch = kLeastPitch * letter; pitch <= kMostPitch * letter;
         pitch += 0.5) {
      const double last = height - (count - 1) * pitch;
      if (last < kLeastLast * letter || last > kMostLast * letter) continue;
      Cuts cuts = CutInto(count, pitch, ink, letter);
      if (cuts.worst < best.worst) best = std::move(cuts);
    }
  }
  return best.lines;
}

void Extend(std::optional<kernels::InkBox>& box, const kernels::InkBox& by) {
  if (!box) {
    box = by;
    return;
  }
  box->left = std::min(box->left, by.left);
  box->top = std::min(box->top, by.top);
  box->right = std::max(box->right, by.right);
  box->bottom = std::max(box->bottom, by.bottom);
}

// What of `box` lies in `rows`.
kernels::InkBox Within(const Span& rows, kernels::InkBox box) {
  box.top = std::max(box.top, rows.begin);
  box.bottom = std::min(box.bottom, rows.end);
  return box;
}

// Gives a component to the line where most of it lies, unless more than half a
// letter lies beyond: then letters of two lines have grown together.
void Assign(const kernels::InkBox& box, std::span<const Span> lines, int letter,
            std::span<std::optional<kernels::InkBox>> boxes) {
  std::size_t main = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (Within(lines[i], box).height() > Within(lines[main], box).height()) {
      main = i;
    }
  }
  if (2 * (box.height() - Within(lines[main], box).height()) <= letter) {
    Extend(boxes[main], box);
    return;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const kernels::InkBox part = Within(lines[i], box);
    if (part.height() > 0) Extend(boxes[i], part);
  }
}

}  // namespace

std::vector<PixelBox> SplitLine(kernels::GreyView cell, const InkRule& rule,
                                const PixelBox& line, int letter) {
  if (letter < kLeastLetter || line.height <= kHigh * letter ||
      line.height > kMostLines * kMostPitch * letter) {
    return {line};
  }
  const kernels::GreyImage mask =
      MaskOf(cell.Part(line.left, line.top, line.width, line.height), rule);
  const std::vector<Span> lines = LinesIn(InkOfRows(mask.view()), letter);
  const kernels::InkComponents ink = kernels::FindInkComponents(mask.view());
  if (lines.empty() || !ink.complete) return {line};
  std::vector<std::optional<kernels::InkBox>> boxes(lines.size());
  for (const kernels::InkComponent& component : ink.components) {
    Assign(component.box, lines, letter, boxes);
  }
  std::vector<PixelBox> split;
  for (const std::optional<kernels::InkBox>& box : boxes) {
    if (!box) continue;
    split.push_back({line.left + box->left, line.top + box->top, box->width(),
                     box->height()});
  }
  return split;
}

}  // namespace rescan::timesheet::page
