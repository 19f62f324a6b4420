// What a run did for the index.
#ifndef RESCAN_ENGINE_RUN_INDEX_SUMMARY_H_
#define RESCAN_ENGINE_RUN_INDEX_SUMMARY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/base/result.h"

namespace rescan {

struct IndexSummary {
  bool enabled = false;       // not with --no-index
  std::int64_t deltas = 0;    // written in this session
  std::int64_t readings = 0;  // that these hold
  std::int64_t line_vectors = 0;
  std::int64_t word_vectors = 0;
  std::int64_t bytes = 0;
  double cpu_seconds = 0;              // of making them
  std::int64_t missing = 0;            // current readings that no delta holds
  std::int64_t waiting = 0;            // vectors in deltas that are not merged
  std::vector<std::string> compacted;  // collections with a new snapshot
  std::optional<Error> error;          // of writing deltas or merging them
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_INDEX_SUMMARY_H_
