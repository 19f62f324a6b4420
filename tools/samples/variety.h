// Many kinds of image of each class, for training and testing what tells the
// classes apart. Wider than sample.h, and without the words' truth.
#ifndef RESCAN_TOOLS_SAMPLES_VARIETY_H_
#define RESCAN_TOOLS_SAMPLES_VARIETY_H_

#include <cstdint>

#include "kernels/base/result.h"
#include "tools/samples/sample.h"

namespace rescan::samples {

enum class Variety { kWide, kNearBorder, kAppWindows };

// One image of the class, all else by the seed; the truth has its class and
// size and no lines.
//
// NATIVE: desktops, windows and telephones, light and dark, with a photo in the
// page, cropped, scaled by 0.4 to 2, as PNG or as JPEG of quality 60 to 95.
// SCAN: 75 to 600 dpi; grey, tinted, thermal and bleached paper; black or white
// lid, torn corners, pen marks, stamps; two levels, grey or colour; narrow
// crops; sharpened, blurred, noisy; JPEG of quality 30 to 95 or PNG.
// PHOTO: papers and screens before a camera, near and far, and scenes without
// any document; 0.15 to 8 megapixels, some grey; JPEG of quality 40 to 95.
//
// With Variety::kNearBorder pictures that look most like another class's, see
// near_border.h; with Variety::kAppWindows, of NATIVE alone, app_windows.h.
//
// As DrawSample: the same call gives the same bytes; thread-safe. Cost: 0.05 to
// 2 seconds. Errors: kMissingData when a font is missing;
// kInvalidArgument for a class that the variety does not have.
[[nodiscard]] Result<Sample> DrawVaried(SampleClass sample_class,
                                        std::uint64_t seed,
                                        Variety variety = Variety::kWide);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_VARIETY_H_
