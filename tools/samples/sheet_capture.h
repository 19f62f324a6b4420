// What becomes of a drawn timesheet before it is saved: cut, turned,
// photographed; internal to the drawing of timesheets.
#ifndef RESCAN_TOOLS_SAMPLES_SHEET_CAPTURE_H_
#define RESCAN_TOOLS_SAMPLES_SHEET_CAPTURE_H_

#include <vector>

#include "tools/samples/capture.h"
#include "tools/samples/rng.h"
#include "tools/samples/sheet.h"

namespace rescan::samples {

// A window with its sheet. Pixels.
struct SheetPicture {
  Picture page;
  SheetTruth sheet;
  bool dark = false;
  // Left edges of the seven days, of Total and of Posted Actuals, and the
  // right edge of the last.
  std::vector<double> columns;
  double table_top = 0;
  double table_bottom = 0;
};

// Does to the picture what its dimensions (`variant`, `edge`) say; words and
// fields that are no longer whole leave the truth.
void CaptureSheet(SheetPicture& picture, Rng& rng);

// Puts another window at the right side; the sheet stays that of the left one.
void PutBeside(SheetPicture& picture, const SheetPicture& other);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_SHEET_CAPTURE_H_
