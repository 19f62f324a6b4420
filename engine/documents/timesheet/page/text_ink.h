// What the ink of a line says about a text that was read from it.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_INK_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_INK_H_

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"

namespace rescan::timesheet::page {

// How far a reading and the ink agree. Letters that touch each other cannot be
// counted, so that even a right reading seldom has all of its words counted.
struct InkAgreement {
  int words = 0;
  int counted = 0;    // words of as many characters as the marks may be
  int exact = 0;      // words of just as many
  int blanks = 0;     // blanks where there is no gap, gaps without a blank
  int ends = 0;       // small marks at an end where the ink has a letter
  bool lost = false;  // many more marks than characters

  // Nothing that speaks against the reading but letters that touch.
  [[nodiscard]] bool Holds() const { return blanks == 0 && ends == 0 && !lost; }
  // Of two readings of one line the better one has less of it.
  [[nodiscard]] double Doubt() const {
    if (words == 0) return 1;
    return 1 - (0.8 * counted + 0.2 * exact) / words + blanks + ends +
           (lost ? 2 : 0);
  }
};

[[nodiscard]] InkAgreement AgreementOf(const FieldPicture& field,
                                       const LineReading& reading);

// Puts right, in words of as many characters as marks, what the shape of a
// single mark leaves no doubt about and readers of words get wrong, since they
// go by what words are common:
//   i, j, l  have a gap below a dot or none;
//   I, l  reach as high as the line's capitals or as its b, d, h, k, where
//   those
//         differ;
//   g, q  have a foot that spans the letter or stands at its right;
//   O     beside digits and as wide as those is 0;
//   7     in a number, as narrow as a 1 and with its foot at the right, is one;
//   , : ; that are one small mark on the line are points.
// What the shape leaves open stays as it was read. Returns how many characters
// changed.
int CorrectByShape(const FieldPicture& field, LineReading& reading);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_TEXT_INK_H_
