// Where the table of a timesheet stands, from the pixels alone: its grid lines,
// and in each cell the ink of each line of text. Nothing is read here.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TABLE_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TABLE_H_

#include <optional>
#include <vector>

#include "engine/ocr/page.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// All boxes: pixels of the given picture.

struct TableCell {
  // Between the grid lines, inset so that no pixel of a line is in it. Empty
  // (width or height 0) where the lines leave no room.
  PixelBox inner;
  // The ink of its lines of text, from the top; without ink there are none.
  std::vector<PixelBox> lines;
};

struct TableRow {
  TableCell name;  // its lines leave out chevron and menu
  // A mark of its own left of the text.
  bool chevron = false;
  // Against the other names of the page; nullopt where all are alike or too
  // small to tell, or there is no ink.
  std::optional<bool> bold;
  std::optional<bool> indented;
  std::vector<TableCell> cells;  // one for each column right of Name
};

struct TableStructure {
  PixelBox box;
  bool light_on_dark = false;
  // Of each cell: the label, below it the total. No cells if `cut_top`.
  TableRow header;
  std::vector<TableRow> rows;
  // The table goes on beyond the picture's edge: at the right without its
  // closing line, so that the last column may be part of one; at the bottom the
  // last row may be.
  bool cut_right = false;
  bool cut_bottom = false;
  // What is left of the header is in `rows`.
  bool cut_top = false;
  // Begins at the picture's edge, and names may be cut there.
  bool cut_left = false;
  // There is another grid of the same kind: the page is not one sheet.
  bool another_table = false;
};

// Finds a grid with one wide first column and, right of it, at least 8 columns
// (at least 4 if it is cut at the right) of which those of the week, up to the
// last but one, are equally wide, with a header and at least one row. nullopt
// for anything else: a page without a table, turned, photographed, or cut so
// that the Name column is not there, or with a name whose lines stand so far
// apart that they are of two rows. Other tables of that shape are found as
// well: what the cells say has to be asked.
//
// Lines are 1 to 3 pixels wide, exactly level and of any colour that differs
// from both sides; colours, theme and zoom are found in the picture.
// Thread-safe. O(pixels); memory about a quarter of the picture's. Throws
// std::bad_alloc.
[[nodiscard]] std::optional<TableStructure> FindTable(kernels::GreyView page);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TABLE_H_
