// Every image kernel against its reference, on every SIMD target, and against
// OpenCV and Leptonica: first whether they agree, then how long they take.
// Exit code 1 if an answer is wrong or a goal is missed.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "bench/image_kernels/kernel_case.h"
#include "bench/image_kernels/measure.h"
#include "bench/image_kernels/report.h"
#include "bench/measure/arguments.h"

namespace rescan::bench {
namespace {

struct Options {
  bool check_only = false;
  std::string filter;
  int rounds = 15;
};

std::vector<KernelCase> ChosenCases(const std::string& filter) {
  std::vector<KernelCase> chosen;
  for (auto* make :
       {PixelCases, SumCases, FilterCases, GeometryCases, FeatureCases}) {
    for (KernelCase& kernel_case : make()) {
      if (kernel_case.name.find(filter) != std::string::npos) {
        chosen.push_back(std::move(kernel_case));
      }
    }
  }
  return chosen;
}

// True if every answer is right and, unless only those are asked for, every
// goal is met. A wrong answer is not timed.
bool Run(const std::vector<KernelCase>& cases, const Options& options) {
  std::size_t name_width = 0;
  for (const KernelCase& kernel_case : cases) {
    name_width = std::max(name_width, kernel_case.name.size());
  }
  std::fputs(MachineLines().c_str(), stdout);
  if (!options.check_only) std::fputs(TableHead(name_width).c_str(), stdout);

  bool all_good = true;
  for (const KernelCase& kernel_case : cases) {
    const std::string difference = CheckAnswers(kernel_case);
    if (!difference.empty()) {
      std::printf("%s: WRONG: %s\n", kernel_case.name.c_str(),
                  difference.c_str());
      all_good = false;
    } else if (options.check_only) {
      std::printf("%s: right\n", kernel_case.name.c_str());
    } else {
      const CaseTimes times = TakeTimes(kernel_case, options.rounds);
      std::fputs(TableLine(kernel_case, times, name_width).c_str(), stdout);
      all_good &= MeetsGoal(kernel_case, times);
    }
    std::fflush(stdout);
  }
  return all_good;
}

}  // namespace
}  // namespace rescan::bench

int main(int argc, char** argv) {
  using namespace rescan::bench;
  Options options;
  CLI::App app("Image kernels against OpenCV and Leptonica.");
  app.add_flag("--check", options.check_only, "compare answers, take no times");
  app.add_option("--filter", options.filter, "cases with this in their name");
  app.add_option("--rounds", options.rounds, "samples of each time")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  if (const auto code = ParseArguments(app, argc, argv)) return *code;

  cv::setNumThreads(1);
  const std::vector<KernelCase> cases = ChosenCases(options.filter);
  if (cases.empty()) {
    std::fprintf(stderr, "no case has '%s' in its name\n",
                 options.filter.c_str());
    return 2;
  }
  return Run(cases, options) ? 0 : 1;
}
