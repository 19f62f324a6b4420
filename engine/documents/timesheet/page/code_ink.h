// What the ink says of a code's letters and digits that look alike.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_INK_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_INK_H_

#include <string>

#include "engine/documents/timesheet/page/field_picture.h"

namespace rescan::timesheet::page {

struct CodeVerdict {
  std::string code;  // as long as the one that was asked about
  bool sure = true;  // false: the ink speaks against it, or cannot tell
};

// `part` is the ink of `code` with its parentheses around it, read without
// blanks. Characters that touch are parted (character_cells.h). An O next to
// digits, or with nothing but other look-alikes between them, is as wide as the
// other digits (a 0) or 1.3 times that (an O): readers like to see a letter
// behind letters, so an O that is a digit's width is a 0, and one that cannot
// be told is where only digits may stand. All else is only doubted: elsewhere
// an O or 0 between the two, a 0 as wide as an O, a Q or D next to digits and
// as wide as those, a 7 that looks like a 1 and the reverse, a letter I, L, S,
// B or Z behind a digit, more or fewer characters than the ink may be, and more
// than 40. Any text is allowed.
[[nodiscard]] CodeVerdict JudgeCode(const FieldPicture& part,
                                    const std::string& code);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_INK_H_
