#include "engine/documents/timesheet/page/text_runs.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numeric>

#include "kernels/image/grey_image.h"
#include "kernels/image/ink_components.h"

namespace rescan::timesheet::page {
namespace {

using kernels::GreyImage;
using kernels::GreyView;
using kernels::InkBox;

// Levels between the pixels left and right of an edge. A part of a letter has
// an edge of kLetterStep somewhere: the faintest grey labels differ from their
// ground by 80, badges and frames from theirs by 40, and what JPEG leaves
// around letters by less.
constexpr int kEdgeStep = 34;
constexpr int kLetterStep = 48;
// A band of a screen has some hundred letters, of a few parts each.
constexpr std::size_t kMostParts = 6000;

// In heights of a capital.
constexpr double kWordGap = 0.9;    // chevrons and icons stand farther away
constexpr double kFrame = 1.8;      // sides of frames are higher, and narrow:
constexpr double kNarrow = 0.6;     // width of their height
constexpr double kLeastRun = 0.55;  // height of a run
constexpr double kMostRun = 3.2;
constexpr double kLeastWidth = 0.8;

// The steps of upright edges, 0 elsewhere: text has many of them, rules and
// bars but at their ends.
GreyImage EdgesOf(GreyView part) {
  GreyImage edges(part.width, part.height);
  for (int y = 0; y < part.height; ++y) {
    const std::uint8_t* from = part.Row(y);
    std::uint8_t* to = edges.mutable_view().Row(y);
    to[0] = 0;
    to[part.width - 1] = 0;
    for (int x = 1; x + 1 < part.width; ++x) {
      const int step = std::abs(int{from[x + 1]} - int{from[x - 1]});
      to[x] = step >= kEdgeStep ? static_cast<std::uint8_t>(step) : 0;
    }
  }
  return edges;
}

bool IsFrameSide(const InkBox& box, double capital) {
  return box.height() >= kFrame * capital &&
         box.width() <= kNarrow * box.height();
}

// The left and the right edge of one disc.
bool IsDisc(const InkBox& left, const InkBox& right, double capital) {
  const int height = left.height();
  const int width = right.right - left.left;
  return left.left < right.left &&
         std::abs(left.top - right.top) <= 0.2 * capital &&
         std::abs(left.bottom - right.bottom) <= 0.2 * capital &&
         std::abs(width - height) <= 0.2 * height;
}

bool Holds(const InkBox& outer, const InkBox& inner) {
  return inner.left >= outer.left && inner.right <= outer.right &&
         inner.top >= outer.top && inner.bottom <= outer.bottom;
}

// Parts of letters: what is neither too high nor the side of a frame, nor
// stands on a disc.
std::vector<InkBox> LetterParts(GreyView part, double capital) {
  const GreyImage edges = EdgesOf(part);
  kernels::InkComponentOptions options;
  options.max_components = kMostParts;
  options.max_runs = 10 * kMostParts;
  const kernels::InkComponents found =
      kernels::FindInkComponents(edges.view(), options);
  std::vector<InkBox> letters;
  if (!found.complete) return letters;
  std::vector<std::uint8_t> steps(found.components.size(), 0);
  for (const kernels::InkRun& run : found.runs) {
    const std::uint8_t* row = edges.view().Row(run.y);
    steps[run.component] =
        std::max(steps[run.component],
                 *std::max_element(row + run.begin, row + run.end));
  }
  std::vector<InkBox> sides;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i] < kLetterStep) continue;
    const InkBox& box = found.components[i].box;
    if (IsFrameSide(box, capital)) {
      sides.push_back(box);
    } else if (box.height() <= kMostRun * capital) {
      letters.push_back(box);
    }
  }
  for (const InkBox& left : sides) {
    for (const InkBox& right : sides) {
      if (!IsDisc(left, right, capital)) continue;
      const InkBox disc{left.left, left.top, right.right, right.bottom};
      std::erase_if(letters,
                    [&](const InkBox& box) { return Holds(disc, box); });
    }
  }
  return letters;
}

// On one line, as near as letters and words are.
bool Together(const InkBox& a, const InkBox& b, double capital) {
  const int overlap = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  const int lower = std::min(a.height(), b.height());
  const int gap = std::max(a.left, b.left) - std::min(a.right, b.right);
  return gap <= kWordGap * capital && overlap >= 0.4 * lower && overlap > 0;
}

class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t Of(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void Join(std::size_t a, std::size_t b) { parent_[Of(a)] = Of(b); }

 private:
  std::vector<std::size_t> parent_;
};

void Add(const InkBox& box, InkBox* to) {
  to->left = std::min(to->left, box.left);
  to->top = std::min(to->top, box.top);
  to->right = std::max(to->right, box.right);
  to->bottom = std::max(to->bottom, box.bottom);
}

std::vector<InkBox> Runs(std::vector<InkBox> parts, double capital) {
  std::sort(parts.begin(), parts.end(),
            [](const InkBox& a, const InkBox& b) { return a.left < b.left; });
  Groups groups(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (std::size_t j = i + 1; j < parts.size(); ++j) {
      if (parts[j].left > parts[i].right + kWordGap * capital) break;
      if (Together(parts[i], parts[j], capital)) groups.Join(i, j);
    }
  }
  std::vector<InkBox> whole(parts.size(), {1 << 30, 1 << 30, 0, 0});
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Add(parts[i], &whole[groups.Of(i)]);
  }
  std::erase_if(whole, [&](const InkBox& run) {
    return run.right <= run.left || run.height() < kLeastRun * capital ||
           run.height() > kMostRun * capital ||
           run.width() < kLeastWidth * capital;
  });
  return whole;
}

}  // namespace

std::vector<PixelBox> FindTextRuns(GreyView page, const PixelBox& region,
                                   int capital) {
  std::vector<PixelBox> found;
  if (region.width < 3 || region.height < 1) return found;
  const GreyView part =
      page.Part(region.left, region.top, region.width, region.height);
  for (const InkBox& run : Runs(LetterParts(part, capital), capital)) {
    found.push_back({region.left + run.left, region.top + run.top, run.width(),
                     run.height()});
  }
  std::sort(found.begin(), found.end(),
            [](const PixelBox& a, const PixelBox& b) {
              return a.top != b.top ? a.top < b.top : a.left < b.left;
            });
  return found;
}

}  // namespace rescan::timesheet::page
