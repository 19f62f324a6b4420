// Pictures that look most like those of another class.
#ifndef RESCAN_TOOLS_SAMPLES_NEAR_BORDER_H_
#define RESCAN_TOOLS_SAMPLES_NEAR_BORDER_H_

#include <cstdint>

#include "kernels/base/result.h"
#include "tools/samples/raster.h"
#include "tools/samples/rng.h"
#include "tools/samples/truth.h"

namespace rescan::samples {

// SCAN as clean as a screen: slips on a large sheet in two levels, with dust
// and a pen's marks; print of a dot grid (thermal heads have about 8 dots a
// millimetre) that lies straight, bleached until the paper is pure white,
// sharpened, stamped in colour.
// NATIVE as plain as paper: light pages and documents in a viewer, scaled,
// sharpened, grey or of few colours.
// PHOTO as even as paper: close views of a material, and grey scenes.
//
// Cost and errors as DrawVaried; thread-safe.
[[nodiscard]] Result<Raster> DrawNearBorder(SampleClass sample_class, Rng& rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_NEAR_BORDER_H_
