#ifndef RESCAN_ENGINE_RUN_RECORDER_H_
#define RESCAN_ENGINE_RUN_RECORDER_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "engine/records/store.h"
#include "engine/run/dispatcher.h"
#include "engine/run/duration_stats.h"
#include "engine/run/rate.h"
#include "engine/run/run.h"
#include "kernels/base/result.h"

namespace rescan {

// The one writer: puts each ended image into the records, one transaction
// each, and keeps the figures of the session, in memory that does not grow
// with it. Not thread-safe.
class Recorder {
 public:
  using Clock = std::chrono::steady_clock;

  // `counts` as the run begins or resumes. Both references must outlive the
  // recorder.
  Recorder(RecordStore& store, RunObserver& observer, RunId run,
           const RunCounts& counts, Clock::time_point start);

  // Records `done`, then tells the observer. After an error nothing of it is
  // recorded or counted.
  [[nodiscard]] Status Record(const Completed& done, Clock::time_point now);
  // Links an image whose bytes have been read before.
  [[nodiscard]] Status RecordLink(const RunItem& item);

  [[nodiscard]] const RunCounts& counts() const { return counts_; }
  // Inputs brought to an end in this session.
  [[nodiscard]] std::int64_t processed() const { return processed_; }
  // Grows with every result, attempt and link: new rows have come.
  [[nodiscard]] std::int64_t writes() const { return writes_; }
  [[nodiscard]] const RateMeter& rate() const { return rate_; }
  // Everything the recorder knows of the session, into `summary`.
  void Fill(RunSummary& summary) const;

 private:
  void Count(const Completed& done);
  void CountSeconds(const StageSeconds& seconds, bool succeeded);
  void CountSuccess(const Outcome& outcome);
  void Tell(const Completed& done);
  // What was just written: new rows, and what the records warn of.
  void Wrote();

  RecordStore& store_;
  RunObserver& observer_;
  const RunId run_;
  RunCounts counts_;
  std::int64_t processed_ = 0;
  std::int64_t read_ = 0;
  std::int64_t writes_ = 0;
  std::int64_t extra_frames_ = 0;
  std::int64_t with_warnings_ = 0;
  std::map<std::string, std::int64_t> classes_;
  std::map<std::string, std::int64_t> failures_;
  std::uint64_t worker_peak_rss_bytes_ = 0;
  RateMeter rate_;
  DurationStats wall_;
  // Of images that succeeded, and of all attempts.
  std::array<DurationStats, kCpuStages.size()> stages_;
  std::array<double, kCpuStages.size()> stage_seconds_{};
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_RECORDER_H_
