// The fields of a timesheet's page: names, labels, numbers.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_FIELD_READER_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_FIELD_READER_H_

#include <span>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/day_label.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "engine/documents/timesheet/sheet.h"
#include "engine/ocr/page.h"
#include "engine/ocr/reader.h"
#include "kernels/base/result.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// Reads the fields of one page. In each call `lines` are the ink boxes of the
// field's lines of text, from the top, and `within` is the field itself, free
// of rules: pixels of the page; nothing outside `within` is looked at. Every
// field is read in its own polarity.
//
// No lines: the field is empty and readable. Ink that gives no text, or (in
// numbers) readings that the ink does not bear out, is not readable. Boxes of
// the result are around the ink.
//
// Errors: those of Reader::ReadLine. Throws std::bad_alloc. For one page: equal
// pictures are read once, and nothing survives the object. Not thread-safe.
class FieldReader {
 public:
  // `reader`, `page` and the limits' flag are borrowed.
  FieldReader(Reader& reader, kernels::GreyView page,
              const FieldLimits& limits = {});

  // Names, titles, states: any text, the lines joined by one blank, or by none
  // behind a hyphen within a word. A code in the last parentheses is read again
  // on its own; one of two lines is doubted.
  [[nodiscard]] Result<ReadField> Text(std::span<const PixelBox> lines,
                                       const PixelBox& within);
  // A person's name; its confidence is kDoubted (doubted.h) where the ink does
  // not bear it out.
  [[nodiscard]] Result<ReadField> Name(const PixelBox& line,
                                       const PixelBox& within);
  // Hours and totals: digits with a point, or a dash alone. The count of the
  // digits and the place of the point are those of the ink, or the number is
  // not readable; so is one of more than one line.
  [[nodiscard]] Result<ReadField> Number(std::span<const PixelBox> lines,
                                         const PixelBox& within);
  // Labels of days, "Mon. 22": without the number where that cannot be read on
  // its own (day_label.h).
  [[nodiscard]] Result<DayLabelField> DayLabel(std::span<const PixelBox> lines,
                                               const PixelBox& within);
  // A whole number and its sign: "79%".
  [[nodiscard]] Result<ReadField> Percent(std::span<const PixelBox> lines,
                                          const PixelBox& within);

  // Everything that was read, line by line in the order of the calls, with
  // words and letters; unreadable fields are not in it.
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[nodiscard]] std::vector<Line> TakeLines() { return std::move(lines_); }
  [[nodiscard]] const LineReadings& readings() const { return readings_; }

 private:
  // A field of one line; `read` makes a reading of its picture, or none.
  template <class F>
  [[nodiscard]] Result<ReadField> OneLine(std::span<const PixelBox> lines,
                                          const PixelBox& within, F read);
  void Keep(const LineReading& reading, const PixelBox& box);

  const kernels::GreyView page_;
  LineReadings readings_;
  std::vector<Line> lines_;
};

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_FIELD_READER_H_
