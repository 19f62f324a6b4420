#ifndef RESCAN_INDEX_DELTA_MERGE_H_
#define RESCAN_INDEX_DELTA_MERGE_H_

#include <cstdint>
#include <span>
#include <string>

#include "index/collection.h"
#include "index/compaction_ledger.h"
#include "index/delta.h"
#include "kernels/base/result.h"

namespace rescan::index {

// The one rule of what a collection holds: a vector belongs in it if and only
// if its revision is the current one of its asset, as the ledger says at the
// moment it is asked. An event's content never decides.

// Removes the vectors of these assets that do not belong; returns how many.
[[nodiscard]] Result<std::int64_t> RemoveStale(
    CompactionLedger& ledger, std::span<const std::string> assets,
    Collection* collection);

struct MergeCounts {
  std::int64_t merged = 0;   // records of the delta that belong; all are there
  std::int64_t skipped = 0;  // those that do not
  std::int64_t removed = 0;  // vectors of the same assets that no longer do
};

// kInvalidArgument unless the delta is the run's (id, count) and the
// collection's (name, model, dimension).
[[nodiscard]] Status CheckFits(const Delta& delta, const DeltaRun& run,
                               const CollectionSpec& spec);

// Brings into the collection what belongs of the delta, in one batch, and looks
// up every id afterwards; then removes the vectors of the delta's assets that
// an earlier reading left. Merging a delta again changes nothing. On
// kInvalidArgument (a vector that is none) the collection is as it was; other
// errors are the ledger's, kLimit, or kInternal when an id is not found, and
// the collection is to be thrown away.
// REQUIRES: CheckFits.
[[nodiscard]] Result<MergeCounts> MergeDelta(CompactionLedger& ledger,
                                             Delta delta,
                                             Collection* collection);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_DELTA_MERGE_H_
