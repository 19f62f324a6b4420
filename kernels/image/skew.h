#ifndef RESCAN_KERNELS_IMAGE_SKEW_H_
#define RESCAN_KERNELS_IMAGE_SKEW_H_

#include <cstddef>
#include <span>

#include "kernels/image/ink_components.h"
#include "kernels/image/text_geometry.h"

namespace rescan::kernels {

struct SkewOptions {
  double max_degrees = 10;  // either way; at most 15
  // Components that count. The feet of text stand on lines; those of dust,
  // pictures, rules and dark borders are left out.
  TextFilter text;
  // With fewer of them there is no estimate.
  std::size_t min_components = 30;
};

struct SkewEstimate {
  // How far the lines of text are turned clockwise, as seen on a screen: lines
  // that fall to the right have a positive angle. In
  // [-max_degrees, max_degrees].
  double degrees = 0;
  // 0 = no lines found (degrees is 0 as well) to 1 = sharp lines at this angle
  // alone. Clean text has 0.4 and more, crumpled receipts 0.15 to 0.7,
  // photographs without text 0: worth acting on from 0.1 up.
  double confidence = 0;
};

// The angle at which the text components' feet, projected along it, gather on
// the fewest rows (projection profile: greatest sum of squares), coarse to
// fine; then the common slope of straight lines through the feet of each line
// of text. On drawn text of 600 pixels' width and more within 0.1 degrees,
// usually 0.01; of 200 pixels' width within 0.3, usually 0.03.
// Does not tell a page from one upside down, and takes columns of text that
// are turned by a quarter for no lines.
//
// `width` and `height` are of the mask. Below 2 ms for any number of
// components up to 10,000, and not much more beyond. Any components are
// accepted. Thread-safe. Throws std::bad_alloc.
[[nodiscard]] SkewEstimate EstimateSkew(
    std::span<const InkComponent> components, int width, int height,
    const SkewOptions& options = {});

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_SKEW_H_
