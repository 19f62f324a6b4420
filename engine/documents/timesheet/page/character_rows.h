// Between which rows the characters of a line stand.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CHARACTER_ROWS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CHARACTER_ROWS_H_

#include "engine/documents/timesheet/page/field_picture.h"

namespace rescan::timesheet::page {

// Pixels of part.grey, with the blurred edges that boxes of marks have.
struct CharacterRows {
  double top = 0, bottom = 0;
  [[nodiscard]] double height() const { return bottom - top; }
};

// Of capitals and digits: the rows with much ink. Where characters touch, boxes
// of marks tell less, since one J or parenthesis makes all of its mark reach
// lower. All of the ink where there is little; empty where there is none.
[[nodiscard]] CharacterRows FindCharacterRows(const FieldPicture& part);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CHARACTER_ROWS_H_
