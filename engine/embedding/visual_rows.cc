#include "engine/embedding/visual_rows.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>
#include <utility>

#include "kernels/base/median.h"

namespace rescan {
namespace {

constexpr double kAloneDegrees = 15;
// Share of the lower line's height, and of the shorter one's width.
constexpr double kLeastOverlap = 0.5;
constexpr double kMostBeside = 0.5;
// Rows that begin so much further up are over: sorted by height, no line
// belongs to an earlier one.
constexpr std::size_t kOpenRows = 4;

// In (-180, 180].
double Wrapped(double degrees) {
  degrees = std::fmod(degrees, 360);
  if (degrees > 180) return degrees - 360;
  return degrees <= -180 ? degrees + 360 : degrees;
}

// A line in the page's reading frame: `along` to the right, `down` below.
struct Placed {
  std::size_t line = 0;
  double along = 0, down = 0;  // of its centre
  double length = 0, thickness = 0;
  bool alone = false;
};

// Of all lines that count, taken as turns from the first one's, so that 179
// and -179 degrees lie beside each other.
double PageAngle(const Page& page) {
  std::vector<double> turns;
  double first = 0;
  for (const Line& line : page.lines) {
    if (line.is_noise) continue;
    if (turns.empty()) first = line.angle_degrees;
    turns.push_back(Wrapped(line.angle_degrees - first));
  }
  if (turns.empty()) return 0;
  return Wrapped(first + Median(std::move(turns)));
}

// Width and height of the turned rectangle in `box`, as CornersOf does it:
// w = l|c| + t|s|, h = l|s| + t|c|.
std::pair<double, double> TurnedSize(const PixelBox& box, double cosine,
                                     double sine) {
  constexpr double kLeastDeterminant = 0.2;  // the angle is not near 45 degrees
  const double c = std::abs(cosine), s = std::abs(sine);
  const double determinant = c * c - s * s;
  const double width = box.width, height = box.height;
  if (std::abs(determinant) >= kLeastDeterminant) {
    const double length = (width * c - height * s) / determinant;
    const double thickness = (height * c - width * s) / determinant;
    if (length > 0 && thickness > 0) return {length, thickness};
  }
  return c >= s ? std::pair{width, height} : std::pair{height, width};
}

Placed Place(const Page& page, std::size_t index, double page_angle) {
  const Line& line = page.lines[index];
  const double radians = page_angle * std::numbers::pi / 180;
  const double cosine = std::cos(radians), sine = std::sin(radians);
  const double x = line.box.left + line.box.width / 2.0;
  const double y = line.box.top + line.box.height / 2.0;
  Placed placed;
  placed.line = index;
  // y grows downwards and a positive angle rises.
  placed.along = x * cosine - y * sine;
  placed.down = x * sine + y * cosine;
  std::tie(placed.length, placed.thickness) =
      TurnedSize(line.box, cosine, sine);
  placed.alone =
      std::abs(Wrapped(line.angle_degrees - page_angle)) > kAloneDegrees;
  return placed;
}

// How much two spans have in common, as a share of the shorter one.
double SharedSpan(double centre_a, double size_a, double centre_b,
                  double size_b) {
  const double shorter = std::min(size_a, size_b);
  if (shorter <= 0) return 0;
  const double common = std::min(centre_a + size_a / 2, centre_b + size_b / 2) -
                        std::max(centre_a - size_a / 2, centre_b - size_b / 2);
  return common / shorter;
}

using PlacedRow = std::vector<Placed>;

// The mean overlap in height with the row's lines; 0 if it does not stand
// beside each of them.
double Fit(const PlacedRow& row, const Placed& line) {
  double sum = 0;
  for (const Placed& other : row) {
    if (other.alone || SharedSpan(other.along, other.length, line.along,
                                  line.length) > kMostBeside) {
      return 0;
    }
    sum += SharedSpan(other.down, other.thickness, line.down, line.thickness);
  }
  return sum / static_cast<double>(row.size());
}

double MeanDown(const PlacedRow& row) {
  double sum = 0;
  for (const Placed& line : row) sum += line.down;
  return sum / static_cast<double>(row.size());
}

void Add(const Placed& line, std::vector<PlacedRow>& rows) {
  PlacedRow* best = nullptr;
  double best_fit = kLeastOverlap;
  const std::size_t first = rows.size() - std::min(rows.size(), kOpenRows);
  for (std::size_t i = first; i < rows.size() && !line.alone; ++i) {
    const double fit = Fit(rows[i], line);
    if (fit < best_fit) continue;
    best_fit = fit;
    best = &rows[i];
  }
  if (best == nullptr) best = &rows.emplace_back();
  best->push_back(line);
}

}  // namespace

std::vector<VisualRow> VisualRowsOf(const Page& page) {
  const double angle = PageAngle(page);
  std::vector<Placed> lines;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    if (!page.lines[i].is_noise) lines.push_back(Place(page, i, angle));
  }
  // Stable, so that lines at one place keep their order.
  std::stable_sort(
      lines.begin(), lines.end(),
      [](const Placed& a, const Placed& b) { return a.down < b.down; });
  std::vector<PlacedRow> rows;
  for (const Placed& line : lines) Add(line, rows);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const PlacedRow& a, const PlacedRow& b) {
                     return MeanDown(a) < MeanDown(b);
                   });
  std::vector<VisualRow> result;
  for (PlacedRow& row : rows) {
    std::stable_sort(
        row.begin(), row.end(),
        [](const Placed& a, const Placed& b) { return a.along < b.along; });
    VisualRow& indices = result.emplace_back();
    for (const Placed& line : row) indices.push_back(line.line);
  }
  return result;
}

std::string RowText(const Page& page, const VisualRow& row) {
  std::string text;
  for (const std::size_t index : row) {
    if (!text.empty()) text += ' ';
    text += page.lines[index].text;
  }
  return text;
}

}  // namespace rescan
