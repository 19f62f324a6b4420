#include "tests/support/peak_memory.h"

#include <malloc.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string>

namespace rescan::testing {
namespace {

std::uint64_t StatusBytes(const std::string& field) {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    std::uint64_t kilobytes = 0;
    if (word == field + ":" && status >> kilobytes) return kilobytes << 10;
  }
  throw std::runtime_error("no " + field + " in /proc/self/status");
}

}  // namespace

std::uint64_t PeakMemoryOf(const std::function<void()>& work) {
  malloc_trim(0);
  std::ofstream reset("/proc/self/clear_refs");
  reset << "5" << std::flush;  // the peak is what is held now
  if (!reset) throw std::runtime_error("cannot write /proc/self/clear_refs");
  const std::uint64_t before = StatusBytes("VmRSS");
  work();
  return StatusBytes("VmHWM") - std::min(before, StatusBytes("VmHWM"));
}

}  // namespace rescan::testing
