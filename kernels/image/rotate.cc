#include "kernels/image/rotate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numbers>

#include "hwy/cache_control.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/rotate.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

// The turn is small, so the sources of kTurnBlock neighbours of an output row
// lie nearly side by side on a few source rows. Instead of gathering four
// pixels for each, every row of that window is read as it lies, and each lane
// weighs what it got by its distance: weights are 0 but for the two nearest
// rows and columns.

#ifndef RESCAN_KERNELS_IMAGE_ROTATE_ONCE_
#define RESCAN_KERNELS_IMAGE_ROTATE_ONCE_
namespace rescan::kernels {

inline constexpr int kTurnBlock = 32;
// Room for a block's window at kMaxRotateDegrees: 31 * sin = 8.1 rows and three
// more; 31 * (1 - cos) = 1.1 columns more than the block, and two more.
inline constexpr int kWindowRows = 12;
inline constexpr int kWindowColumns = 64;
// A row of output reads across many rows of the source, which no hardware
// foresees: each block asks for what the block so many rows below it will read.
inline constexpr int kRowsAhead = 8;
// From here on (5 degrees) columns slip so often that it is cheaper to read
// the next one each time than to ask.
inline constexpr double kOftenSlipping = 0.1;

// Positions in fixed point, so that every target gets the same.
struct TurnSteps {
  // Source position (of pixel centres) of output pixel (0, 0), and how it
  // moves with one step right and down, times 2^32.
  std::int64_t u = 0, u_right = 0, u_down = 0;
  std::int64_t v = 0, v_right = 0, v_down = 0;
  // Of the pixels of a block, relative to the first and to a step of one
  // column, times 2^11; and rows, times 2^10.
  std::int16_t column[kTurnBlock] = {};
  std::int16_t row[kTurnBlock] = {};
  // Rows that n neighbours may need: ceil(n * slope) + 2. The same number for
  // all, as a loop of varying length costs more than a row of weight 0.
  double slope = 0;
  int taps = 0;  // columns that a pixel may need; 0 = 2 or 3, see there

  [[nodiscard]] int RowsOf(int neighbours) const {
    return static_cast<int>(std::ceil((neighbours - 1) * slope)) + 2;
  }
};

}  // namespace rescan::kernels
#endif  // RESCAN_KERNELS_IMAGE_ROTATE_ONCE_

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Where a block's window begins and the first pixel's place in it.
struct Window {
  std::int64_t left = 0;
  std::int64_t top = 0;
  int column = 0;  // times 2^11
  int row = 0;     // times 2^10
};

Window WindowOf(const TurnSteps& steps, std::int64_t u, std::int64_t v) {
  constexpr int kLast = kTurnBlock - 1;
  constexpr std::int64_t kOne = std::int64_t{1} << 32;
  Window window;
  // Columns fall behind a step of one: the last is the leftmost.
  window.left = (u + kLast * (steps.u_right - kOne)) >> 32;
  window.top = std::min(v, v + kLast * steps.v_right) >> 32;
  window.column = static_cast<int>((u - window.left * kOne) >> 21);
  window.row = static_cast<int>((v - window.top * kOne) >> 22);
  return window;
}

using DI = hn::ScalableTag<std::int16_t>;
using DU = hn::RebindToUnsigned<DI>;
using VI = hn::Vec<DI>;
using VU = hn::Vec<DU>;

// one - |position - k * one|, at least 0: how much sample k counts.
HWY_INLINE VU WeightOf(VI position, int k, int one) {
  const DI di;
  const auto at = hn::Set(di, static_cast<std::int16_t>(k * one));
  const auto distance = hn::Abs(hn::Sub(position, at));
  const auto weight =
      hn::Sub(hn::Set(di, static_cast<std::int16_t>(one)), distance);
  return hn::BitCast(DU(), hn::Max(weight, hn::Zero(di)));
}

// A vector of pixels from kTaps columns of rows [first, first + rows).
// Positions in 1/256 of a column and 1/1024 of a row.
template <int kTaps>
HWY_INLINE VU Interpolate(const std::uint8_t* HWY_RESTRICT source,
                          std::ptrdiff_t stride, VI column, VI row, int first,
                          int rows) {
  const DU du;
  const hn::Rebind<std::uint8_t, DU> d8;
  VU weights[kTaps];
  for (int j = 0; j < kTaps; ++j) weights[j] = WeightOf(column, j, 256);
  auto sum = hn::Set(du, 64 + 1);  // half a level, and what MulHigh cuts off
  for (int k = first; k < first + rows; ++k) {
    const std::uint8_t* at = source + k * stride;
    auto across = hn::Zero(du);
    for (int j = 0; j < kTaps; ++j) {
      const auto sample = hn::PromoteTo(du, hn::LoadU(d8, at + j));
      across = hn::Add(across, hn::Mul(sample, weights[j]));
    }
    const auto weight = hn::ShiftLeft<5>(WeightOf(row, k, 1024));
    sum = hn::Add(sum, hn::MulHigh(across, weight));
  }
  return hn::ShiftRight<7>(sum);
}

// The pixels of one block; `source` is the window's top left corner, `rows`
// what a vector's pixels may need.
void TurnBlock(const TurnSteps& steps, const Window& window,
               const std::uint8_t* HWY_RESTRICT source, std::ptrdiff_t stride,
               int rows, std::uint8_t* HWY_RESTRICT to) {
  const DI di;
  const hn::Rebind<std::uint8_t, DI> d8;
  const int step = std::min(static_cast<int>(hn::Lanes(di)), kTurnBlock);
  for (int i = 0; i < kTurnBlock; i += step) {
    const auto column =
        hn::Max(hn::ShiftRight<3>(hn::Add(
                    hn::LoadU(di, steps.column + i),
                    hn::Set(di, static_cast<std::int16_t>(window.column + 4)))),
                hn::Zero(di));
    const auto row =
        hn::Max(hn::Add(hn::LoadU(di, steps.row + i),
                        hn::Set(di, static_cast<std::int16_t>(window.row))),
                hn::Zero(di));
    const int first =
        std::max(window.row + std::min(steps.row[i], steps.row[i + step - 1]),
                 0) >>
        10;
    const int leftmost_tap = (window.column + steps.column[i] + 4) >> 11;
    const int taps = steps.taps != 0 ? steps.taps : leftmost_tap + 2;
    const std::uint8_t* at = source + i;
    const auto pixels =
        taps == 2   ? Interpolate<2>(at, stride, column, row, first, rows)
        : taps == 3 ? Interpolate<3>(at, stride, column, row, first, rows)
                    : Interpolate<4>(at, stride, column, row, first, rows);
    hn::StoreU(hn::TruncateTo(d8, pixels), d8, to + i);
  }
}

// Fills `patch` with the window, `background` where it is beyond `from`.
void CopyWindow(const GreyView& from, const Window& window, int rows,
                int columns, std::uint8_t background, std::uint8_t* patch) {
  std::memset(patch, background, kWindowRows * kWindowColumns);
  const std::int64_t left = std::max<std::int64_t>(window.left, 0);
  const std::int64_t right =
      std::min<std::int64_t>(window.left + columns, from.width);
  if (left >= right) return;
  for (int r = 0; r < rows; ++r) {
    const std::int64_t y = window.top + r;
    if (y < 0 || y >= from.height) continue;
    std::memcpy(patch + r * kWindowColumns + (left - window.left),
                from.Row(static_cast<int>(y)) + left,
                static_cast<std::size_t>(right - left));
  }
}

void Rotate(const GreyView& from, const TurnSteps& steps,
            std::uint8_t background, const MutableGreyView& to) {
  std::uint8_t patch[kWindowRows * kWindowColumns];
  std::uint8_t pixels[kTurnBlock];
  // One row more than a block's, as its last vector may begin on a row of its
  // own.
  const int rows = steps.RowsOf(kTurnBlock) + 1;
  const int columns = kTurnBlock + 3;
  const int vector_rows =
      steps.RowsOf(std::min(static_cast<int>(hn::Lanes(DI())), kTurnBlock));
  for (int y = 0; y < to.height; ++y) {
    std::uint8_t* row = to.Row(y);
    for (int x = 0; x < to.width; x += kTurnBlock) {
      const Window window =
          WindowOf(steps, steps.u + x * steps.u_right + y * steps.u_down,
                   steps.v + x * steps.v_right + y * steps.v_down);
      const bool inside = window.left >= 0 &&
                          window.left + columns <= from.width &&
                          window.top >= 0 && window.top + rows <= from.height;
      const std::uint8_t* source = patch;
      std::ptrdiff_t stride = kWindowColumns;
      if (inside) {
        source = from.Row(static_cast<int>(window.top)) + window.left;
        stride = from.stride;
        if (window.top + rows + kRowsAhead < from.height) {
          hwy::Prefetch(source + (rows + kRowsAhead) * stride + kTurnBlock / 2);
        }
      } else {
        CopyWindow(from, window, rows, columns, background, patch);
      }
      if (x + kTurnBlock <= to.width) {
        TurnBlock(steps, window, source, stride, vector_rows, row + x);
      } else {
        TurnBlock(steps, window, source, stride, vector_rows, pixels);
        std::copy_n(pixels, to.width - x, row + x);
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(Rotate);

namespace {

std::int64_t Fixed(double value) { return std::llround(std::ldexp(value, 32)); }

TurnSteps StepsOf(const AffineMap& map) {
  TurnSteps steps;
  steps.u = Fixed(map.dx + (map.xx + map.xy) / 2 - 0.5);
  steps.u_right = Fixed(map.xx);
  steps.u_down = Fixed(map.xy);
  steps.v = Fixed(map.dy + (map.yx + map.yy) / 2 - 0.5);
  steps.v_right = Fixed(map.yx);
  steps.v_down = Fixed(map.yy);
  steps.slope = std::abs(map.yx);
  const double slip = (kTurnBlock - 1) * (1 - map.xx);
  if (slip > kOftenSlipping) steps.taps = slip < 0.99 ? 3 : 4;
  for (int i = 0; i < kTurnBlock; ++i) {
    steps.column[i] =
        static_cast<std::int16_t>(std::lround(i * (map.xx - 1) * 2048));
    steps.row[i] = static_cast<std::int16_t>(std::lround(i * map.yx * 1024));
  }
  return steps;
}

}  // namespace

Rotation PlanRotation(int width, int height, double degrees) {
  assert(width >= 1 && height >= 1);
  assert(std::abs(degrees) <= kMaxRotateDegrees);
  const double radians = degrees * std::numbers::pi / 180;
  const double c = std::cos(radians);
  const double s = std::sin(radians);
  // Less than a thousandth of a pixel is a rounding error.
  const auto whole = [](double side) {
    return static_cast<int>(std::ceil(side - 1e-3));
  };
  Rotation rotation;
  rotation.width = whole(width * c + height * std::abs(s));
  rotation.height = whole(width * std::abs(s) + height * c);
  const double from_x = width / 2.0;
  const double from_y = height / 2.0;
  const double to_x = rotation.width / 2.0;
  const double to_y = rotation.height / 2.0;
  rotation.to_turned = {c, -s, to_x - c * from_x + s * from_y,
                        s, c,  to_y - s * from_x - c * from_y};
  rotation.to_original = {c,  s, from_x - c * to_x - s * to_y,
                          -s, c, from_y + s * to_x - c * to_y};
  return rotation;
}

void Rotate(GreyView from, const Rotation& rotation, std::uint8_t background,
            MutableGreyView to) {
  assert(from.width <= 65536 && from.height <= 65536);
  assert(to.width == rotation.width && to.height == rotation.height);
  HWY_DYNAMIC_DISPATCH(Rotate)
  (from, StepsOf(rotation.to_original), background, to);
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
