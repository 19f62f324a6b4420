// What the records know of vectors: which readings have theirs in a delta,
// which do not yet, and what an index should hold.
#ifndef RESCAN_ENGINE_RECORDS_VECTOR_RECORDS_H_
#define RESCAN_ENGINE_RECORDS_VECTOR_RECORDS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ocr/page.h"
#include "engine/records/store.h"
#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan {

class Database;

// A current reading: not superseded, and some path has its bytes.
struct CurrentReading {
  std::int64_t id = 0;       // the revision of its vectors
  Sha256Digest sha256 = {};  // the image
  std::int64_t words = 0;    // noise too: an upper bound of its word vectors
  std::int64_t lines = 0;    // likewise
  std::string delta_run;     // that holds its vectors; empty = none does yet
  std::int64_t line_vectors = 0;  // in that run
  std::int64_t word_vectors = 0;
};

// A delta that was written and checked.
struct NewDelta {
  std::string collection;
  std::string path;  // relative to the workspace
  std::string model;
  int dimension = 0;
  std::int64_t count = 0;
  std::int64_t bytes = 0;
  Sha256Digest sha256 = {};
};

// A reading that a run holds, with what it gave.
struct HeldReading {
  std::int64_t id = 0;
  std::int64_t line_vectors = 0;
  std::int64_t word_vectors = 0;
};

// A run with its deltas: none where no reading had anything to embed.
struct NewCompactionRun {
  std::string run_id;              // UUID
  std::optional<RunId> image_run;  // the run that read the images
  std::vector<NewDelta> deltas;
  std::vector<HeldReading> readings;
};

// What the deltas of a collection come to.
struct DeltaTotals {
  std::string collection;
  std::int64_t open_deltas = 0;  // PENDING or PROCESSING
  std::int64_t open_vectors = 0;
  std::int64_t open_bytes = 0;
  std::int64_t completed_deltas = 0;
  std::int64_t completed_vectors = 0;
  std::int64_t failed_deltas = 0;
};

// One delta of a run, as listed.
struct DeltaRow {
  std::string run_id;
  std::string collection;
  std::string path;
  std::string model;
  int dimension = 0;
  std::int64_t count = 0;
  std::int64_t bytes = 0;
  Sha256Digest sha256 = {};
  std::string state;
  std::string created_at, started_at, finished_at;  // empty = not yet
  std::string error;
  std::int64_t merged = 0, skipped = 0;
  std::string merged_version;
  std::string deleted_at;
  std::int64_t image_run = 0;  // 0 = none
};

// A connection of its own; not thread-safe. Errors as RecordStore's.
class VectorRecords {
 public:
  [[nodiscard]] static Result<std::unique_ptr<VectorRecords>> Open(
      const std::string& workspace, StoreMode mode,
      const StoreOptions& options = {});
  ~VectorRecords();
  VectorRecords(const VectorRecords&) = delete;
  VectorRecords& operator=(const VectorRecords&) = delete;

  // Current readings with ids above `after` that no run holds, by id: as many
  // as have `max_entities` lines and words together, at least one if there is
  // any.
  [[nodiscard]] Result<std::vector<CurrentReading>> WithoutDelta(
      std::int64_t after, std::int64_t max_entities);
  // How many there are.
  [[nodiscard]] Result<std::int64_t> CountWithoutDelta();
  // All current readings likewise, held or not.
  [[nodiscard]] Result<std::vector<CurrentReading>> Current(
      std::int64_t after, std::int64_t max_entities);

  // The page of a reading without its letters.
  [[nodiscard]] Result<Page> PageOf(std::int64_t reading);

  // The run, its deltas and the readings it holds, in one transaction. A run
  // id that is there is kInternal.
  [[nodiscard]] Status AddRun(const NewCompactionRun& run);
  [[nodiscard]] Result<bool> HasRun(const std::string& run_id);

  // Collections that have deltas or snapshots, by name.
  [[nodiscard]] Result<std::vector<std::string>> Collections();
  // By collection.
  [[nodiscard]] Result<std::vector<DeltaTotals>> Totals();
  // Newest run first, by collection within; `collection` and `run_id` empty =
  // any, `limit` 0 = all.
  [[nodiscard]] Result<std::vector<DeltaRow>> Deltas(
      const std::string& collection, const std::string& run_id,
      std::int64_t limit);
  // First path with these bytes, and the number of the others.
  struct PathsOf {
    std::string first;
    std::int64_t others = 0;
  };
  [[nodiscard]] Result<PathsOf> Paths(const Sha256Digest& sha256);

  // Lines of all readings, and those that the full text has.
  struct TextCounts {
    std::int64_t lines = 0;
    std::int64_t indexed = 0;
  };
  [[nodiscard]] Result<TextCounts> CountText();

 private:
  VectorRecords(StoreOptions options, std::unique_ptr<Database> db);

  const StoreOptions options_;
  const std::unique_ptr<Database> db_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_VECTOR_RECORDS_H_
