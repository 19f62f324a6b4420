// What the kernel says about this process (/proc/self/status).
#ifndef RESCAN_ENGINE_RUN_WORKER_STATUS_H_
#define RESCAN_ENGINE_RUN_WORKER_STATUS_H_

#include <cstdint>

namespace rescan {

// All are 0 where the kernel does not tell. Thread-safe; about 30 us each.

// Largest resident size of the process's life so far, bytes. Not getrusage's
// figure: that one starts at the size of the process that spawned this one.
[[nodiscard]] std::uint64_t PeakRssBytes();
// Mapped address space, bytes: what RLIMIT_AS bounds.
[[nodiscard]] std::uint64_t AddressSpaceBytes();
[[nodiscard]] std::uint64_t ThreadCount();

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_WORKER_STATUS_H_
