// What a scanner, a camera and the years do to a sheet of paper. None of these
// moves anything: where words stand changes only by a Mapping (raster.h).
#ifndef RESCAN_TOOLS_SAMPLES_EFFECTS_H_
#define RESCAN_TOOLS_SAMPLES_EFFECTS_H_

#include <cstdint>

#include "tools/samples/raster.h"
#include "tools/samples/rng.h"

namespace rescan::samples {

// Gaussian blur; `sigma` in pixels, below 0.05 does nothing.
void Blur(Raster& raster, double sigma);

// Adds noise of deviation `grey` (0..255) to all channels alike, and of
// deviation `chroma` to each of its own.
void AddNoise(Raster& raster, Rng& rng, double grey, double chroma);

// Maps black to `ink` and white to `paper`, linear between: faded print on
// tinted paper.
void Tint(Raster& raster, Color ink, Color paper);

// A soft darker line with a brighter ridge along it, across the whole page at
// `position` (0..1 of the height or width); `depth` 0..1.
void Fold(Raster& raster, bool across, double position, double depth);

// Light falling from one side and a dimmer corner: gain between 1 and
// 1 - `depth` along the direction `degrees`, and again by the distance from
// the middle.
void Light(Raster& raster, double degrees, double depth, double vignette);

// A broad soft shadow with a straight edge, as of a hand or a window frame,
// over the side of the picture that `degrees` points to.
void CastShadow(Raster& raster, double degrees, double offset, double depth);

enum class Texture { kWood, kCloth, kStone, kDesk };

// A table top of `width` x `height` pixels, coloured from `rng`.
[[nodiscard]] Raster Background(int width, int height, Texture texture,
                                Rng& rng);

// The glass of a flatbed scanner with the lid closed: nearly white (grey
// `level` of 255), a little darker towards one edge.
[[nodiscard]] Raster ScannerBed(int width, int height, int level, Rng& rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_EFFECTS_H_
