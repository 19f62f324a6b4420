#include "bench/image_kernels/rivals.h"

#include <leptonica/allheaders.h>

#include <cstddef>
#include <opencv2/core.hpp>

#include "kernels/image/grey.h"

namespace rescan::bench {

using kernels::GreyView;

void PixDestroyer::operator()(Pix* pix) const { pixDestroy(&pix); }

reference::Picture PictureOf(GreyView view) {
  reference::Picture picture{view.width, view.height, {}};
  for (int y = 0; y < view.height; ++y) {
    const auto row = view.RowSpan(y);
    picture.samples.insert(picture.samples.end(), row.begin(), row.end());
  }
  return picture;
}

PixPtr PixOf(GreyView view) {
  PixPtr pix(pixCreate(view.width, view.height, 8));
  kernels::PackedFromGrey(view, WordsOf(pix.get()));
  return pix;
}

cv::Mat MatOf(GreyView view) {
  return {view.height, view.width, CV_8UC1,
          const_cast<std::uint8_t*>(view.data),
          static_cast<std::size_t>(view.stride)};
}

GreyView ViewOf(const reference::Picture& picture) {
  return {picture.samples.data(), picture.width, picture.height, picture.width};
}

GreyView ViewOf(const cv::Mat& mat) {
  return {mat.data, mat.cols, mat.rows, static_cast<std::ptrdiff_t>(mat.step)};
}

kernels::ImageView<std::uint32_t> WordsOf(Pix* pix) {
  const l_int32 words = pixGetWpl(pix);
  return {pixGetData(pix), words, pixGetHeight(pix), words};
}

}  // namespace rescan::bench
