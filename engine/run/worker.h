// The worker: bytes and settings in, one outcome out. It opens no database and
// writes no file; the same code runs in a lane's thread and in a child process.
#ifndef RESCAN_ENGINE_RUN_WORKER_H_
#define RESCAN_ENGINE_RUN_WORKER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/image/classify.h"
#include "engine/image/content_features.h"
#include "engine/image/input_file.h"
#include "engine/image/open_image.h"
#include "engine/ocr/reader.h"
#include "engine/ocr/version_profile.h"
#include "engine/records/outcome.h"
#include "kernels/base/result.h"

namespace rescan {

// What the images show, as far as the user says.
enum class ImageKind {
  kAuto,       // find out
  kDocument,   // text, whatever else it may be
  kTimesheet,  // a sheet, even if it cannot be read as one
  kReceipt,
  kPhoto,
};
// "auto", "document", "timesheet", "receipt", "photo" (persistent).
[[nodiscard]] std::optional<ImageKind> ImageKindFromName(std::string_view name);

struct WorkerSettings {
  OcrVersion version;
  ImageKind kind = ImageKind::kDocument;
  OpenLimits limits;
  ClassifyMode classify = ClassifyMode::kDocumented;
  // A content classifier (engine/image/classify_content.h) as JSON, which
  // judges each picture before it is read; empty: none, and then `classify`
  // is another mode.
  std::string classifier;
  std::chrono::milliseconds time_limit{120'000};  // per image, > 0
  std::uint64_t memory_limit_bytes = std::uint64_t{2048} << 20;  // > 0
  // Collect lines, words and letters, and classify the image by them. Without
  // it a success holds an empty page and a classification without meaning.
  bool want_page = true;
  // False: open and classify only, without a reader; the page is empty and the
  // margins are those of no text. For ClassifyMode::kContent.
  bool read = true;
  // The reply tells what the content classifier saw.
  bool want_features = false;
  TextFormat format = TextFormat::kNone;  // render this form too
};

struct WorkerReply {
  Outcome outcome;
  std::string rendered;  // in WorkerSettings::format, if it succeeded
  std::optional<ContentFeatures> features;  // if they were wanted
};

class Worker {
 public:
  // Loads the models. Call on the thread that will process. Errors: those of
  // Reader::Create and ContentClassifier::Parse.
  [[nodiscard]] static Result<std::unique_ptr<Worker>> Create(
      const WorkerSettings& settings);
  ~Worker();

  // Never fails as a call: whatever goes wrong is in the outcome. `path` is
  // for messages and rendered forms only; `file` is read from its start.
  // `cancel` may be null; once true the image fails with error code
  // "Cancelled", and the caller must not record it.
  //
  // Passing the time limit is noticed between the stages and during
  // recognition. As that, and running out of memory, would have killed a
  // worker process a moment later, killed_worker is set for both. Memory that
  // ran out inside a library fails the image even where the library went on,
  // since it may then have read something else.
  [[nodiscard]] WorkerReply Process(const FileDescriptor& file,
                                    const std::string& path,
                                    const std::atomic<bool>* cancel);

  // Memory ran out or an exception came through a library: its state may be
  // damaged, and the next image needs a new worker.
  [[nodiscard]] bool tainted() const;

 private:
  struct Impl;
  explicit Worker(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_WORKER_H_
