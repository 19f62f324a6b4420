#include "kernels/image/skew.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>
#include <vector>

#include "kernels/base/median.h"

namespace rescan::kernels {
namespace {

// More feet than this add time and no accuracy.
constexpr std::size_t kMaxFeet = 4000;
// Pixels a row at the end of the search. Feet stand on whole pixels, so that a
// line has steps; narrower rows would gather at angles that follow those.
constexpr double kFinestRow = 3;
// Feet of a line after the search: no further from the most of them than this,
// in pixels (the feet of g and of commas are), and at least so many.
constexpr double kFootReach = 1.5;
constexpr float kLeastOfLine = 4;

struct Foot {
  float x = 0;  // from the middle of the page
  float y = 0;
};

double Radians(double degrees) { return degrees * std::numbers::pi / 180; }

// How the feet of text fall together when projected along an angle.
class Projection {
 public:
  Projection(std::span<const InkComponent> components, int width, int height,
             const TextFilter& filter) {
    std::vector<int> heights;
    for (const InkComponent& component : components) {
      if (!IsText(component, filter, width, height)) continue;
      const InkBox& box = component.box;
      heights.push_back(box.height());
      const float x = static_cast<float>(box.left + box.right - width) / 2;
      const float y =
          static_cast<float>(box.bottom) - static_cast<float>(height) / 2;
      feet_.push_back({x, y});
      reach_x_ = std::max(reach_x_, std::abs(x));
      reach_y_ = std::max(reach_y_, std::abs(y));
    }
    count_ = feet_.size();
    if (count_ == 0) return;
    height_ = Median(std::move(heights));
    Thin();
  }

  // Components that pass the filter, before thinning.
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] double height() const { return height_; }
  [[nodiscard]] double reach_x() const { return reach_x_; }

  // Sum of squares of the feet on each row of `bin` pixels after turning the
  // page by -degrees, as a share of what it were with all feet on one row.
  [[nodiscard]] double Score(double degrees, double bin) {
    const auto s = static_cast<float>(std::sin(Radians(degrees)) / bin);
    const auto c = static_cast<float>(std::cos(Radians(degrees)) / bin);
    const float zero = reach_x_ * std::abs(s) + reach_y_ * c + 1;
    rows_.assign(static_cast<std::size_t>(2 * zero) + 2, 0);
    for (const Foot& foot : feet_) {
      // Shared between the two nearest rows, so that the score has no steps.
      const float at = foot.y * c - foot.x * s + zero;
      const auto row = static_cast<std::size_t>(at);
      const float part = at - static_cast<float>(row);
      rows_[row] += 1 - part;
      rows_[row + 1] += part;
    }
    double sum = 0;
    for (const float row : rows_) sum += static_cast<double>(row * row);
    const auto n = static_cast<double>(feet_.size());
    return sum / (n * n);
  }

  // How much steeper than `degrees` the lines are that lie along it, in
  // degrees: the common slope of straight lines through the feet of each, by
  // least squares.
  [[nodiscard]] double Correction(double degrees) {
    const auto s = static_cast<float>(std::sin(Radians(degrees)));
    const auto c = static_cast<float>(std::cos(Radians(degrees)));
    const float zero = reach_x_ * std::abs(s) + reach_y_ * c + 1;
    const auto row_of = [&](const Foot& foot) {
      return static_cast<std::size_t>(foot.y * c - foot.x * s + zero + 0.5F);
    };
    rows_.assign(static_cast<std::size_t>(2 * zero) + 3, 0);
    for (const Foot& foot : feet_) ++rows_[row_of(foot)];
    const auto reach = static_cast<std::size_t>(height_ / 3) + 1;
    struct Line {
      double count = 0, x = 0, y = 0, xx = 0, xy = 0;
    };
    std::vector<Line> lines(rows_.size());
    for (const Foot& foot : feet_) {
      const std::size_t row = row_of(foot);
      const std::size_t fullest = FullestRow(row, reach);
      const double x = foot.x * c + foot.y * s;
      const double y =
          foot.y * c - foot.x * s + zero - static_cast<double>(fullest);
      if (std::abs(y) > kFootReach || rows_[fullest] < kLeastOfLine) continue;
      Line& line = lines[fullest];
      line.count += 1;
      line.x += x;
      line.y += y;
      line.xx += x * x;
      line.xy += x * y;
    }
    double xx = 0;
    double xy = 0;
    for (const Line& line : lines) {
      if (line.count == 0) continue;
      xx += line.xx - line.x * line.x / line.count;
      xy += line.xy - line.x * line.y / line.count;
    }
    return xx > 0 ? std::atan(xy / xx) * 180 / std::numbers::pi : 0;
  }

 private:
  // The one with most feet, no further than `reach` from `row`.
  [[nodiscard]] std::size_t FullestRow(std::size_t row,
                                       std::size_t reach) const {
    const std::size_t first = row > reach ? row - reach : 0;
    const std::size_t last = std::min(row + reach, rows_.size() - 1);
    const auto begin = rows_.begin();
    return static_cast<std::size_t>(
        std::max_element(begin + static_cast<std::ptrdiff_t>(first),
                         begin + static_cast<std::ptrdiff_t>(last) + 1) -
        begin);
  }

  void Thin() {
    const std::size_t step = (count_ + kMaxFeet - 1) / kMaxFeet;
    if (step <= 1) return;
    for (std::size_t i = 0; i * step < count_; ++i) feet_[i] = feet_[i * step];
    feet_.resize((count_ + step - 1) / step);
  }

  std::vector<Foot> feet_;
  std::vector<float> rows_;
  std::size_t count_ = 0;
  float reach_x_ = 0;
  float reach_y_ = 0;
  double height_ = 0;
};

struct Peak {
  double degrees = 0;
  double score = 0;
};

// The best of the angles middle - range, ... in steps; `scores` gets them all.
Peak BestAngle(Projection& projection, double middle, double range, double step,
               double bin, std::vector<double>& scores) {
  scores.clear();
  const int steps = static_cast<int>(std::ceil(range / step));
  std::size_t best = 0;
  for (int i = -steps; i <= steps; ++i) {
    scores.push_back(projection.Score(middle + i * step, bin));
    if (scores.back() > scores[best]) best = scores.size() - 1;
  }
  Peak peak = {middle + (static_cast<int>(best) - steps) * step, scores[best]};
  if (best > 0 && best + 1 < scores.size()) {
    // The top of the parabola through the best and its neighbours.
    const double left = scores[best - 1];
    const double right = scores[best + 1];
    const double bend = left - 2 * scores[best] + right;
    if (bend < 0) peak.degrees += step * 0.5 * (left - right) / bend;
  }
  return peak;
}

}  // namespace

SkewEstimate EstimateSkew(std::span<const InkComponent> components, int width,
                          int height, const SkewOptions& options) {
  assert(options.max_degrees >= 0 && options.max_degrees <= 15);
  Projection projection(components, width, height, options.text);
  if (projection.count() < std::max<std::size_t>(options.min_components, 2) ||
      projection.reach_x() < 1) {
    return {};
  }
  // A row of half a character's height tells lines from gaps. A line across
  // the page keeps to its row while the angle is off by less than bin / width:
  // steps of that miss no peak.
  double bin = std::max(projection.height() / 2, kFinestRow);
  const auto step_of = [&] {
    const double step = bin / (2 * projection.reach_x());
    return std::clamp(step * 180 / std::numbers::pi, 0.01, 0.5);
  };
  std::vector<double> scores;
  double step = step_of();
  Peak peak = BestAngle(projection, 0, options.max_degrees, step, bin, scores);
  const double contrast = 1 - Median(scores) / peak.score;

  do {
    const double range = 2 * step;
    bin = std::max(bin / 2, kFinestRow);
    step = step_of();
    peak = BestAngle(projection, peak.degrees, range, step, bin, scores);
  } while (bin > kFinestRow);
  for (int i = 0; i < 3; ++i) {
    peak.degrees += projection.Correction(peak.degrees);
  }

  SkewEstimate estimate;
  // Dust that lies anyhow has a contrast of 0.1 to 0.2.
  constexpr double kDust = 0.25;
  estimate.confidence = std::clamp((contrast - kDust) / (1 - kDust), 0.0, 1.0);
  if (estimate.confidence == 0) return {};
  estimate.degrees =
      std::clamp(peak.degrees, -options.max_degrees, options.max_degrees);
  return estimate;
}

}  // namespace rescan::kernels
