#ifndef RESCAN_BENCH_MEASURE_MEASURE_H_
#define RESCAN_BENCH_MEASURE_MEASURE_H_

#include <functional>
#include <string>
#include <vector>

#include "bench/measure/command.h"

namespace rescan::bench {

[[nodiscard]] double Median(std::vector<double> values);

// Runs of two subjects in turn: A B A B ..., after one uncounted run of each,
// so that a drift of the machine's speed meets both alike.
struct Interleaved {
  std::vector<Timing> a, b;

  // Median over the pairs of figure(a) / figure(b).
  [[nodiscard]] double Ratio(
      const std::function<double(const Timing&)>& figure) const;
};
[[nodiscard]] Interleaved Interleave(int runs, const std::function<Timing()>& a,
                                     const std::function<Timing()>& b);

// The same for any number of subjects (A B C A B C ...): result[i] holds the
// counted runs of subjects[i].
[[nodiscard]] std::vector<std::vector<Timing>> InterleaveAll(
    int runs, const std::vector<std::function<Timing()>>& subjects);

[[nodiscard]] inline double WallOf(const Timing& timing) {
  return timing.wall_seconds;
}
[[nodiscard]] inline double CpuOf(const Timing& timing) {
  return timing.cpu_seconds;
}

// "min / median / max" of a figure, seconds.
[[nodiscard]] std::string Spread(
    const std::vector<Timing>& runs,
    const std::function<double(const Timing&)>& figure);

// Prints a line with the goal and whether it is met; returns `met`.
bool Verdict(const std::string& what, double value, const std::string& goal,
             bool met);

// Processor, cores, compiler: the first lines of every report.
void PrintMachine();

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_MEASURE_MEASURE_H_
