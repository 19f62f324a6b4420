// The strokes of a line that reach above its small letters, which tell I, l, i
// and letters with marks apart.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_STROKES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_STROKES_H_

#include <vector>

#include "engine/documents/timesheet/page/field_picture.h"

namespace rescan::timesheet::page {

struct Stroke {
  double left = 0, right = 0;  // pixels of the picture
  // Whether a stem stands below its upper end, and the least dark row between
  // the two, of that stem's: 1 for I, l, b, d, h, k, and about .3 below the dot
  // of an i or j. T, accents and apostrophes have no stem.
  bool stem = false;
  double joined = 0;
  double top = 0;  // its upper end, in capitals above the line
  // How far its upper part is to the right of its lower one, pixels: accents
  // are slanted, dots are not.
  double slant = 0;
  [[nodiscard]] double width() const { return right - left; }
};

// Heights of a line, pixels.
struct LineScale {
  double baseline = 0;  // lower edge of its letters, from the top
  double capital = 0;   // height of its capitals
};

struct NameStrokes {
  // From left to right, those between the top of small letters and that of
  // capitals.
  std::vector<Stroke> upper;
  // Edges of the line's ink, pixels; equal: not known, any place will do.
  double left = 0, right = 0;
  double stem = 0;     // the usual width of a stem
  double capital = 0;  // height of the line's capitals
  int below = 0;       // parts below the line: g, j, p, q, y, commas, cedillas
  bool above = false;  // ink above the capitals: accents on them
};

[[nodiscard]] NameStrokes FindNameStrokes(const FieldPicture& field,
                                          const LineScale& scale);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NAME_STROKES_H_
