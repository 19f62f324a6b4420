#ifndef RESCAN_TOOLS_RUN_REPORTER_H_
#define RESCAN_TOOLS_RUN_REPORTER_H_

#include <chrono>
#include <string>

#include "engine/run/run.h"
#include "tools/progress_bar.h"
#include "tools/report.h"

namespace rescan::cli {

// Shows what happens during a run. JSON: one event a line on standard output.
// Otherwise on standard error: a bar rewritten in place on a terminal, a plain
// line every 10 images or 10 seconds elsewhere, and messages.
class RunReporter : public RunObserver {
 public:
  enum class Style { kJson, kBar, kLines };
  explicit RunReporter(Style style) : style_(style) {}

  // kJson if `json`, else by what standard error is.
  [[nodiscard]] static Style StyleFor(bool json);

  void OnPlanned(const RunCounts& counts, std::int64_t total,
                 bool resumed) override;
  void OnWouldProcess(std::int64_t n, const std::string& path) override;
  void OnImage(const std::string& path, const Outcome& outcome,
               bool final) override;
  void OnDuplicate(const std::string& path) override;
  void OnProgress(const RunCounts& counts, double images_per_minute,
                  double eta_seconds) override;
  void OnWarning(const std::string& message) override;
  void OnRunning(
      const std::vector<std::pair<std::string, double>>& running) override;

  // Ends the bar's line.
  void Finish();

 private:
  void Event(const Json& event);
  void Message(const std::string& line);
  void DrawBar();

  const Style style_;
  RunCounts before_;  // at the start of this session
  BarState bar_;
  bool bar_drawn_ = false;
  std::int64_t lines_processed_ = 0;  // at the last plain line
  std::chrono::steady_clock::time_point last_line_ =
      std::chrono::steady_clock::now();
};

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_RUN_REPORTER_H_
