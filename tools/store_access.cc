#include "tools/store_access.h"

#include <set>

#include "engine/run/inputs.h"

namespace rescan::cli {

Status CheckOutsideRecordedInputs(RecordStore& store,
                                  const std::string& output) {
  std::set<std::string> inputs;
  const auto latest = store.LatestRun();
  if (!latest.has_value()) return tl::unexpected(latest.error());
  const RunId newest = latest->has_value() ? (*latest)->id : 0;
  for (RunId id = 1; id <= newest; ++id) {
    const auto run = store.FindRun(id);
    if (!run.has_value()) return tl::unexpected(run.error());
    if (run->has_value()) {
      inputs.insert((*run)->key.inputs.begin(), (*run)->key.inputs.end());
    }
  }
  InputRoots roots;
  roots.folders.assign(inputs.begin(), inputs.end());
  return CheckOutputOutside(roots, output);
}

}  // namespace rescan::cli
