#ifndef RESCAN_TESTS_SUPPORT_PEAK_MEMORY_H_
#define RESCAN_TESTS_SUPPORT_PEAK_MEMORY_H_

#include <cstdint>
#include <functional>

namespace rescan::testing {

// Resident memory that `work` takes at its peak, beyond what the process held
// before; in bytes, by the kernel's count (VmHWM). Memory that the allocator
// kept from earlier work and gives again is not seen: measure once, early.
// Throws std::runtime_error where the kernel cannot say.
[[nodiscard]] std::uint64_t PeakMemoryOf(const std::function<void()>& work);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_PEAK_MEMORY_H_
