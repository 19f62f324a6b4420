#include "bench/image_kernels/report.h"

#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <fstream>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>

namespace rescan::bench {
namespace {

std::string CpuModel() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const std::size_t colon = line.find(": ");
    if (line.rfind("model name", 0) == 0 && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "unknown CPU";
}

std::string Compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string LeptonicaVersion() {
  const std::unique_ptr<char, void (*)(void*)> version(getLeptonicaVersion(),
                                                       lept_free);
  return version.get();
}

// "12.3", in units of 10^9 bytes per second; "-" if there is no time.
std::string Gigabytes(const KernelCase& kernel_case,
                      std::optional<double> seconds) {
  if (!seconds) return "-";
  return fmt::format("{:.2f}",
                     static_cast<double>(kernel_case.bytes) / *seconds * 1e-9);
}

// How many times as long the rival takes.
std::optional<double> Ratio(std::optional<double> rival,
                            const CaseTimes& times) {
  if (!rival) return std::nullopt;
  return *rival / times.targets.front();
}

std::string RatioText(std::optional<double> ratio) {
  return ratio ? fmt::format("{:.2f}", *ratio) : "-";
}

std::optional<double> RivalSeconds(const CaseTimes& times) {
  return times.opencv ? times.opencv : times.leptonica;
}

constexpr int kColumn = 9;

}  // namespace

std::string MachineLines() {
  return fmt::format(
      "CPU       {}\ncompiler  {}\nrivals    OpenCV {} (one thread), {}\n"
      "CPU time of the thread; GB/s = 10^9 bytes of input per second\n",
      CpuModel(), Compiler(), cv::getVersionString(), LeptonicaVersion());
}

std::string TableHead(std::size_t name_width) {
  std::string head =
      fmt::format("{:<{}} {:>8}", "kernel", name_width, "ref MB/s");
  for (const std::int64_t target : Targets()) {
    head += fmt::format(" {:>{}}", NameOf(target), kColumn);
  }
  for (const char* title :
       {"OpenCV", "Leptonica", "x OpenCV", "x Lept.", "goal"}) {
    head += fmt::format(" {:>{}}", title, kColumn);
  }
  return head + "\n";
}

std::string TableLine(const KernelCase& kernel_case, const CaseTimes& times,
                      std::size_t name_width) {
  std::string line = fmt::format(
      "{:<{}} {:>8.1f}", kernel_case.name, name_width,
      static_cast<double>(kernel_case.bytes) / times.reference * 1e-6);
  for (const double seconds : times.targets) {
    line += fmt::format(" {:>{}}", Gigabytes(kernel_case, seconds), kColumn);
  }
  const bool has_goal = RivalSeconds(times).has_value();
  for (const std::string& text :
       {Gigabytes(kernel_case, times.opencv),
        Gigabytes(kernel_case, times.leptonica),
        RatioText(Ratio(times.opencv, times)),
        RatioText(Ratio(times.leptonica, times)),
        has_goal ? fmt::format("{:.2f}", kernel_case.goal) : "-"}) {
    line += fmt::format(" {:>{}}", text, kColumn);
  }
  return line + (MeetsGoal(kernel_case, times) ? "  ok\n" : "  MISSED\n");
}

bool MeetsGoal(const KernelCase& kernel_case, const CaseTimes& times) {
  const std::optional<double> ratio = Ratio(RivalSeconds(times), times);
  return !ratio || *ratio >= kernel_case.goal;
}

}  // namespace rescan::bench
