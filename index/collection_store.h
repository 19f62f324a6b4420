// A collection as it stands in a workspace: opened for searching, made anew
// from the records, verified, described. Compaction is in compaction.h.
#ifndef RESCAN_INDEX_COLLECTION_STORE_H_
#define RESCAN_INDEX_COLLECTION_STORE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "index/collection.h"
#include "index/compaction.h"
#include "index/compaction_ledger.h"
#include "index/vector_record.h"
#include "kernels/base/result.h"

namespace rescan::index {

struct OpenedCollection {
  Collection collection;
  std::string version;
  // Not empty: newer versions are damaged and this one stands in for them, so
  // vectors may be missing. Show them; a compaction repairs it.
  std::vector<std::string> warnings;
};

// The current snapshot, all of it checked, or the newest before it that is
// whole. nullopt: the collection has none yet. kCorruption: none is whole. A
// compaction may go on meanwhile.
[[nodiscard]] Result<std::optional<OpenedCollection>> OpenCurrent(
    CompactionLedger& ledger, const std::string& workspace,
    const std::string& collection);

// Fills the next vectors of the records, row-major; false = that was all, and
// nothing was filled. Called until then, on one thread.
using NextVectors = std::function<Result<bool>(
    std::vector<VectorRecord>* records, std::vector<float>* vectors)>;

// Makes a new current version from `next` alone, which gives every vector of
// every reading that is current when it is first called; older snapshots and
// deltas are not looked at, and options.spec says model and dimension. Runs
// that were waiting are COMPLETED with all their records as skipped, since
// their readings are in; those FAILED stay so, and no longer matter. Errors as
// those of Compact; report.merged counts the vectors.
[[nodiscard]] Result<CompactionReport> RebuildCollection(
    CompactionLedger& ledger, const CompactionOptions& options,
    const NextVectors& next);

struct VerifyReport {
  std::string version;       // "" = there is no snapshot yet
  std::int64_t vectors = 0;  // in the snapshot, and in the ledger
  // They are, each once:
  std::int64_t in_deltas = 0;         // in the delta of a COMPLETED run
  std::int64_t beyond_deltas = 0;     // current, but their delta was removed
                                      // after use, or a rebuild made them
  std::int64_t awaiting_removal = 0;  // no longer current; the next compaction
                                      // removes them
  // Records in deltas of COMPLETED runs:
  std::int64_t delta_records = 0;
  std::int64_t found = 0;       // in the snapshot
  std::int64_t superseded = 0;  // their image is gone or was read again
  std::int64_t coming = 0;      // it was gone, came back, and waits for a merge
  std::int64_t runs_completed = 0;
  std::int64_t runs_waiting = 0;
  std::int64_t runs_failed = 0;
  std::int64_t deltas_removed = 0;  // of COMPLETED runs, by retention
  std::int64_t versions = 0;        // snapshots that are whole
  std::int64_t versions_damaged = 0;
  std::int64_t truth_problems = 0;  // those of comparing with `truth`
  std::int64_t problem_count = 0;
  std::vector<std::string> problems;  // the first 50
  std::vector<std::string> warnings;
  [[nodiscard]] bool ok() const { return problem_count == 0; }
};

// Do the ledger, the deltas on disk and the snapshot agree, exactly? Checked:
// every hash of every version; the snapshot's count; of every COMPLETED run,
// merged + skipped == count, and that each record of its delta is in the
// snapshot unless its image is gone or was read again (a delta that cannot be
// read is a warning only, when no version kept could need it: after a rebuild,
// or when newer ones have replaced all it was merged into); that each vector of
// the snapshot is current, or its removal waits. Disagreement is in `problems`;
// errors are those of reading the ledger. Nothing is written.
//
// `without_delta`: images whose current reading no delta holds now. Their
// vectors, and those of images in a delta that waits, may not be there yet.
//
// With `truth` also: the snapshot holds every record it gives, of the same
// revision, and those are all it holds.
//
// Takes the memory of the collection and one delta.
[[nodiscard]] Result<VerifyReport> VerifyCollection(
    CompactionLedger& ledger, const std::string& workspace,
    const std::string& collection, const NextVectors& truth = {},
    std::span<const std::string> without_delta = {});

struct VersionStats {
  SnapshotVersion version;
  std::uint64_t bytes = 0;  // on disk; 0 = the file is not there
};

struct CollectionStats {
  std::vector<VersionStats> versions;  // the current one first
  std::string index_spec;              // of the current one, "" = unreadable
  std::int64_t runs_pending = 0;
  std::int64_t runs_processing = 0;
  std::int64_t runs_completed = 0;
  std::int64_t runs_failed = 0;
  std::int64_t vectors_waiting = 0;  // in deltas still to be merged
  std::int64_t changes_waiting = 0;
  std::uint64_t waiting_bytes = 0;  // of deltas still to be merged
  std::uint64_t delta_bytes = 0;    // of all deltas still on disk
};

// Reads headers and sizes only.
[[nodiscard]] Result<CollectionStats> DescribeCollection(
    CompactionLedger& ledger, const std::string& workspace,
    const std::string& collection);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_COLLECTION_STORE_H_
