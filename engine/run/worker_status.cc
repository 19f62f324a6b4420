#include "engine/run/worker_status.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>

#include "engine/image/input_file.h"

namespace rescan {
namespace {

// The number behind `name` ("VmHWM:\t  1234 kB"), 0 if there is none. Needs no
// heap, so that it works in a process that has run out of it.
std::uint64_t StatusField(std::string_view name) {
  const FileDescriptor file(open("/proc/self/status", O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return 0;
  std::array<char, 4096> buffer;
  const ssize_t size = read(file.get(), buffer.data(), buffer.size());
  if (size <= 0) return 0;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return 0;
  const std::size_t digits = text.find_first_not_of(" \t", at + name.size());
  if (digits == std::string_view::npos) return 0;
  std::uint64_t value = 0;
  std::from_chars(text.data() + digits, text.data() + text.size(), value);
  return value;
}

double CpuSecondsOf(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

std::uint64_t PeakRssBytes() { return StatusField("\nVmHWM:") * 1024; }
std::uint64_t AddressSpaceBytes() { return StatusField("\nVmSize:") * 1024; }
std::uint64_t ThreadCount() { return StatusField("\nThreads:"); }

double CpuSecondsWithChildren() {
  return CpuSecondsOf(RUSAGE_SELF) + CpuSecondsOf(RUSAGE_CHILDREN);
}

}  // namespace rescan
