// What keeps the collections of text up to date: used by a run at its end, and
// by the commands.
#ifndef RESCAN_ENGINE_RUN_INDEX_UPKEEP_H_
#define RESCAN_ENGINE_RUN_INDEX_UPKEEP_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "engine/run/delta_builder.h"
#include "index/collection_store.h"
#include "index/compaction.h"
#include "kernels/base/result.h"

namespace rescan {

// The collections there are, in the order in which they are worked on.
[[nodiscard]] std::vector<std::string> TextCollectionNames();

struct UpkeepOptions {
  std::string workspace;
  StoreOptions store;
  // Asked between batches and deltas; true = stop: kCancelled.
  std::function<bool()> stop = [] { return false; };
  std::function<void(const index::CompactionProgress&)> progress;
  // Of deltas: readings that were given vectors, and all that need them.
  std::function<void(std::int64_t done, std::int64_t total)> delta_progress;
  bool check_when_idle = true;  // see index::CompactionOptions
};

struct CatchUpReport {
  // False: a run holds the workspace, and writes what is missing itself.
  bool had_lock = true;
  DeltaTally tally;
  std::vector<std::string> warnings;
};

// Writes deltas for all current readings that have none.
[[nodiscard]] Result<CatchUpReport> CatchUp(const UpkeepOptions& options);

// Merges what waits. Errors as index::Compact and CheckModel.
[[nodiscard]] Result<index::CompactionReport> CompactCollection(
    const UpkeepOptions& options, const std::string& collection);

// Makes the index of a collection anew from the records. Errors as
// index::RebuildCollection.
[[nodiscard]] Result<index::CompactionReport> RebuildFromRecords(
    const UpkeepOptions& options, const std::string& collection);

struct IndexCheck {
  index::VerifyReport report;
  // The snapshot was compared with the records, vector by vector. Not while
  // deltas wait, readings have none, or a run goes on: then it cannot be the
  // same.
  bool compared_with_records = false;
  std::int64_t readings_without_delta = 0;
};

// Errors as index::VerifyCollection and CheckModel.
[[nodiscard]] Result<IndexCheck> CheckIndex(const UpkeepOptions& options,
                                            const std::string& collection);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_INDEX_UPKEEP_H_
