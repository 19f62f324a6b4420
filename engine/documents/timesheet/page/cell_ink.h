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

// Of a cell with ink: a quarter of its contrast, so that blurred edges count
// and what JPEG leaves around letters does not.
[[nodiscard]] InkRule RuleOf(const CellLevels& levels);

// Runs of columns (or rows) with ink, those nearer than `gap` joined.
[[nodiscard]] std::vector<Span> InkColumns(kernels::GreyView cell,
                                           const InkRule& rule, int gap);
[[nodiscard]] std::vector<Span> InkRows(kernels::GreyView cell,
                                        const InkRule& rule, int gap);

// One box for each line of text in `part` (columns of `cell`), from the top.
// `at` is where the cell's first pixel stands in the page.
[[nodiscard]] std::vector<PixelBox> TextLines(kernels::GreyView cell,
                                              const InkRule& rule, Span part,
                                              const PixelBox& at);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CELL_INK_H_
