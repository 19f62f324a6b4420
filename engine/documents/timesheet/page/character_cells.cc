#include "engine/documents/timesheet/page/character_cells.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include "engine/documents/timesheet/page/character_rows.h"

namespace rescan::timesheet::page {
namespace {

using kernels::GreyView;
using kernels::InkBox;

constexpr std::size_t kMostCharacters = 40;
// What one cut may go through, in heights of a character at full darkness:
// feet that touch are thinner, a stroke is not.
constexpr double kThin = 0.3;
constexpr double kFaint = 0.125;  // of the darkest
// What a width costs that is a height off the usual one.
constexpr double kUnusual = 2;
constexpr double kNever = std::numeric_limits<double>::infinity();

// Width with the gap beside it, in heights of a digit.
struct Widths {
  double least, usual, most;
};

Widths WidthsOf(char c) {
  constexpr std::string_view kNarrow = "()[]{}Iijl|frtJ.,:;-/!'";
  constexpr std::string_view kWide = "MWmw@%&";
  // No O: it may be a 0 misread, and would take of its neighbours' ink.
  constexpr std::string_view kBroad = "DGHNQU";
  // Narrow, in a digit's room.
  if (c == '1') return {0.2, 0.6, 0.95};
  if (kNarrow.find(c) != std::string_view::npos) return {0.2, 0.4, 0.85};
  if (kWide.find(c) != std::string_view::npos) return {0.8, 1.2, 1.8};
  if (kBroad.find(c) != std::string_view::npos) return {0.45, 0.95, 1.4};
  return {0.45, 0.75, 1.25};
}

// Ink of it at least.
double InkOf(char c) {
  constexpr std::string_view kSmall = ".,:;-_'";
  return kSmall.find(c) != std::string_view::npos ? 0.01 : 0.06;
}

// The ink of a line, measured in heights of its characters at full darkness,
// and where it may be cut.
class LineInk {
 public:
  explicit LineInk(const FieldPicture& part)
      : view_(part.grey.view()),
        paper_(part.paper),
        box_(part.ink_box),
        tall_(std::max(1.0, FindCharacterRows(part).height())) {
    int darkest = 1;
    for (int y = box_.top; y < box_.bottom; ++y) {
      for (int x = box_.left; x < box_.right; ++x) {
        darkest = std::max(darkest, At(x, y));
      }
    }
    darkest_ = darkest;
    for (int x = box_.left; x < box_.right; ++x) {
      int sum = 0, through = 0;
      for (int y = box_.top; y < box_.bottom; ++y) {
        sum += At(x, y);
        const bool last = x + 1 == box_.right;
        through += last ? 0 : std::min(At(x, y), At(x + 1, y));
      }
      before_.push_back(before_.back() + sum / (darkest_ * tall_ * tall_));
      cuts_.push_back(through / (darkest_ * tall_));
    }
  }

  // Between columns, and at both ends.
  [[nodiscard]] std::size_t places() const { return cuts_.size(); }

  // Lets one more character end at each place: `costs` become those of the text
  // with it. Where it begins for each of its ends.
  std::vector<std::size_t> Append(char c, std::vector<double>& costs) const {
    const Widths widths = WidthsOf(c);
    const auto least = static_cast<std::size_t>(
        std::max(1.0, std::floor(widths.least * tall_)));
    const auto most = static_cast<std::size_t>(std::ceil(widths.most * tall_));
    std::vector<double> with(costs.size(), kNever);
    std::vector<std::size_t> begins(costs.size(), 0);
    for (std::size_t end = least; end < costs.size(); ++end) {
      if (cuts_[end] > kThin) continue;
      for (std::size_t i = end > most ? end - most : 0; i + least <= end; ++i) {
        const double off = static_cast<double>(end - i) / tall_ - widths.usual;
        const double cost = costs[i] + kUnusual * off * off + cuts_[end];
        if (cost < with[end] && before_[end] - before_[i] >= InkOf(c)) {
          with[end] = cost;
          begins[end] = i;
        }
      }
    }
    costs = std::move(with);
    return begins;
  }

  // Around what is in the columns [begin, end), counted from the line's left;
  // all of them where there is nothing but what a JPEG leaves around letters.
  [[nodiscard]] InkBox Around(std::size_t begin, std::size_t end) const {
    const int left = box_.left + static_cast<int>(begin);
    const int right = box_.left + static_cast<int>(end);
    InkBox box = {right, box_.bottom, left, box_.top};
    for (int y = box_.top; y < box_.bottom; ++y) {
      for (int x = left; x < right; ++x) {
        if (At(x, y) <= kFaint * darkest_) continue;
        box = {std::min(box.left, x), std::min(box.top, y),
               std::max(box.right, x + 1), std::max(box.bottom, y + 1)};
      }
    }
    if (box.left >= box.right) return {left, box_.top, right, box_.bottom};
    return box;
  }

 private:
  [[nodiscard]] int At(int x, int y) const {
    return std::max(0, paper_ - view_.Row(y)[x]);
  }

  GreyView view_;
  int paper_;
  InkBox box_;
  double tall_;
  double darkest_ = 1;
  // Of each place: the ink left of it, in squares of a height, and what a cut
  // there goes through, in heights.
  std::vector<double> before_ = {0};
  std::vector<double> cuts_ = {0};
};

}  // namespace

std::optional<CharacterCells> FindCharacterCells(const FieldPicture& part,
                                                 std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(),
                                 [](char c) { return c > ' ' && c <= '~'; });
  if (!plain || text.empty() || text.size() > kMostCharacters ||
      part.ink.marks.empty()) {
    return std::nullopt;
  }
  const LineInk line(part);
  // The least cost of the first characters up to each place.
  std::vector<double> costs(line.places(), kNever);
  costs[0] = 0;
  std::vector<std::vector<std::size_t>> begins;
  for (const char c : text) begins.push_back(line.Append(c, costs));
  if (costs.back() == kNever) return std::nullopt;
  CharacterCells cells;
  cells.cost = costs.back();
  cells.boxes.resize(text.size());
  std::size_t end = costs.size() - 1;
  for (std::size_t i = text.size(); i-- > 0;) {
    const std::size_t begin = begins[i][end];
    cells.boxes[i] = line.Around(begin, end);
    end = begin;
  }
  return cells;
}

}  // namespace rescan::timesheet::page
