// The samples kept in data/samples.
#ifndef RESCAN_TOOLS_SAMPLES_COMMITTED_SET_H_
#define RESCAN_TOOLS_SAMPLES_COMMITTED_SET_H_

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "kernels/base/result.h"
#include "tools/samples/sample.h"
#include "tools/samples/timesheet.h"

namespace rescan::samples {

struct CommittedSample {
  std::string_view name;  // of the file, without extension
  std::variant<SampleSpec, SheetSpec> spec;
};

[[nodiscard]] std::span<const CommittedSample> CommittedSet();

// Errors: those of DrawSample and DrawTimesheet.
[[nodiscard]] Result<Sample> DrawCommitted(const CommittedSample& item);

// Draws the set into `directory`, which must exist, and writes its MANIFEST.
// Other files there stay. Errors: those of DrawCommitted and WriteSample.
[[nodiscard]] Status WriteCommittedSet(const std::string& directory);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_COMMITTED_SET_H_
