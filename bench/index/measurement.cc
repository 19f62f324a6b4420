#include "bench/index/measurement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "kernels/base/thread_cpu.h"

namespace rescan::bench {

std::vector<double> InterleavedMedians(
    const std::vector<std::function<void()>>& functions, int rounds) {
  std::vector<std::vector<double>> samples(functions.size());
  for (int round = -1; round < rounds; ++round) {
    for (std::size_t i = 0; i < functions.size(); ++i) {
      const double start = ThreadCpuSeconds();
      functions[i]();
      const double seconds = ThreadCpuSeconds() - start;
      if (round >= 0) samples[i].push_back(seconds);
    }
  }
  std::vector<double> medians;
  for (std::vector<double>& of_one : samples) {
    std::sort(of_one.begin(), of_one.end());
    medians.push_back(of_one[of_one.size() / 2]);
  }
  return medians;
}

bool Report(const std::string& what, double figure, double goal,
            const std::string& details) {
  const bool met = goal == 0 || figure >= goal;
  const std::string verdict =
      goal == 0 ? "" : fmt::format("goal {:g} {}", goal, met ? "ok" : "MISSED");
  fmt::print("{:<58} {:>8.2f}  {:<16} {}\n", what, figure, verdict, details);
  std::fflush(stdout);
  return met;
}

bool Wrong(const std::string& what, const std::string& how) {
  fmt::print("{}: WRONG: {}\n", what, how);
  std::fflush(stdout);
  return false;
}

}  // namespace rescan::bench
