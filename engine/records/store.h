// The workspace's SQLite database, the truth of what was read. All SQL lives
// behind this header, and none of SQLite shows in it.
#ifndef RESCAN_ENGINE_RECORDS_STORE_H_
#define RESCAN_ENGINE_RECORDS_STORE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/bank_holidays.h"
#include "engine/image/metadata.h"
#include "engine/ocr/version_profile.h"
#include "engine/records/outcome.h"
#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan {

enum class StoreMode {
  // Must exist; nothing is written, not even the schema. May be used while a
  // run writes. In a folder that cannot be written it works as long as the
  // last writer closed the database.
  kReadOnly,
  kReadWrite,  // must exist
  kCreate,     // made when absent
};

struct StoreOptions {
  // Upper bound of the database file in pages of 4096 bytes, 0 = none; a
  // store that reaches it answers kStorageFull as a full disk does.
  std::int64_t max_pages = 0;
  // Where all time stamps come from; empty = the system clock.
  std::function<std::chrono::system_clock::time_point()> now;
};

using ImageId = std::int64_t;    // one path of one user
using ContentId = std::int64_t;  // one sequence of file bytes
using VersionId = std::int64_t;  // one OCR version fingerprint
using RunId = std::int64_t;

// Which images of the inputs a run works on.
enum class RunMode { kMissing, kOutdated, kFailed, kAll };
[[nodiscard]] std::string_view RunModeName(RunMode mode);  // "missing", ...

// What makes two calls of `rescan run` the same run, so that the second
// resumes the first.
struct RunKey {
  std::vector<std::string> inputs;  // absolute paths, sorted
  RunMode mode = RunMode::kMissing;
  std::string kind;  // "auto", "document", ...
  std::string rule;  // of classification: "content", "documented", "pixels"
  std::string user;
  VersionId version = 0;
};

enum class RunState {
  kRunning,    // also: died without a word, when no process holds the lock
  kFinished,   // every item done or failed
  kStopped,    // stop file or signal; resumable
  kBroken,     // breaker, stall guard or store error; resumable
  kAbandoned,  // replaced by --fresh
};
[[nodiscard]] std::string_view RunStateName(RunState state);

struct RunInfo {
  RunId id = 0;
  RunKey key;
  RunState state = RunState::kRunning;
  std::string stop_reason;  // empty unless stopped or broken
  std::string started_at;   // UTC, ISO 8601 with Z, of the first session
  std::string ended_at;     // of the last session; empty while running
  std::string full_version;
};

// inputs == done + failed + unchanged + pending, always.
struct RunCounts {
  std::int64_t inputs = 0;
  std::int64_t done = 0;        // read in this run, or linked to an equal file
  std::int64_t duplicates = 0;  // of done: linked, not read again
  std::int64_t failed = 0;  // in this run or, not retried, in an earlier one
  std::int64_t failed_earlier = 0;  // of failed: not retried
  std::int64_t unchanged = 0;
  std::int64_t pending = 0;
};

// What the records know of an input, for the plan to decide by.
struct KnownInput {
  std::optional<ImageId> image;      // this user's row for the path
  std::optional<ContentId> content;  // the bytes, whatever their path
  // The image's row points to exactly these bytes.
  bool same_bytes = false;
  // The image's processed mark for these bytes.
  bool succeeded = false;
  // These bytes failed, last by a version with this fingerprint; empty = they
  // did not. For an unreadable file: so did it last time.
  std::string failed_fingerprint;
  // The image failed last, whatever its bytes were then.
  bool last_attempt_failed = false;
  // The current reading of the bytes, if there is one.
  std::optional<ContentId> read_content;
  std::string reading_version;  // dotted
  std::string reading_build_date;
  std::string reading_profile;  // profile name
  std::string reading_fingerprint;
};

// One image that a run has to bring to an end.
struct PlanItem {
  std::string path;                    // absolute, raw bytes
  std::optional<Sha256Digest> sha256;  // absent: could not be read
  std::uint64_t size = 0;
};

// The same with its ids, as kept in the run's list.
struct RunItem {
  ImageId image = 0;
  std::string path;
  std::optional<Sha256Digest> sha256;
  // Workers that this image killed in this run so far.
  int kills = 0;
};

struct FailureRow {
  std::int64_t id = 0;
  std::string path;       // ImageKey, raw bytes
  std::string timestamp;  // FailureTimestamp, UTC ISO 8601 with Z
  std::string type;       // FailureType
  std::string message;    // at most 5000 characters
  std::string error_code;
  std::string ocr_version, ocr_build_date, ocr_description, ocr_full_version;
  std::string model_id;  // engine and its version
  double processing_seconds = 0;
  std::string validation_errors;  // at most 2000 characters
  std::string image_folder;       // S3Bucket
  std::string region = "local";   // S3Region
  std::uint64_t image_size = 0;   // bytes; 0 = unknown
  int attempt = 0;                // 1, 2, 3, ... per image
  std::string log_stream;         // CloudWatchLogStream: the run's id
  std::string raw_ocr_output;     // at most 10000 characters
  std::string stack_trace;        // at most 5000 characters
  ImageMetadata metadata;         // default values if it was not decoded
};

struct FailureStatistics {
  std::int64_t total_failures = 0;
  std::int64_t unique_images = 0;
  std::map<std::string, std::int64_t> failure_types;
  std::map<std::string, std::int64_t> ocr_versions;
  std::int64_t recent_failures_24h = 0;
};

struct FailureFilter {
  std::string user;              // empty = any
  std::string type;              // FailureTypeName; empty = any
  std::int64_t run = 0;          // 0 = any
  bool unresolved_only = false;  // the image has not succeeded since
  std::int64_t limit = 0;        // the newest N failures; 0 = all
};

// An image that has failed, as it was given to its run.
struct FailedInput {
  std::string path, user, kind;
};

struct VersionRow {
  VersionId id = 0;
  OcrVersion version;
  std::int64_t current_readings = 0;
  std::int64_t superseded_readings = 0;
};

// One image as exported: deterministic, that is, a function of the file, its
// path and the OCR version only.
struct ExportedImage {
  std::string path;
  std::string user;
  std::string kind;
  std::optional<Sha256Digest> file_sha256, pixel_sha256;
  // Path of the same user's first copy, in the order of paths; empty if it is
  // that one.
  std::string duplicate_of;
  std::string status;  // "SUCCESS", "FAILED" or "PENDING"
  ImageMetadata metadata;
  int exif_orientation = 1;
  int frame_count = 1;
  std::vector<std::string> warnings;
  // The rest is set where a reading exists.
  bool current = true;  // false: superseded by a later reading or file
  int line_count = 0, word_count = 0;
  std::string full_version, profile, fingerprint;
  std::optional<Reading> reading;  // page filled when asked for
};

struct ExportRequest {
  bool with_page = false;  // lines, words and letters too
  // Results of older versions, and of bytes the file had earlier, too.
  bool with_superseded = false;
  std::string user;  // empty = any
};

// Not thread-safe: one thread at a time. Processes may share the database.
// Every call that writes is one transaction: it is there whole, flushed to
// disk, when the call returns OK, and absent otherwise. Errors: kStorageFull
// (the store stays usable for when there is space again), kLocked (another
// process wrote for more than ten seconds), kCorruption, kIo; kNotFound for a
// run that is not there; kInvalidArgument for what contradicts the records
// (an item that is not pending, an outcome that is neither a reading nor a
// failure). All messages name the database file.
class RecordStore {
 public:
  static constexpr int kSchemaVersion = 5;

  // Errors: kNotFound (no database, unless kCreate), kCorruption (damaged, not
  // SQLite, or of a newer schema), kIo (cannot be opened or written).
  [[nodiscard]] static Result<std::unique_ptr<RecordStore>> Open(
      const std::string& workspace, StoreMode mode,
      const StoreOptions& options = {});
  ~RecordStore();
  RecordStore(const RecordStore&) = delete;
  RecordStore& operator=(const RecordStore&) = delete;

  // SQLite's quick_check and foreign_key_check. kCorruption says what is wrong.
  [[nodiscard]] Status Verify();

  // What could not be recorded without failing a call: failure rows that the
  // database refused (each named); and once for each year of a timesheet whose
  // bank holidays nobody knows. Cleared by the call.
  [[nodiscard]] std::vector<std::string> TakeWarnings();

  // What a sheet's bank holidays are judged by; none before.
  void UseBankHolidays(timesheet::BankHolidays holidays);

  // ---- versions
  // Finds the version by its fingerprint or adds it.
  [[nodiscard]] Result<VersionId> RegisterVersion(const OcrVersion& version);
  [[nodiscard]] Result<std::vector<VersionRow>> ListVersions();

  // ---- planning
  // `sha256` absent: the file could not be read, only the path is looked up.
  [[nodiscard]] Result<KnownInput> LookUp(
      const std::string& user, const std::string& path,
      const std::optional<Sha256Digest>& sha256);
  // The newest run with this key that is neither finished nor abandoned.
  [[nodiscard]] Result<std::optional<RunInfo>> FindUnfinished(
      const RunKey& key);
  [[nodiscard]] Result<RunId> BeginRun(const RunKey& key);
  // Sets the state to running again and clears the stop reason.
  [[nodiscard]] Status ResumeRun(RunId run);
  // Images of the run that are no longer pending, by path.
  [[nodiscard]] Result<std::map<std::string, RunItem>> EndedItems(RunId run);
  // Makes `items` (new ones; those already in the run keep their state, unless
  // they ended with other bytes: then they are pending again) the
  // run's list, drops pending ones that are not among them, and stores how
  // many further inputs are unchanged or failed earlier. One transaction.
  // Returns the pending ones in the order given.
  [[nodiscard]] Result<std::vector<RunItem>> SetPlan(
      RunId run, const std::vector<PlanItem>& items, std::int64_t unchanged,
      std::int64_t failed_earlier);

  // ---- results: one image, one transaction
  // A success (rows, mark, item), or a final failure (failure row, mark, item).
  // `followers` are items with the same bytes: a success marks them done as
  // duplicates, a failure marks them failed, each with its own failure row.
  // The image is re-linked if outcome.facts has another hash than the plan; the
  // caller must then not pass followers. A reading with a timesheet is
  // understood with the workspace's dictionaries, and its rows are written for
  // every user who has these bytes (engine/doc/formats.md says by which rules);
  // then the marks count its rows in the tables instead of lines.
  [[nodiscard]] Status RecordOutcome(RunId run, const RunItem& item,
                                     const std::vector<RunItem>& followers,
                                     const Outcome& outcome);
  // An attempt that failed but will be repeated: failure row, kill count; the
  // item stays pending.
  [[nodiscard]] Status RecordAttempt(RunId run, const RunItem& item,
                                     const Outcome& outcome);
  // The item's bytes already have a reading: links it, marks it done. Their
  // timesheet becomes one of the item's user too.
  [[nodiscard]] Status RecordDuplicate(RunId run, const RunItem& item);
  // kFinished is refused (kInvalidArgument) while an item is pending.
  [[nodiscard]] Status EndRun(RunId run, RunState state,
                              const std::string& stop_reason);

  // ---- questions
  [[nodiscard]] Result<RunCounts> CountRun(RunId run);
  [[nodiscard]] Result<std::optional<RunInfo>> LatestRun();
  [[nodiscard]] Result<std::optional<RunInfo>> FindRun(RunId run);
  // Inputs of all runs there ever were, each once.
  [[nodiscard]] Result<std::vector<std::string>> InputsOfRuns();
  // Images that failed in this run by the type of their last failure, most
  // frequent first; the counts add up to failed - failed_earlier.
  [[nodiscard]] Result<std::vector<std::pair<std::string, std::int64_t>>>
  FailureTypesOfRun(RunId run);
  // Newest first.
  [[nodiscard]] Result<std::vector<FailureRow>> ListFailures(
      const FailureFilter& filter);
  // The same one by one, for any number; stops with the error of `emit`.
  [[nodiscard]] Status ForEachFailure(
      const FailureFilter& filter,
      const std::function<Status(const FailureRow&)>& emit);
  // The images of these failures, each once, by user, kind and path.
  [[nodiscard]] Result<std::vector<FailedInput>> FailedInputs(
      const FailureFilter& filter);
  [[nodiscard]] Result<FailureStatistics> FailureStats();
  // Calls `emit` for every image in order of path (bytes) and user, over one
  // state of the database; stops and returns the error when `emit` fails. With
  // superseded results an image comes once for each of its readings: those of
  // bytes that its file had earlier first, then by version, older before newer.
  // `emit` may ask this store, but not write to it.
  [[nodiscard]] Status Export(
      const ExportRequest& request,
      const std::function<Status(const ExportedImage&)>& emit);

 private:
  struct Impl;
  explicit RecordStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_STORE_H_
