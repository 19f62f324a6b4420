#ifndef RESCAN_BENCH_INDEX_MEASUREMENT_H_
#define RESCAN_BENCH_INDEX_MEASUREMENT_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace rescan::bench {

struct Settings {
  double scale = 1;    // of the number of rows
  int rounds = 9;      // samples of each time
  bool check = false;  // answers alone
  // FAISS's graph takes minutes to build; given up after these CPU seconds.
  double hnsw_seconds = 900;
};

// Median CPU seconds of this thread of each function per call, taken in turn
// (A B A B ...), after one call of each that does not count.
[[nodiscard]] std::vector<double> InterleavedMedians(
    const std::vector<std::function<void()>>& functions, int rounds);

// One line of the table; prints it and returns whether the goal was met.
// `figure` is what the goal is about, a ratio as a rule; goal 0 = none.
bool Report(const std::string& what, double figure, double goal,
            const std::string& details);
// An answer that is not what it must be. Always returns false.
bool Wrong(const std::string& what, const std::string& how);

// Each prints its lines; false if an answer is wrong or a goal missed.
bool MeasureExact(const Settings& settings);
bool MeasureBandwidth(const Settings& settings);
bool MeasureApproximate(const Settings& settings);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_INDEX_MEASUREMENT_H_
