// Photographs of no document: invented rooms, landscapes, still lifes and
// people-like shapes, as far as they can be drawn without a camera.
#ifndef RESCAN_TOOLS_SAMPLES_SCENE_H_
#define RESCAN_TOOLS_SAMPLES_SCENE_H_

#include "tools/samples/raster.h"
#include "tools/samples/rng.h"

namespace rescan::samples {

// A scene of `width` x `height` pixels as a lens shows it: a ground (even
// studio paper, sky, wall, texture or blurred lights), shaded objects or a
// head and shoulders before it, near things sharp and far ones not. Without
// the sensor's noise.
[[nodiscard]] Raster DrawScene(int width, int height, Rng& rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_SCENE_H_
