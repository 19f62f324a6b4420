// How a page becomes an image: as it is, through a scanner, or through a
// camera.
#ifndef RESCAN_TOOLS_SAMPLES_CAPTURE_H_
#define RESCAN_TOOLS_SAMPLES_CAPTURE_H_

#include <vector>

#include "tools/samples/raster.h"
#include "tools/samples/rng.h"
#include "tools/samples/truth.h"

namespace rescan::samples {

// An image and where its words are.
struct Picture {
  Raster raster;
  std::vector<TruthLine> lines;
};

// A flatbed scan of `page`, drawn at `dpi`: a small skew, tinted paper, folds,
// blur and grain. `bed` pixels of the scanner's lid show on all sides.
[[nodiscard]] Picture Scan(Picture page, double dpi, int bed, Rng rng);

// A photo of `width` x `height` pixels of `page` on a table: perspective, a
// turn of some degrees, uneven light, shadows, blur and sensor noise. The whole
// page is in the picture.
[[nodiscard]] Picture Photograph(Picture page, int width, int height, Rng rng);

// The same of a screen: no paper that ages.
[[nodiscard]] Picture PhotographScreen(Picture page, int width, int height,
                                       Rng rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_CAPTURE_H_
