#ifndef RESCAN_INDEX_INDEX_SPEC_H_
#define RESCAN_INDEX_INDEX_SPEC_H_

#include <string>
#include <string_view>

#include "kernels/base/result.h"

namespace rescan::index {

// How a collection is searched, as a short text that the command line, tests
// and benches share:
//   Auto   exact while that is fast, approximate above
//   Flat   exact at every size
struct IndexSpec {
  enum class Kind { kAuto, kFlat };
  Kind kind = Kind::kAuto;

  // kInvalidArgument for anything else, naming what there is.
  [[nodiscard]] static Result<IndexSpec> Parse(std::string_view text);
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_INDEX_SPEC_H_
