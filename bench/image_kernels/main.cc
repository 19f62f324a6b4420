// Every image kernel against its reference, on every SIMD target, and against
// OpenCV and Leptonica.
#include <cstdio>

#include "bench/image_kernels/kernel_case.h"

int main() {
  using namespace rescan::bench;
  for (const auto& cases :
       {PixelCases(), FilterCases(), GeometryCases(), FeatureCases()}) {
    for (const KernelCase& kernel_case : cases) {
      kernel_case.kernel();
      kernel_case.reference();
      if (kernel_case.opencv) kernel_case.opencv();
      if (kernel_case.leptonica) kernel_case.leptonica();
      const std::string difference = kernel_case.check();
      if (!difference.empty()) {
        std::printf("%s: %s\n", kernel_case.name.c_str(), difference.c_str());
        return 1;
      }
    }
  }
}
