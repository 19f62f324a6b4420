#include "bench/image_kernels/measure.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <utility>

#include "hwy/highway.h"
#include "hwy/targets.h"
#include "kernels/base/thread_cpu.h"

namespace rescan::bench {
namespace {

// Long enough that what other subjects drove out of the caches does not matter:
// some functions write 8 MB a call.
constexpr double kSampleSeconds = 20e-3;
constexpr double kReferenceSeconds = 1.;

// Keeps kernels to one target while it lives.
class OnTarget {
 public:
  explicit OnTarget(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
  }
  ~OnTarget() { hwy::SetSupportedTargetsForTest(0); }
  OnTarget(const OnTarget&) = delete;
  OnTarget& operator=(const OnTarget&) = delete;
};

double SecondsOf(const std::function<void()>& function, int calls) {
  const double start = ThreadCpuSeconds();
  for (int call = 0; call < calls; ++call) function();
  return (ThreadCpuSeconds() - start) / calls;
}

double Median(std::vector<double> values) {
  assert(!values.empty());
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

// One function and the samples of its time.
class Subject {
 public:
  // Calls the function twice: the first call of a process pays for its pages.
  explicit Subject(std::function<void()> function)
      : function_(std::move(function)) {
    function_();
    const double once = std::max(SecondsOf(function_, 1), 1e-7);
    calls_ = static_cast<int>(std::clamp(kSampleSeconds / once, 1., 10000.));
  }
  // The first call, not counted, fetches what the subjects before this one have
  // driven out of the caches: each takes its time on data that is at hand.
  void TakeSample() {
    function_();
    samples_.push_back(SecondsOf(function_, calls_));
  }
  [[nodiscard]] double MedianSeconds() const { return Median(samples_); }

 private:
  std::function<void()> function_;
  int calls_ = 1;
  std::vector<double> samples_;
};

double ReferenceSeconds(const KernelCase& kernel_case, int rounds) {
  std::vector<double> samples;
  double sum = 0;
  do {
    samples.push_back(SecondsOf(kernel_case.reference, 1));
    sum += samples.back();
  } while (sum < kReferenceSeconds &&
           samples.size() < static_cast<std::size_t>(rounds));
  return Median(samples);
}

}  // namespace

std::vector<std::int64_t> Targets() {
  return hwy::SupportedAndGeneratedTargets();
}

std::string NameOf(std::int64_t target) { return hwy::TargetName(target); }

std::string CheckAnswers(const KernelCase& kernel_case) {
  kernel_case.reference();
  if (kernel_case.opencv) kernel_case.opencv();
  if (kernel_case.leptonica) kernel_case.leptonica();
  for (const std::int64_t target : Targets()) {
    const OnTarget on_target(target);
    kernel_case.kernel();
    const std::string difference = kernel_case.check();
    if (!difference.empty()) return NameOf(target) + ": " + difference;
  }
  return {};
}

CaseTimes TakeTimes(const KernelCase& kernel_case, int rounds) {
  assert(rounds > 0);
  std::vector<Subject> subjects;
  for (const std::int64_t target : Targets()) {
    subjects.emplace_back([&kernel_case, target] {
      const OnTarget on_target(target);
      kernel_case.kernel();
    });
  }
  const std::size_t target_count = subjects.size();
  if (kernel_case.opencv) subjects.emplace_back(kernel_case.opencv);
  if (kernel_case.leptonica) subjects.emplace_back(kernel_case.leptonica);

  for (int round = 0; round < rounds; ++round) {
    for (Subject& subject : subjects) subject.TakeSample();
  }

  CaseTimes times;
  times.reference = ReferenceSeconds(kernel_case, rounds);
  for (std::size_t i = 0; i < target_count; ++i) {
    times.targets.push_back(subjects[i].MedianSeconds());
  }
  std::size_t next = target_count;
  if (kernel_case.opencv) times.opencv = subjects[next++].MedianSeconds();
  if (kernel_case.leptonica) times.leptonica = subjects[next].MedianSeconds();
  return times;
}

}  // namespace rescan::bench
