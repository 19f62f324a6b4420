#ifndef RESCAN_INDEX_PUBLISH_H_
#define RESCAN_INDEX_PUBLISH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "index/collection.h"
#include "index/compaction.h"
#include "index/compaction_ledger.h"
#include "index/lease_keeper.h"
#include "kernels/base/result.h"

namespace rescan::index {

// kInvalidArgument for a name that is none, or no version to keep.
[[nodiscard]] Status CheckOptions(const CompactionOptions& options);

// What becomes true with a new snapshot.
struct Publication {
  std::string expected;  // where the pointer stands, "" = nowhere
  bool rebuilt = false;
  std::vector<MergedRun> runs;
  std::int64_t through_change_seq = 0;
};

// Writes `collection` as a new version beside the others (synced, re-read), and
// makes it the current one if the lease is still ours and the pointer still at
// `expected`. Returns its name. On any error the old version stands and the new
// folder is gone, but for a failure of SwitchVersion that leaves open what
// happened: then the ledger is asked, and if it knows of the switch, that is
// success; else the folder stays, for the next compaction to judge.
[[nodiscard]] Result<std::string> Publish(CompactionLedger& ledger,
                                          LeaseKeeper& lease,
                                          const CompactionOptions& options,
                                          const Collection& collection,
                                          Publication publication);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_PUBLISH_H_
