// One kernel beside what a program would call instead, for image_kernels_bench.
#ifndef RESCAN_BENCH_IMAGE_KERNELS_KERNEL_CASE_H_
#define RESCAN_BENCH_IMAGE_KERNELS_KERNEL_CASE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace rescan::bench {

struct KernelCase {
  std::string name;       // "GaussianBlur sigma 0.8"
  std::size_t bytes = 0;  // of the input, for bytes per second
  // Each works on pictures that the closures own, output included: no
  // allocation that the measured code would not do itself.
  std::function<void()> kernel;     // on whatever SIMD target is set
  std::function<void()> reference;  // tests/support, may take seconds
  std::function<void()> opencv;     // empty: OpenCV has no such function
  std::function<void()> leptonica;  // empty: Leptonica has none
  // Compares what the closures above left behind: the kernel's answer with
  // the reference's, and within a stated tolerance with the rivals'. Empty =
  // all agree, else what differs.
  std::function<std::string()> check;
  // Least allowed OpenCV time / kernel time on the best target.
  double goal = 1.5;
};

// On an 8-bit picture of two megapixels (1600 x 1250), unless named otherwise.
[[nodiscard]] std::vector<KernelCase> PixelCases();
[[nodiscard]] std::vector<KernelCase> SumCases();
[[nodiscard]] std::vector<KernelCase> FilterCases();
[[nodiscard]] std::vector<KernelCase> GeometryCases();
[[nodiscard]] std::vector<KernelCase> FeatureCases();

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_IMAGE_KERNELS_KERNEL_CASE_H_
