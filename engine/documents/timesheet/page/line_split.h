// Lines of text that touch each other, taken apart; internal to the finding of
// tables.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LINE_SPLIT_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LINE_SPLIT_H_

#include <vector>

#include "engine/documents/timesheet/page/cell_ink.h"
#include "engine/ocr/page.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// The lines of text that `line` (a box inside `cell`, in the cell's pixels)
// consists of, from the top: more than one if it is much higher than `letter`,
// the height of a capital with or without what hangs below the baseline, and
// its ink thins out at about equal distances; else `line` alone. A mark that
// reaches a little into the next line stays whole, so boxes may overlap by a
// few rows. REQUIRES: `line` lies inside `cell` and is not empty.
[[nodiscard]] std::vector<PixelBox> SplitLine(kernels::GreyView cell,
                                              const InkRule& rule,
                                              const PixelBox& line, int letter);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LINE_SPLIT_H_
