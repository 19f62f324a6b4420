// Which mark of a line's ink stands for which character of a reading.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_MARK_PAIRS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_MARK_PAIRS_H_

#include <cstddef>
#include <vector>

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"

namespace rescan::timesheet::page {

// One character of a reading with the mark that it stands for.
struct Pair {
  std::size_t word = 0, letter = 0;
  char character = 0;             // 0 = not ASCII
  const InkMark* mark = nullptr;  // borrowed; null: not known which
};

struct Pairing {
  // The characters of each word with their marks: all of them where there are
  // as many, else those from both ends up to letters that touch. Empty for a
  // word whose letters are not known.
  std::vector<std::vector<Pair>> words;
  int exact = 0;      // words of as many marks as characters
  int counted = 0;    // words that may be so many characters
  bool lost = false;  // more marks than characters, by far
};

// Pointers are into `field`. Throws std::bad_alloc.
[[nodiscard]] Pairing PairWithMarks(const FieldPicture& field,
                                    const LineReading& reading);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_MARK_PAIRS_H_
