// Where text stands on a part of a screen, from the pixels alone.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_RUNS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_RUNS_H_

#include <vector>

#include "engine/ocr/page.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// The ink boxes of runs of text in `region`, from the top and then from the
// left: words of one line with less than a capital's height between them. Text
// of either polarity, on any ground, also on buttons and badges. Left out are
// level and upright lines, frames, bars, round pictures with what is written
// on them (a person's initials), and what is lower than half a capital or
// higher than three. Icons may be among the runs.
//
// `capital`: height of the page's usual capitals and digits, pixels. Empty if
// there is too much detail for a screen. Thread-safe. O(pixels of the region);
// memory about three bytes a pixel of it. Throws std::bad_alloc.
//
// REQUIRES: `region` lies on the page, capital >= 4.
[[nodiscard]] std::vector<PixelBox> FindTextRuns(kernels::GreyView page,
                                                 const PixelBox& region,
                                                 int capital);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_RUNS_H_
