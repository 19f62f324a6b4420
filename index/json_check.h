#ifndef RESCAN_INDEX_JSON_CHECK_H_
#define RESCAN_INDEX_JSON_CHECK_H_

#include <string_view>

namespace rescan::index {

// Is `text` one JSON object (RFC 8259) on one line: valid UTF-8, no line breaks
// between tokens, at most 64 levels deep, surrogates in pairs, numbers within
// the range of a double? Such text can be read back by any JSON library.
//
// Builds nothing and takes no memory: deltas are checked twice for every vector
// written, and this is the most of it. O(n).
[[nodiscard]] bool IsJsonObjectLine(std::string_view text);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_JSON_CHECK_H_
