// Whether a picture is as it was drawn; internal to the finding of tables.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CLEAN_PICTURE_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CLEAN_PICTURE_H_

#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// Of the steps between neighbouring pixels, faint ones (1 to 3 levels) are at
// most a quarter as many as strong ones (16 and more). A screen that was never
// a JPEG has 1 to 20 for each; one saved as a JPEG as many as strong ones or
// half as many, a scan or photo several times as many. Looks at every 16th row.
[[nodiscard]] bool IsClean(kernels::GreyView picture);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CLEAN_PICTURE_H_
