#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_SIMILARITY_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_SIMILARITY_H_

#include <cstddef>
#include <string_view>

namespace rescan::timesheet {

// Longer texts are compared by this many characters at the front.
inline constexpr std::size_t kMaxComparedCharacters = 256;

// 2 * M / (characters of a + characters of b), in [0, 1]; two empty texts are
// 1. M is Ratcliff and Obershelp's count: the longest block that both have (the
// leftmost in `a`, then in `b`), plus the same of what is left and right of it.
// Not symmetric: `a` is the text that was read. Characters are UTF-8 sequences;
// letters of different case differ. O(|a| |b|) for each block.
[[nodiscard]] double Similarity(std::string_view a, std::string_view b);

// The same on lower-case text: how names are compared.
[[nodiscard]] double NameSimilarity(std::string_view a, std::string_view b);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_SIMILARITY_H_
