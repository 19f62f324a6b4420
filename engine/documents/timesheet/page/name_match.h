// A name against the strokes of its line.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_MATCH_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_MATCH_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/documents/timesheet/page/name_strokes.h"

namespace rescan::timesheet::page {

// Longer texts are no names.
inline constexpr std::size_t kMostNameCharacters = 80;

// `name` itself where it has just the strokes of the line, each as far behind
// the one before as in a usual face; else the one name that has them and
// differs from it by no more than two of: an i that is an l or the reverse, a j
// that is a J or the reverse, a stroke that was read as two letters. nullopt:
// none or several, or a character that is no letter, point, hyphen, apostrophe
// or blank of ASCII.
[[nodiscard]] std::optional<std::string> MatchStrokes(
    std::string_view name, const NameStrokes& strokes);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_MATCH_H_
