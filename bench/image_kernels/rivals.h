// The same picture as OpenCV, Leptonica and the references hold it.
#ifndef RESCAN_BENCH_IMAGE_KERNELS_RIVALS_H_
#define RESCAN_BENCH_IMAGE_KERNELS_RIVALS_H_

#include <cstdint>
#include <memory>

#include "kernels/image/image_view.h"
#include "tests/support/reference_pixels.h"

namespace cv {
class Mat;
}
struct Pix;

namespace rescan::bench {

struct PixDestroyer {
  void operator()(Pix* pix) const;
};
using PixPtr = std::unique_ptr<Pix, PixDestroyer>;

[[nodiscard]] reference::Picture PictureOf(kernels::GreyView view);
// Of eight bits a sample.
[[nodiscard]] PixPtr PixOf(kernels::GreyView view);
// OpenCV's view of our samples. It has no read-only one.
[[nodiscard]] cv::Mat MatOf(kernels::GreyView view);

// What comes back lives as long as what is given.
[[nodiscard]] kernels::GreyView ViewOf(const reference::Picture& picture);
[[nodiscard]] kernels::GreyView ViewOf(const cv::Mat& mat);
[[nodiscard]] kernels::ImageView<std::uint32_t> WordsOf(Pix* pix);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_IMAGE_KERNELS_RIVALS_H_
