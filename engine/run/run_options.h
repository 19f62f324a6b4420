#ifndef RESCAN_ENGINE_RUN_RUN_OPTIONS_H_
#define RESCAN_ENGINE_RUN_RUN_OPTIONS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/documents/timesheet/bank_holidays.h"
#include "engine/records/store.h"
#include "engine/run/lane.h"

namespace rescan {

// What `rescan run` was asked to do; the command line has checked the ranges.
struct RunOptions {
  std::vector<std::string> inputs;  // files and folders as typed
  std::string workspace;
  std::string kind = "auto";  // auto, document, timesheet, receipt, photo
  RunMode mode = RunMode::kMissing;
  std::string user;
  OcrVersion version;
  ClassifyMode classify = ClassifyMode::kDocumented;
  std::string classifier;  // see WorkerSettings
  Isolation isolation = Isolation::kProcess;
  int jobs = 1;
  std::optional<std::int64_t> limit;  // images to process at most
  bool dry_run = false;
  bool recursive = true;
  bool fresh = false;  // abandon an unfinished run instead of resuming it
  // The inputs are absolute paths of files: none is resolved or searched, and
  // one that cannot be read fails like any other image.
  bool inputs_are_files = false;
  int batch_size = 10;
  std::chrono::milliseconds delay{0};  // between batches
  std::chrono::milliseconds time_limit{120'000};
  std::uint64_t memory_limit_bytes = std::uint64_t{2048} << 20;
  int max_megapixels = 100;
  int max_consecutive_failures = 10;
  int failure_window = 20;
  double failure_rate = 0.5;  // strictly more stops the run
  std::chrono::minutes stall_limit{10};
  timesheet::BankHolidays bank_holidays;  // that timesheets are judged by
  bool index = true;                      // write deltas of vectors
  bool compact = true;  // and merge them, once that many or that much wait:
  std::int64_t compact_deltas = 32;     // in one collection
  std::int64_t compact_mib = 256;       // in all
  std::vector<std::string> stop_files;  // any of them stops the run
  StoreOptions store;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_RUN_OPTIONS_H_
