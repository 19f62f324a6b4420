// Holds the structure of a page against the truth of the sheet that was drawn
// on it; for tests.
#ifndef RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TABLE_MATCH_H_
#define RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TABLE_MATCH_H_

#include <string>
#include <vector>

#include "engine/documents/timesheet/page/table.h"
#include "kernels/image/grey_image.h"
#include "tools/samples/raster.h"
#include "tools/samples/sheet.h"

namespace rescan::timesheet::page {

// Grey levels of a drawn picture.
[[nodiscard]] kernels::GreyImage GreyOf(const samples::Raster& raster);

// Every difference, one sentence each: rows and columns that are missing or too
// many, text without ink, ink without text, boxes that differ by more than
// `tolerance` pixels on any side, names in more or fewer lines than were drawn,
// and wrong signs of parents. A last column
// that the picture's edge cuts is not held against anything. `checked` counts
// the cells looked at.
[[nodiscard]] std::vector<std::string> Differences(
    const TableStructure& table, const samples::SheetTruth& truth,
    int tolerance, int* checked);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_TESTS_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TABLE_MATCH_H_
