// What the ink of a line says about a person's name that was read from it.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_INK_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_INK_H_

#include <cstdint>
#include <string>

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"

namespace rescan::timesheet::page {

enum class InkBears : std::uint8_t {
  kOut,      // the name: its letters have just the strokes that there are
  kNot,      // other letters, or it cannot tell
  kAccents,  // letters with marks that no reading of ASCII has
};

struct NameVerdict {
  std::string name;  // the reading, put right where the ink leaves one way
  InkBears ink = InkBears::kNot;
};

// Readers go by what words are common, and names are no words. What the ink
// shows even where letters touch is compared with what `reading` must have:
// strokes that reach above the small letters, one after another, with gaps
// below dots (name_match.h); parts below the line; points; blanks; nothing
// above the capitals and no stroke through an o. A point at the end is left out
// where there is no mark. An accent on a small letter is a stroke too many.
//
// What it cannot see is one small letter for another one without strokes (e for
// c): that is for a second look to tell. Any text is allowed. Throws
// std::bad_alloc.
[[nodiscard]] NameVerdict JudgeName(const FieldPicture& field,
                                    const LineReading& reading);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_INK_H_
