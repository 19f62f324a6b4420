#include "engine/documents/timesheet/page/upright_lines.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace rescan::timesheet::page {
namespace {

// Only every so many rows are looked at until a line is found.
constexpr int kSampleStep = 8;
// Of a line, samples.
constexpr int kLeastHits = 8;
// Longer gaps end a line: 9 samples are 72 rows, more than a row of a table at
// any usual zoom.
constexpr int kLongestGap = 9;
// Between two parts of one line, each long enough to be one: 128 rows, more
// than a row on a screen of twice the usual density. What stands above a table
// in the column of a line, such as a letter's stem, is shorter.
constexpr int kLongestRow = 16;
// Rows without the line, as where another crosses it.
constexpr int kCrossing = 8;
constexpr std::size_t kMostLines = 400;

constexpr std::uint8_t kLight = 1;
constexpr std::uint8_t kDark = 2;

// What each sampled pixel is: kLight, kDark or 0.
class Samples {
 public:
  Samples(kernels::GreyView page, int step)
      : width_(page.width),
        rows_((page.height + kSampleStep - 1) / kSampleStep),
        marks_(static_cast<std::size_t>(width_) *
               static_cast<std::size_t>(rows_)),
        hits_(static_cast<std::size_t>(width_)) {
    for (int row = 0; row < rows_; ++row) Mark(page, row, step);
  }

  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] int Hits(int x) const {
    return hits_[static_cast<std::size_t>(x)];
  }
  [[nodiscard]] std::uint8_t At(int x, int row) const {
    return marks_[static_cast<std::size_t>(row) *
                      static_cast<std::size_t>(width_) +
                  static_cast<std::size_t>(x)];
  }

 private:
  // Plain loops over bytes, which the compiler turns into vector code.
  void Mark(kernels::GreyView page, int row, int step) {
    const std::uint8_t* level = page.Row(row * kSampleStep);
    std::uint8_t* marks = marks_.data() + static_cast<std::size_t>(row) *
                                              static_cast<std::size_t>(width_);
    std::uint16_t* hits = hits_.data();
    const int end = width_ - kRidgeReach;
    for (int x = kRidgeReach; x < end; ++x) {
      const int before = level[x - kRidgeReach];
      const int after = level[x + kRidgeReach];
      const int above = level[x] - (before > after ? before : after);
      const int below = (before < after ? before : after) - level[x];
      const auto light = static_cast<std::uint8_t>(above >= step ? kLight : 0);
      const auto dark = static_cast<std::uint8_t>(below >= step ? kDark : 0);
      marks[x] = static_cast<std::uint8_t>(light | dark);
    }
    for (int x = 0; x < width_; ++x) {
      hits[x] = static_cast<std::uint16_t>(hits[x] + (marks[x] != 0 ? 1 : 0));
    }
  }

  int width_;
  int rows_;
  std::vector<std::uint8_t> marks_;
  std::vector<std::uint16_t> hits_;  // of each column
};

// Where the line through (x, y) ends in direction `way`, 1 or -1.
int EndOf(kernels::GreyView page, int x, int y, int way, bool light, int step) {
  int last = y;
  for (int at = y + way; at >= 0 && at < page.height; at += way) {
    const int ridge = UprightRidge(page, x, at);
    if ((light ? ridge : -ridge) >= step) {
      last = at;
    } else if ((at - last) * way > kCrossing) {
      break;
    }
  }
  return last;
}

// Adds a line one column wide, or widens the last one.
void AddLine(const UprightLine& line, std::vector<UprightLine>& lines) {
  for (auto last = lines.rbegin(); last != lines.rend(); ++last) {
    if (last->columns.end < line.columns.begin) break;
    const int overlap = std::min(last->rows.end, line.rows.end) -
                        std::max(last->rows.begin, line.rows.begin);
    if (last->light != line.light || 2 * overlap < line.rows.size()) continue;
    last->columns.end = line.columns.end;
    last->rows.begin = std::min(last->rows.begin, line.rows.begin);
    last->rows.end = std::max(last->rows.end, line.rows.end);
    return;
  }
  lines.push_back(line);
}

// The lines of one kind in column `x`.
void LinesOfColumn(kernels::GreyView page, const Samples& samples, int x,
                   std::uint8_t kind, int step,
                   std::vector<UprightLine>& lines) {
  int first = -1;
  int last = -1;
  int hits = 0;
  std::vector<Span> parts;  // samples
  const auto finish = [&] {
    if (hits >= kLeastHits && 2 * hits > last - first) {
      const bool joins =
          !parts.empty() && first - parts.back().end < kLongestRow;
      if (!joins) parts.push_back({first, 0});
      parts.back().end = last + 1;
    }
    hits = 0;
  };
  for (int row = 0; row < samples.rows(); ++row) {
    if (samples.At(x, row) != kind) continue;
    if (hits > 0 && row - last > kLongestGap) finish();
    if (hits == 0) first = row;
    last = row;
    ++hits;
  }
  finish();
  const bool light = kind == kLight;
  for (const Span& part : parts) {
    const int top = part.begin * kSampleStep;
    const int bottom = (part.end - 1) * kSampleStep;
    AddLine({{x, x + 1},
             {EndOf(page, x, top, -1, light, step),
              EndOf(page, x, bottom, 1, light, step) + 1},
             light},
            lines);
  }
}

}  // namespace

std::vector<UprightLine> FindUprightLines(kernels::GreyView page, int step) {
  const Samples samples(page, step);
  std::vector<UprightLine> lines;
  for (int x = kRidgeReach; x < page.width - kRidgeReach; ++x) {
    if (samples.Hits(x) < kLeastHits) continue;
    LinesOfColumn(page, samples, x, kLight, step, lines);
    LinesOfColumn(page, samples, x, kDark, step, lines);
    if (lines.size() > kMostLines) return {};
  }
  return lines;
}

}  // namespace rescan::timesheet::page
