// The ink of one cell of a table; internal to the finding of tables.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CELL_INK_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CELL_INK_H_

#include <cstdint>
#include <vector>

#include "engine/documents/timesheet/page/ridge.h"
#include "engine/ocr/page.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// The levels of a cell: its ground, which most of it shows, and what differs
// most from it.
struct CellLevels {
  int ground = 0;
  int contrast = 0;  // grey levels, >= 0
  bool light_ink = false;
  // Pixels that differ a little from the ground, and those of strong ink. In a
  // JPEG the former are far more.
  std::uint32_t faint = 0;
  std::uint32_t strong = 0;
};

// What the ink of a page is like.
struct InkLimits {
  int least_contrast = 0;  // less is no ink
  bool noisy = false;      // a JPEG
};

// REQUIRES: not empty.
[[nodiscard]] CellLevels LevelsOf(kernels::GreyView cell);

// A pixel is ink if it differs from the ground by at least `step`, towards the
// ink's side. REQUIRES for all: step >= 1.
struct InkRule {
  int ground = 0;
  int step = 1;
  bool light_ink = false;

  [[nodiscard]] bool IsInk(int level) const {
    return light_ink ? level >= ground + step : level <= ground - step;
  }
  // How much of it; 0 for the ground.
  [[nodiscard]] int Amount(int level) const {
    const int amount = light_ink ? level - ground : ground - level;
    return amount > 0 ? amount : 0;
  }
};

// Of a cell with ink: a sixth of its contrast, so that blurred edges count; in
// a JPEG a third, so that what it leaves around letters does not.
[[nodiscard]] InkRule RuleOf(const CellLevels& levels, const InkLimits& limits);

// Runs of columns (or rows) with ink, those nearer than `gap` joined.
[[nodiscard]] std::vector<Span> InkColumns(kernels::GreyView cell,
                                           const InkRule& rule, int gap);
[[nodiscard]] std::vector<Span> InkRows(kernels::GreyView cell,
                                        const InkRule& rule, int gap);

// One box for each line of text in `part` (columns of `cell`), from the top.
// Specks that are far smaller and fainter than other ink of the cell are none.
// `at` is where the cell's first pixel stands in the page.
[[nodiscard]] std::vector<PixelBox> TextLines(kernels::GreyView cell,
                                              const InkRule& rule, Span part,
                                              const PixelBox& at);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CELL_INK_H_
