#ifndef RESCAN_BENCH_IMAGE_KERNELS_MEASURE_H_
#define RESCAN_BENCH_IMAGE_KERNELS_MEASURE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/image_kernels/kernel_case.h"

namespace rescan::bench {

// The SIMD targets that the kernels have and this CPU can run, the one that is
// chosen without being told first.
[[nodiscard]] std::vector<std::int64_t> Targets();
[[nodiscard]] std::string NameOf(std::int64_t target);

// CPU seconds of this thread per call, each the median of its samples.
struct CaseTimes {
  double reference = 0;
  std::vector<double> targets;  // as Targets()
  std::optional<double> opencv;
  std::optional<double> leptonica;
};

// What differs between the kernel on any target, its reference and its rivals;
// empty if all agree. Runs each once.
[[nodiscard]] std::string CheckAnswers(const KernelCase& kernel_case);

// Takes the subjects in turn, `rounds` times, so that a drift of the machine
// meets all alike; a sample is as many calls as fill about 2 ms. The reference
// is timed in the first rounds only, while it is within a second.
// REQUIRES: rounds > 0.
[[nodiscard]] CaseTimes TakeTimes(const KernelCase& kernel_case, int rounds);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_IMAGE_KERNELS_MEASURE_H_
