// From readings to deltas: whatever current reading has no vectors on disk yet
// gets them. What was read when does not matter, only what stands in the
// records, so a run that was killed, or made by an older program, is caught up
// with by the next.
#ifndef RESCAN_ENGINE_RUN_DELTA_BUILDER_H_
#define RESCAN_ENGINE_RUN_DELTA_BUILDER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/embedding/entity_vectors.h"
#include "engine/records/store.h"
#include "engine/records/vector_records.h"
#include "index/compaction_ledger.h"
#include "index/delta.h"
#include "index/file_system.h"
#include "index/text_embedder.h"
#include "kernels/base/result.h"

namespace rescan {

inline constexpr const char* kLinesCollection = "lines";
inline constexpr const char* kWordsCollection = "words";

// The two collections of text and what makes their vectors. Immutable.
struct TextCollections {
  [[nodiscard]] static Result<TextCollections> Create();
  // The embedder of a collection; null for another name.
  [[nodiscard]] const index::TextEmbedder* EmbedderOf(
      const std::string& collection) const;

  index::TextEmbedder lines;
  index::TextEmbedder words;
};

// kUnsupported where the index of the collection is of another model than these
// vectors are: it takes none of them and answers no query until it is made
// anew.
[[nodiscard]] Status CheckModel(const std::string& collection,
                                const std::string& model,
                                const TextCollections& collections);
// The same of the snapshot that the collection stands on, if there is one.
[[nodiscard]] Status CheckModel(index::CompactionLedger& ledger,
                                const std::string& collection,
                                const TextCollections& collections);

struct DeltaBuilderOptions {
  std::string workspace;
  StoreOptions store;
  // A batch ends with the reading that brings it to so many lines and words
  // together: about 10 MB of vectors, and twice that of memory.
  std::int64_t batch_entities = 10'000;
  index::FileSystem* files = &index::FileSystem::Real();  // must outlive it
  index::DeltaOptions delta;
};

// What a builder has done.
struct DeltaTally {
  std::int64_t runs = 0;  // compaction runs
  std::int64_t deltas = 0;
  std::int64_t readings = 0;  // held by these runs
  std::int64_t line_vectors = 0;
  std::int64_t word_vectors = 0;
  std::int64_t bytes = 0;
  std::int64_t orphans_removed = 0;
  double cpu_seconds = 0;
};

// The caller holds the workspace's run lock for the builder's life: so nobody
// else writes deltas, and a folder of a delta that no run names is an orphan.
// Not thread-safe.
class DeltaBuilder {
 public:
  // Errors as RecordStore::Open; kUnsupported when a collection's snapshot is
  // of another model than this program embeds with ("rescan index rebuild"
  // makes it anew).
  [[nodiscard]] static Result<std::unique_ptr<DeltaBuilder>> Open(
      DeltaBuilderOptions options);

  // The run that the next batches are noted for.
  void SetImageRun(RunId run) { image_run_ = run; }

  // Removes delta folders that no run names: what a killed run left.
  [[nodiscard]] Status RemoveOrphans();

  // One batch: its deltas are on disk and checked before the records know of
  // them. False: every current reading is held. An error leaves the batch to
  // be built again; a page that cannot be embedded is passed over, with a
  // warning.
  [[nodiscard]] Result<bool> BuildBatch();

  [[nodiscard]] const DeltaTally& tally() const { return tally_; }
  [[nodiscard]] std::vector<std::string> TakeWarnings();

 private:
  DeltaBuilder(DeltaBuilderOptions options, TextCollections collections,
               std::unique_ptr<VectorRecords> records);

  struct Batch;
  [[nodiscard]] Result<std::vector<CurrentReading>> NextReadings();
  [[nodiscard]] Status Embed(const CurrentReading& reading, Batch& batch);
  [[nodiscard]] Status Write(Batch& batch);
  [[nodiscard]] Status RemoveOrphansOf(const std::string& collection);

  const DeltaBuilderOptions options_;
  const TextCollections collections_;
  const std::unique_ptr<VectorRecords> records_;
  std::optional<RunId> image_run_;
  std::set<std::int64_t> passed_over_;
  std::vector<std::string> warnings_;
  DeltaTally tally_;
};

// The vectors of all current readings, a batch at a time: what an index made
// anew from the records holds. False: that was all. Not thread-safe; the
// argument must outlive the function.
using VectorSource = std::function<Result<bool>(
    std::vector<index::VectorRecord>* records, std::vector<float>* vectors)>;
[[nodiscard]] Result<VectorSource> CurrentVectors(
    const std::string& workspace, const std::string& collection,
    const TextCollections& collections, const StoreOptions& store = {});

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_DELTA_BUILDER_H_
