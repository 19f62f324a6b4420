#ifndef RESCAN_ENGINE_RUN_PROGRESS_FILE_H_
#define RESCAN_ENGINE_RUN_PROGRESS_FILE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/records/store.h"
#include "kernels/base/result.h"

namespace rescan {

// Live state of a run for monitors: WORKSPACE/progress.json (format in
// engine/doc/formats.md), replaced whole about once a second.
struct Progress {
  RunId run = 0;
  int process_id = 0;
  std::string state;       // RunStateName
  std::string started_at;  // of the run's first session; UTC ISO 8601
  std::string session_started_at;
  std::string updated_at;
  RunCounts counts;
  std::int64_t session_processed = 0;
  double images_per_minute = 0;
  double eta_seconds = -1;  // negative = unknown
  double seconds_since_new_rows = 0;
  std::string stop_reason;
  struct Running {
    std::string path;
    double age_seconds = 0;
  };
  std::vector<Running> running;
};

// Temporary file, fsync, rename.
[[nodiscard]] Status WriteProgress(const std::string& workspace,
                                   const Progress& progress);
// Errors: kNotFound (no run yet), kCorruption.
[[nodiscard]] Result<Progress> ReadProgress(const std::string& workspace);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_PROGRESS_FILE_H_
