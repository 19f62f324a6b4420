#include "bench/image_kernels/kernel_case.h"

namespace rescan::bench {

std::vector<KernelCase> PixelCases() { return {}; }

}  // namespace rescan::bench
