// What a compaction removes. All of it under the lease, and only what can never
// count again, so that even an owner that has slept through the end of its
// lease does no harm: names of versions only grow, a COMPLETED run never runs
// again, and a version that is not in the ledger while its maker does not hold
// the lease will never be.
#ifndef RESCAN_INDEX_RETENTION_H_
#define RESCAN_INDEX_RETENTION_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "index/compaction_ledger.h"
#include "index/file_system.h"
#include "index/lease_keeper.h"
#include "kernels/base/result.h"

namespace rescan::index {

struct RetentionPlace {
  CompactionLedger& ledger;
  FileSystem& files;
  std::string workspace;
  std::string collection;
};

// What stands in the collection's folder under a version's name and is no
// version of the ledger: left by compactors that died, or by a retention that
// did. Other names are not ours and are left alone.
[[nodiscard]] Result<std::vector<std::string>> FindLeftovers(
    const RetentionPlace& place);
// Removes them; returns how many.
[[nodiscard]] Result<std::int64_t> RemoveLeftovers(const RetentionPlace& place,
                                                   LeaseKeeper& lease);

// All but the newest `keep` versions. REQUIRES: keep >= 1.
[[nodiscard]] Result<std::int64_t> RemoveOldVersions(
    const RetentionPlace& place, std::size_t keep);

// Deltas of runs COMPLETED before `older_than`. REQUIRES: the current snapshot
// has been checked under this lease, since it may now be the only place of
// their vectors.
[[nodiscard]] Result<std::int64_t> RemoveExpiredDeltas(
    const RetentionPlace& place,
    std::chrono::system_clock::time_point older_than);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_RETENTION_H_
