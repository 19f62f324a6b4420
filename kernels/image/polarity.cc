#include "kernels/image/polarity.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>

#include "kernels/image/ink_profile.h"
#include "kernels/image/table.h"

namespace rescan::kernels {
namespace {

// Levels; less between dark and light is paper's or a camera's noise.
constexpr double kLeastDeviation = 4;
// Percent of a cell. Writing in a cell leaves at least this much of what it
// stands on, and a full cell is all but this much of one side.
constexpr std::uint32_t kLeastGround = 33;
constexpr std::uint32_t kFull = 95;
// Cells, and one in how many of the picture's: see FindPolarity.
constexpr int kLeastWriting = 4;
constexpr int kLightShare = 20;

enum class Kind : std::uint8_t { kDark, kLight, kMixed };

constexpr std::int32_t kNoRegion = -1;

// Connected full cells of one kind.
struct Region {
  Kind kind = Kind::kMixed;
  int cells = 0;
  int writing = 0;  // cells
};

int CellsFor(int pixels, int cell) { return (pixels + cell - 1) / cell; }

// Looks at the cells of one picture, step by step; each method fills what the
// next one needs.
class RegionFinder {
 public:
  RegionFinder(int columns, int rows)
      : columns_(columns),
        rows_(rows),
        dark_percent_(CellCount()),
        kinds_(CellCount()),
        regions_of_(CellCount(), kNoRegion) {}

  void LookAtPixels(GreyView picture, int threshold, int cell);
  void ConnectFullCells();
  void CountWriting();
  // False if no region is written on; `polarities` is unchanged then.
  bool SpreadPolarity(std::vector<Polarity>& polarities);

 private:
  [[nodiscard]] std::size_t CellCount() const {
    return static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_);
  }
  // Calls `visit` with each cell that shares a side with `at`.
  template <class Visit>
  void VisitNeighbours(std::size_t at, Visit visit) const {
    const auto columns = static_cast<std::size_t>(columns_);
    const std::size_t column = at % columns;
    if (column > 0) visit(at - 1);
    if (column + 1 < columns) visit(at + 1);
    if (at >= columns) visit(at - columns);
    if (at + columns < CellCount()) visit(at + columns);
  }
  void Flood(std::size_t start);
  void CountWritingAlong(std::size_t first, std::size_t step,
                         std::size_t count);
  [[nodiscard]] bool IsWrittenOn(const Region& region) const;

  int columns_;
  int rows_;
  std::vector<std::uint8_t> dark_percent_;
  std::vector<Kind> kinds_;
  std::vector<std::int32_t> regions_of_;
  std::vector<Region> regions_;
  std::vector<std::size_t> queue_;
};

void RegionFinder::LookAtPixels(GreyView picture, int threshold, int cell) {
  std::vector<std::uint32_t> dark_in_columns(
      static_cast<std::size_t>(picture.width));
  std::size_t at = 0;
  for (int top = 0; top < picture.height; top += cell) {
    const int height = std::min(cell, picture.height - top);
    InkProfile(picture.Part(0, top, picture.width, height), threshold + 1, {},
               dark_in_columns);
    for (int left = 0; left < picture.width; left += cell, ++at) {
      const int width = std::min(cell, picture.width - left);
      std::uint32_t dark = 0;
      for (int x = left; x < left + width; ++x) {
        dark += dark_in_columns[static_cast<std::size_t>(x)];
      }
      const auto area = static_cast<std::uint32_t>(width * height);
      dark_percent_[at] = static_cast<std::uint8_t>(100 * dark / area);
      const bool is_dark = 100 * dark >= kFull * area;
      const bool is_light = 100 * (area - dark) >= kFull * area;
      kinds_[at] = is_dark    ? Kind::kDark
                   : is_light ? Kind::kLight
                              : Kind::kMixed;
    }
  }
}

void RegionFinder::ConnectFullCells() {
  for (std::size_t at = 0; at < CellCount(); ++at) {
    if (kinds_[at] != Kind::kMixed && regions_of_[at] == kNoRegion) Flood(at);
  }
}

void RegionFinder::Flood(std::size_t start) {
  const auto region = static_cast<std::int32_t>(regions_.size());
  const Kind kind = kinds_[start];
  queue_.assign(1, start);
  regions_of_[start] = region;
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    VisitNeighbours(queue_[next], [&](std::size_t neighbour) {
      if (kinds_[neighbour] != kind || regions_of_[neighbour] != kNoRegion) {
        return;
      }
      regions_of_[neighbour] = region;
      queue_.push_back(neighbour);
    });
  }
  regions_.push_back({kind, static_cast<int>(queue_.size()), 0});
}

void RegionFinder::CountWriting() {
  const auto columns = static_cast<std::size_t>(columns_);
  const auto rows = static_cast<std::size_t>(rows_);
  for (std::size_t row = 0; row < rows; ++row) {
    CountWritingAlong(row * columns, 1, columns);
  }
  for (std::size_t column = 0; column < columns; ++column) {
    CountWritingAlong(column, columns, rows);
  }
}

// Along a row or column: mixed cells between two cells of one region.
void RegionFinder::CountWritingAlong(std::size_t first, std::size_t step,
                                     std::size_t count) {
  std::int32_t before = kNoRegion;
  int on_dark = 0;
  int on_light = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = first + i * step;
    if (kinds_[at] == Kind::kMixed) {
      on_dark += dark_percent_[at] >= kLeastGround;
      on_light += dark_percent_[at] <= 100 - kLeastGround;
      continue;
    }
    if (regions_of_[at] == before) {
      Region& region = regions_[static_cast<std::size_t>(before)];
      region.writing += region.kind == Kind::kDark ? on_dark : on_light;
    }
    before = regions_of_[at];
    on_dark = 0;
    on_light = 0;
  }
}

bool RegionFinder::IsWrittenOn(const Region& region) const {
  if (region.writing >= kLeastWriting) return true;
  return region.kind == Kind::kLight &&
         static_cast<std::size_t>(region.cells) * kLightShare >= CellCount();
}

bool RegionFinder::SpreadPolarity(std::vector<Polarity>& polarities) {
  queue_.clear();
  std::vector<bool> reached(CellCount());
  for (std::size_t at = 0; at < CellCount(); ++at) {
    if (regions_of_[at] == kNoRegion) continue;
    const Region& region = regions_[static_cast<std::size_t>(regions_of_[at])];
    if (!IsWrittenOn(region)) continue;
    polarities[at] = region.kind == Kind::kDark ? Polarity::kLightOnDark
                                                : Polarity::kDarkOnLight;
    reached[at] = true;
    queue_.push_back(at);
  }
  const bool found = !queue_.empty();
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    VisitNeighbours(queue_[next], [&](std::size_t neighbour) {
      if (reached[neighbour]) return;
      reached[neighbour] = true;
      polarities[neighbour] = polarities[queue_[next]];
      queue_.push_back(neighbour);
    });
  }
  return found;
}

// How a cell meets cells of the other polarity.
enum class Border : std::uint8_t {
  kNone,
  // A straight end of the area that they are: all three cells on that side.
  kLeft,
  kRight,
  kTop,
  kBottom,
  // A corner, or nothing so simple.
  kOther,
};

Border BorderOf(const PolarityGrid& grid, int column, int row) {
  const Polarity own = grid.At(column, row);
  // A cell beyond the picture is as the nearest one in it.
  const auto differs = [&](int dx, int dy) {
    const int x = std::clamp(column + dx, 0, grid.columns - 1);
    const int y = std::clamp(row + dy, 0, grid.rows - 1);
    return grid.At(x, y) != own;
  };
  const int left = differs(-1, -1) + differs(-1, 0) + differs(-1, 1);
  const int right = differs(1, -1) + differs(1, 0) + differs(1, 1);
  const int top = differs(-1, -1) + differs(0, -1) + differs(1, -1);
  const int bottom = differs(-1, 1) + differs(0, 1) + differs(1, 1);
  if (left + right + top + bottom == 0) return Border::kNone;
  // A straight side is all of its own three, and one each of its neighbours'.
  if (left == 3 && right == 0 && top == 1 && bottom == 1) return Border::kLeft;
  if (right == 3 && left == 0 && top == 1 && bottom == 1) return Border::kRight;
  if (top == 3 && bottom == 0 && left == 1 && right == 1) return Border::kTop;
  if (bottom == 3 && top == 0 && left == 1 && right == 1) {
    return Border::kBottom;
  }
  return Border::kOther;
}

// How many of the lines (columns or rows of a cell, with their counts of dark
// pixels out of `length`) belong to a dark area at their beginning: the split
// that the fewest pixels contradict.
int DarkLines(std::span<const std::uint32_t> dark, int length) {
  std::int64_t agreement = 0;
  std::int64_t best = 0;
  int lines = 0;
  for (std::size_t i = 0; i < dark.size(); ++i) {
    agreement += 2 * static_cast<std::int64_t>(dark[i]) - length;
    if (agreement > best) {
      best = agreement;
      lines = static_cast<int>(i) + 1;
    }
  }
  return lines;
}

// Light stays, dark becomes light: for cells where the border of two areas
// turns, so that nothing can be read in them anyway.
void Whiten(MutableGreyView cell) {
  for (int y = 0; y < cell.height; ++y) {
    for (std::uint8_t& level : cell.RowSpan(y)) {
      level = std::max(level, static_cast<std::uint8_t>(255 - level));
    }
  }
}

constexpr std::size_t kLargestCell = 64;

// Inverts the dark area of a cell that holds an end of it, in place.
// `is_dark`: whether the cell itself counts as light on dark.
void InvertPart(MutableGreyView cell, int threshold, bool is_dark,
                Border border) {
  if (border == Border::kOther) {
    Whiten(cell);
    return;
  }
  const bool across = border == Border::kLeft || border == Border::kRight;
  std::array<std::uint32_t, kLargestCell> counts{};
  const int lines = across ? cell.width : cell.height;
  const std::span<std::uint32_t> dark(counts.data(),
                                      static_cast<std::size_t>(lines));
  InkProfile(cell, threshold + 1, across ? std::span<std::uint32_t>() : dark,
             across ? dark : std::span<std::uint32_t>());
  // The dark area lies towards the border if the cell itself is light.
  const bool border_first = border == Border::kLeft || border == Border::kTop;
  const bool dark_first = border_first != is_dark;
  if (!dark_first) std::reverse(dark.begin(), dark.end());
  const int depth = DarkLines(dark, across ? cell.height : cell.width);
  const int start = dark_first ? 0 : lines - depth;
  const MutableGreyView part = across ? cell.Part(start, 0, depth, cell.height)
                                      : cell.Part(0, start, cell.width, depth);
  Invert(part, part);
}

// Full cells do not hold the end of an area, wherever their neighbours belong.
bool IsMixed(GreyView cell, int threshold) {
  std::array<std::uint32_t, kLargestCell> dark{};
  const auto height = static_cast<std::size_t>(cell.height);
  InkProfile(cell, threshold + 1, std::span(dark).first(height), {});
  std::uint32_t sum = 0;
  for (const std::uint32_t row : dark) sum += row;
  const auto area = static_cast<std::uint32_t>(cell.pixel_count());
  return 100 * sum < kFull * area && 100 * (area - sum) < kFull * area;
}

// The pixels of the cells [column, end) of a row.
MutableGreyView CellsOf(MutableGreyView picture, const PolarityGrid& grid,
                        int column, int end, int row) {
  const int left = column * grid.cell;
  const int top = row * grid.cell;
  return picture.Part(left, top,
                      std::min(end * grid.cell, picture.width) - left,
                      std::min(top + grid.cell, picture.height) - top);
}

// Where a run of cells that are dark all over ends that starts at `column`;
// `column` itself if that cell is none.
int EndOfDarkRun(MutableGreyView picture, const PolarityGrid& grid, int column,
                 int row) {
  for (; column < grid.columns; ++column) {
    if (grid.At(column, row) == Polarity::kDarkOnLight) break;
    const GreyView cell = CellsOf(picture, grid, column, column + 1, row);
    if (BorderOf(grid, column, row) != Border::kNone &&
        IsMixed(cell, grid.threshold)) {
      break;
    }
  }
  return column;
}

void Copy(GreyView in, MutableGreyView out) {
  if (in.data == out.data) return;
  for (int y = 0; y < in.height; ++y) {
    std::copy_n(in.Row(y), in.width, out.Row(y));
  }
}

}  // namespace

Polarity PolarityOf(const Histogram& histogram) {
  const auto count = static_cast<double>(PixelCount(histogram));
  if (count == 0) return Polarity::kDarkOnLight;
  const auto threshold = static_cast<std::size_t>(OtsuThreshold(histogram));
  Histogram dark{};
  std::copy_n(histogram.begin(), threshold + 1, dark.begin());
  Histogram light{};
  std::copy(histogram.begin() + threshold + 1, histogram.end(),
            light.begin() + threshold + 1);
  const double dark_share = static_cast<double>(PixelCount(dark)) / count;
  const double gap = MeanLevel(light) - MeanLevel(dark);
  const double deviation = gap * std::sqrt(dark_share * (1 - dark_share));
  const bool is_dark = deviation < kLeastDeviation
                           ? MedianLevel(histogram) < 128
                           : dark_share > .5;
  return is_dark ? Polarity::kLightOnDark : Polarity::kDarkOnLight;
}

Polarity PolarityGrid::At(int column, int row) const {
  assert(column >= 0 && column < columns && row >= 0 && row < rows);
  return cells[static_cast<std::size_t>(row) *
                   static_cast<std::size_t>(columns) +
               static_cast<std::size_t>(column)];
}

double PolarityGrid::DarkShare() const {
  if (cells.empty()) return 0;
  const auto dark =
      std::count(cells.begin(), cells.end(), Polarity::kLightOnDark);
  return static_cast<double>(dark) / static_cast<double>(cells.size());
}

PolarityGrid FindPolarity(GreyView picture, int threshold, int cell) {
  assert(threshold >= 0 && threshold <= 255);
  assert(cell >= 4 && cell <= static_cast<int>(kLargestCell));
  PolarityGrid grid;
  grid.cell = cell;
  grid.threshold = threshold;
  if (picture.empty()) return grid;
  grid.columns = CellsFor(picture.width, cell);
  grid.rows = CellsFor(picture.height, cell);
  grid.cells.resize(static_cast<std::size_t>(grid.columns) *
                    static_cast<std::size_t>(grid.rows));
  RegionFinder finder(grid.columns, grid.rows);
  finder.LookAtPixels(picture, threshold, cell);
  finder.ConnectFullCells();
  finder.CountWriting();
  if (!finder.SpreadPolarity(grid.cells)) {
    std::fill(grid.cells.begin(), grid.cells.end(),
              PolarityOf(HistogramOf(picture)));
  }
  return grid;
}

void MakeDarkOnLight(GreyView in, const PolarityGrid& grid,
                     MutableGreyView out) {
  assert(SameSize(in, out));
  assert(in.empty() || (grid.columns == CellsFor(in.width, grid.cell) &&
                        grid.rows == CellsFor(in.height, grid.cell)));
  Copy(in, out);
  for (int row = 0; row < grid.rows; ++row) {
    for (int column = 0; column < grid.columns;) {
      const int end = EndOfDarkRun(out, grid, column, row);
      if (end > column) {
        const MutableGreyView run = CellsOf(out, grid, column, end, row);
        Invert(run, run);
        column = end;
      } else {
        const MutableGreyView cell =
            CellsOf(out, grid, column, column + 1, row);
        const Border border = BorderOf(grid, column, row);
        if (border != Border::kNone && IsMixed(cell, grid.threshold)) {
          const bool is_dark = grid.At(column, row) == Polarity::kLightOnDark;
          InvertPart(cell, grid.threshold, is_dark, border);
        }
        ++column;
      }
    }
  }
}

}  // namespace rescan::kernels
