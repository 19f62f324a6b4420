#include "index/index_spec.h"

namespace rescan::index {

Result<IndexSpec> IndexSpec::Parse(std::string_view text) {
  if (text == "Auto") return IndexSpec{Kind::kAuto};
  if (text == "Flat") return IndexSpec{Kind::kFlat};
  return Fail(ErrorCode::kInvalidArgument, "unknown index_spec '" +
                                               std::string(text) +
                                               "'; there are Auto and Flat");
}

}  // namespace rescan::index
