// Merging deltas into the snapshot of a collection so that no vector is lost:
//
//   lease -> snapshot (checked, or an older one) -> changes: removals ->
//   deltas, oldest first, each id looked up -> changes: metadata ->
//   index/{collection}/{version}/ beside the old ones (written, synced,
//   re-read) -> lease again -> SwitchVersion: pointer, runs, changes in one
//   transaction -> retention -> release
//
// Until SwitchVersion the old snapshot stands and nothing is COMPLETED; after
// it the new one stands. A compaction that dies, fails or is stopped at any
// point leaves one of the two, and what it left on the disk is removed by the
// next. A bad delta fails its own run and stays where it is, for `rescan delta
// verify`; the others go on.
//
// Memory: with n vectors of dimension d in the result, n0 in the snapshot it
// starts from, m in the largest delta, and r bytes of record text (id, asset,
// owner, metadata) each, a compaction needs at most
//
//   CompactionMemory(n, n0, m, d, r)
//
// bytes: the collection once, and beside it either the snapshot it is read from
// or one delta.
#ifndef RESCAN_INDEX_COMPACTION_H_
#define RESCAN_INDEX_COMPACTION_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "index/collection.h"
#include "index/compaction_ledger.h"
#include "index/file_system.h"
#include "index/lease_keeper.h"
#include "kernels/base/result.h"

namespace rescan::index {

struct CompactionProgress {
  enum class Phase {
    kReading,   // the snapshot
    kMerging,   // deltas; once per delta, before it is read
    kUpdating,  // metadata
    kWriting,   // the new snapshot
    kClearing,  // what is no longer needed
  };
  Phase phase = Phase::kReading;
  std::int64_t runs_done = 0;
  std::int64_t runs_total = 0;
  std::int64_t vectors = 0;  // in the collection so far
};

struct CompactionOptions {
  std::string workspace;
  std::string collection;  // a plain name, see delta_manifest.h
  // For a first snapshot, and for RebuildCollection; else the snapshot's own
  // counts. Its name is `collection` whatever it says; with dimension 0 model
  // and dimension are those of the first good delta.
  CollectionSpec spec;

  LeaseOptions lease;
  int keep_versions = 4;                               // >= 1
  std::chrono::hours delta_age{std::chrono::days(7)};  // of finished runs
  // With nothing to do, re-read the current snapshot all the same, and repair
  // it from an older one if it is damaged.
  bool check_when_idle = true;

  // Called on this thread.
  std::function<void(const CompactionProgress&)> progress;
  // Asked before each delta and before writing; true = stop: kCancelled, and
  // everything is as it was.
  std::function<bool()> stop;
  // For the names of versions and for retention.
  std::function<std::chrono::system_clock::time_point()> now =
      &std::chrono::system_clock::now;
  FileSystem* files = &FileSystem::Real();  // must outlive the call
};

struct CompactionReport {
  // "" = there was nothing to do, and no snapshot was written.
  std::string version;
  std::string base;          // the version it was made from, "" = none
  std::int64_t vectors = 0;  // in the new snapshot
  std::int64_t runs_merged = 0;
  std::int64_t runs_failed = 0;    // now FAILED
  std::int64_t runs_deferred = 0;  // could not be read now; still to be merged
  std::int64_t merged = 0;         // records of deltas that came in
  std::int64_t skipped = 0;        // of images gone or re-read
  std::int64_t removed = 0;        // vectors that no longer belong
  std::int64_t patched = 0;        // vectors whose metadata changed
  std::int64_t changes = 0;        // consumed
  std::int64_t versions_removed = 0;
  std::int64_t deltas_removed = 0;
  std::int64_t leftovers_removed = 0;  // of dead compactions
  double seconds = 0;
  // For the user, each one line: snapshots passed over, deltas refused,
  // changes that cannot be applied, retention that failed.
  std::vector<std::string> warnings;
};

// Bytes, see above.
[[nodiscard]] std::int64_t CompactionMemory(std::int64_t n, std::int64_t n0,
                                            std::int64_t m, int dimension,
                                            std::int64_t record_bytes);

// Single-threaded but for the heartbeat; `ledger` is used on the calling thread
// only.
//
// Errors, each of which leaves the old state: kLocked (another compaction is at
// work, or took over), kCancelled, kCorruption (no snapshot is whole, or the
// delta of a COMPLETED run that a fallback needs is gone or bad: rebuild),
// kInvalidArgument (options), kStorageFull, kIo, kLimit, and the ledger's. When
// SwitchVersion itself fails the new state may stand, and the next call goes on
// from it.
[[nodiscard]] Result<CompactionReport> Compact(
    CompactionLedger& ledger, const CompactionOptions& options);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_COMPACTION_H_
