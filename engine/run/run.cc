#include "engine/run/run.h"

#include "engine/run/lane.h"
#include "engine/run/supervisor.h"

namespace rescan {

Result<RunSummary> RunImages(const RunOptions& options, RunObserver& observer) {
  return RunImagesIn({.make_lane = MakeLane}, options, observer);
}

}  // namespace rescan
