// What the kernel says about this process.
#ifndef RESCAN_ENGINE_RUN_WORKER_STATUS_H_
#define RESCAN_ENGINE_RUN_WORKER_STATUS_H_

#include <cstdint>

namespace rescan {

// From /proc/self/status: 0 where the kernel does not tell. Thread-safe; about
// 30 us each.

// Largest resident size of the process's life so far, bytes. Not getrusage's
// figure: that one starts at the size of the process that spawned this one.
[[nodiscard]] std::uint64_t PeakRssBytes();
// Mapped address space, bytes: what RLIMIT_AS bounds.
[[nodiscard]] std::uint64_t AddressSpaceBytes();
[[nodiscard]] std::uint64_t ThreadCount();

// User and system time of this process so far, all threads, and of its
// children that have ended and were waited for.
[[nodiscard]] double CpuSecondsWithChildren();

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_WORKER_STATUS_H_
