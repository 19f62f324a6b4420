// The worker: bytes and settings in, one outcome out. It opens no database and
// writes no file; the same code runs in a lane's thread and in a child process.
#ifndef RESCAN_ENGINE_RUN_WORKER_H_
#define RESCAN_ENGINE_RUN_WORKER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/image/classify.h"
#include "engine/image/input_file.h"
#include "engine/image/open_image.h"
#include "engine/ocr/reader.h"
#include "engine/ocr/version_profile.h"
#include "engine/records/outcome.h"
#include "kernels/base/result.h"

namespace rescan {

struct WorkerSettings {
  OcrVersion version;
  OpenLimits limits;
  ClassifyMode classify = ClassifyMode::kDocumented;
  std::chrono::milliseconds time_limit{120'000};  // per image, > 0
  std::uint64_t memory_limit_bytes = std::uint64_t{2048} << 20;  // > 0
  bool want_page = true;                  // collect lines, words and letters
  TextFormat format = TextFormat::kNone;  // render this form too
};

struct WorkerReply {
  Outcome outcome;
  std::string rendered;  // in WorkerSettings::format, if it succeeded
};

class Worker {
 public:
  // Loads the models. Call on the thread that will process.
  [[nodiscard]] static Result<std::unique_ptr<Worker>> Create(
      const WorkerSettings& settings);
  ~Worker();

  // Never fails as a call: whatever goes wrong is in the outcome. `path` is
  // for messages and rendered forms only; `file` is read from its start.
  // `cancel` may be null; once true the image fails with error code
  // "Cancelled", and the caller must not record it.
  [[nodiscard]] WorkerReply Process(const FileDescriptor& file,
                                    const std::string& path,
                                    const std::atomic<bool>* cancel);

 private:
  struct Impl;
  explicit Worker(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_WORKER_H_
