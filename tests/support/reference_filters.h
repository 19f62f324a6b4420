// What the filters must compute; see reference.h.
#ifndef RESCAN_TESTS_SUPPORT_REFERENCE_FILTERS_H_
#define RESCAN_TESTS_SUPPORT_REFERENCE_FILTERS_H_

#include <vector>

#include "tests/support/reference_pixels.h"

namespace rescan::reference {

// kernels/image/box_blur.h
[[nodiscard]] Picture BoxBlur(const Picture& in, int radius);

// kernels/image/gaussian_blur.h. weights[k] is in 1/256.
[[nodiscard]] Picture GaussianBlur(const Picture& in,
                                   const std::vector<int>& weights);
// The same in real numbers with the true weights of sigma.
[[nodiscard]] std::vector<double> ExactGaussianBlur(const Picture& in,
                                                    double sigma);

// kernels/image/background.h
[[nodiscard]] Picture EstimateBackground(const Picture& page,
                                         double window_share, bool keep_edges,
                                         double smooth_share);
[[nodiscard]] Picture DivideByBackground(const Picture& page,
                                         const Picture& background);

// kernels/image/clahe.h
[[nodiscard]] Picture Clahe(const Picture& in, double clip_limit, int tiles_x,
                            int tiles_y);
// With OpenCV's interpolation in floats.
[[nodiscard]] Picture ClaheInFloats(const Picture& in, double clip_limit,
                                    int tiles_x, int tiles_y);

// kernels/image/adaptive_threshold.h
[[nodiscard]] Picture AdaptiveThreshold(const Picture& in, int window,
                                        int below_mean);

// kernels/image/sauvola.h
[[nodiscard]] Picture SauvolaBinarize(const Picture& in, int window, float k,
                                      float range);
// The thresholds in double precision, sample by sample.
[[nodiscard]] std::vector<double> SauvolaThresholds(const Picture& in,
                                                    int window, double k,
                                                    double range);

}  // namespace rescan::reference

#endif  // RESCAN_TESTS_SUPPORT_REFERENCE_FILTERS_H_
