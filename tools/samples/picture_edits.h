// What pictures go through: scaled, cropped, sharpened, written on, bleached.
// Each changes the raster in place; `rng` decides what is left open.
#ifndef RESCAN_TOOLS_SAMPLES_PICTURE_EDITS_H_
#define RESCAN_TOOLS_SAMPLES_PICTURE_EDITS_H_

#include "kernels/base/result.h"
#include "tools/samples/raster.h"
#include "tools/samples/rng.h"

namespace rescan::samples {

// By area where it shrinks, else as a viewer's smooth zoom does; no side gets
// shorter than 16 pixels.
void Resize(Raster& raster, double scale);

// Of shares of the sides; what lies outside is left out. At least 16 pixels
// each way where the picture has them.
void Crop(Raster& raster, double left, double top, double width, double height);

void MakeGrey(Raster& raster);

// Unsharp mask: adds `amount` times the difference to a blur of `sigma` pixels.
void Sharpen(Raster& raster, double amount, double sigma);

// What a camera or scanner gave, through a codec, and as pixels again. Errors:
// the codec's.
[[nodiscard]] Status Recompress(Raster& raster, int quality);

// A photograph somewhere on it.
void PastePhoto(Raster& raster, Rng& rng);

// Lines of a pen, of one colour, roughly written. `unit`: pixels, 1 at 150 dpi.
void PenMarks(Raster& raster, double unit, Rng& rng);

// Two rings of ink. `unit` likewise.
void Stamp(Raster& raster, double unit, Rng& rng);

// Levels beyond white and black are cut off, as scanners do with paper.
void Bleach(Raster& raster, double gain, double offset);

// Black and white only, parted near the best level.
void Binarise(Raster& raster, Rng& rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_PICTURE_EDITS_H_
