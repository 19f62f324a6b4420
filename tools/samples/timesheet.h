// Draws timesheets: a browser's window with one person's week of hours, and
// its truth. The matrix of what is drawn is in README.md.
//
//   SheetSpec spec;
//   spec.seed = 7;
//   const Result<Sample> sample = DrawTimesheet(spec);
#ifndef RESCAN_TOOLS_SAMPLES_TIMESHEET_H_
#define RESCAN_TOOLS_SAMPLES_TIMESHEET_H_

#include <cstdint>
#include <optional>

#include "kernels/base/result.h"
#include "tools/samples/sample.h"
#include "tools/samples/sheet.h"

namespace rescan::samples {

// The two pages that the specification describes in full.
enum class SheetSpecimen { kSampleA, kSampleB };

// What to draw. What is left open is chosen by the seed.
struct SheetSpec {
  std::uint64_t seed = 1;
  std::optional<bool> dark;
  std::optional<int> width;             // of the window: 1024..3840 pixels
  std::optional<int> zoom;              // percent: 67..200
  std::optional<int> projects;          // 1..8
  std::optional<SheetVariant> variant;  // open: one of the matrix
  std::optional<ImageFormat> format;    // JPEG has quality 60
  std::optional<bool> subpixel;         // letters as CanvasOptions says
  // Leaves nothing else open but the format: all others must be empty.
  std::optional<SheetSpecimen> specimen;
  // As in SampleSpec.
  bool paint_text = true;
};

// Where in the matrix the specification lies, without drawing it. Errors:
// kInvalidArgument.
[[nodiscard]] Result<SheetDimensions> DimensionsOf(const SheetSpec& spec);

// As DrawSample: the same specification gives the same bytes. The truth has
// `timesheet`, and `page` is "timesheet" ("other" if the variant is
// kOtherPage). Thread-safe. Cost: about 0.1 to 0.5 seconds. Errors:
// kInvalidArgument for values outside the ranges above, kMissingData when a
// font is missing.
[[nodiscard]] Result<Sample> DrawTimesheet(const SheetSpec& spec);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_TIMESHEET_H_
