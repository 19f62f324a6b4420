#ifndef RESCAN_ENGINE_RUN_PLAN_H_
#define RESCAN_ENGINE_RUN_PLAN_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "engine/run/inputs.h"
#include "engine/run/run_options.h"
#include "kernels/base/result.h"

namespace rescan {

// What a run has to do. Every input is in exactly one place:
// inputs == items.size() + unchanged + failed_earlier + kept.
struct Plan {
  std::int64_t inputs = 0;
  std::vector<PlanItem> items;  // to bring to an end, by path
  std::vector<bool> links;      // items[i] needs no reading, only a link
  std::int64_t unchanged = 0;
  std::int64_t failed_earlier = 0;
  // Ended in an earlier session of the run being resumed.
  std::int64_t kept = 0;
  // Also ended there, but no longer among the inputs (and not counted in
  // `inputs`): the run keeps what it has of them.
  std::int64_t gone = 0;
  bool stopped = false;  // incomplete, on request
};

// Images of the run being resumed that ended in an earlier session, by path.
using EndedItems = std::map<std::string, RunItem>;

// Decides about `files` (sorted by path). `store` is null when there is none
// yet. `ended` is empty for a new run. Errors: those of the store.
[[nodiscard]] Result<Plan> MakePlan(RecordStore* store,
                                    const RunOptions& options,
                                    const EndedItems& ended,
                                    std::vector<PlanItem> files,
                                    const StopCheck& stop);

// Images of equal bytes: the first by path is read, the others follow it.
struct Job {
  RunItem item;
  std::vector<RunItem> followers;
};
// `items` sorted by path; the jobs are in the order of their first items.
[[nodiscard]] std::vector<Job> GroupByContent(std::vector<RunItem> items);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_PLAN_H_
