#ifndef RESCAN_BENCH_IMAGE_KERNELS_REPORT_H_
#define RESCAN_BENCH_IMAGE_KERNELS_REPORT_H_

#include <string>

#include "bench/image_kernels/kernel_case.h"
#include "bench/image_kernels/measure.h"

namespace rescan::bench {

// CPU, compiler and the rivals' versions, a line each.
[[nodiscard]] std::string MachineLines();

// The head of the table, and a case's line in it. `name_width`: characters of
// the longest name.
[[nodiscard]] std::string TableHead(std::size_t name_width);
[[nodiscard]] std::string TableLine(const KernelCase& kernel_case,
                                    const CaseTimes& times,
                                    std::size_t name_width);

// Is the strongest target as much faster than OpenCV as its goal says? Where
// OpenCV has no such function, Leptonica takes its place; where neither has,
// there is no goal to miss.
[[nodiscard]] bool MeetsGoal(const KernelCase& kernel_case,
                             const CaseTimes& times);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_IMAGE_KERNELS_REPORT_H_
