#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DOTS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DOTS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/ocr/page.h"

namespace rescan::timesheet::page {

// Whether the line has a dot for every i and j of `text`, which readers like to
// see where there is an l: names are no words. Dots that nothing stands for,
// and letters beyond ASCII, are not held against it. Throws std::bad_alloc.
[[nodiscard]] bool HasDots(const FieldPicture& line, std::string_view text);

// `text`, which has one i more than the line has dots, with an l for the one
// that stands farthest from them. `words`: what was read of the line, with
// letters in pixels of the page, of which only the order and rough places
// count. nullopt when more dots are missing, the words are not `text`, no l can
// stand there (in front of a word, or it is a j), or the dots stand far from
// every i. Throws std::bad_alloc.
[[nodiscard]] std::optional<std::string> WithLForNoDot(
    const FieldPicture& line, std::string_view text,
    std::span<const Word> words);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_DOTS_H_
