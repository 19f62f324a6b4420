#include "bench/measure/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <thread>
#include <utility>

namespace rescan::bench {

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle]
                                : (values[middle - 1] + values[middle]) / 2;
}

double Interleaved::Ratio(
    const std::function<double(const Timing&)>& figure) const {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ratios.push_back(figure(a[i]) / figure(b[i]));
  }
  return Median(ratios);
}

Interleaved Interleave(int runs, const std::function<Timing()>& a,
                       const std::function<Timing()>& b) {
  auto runs_of = InterleaveAll(runs, {a, b});
  return {std::move(runs_of[0]), std::move(runs_of[1])};
}

std::vector<std::vector<Timing>> InterleaveAll(
    int runs, const std::vector<std::function<Timing()>>& subjects) {
  std::vector<std::vector<Timing>> result(subjects.size());
  for (const auto& subject : subjects) subject();
  for (int run = 0; run < runs; ++run) {
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      result[i].push_back(subjects[i]());
    }
  }
  return result;
}

std::string Spread(const std::vector<Timing>& runs,
                   const std::function<double(const Timing&)>& figure) {
  std::vector<double> values;
  for (const Timing& timing : runs) values.push_back(figure(timing));
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return fmt::format("{:.2f} / {:.2f} / {:.2f}", *low, Median(values), *high);
}

bool Verdict(const std::string& what, double value, const std::string& goal,
             bool met) {
  fmt::print("{:<58} {:>9.3f}   goal {:<12} {}\n", what, value, goal,
             met ? "ok" : "MISSED");
  std::fflush(stdout);
  return met;
}

void PrintMachine() {
  std::ifstream info("/proc/cpuinfo");
  std::string line;
  while (std::getline(info, line)) {
    if (line.rfind("model name", 0) == 0) {
      fmt::print("processor: {}, {} cores\n", line.substr(line.find(':') + 2),
                 std::thread::hardware_concurrency());
      break;
    }
  }
  fmt::print("compiler:  {}\n\n", __VERSION__);
}

}  // namespace rescan::bench
