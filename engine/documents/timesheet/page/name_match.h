// A name against the strokes of its line.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_MATCH_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_MATCH_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "engine/documents/timesheet/page/name_strokes.h"

namespace rescan::timesheet::page {

// Longer texts are no names.
inline constexpr std::size_t kMostNameCharacters = 80;

// A character of a name as read.
struct NameLetter {
  char character = 0;            // 0 = not ASCII
  std::optional<double> middle;  // its rough place, pixels of the picture
};

// The name of `letters` itself where it has just the strokes of the line; else
// the one name that has them and differs from it by no more than two of: an i
// that is an l or the reverse, a j that is a J or the reverse, a stroke that
// was read as two letters. nullopt: none or several, or a character that is no
// letter, point, hyphen, apostrophe or blank of ASCII.
//
// `farthest`: how far a stroke may be from the middle of its letter, pixels.
[[nodiscard]] std::optional<std::string> MatchStrokes(
    std::span<const NameLetter> letters, const NameStrokes& strokes,
    double farthest);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_MATCH_H_
