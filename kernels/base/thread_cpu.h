#ifndef RESCAN_KERNELS_BASE_THREAD_CPU_H_
#define RESCAN_KERNELS_BASE_THREAD_CPU_H_

namespace rescan {

// CPU time that the calling thread has used so far, user and system, seconds.
// Differences are meaningful, on one thread.
[[nodiscard]] double ThreadCpuSeconds();

}  // namespace rescan

#endif  // RESCAN_KERNELS_BASE_THREAD_CPU_H_
