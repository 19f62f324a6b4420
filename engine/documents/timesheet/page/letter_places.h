// Where the letters of a usual face without serifs have their strokes.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LETTER_PLACES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LETTER_PLACES_H_

#include <string_view>

namespace rescan::timesheet::page {

// How far the next character stands from this one, in heights of a capital.
// Characters that names do not have are taken for an upright stroke.
[[nodiscard]] double LetterWidth(char c);

// The sum of those.
[[nodiscard]] double TextWidth(std::string_view text);

// What stands free on either side of a letter, in heights of a capital.
inline constexpr double kLetterSide = 0.07;

// The middle of what a letter has above the small letters, from where the
// letter begins, in heights of a capital.
[[nodiscard]] double StrokePlace(char c);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LETTER_PLACES_H_
