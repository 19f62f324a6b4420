#ifndef RESCAN_INDEX_METADATA_PATCH_H_
#define RESCAN_INDEX_METADATA_PATCH_H_

#include <string>
#include <string_view>

#include "kernels/base/result.h"

namespace rescan::index {

// Deeper JSON than this is refused, so that no input can exhaust the stack.
inline constexpr int kMaxMetadataDepth = 64;

// `metadata` with `patch` applied (RFC 7396, JSON merge patch); keys keep
// their order. Both are JSON objects in UTF-8; "" as metadata counts as {}.
// kInvalidArgument for a bad patch, kCorruption for bad metadata.
[[nodiscard]] Result<std::string> PatchedMetadata(std::string_view metadata,
                                                  std::string_view patch);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_METADATA_PATCH_H_
