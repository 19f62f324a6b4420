#include "tools/samples/raster_mat.h"

#include <opencv2/core.hpp>

namespace rescan::samples {

cv::Mat View(Raster& raster) {
  return {raster.height, raster.width, CV_8UC3, raster.bgr.data()};
}

Raster FromMat(const cv::Mat& picture) {
  Raster raster(picture.cols, picture.rows);
  picture.copyTo(View(raster));
  return raster;
}

}  // namespace rescan::samples
