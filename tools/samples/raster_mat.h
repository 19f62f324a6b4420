// A raster as OpenCV sees it. Private to tools/samples.
#ifndef RESCAN_TOOLS_SAMPLES_RASTER_MAT_H_
#define RESCAN_TOOLS_SAMPLES_RASTER_MAT_H_

#include "tools/samples/raster.h"

namespace cv {
class Mat;
}

namespace rescan::samples {

// CV_8UC3 on the raster's own pixels: valid as long as these are.
[[nodiscard]] cv::Mat View(Raster& raster);

// A copy. REQUIRES: CV_8UC3.
[[nodiscard]] Raster FromMat(const cv::Mat& picture);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_RASTER_MAT_H_
