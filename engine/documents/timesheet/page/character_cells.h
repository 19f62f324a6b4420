// Where the characters of a text stand in its ink, though some touch.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CHARACTER_CELLS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CHARACTER_CELLS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/page/field_picture.h"

namespace rescan::timesheet::page {

struct CharacterCells {
  std::vector<kernels::InkBox> boxes;  // around the ink, pixels of part.grey
  // How badly the text fits the ink, >= 0: what the cuts go through and how far
  // the widths are from usual ones. Of two texts the lower one fits better;
  // right codes have .1 to 1.
  double cost = 0;
};

// One box for each character of `text`, from the left: the ink is cut where the
// least of it stands in the way of so many characters of usual widths. nullopt
// where it cannot be so many, where a cut would go through a stroke, for texts
// with anything but ASCII's letters, digits and signs, and for more than 40
// characters. Without metrics of the font: what touches is found, what overlaps
// (an A below the arm of a T) is cut somewhere between. O(width * characters)
// for characters of one height. Throws std::bad_alloc.
[[nodiscard]] std::optional<CharacterCells> FindCharacterCells(
    const FieldPicture& part, std::string_view text);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CHARACTER_CELLS_H_
