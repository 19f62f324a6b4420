// Start here: from the picture of a timesheet to what it says.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_SHEET_READER_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_SHEET_READER_H_

#include <optional>
#include <string>

#include "engine/documents/timesheet/page/line_readings.h"
#include "engine/documents/timesheet/sheet.h"
#include "engine/ocr/page.h"
#include "engine/ocr/reader.h"
#include "kernels/base/result.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

struct SheetRequest {
  std::string file_name;  // kept in the sheet, for its date of capture
  FieldLimits limits;
  // The picture is known to be a sheet: what has a week's table is taken for
  // one whatever its labels say.
  bool known_sheet = false;
};

struct SheetReading {
  RawSheet sheet;
  // All that was read: fields and labels, by rows from the top. Boxes are
  // pixels of the picture.
  Page page;
  double layout_seconds = 0;     // thread CPU: finding what to read
  double recognise_seconds = 0;  // thread CPU: reading it
};

// Reads a sheet with a table: looks for the table in the pixels, reads its
// header and, if that is a week's and the page has another sign of a timesheet
// (dates, Total or Posted Actuals), every field. nullopt: it is not such a page
// (after reading a dozen labels at most, and none if there is no such grid).
//
// A page that shows more than one table, or parts of one, is read as far as it
// goes; what cannot be known is not readable, never empty.
//
// Errors: those of Reader::ReadLine. Throws std::bad_alloc. Nothing of a page
// is kept for the next.
[[nodiscard]] Result<std::optional<SheetReading>> ReadSheet(
    kernels::GreyView picture, Reader& reader, const SheetRequest& request);

// The same for a picture without a table, which has been read as a whole:
// `page`. nullopt: its words are not those of a timesheet (with known_sheet
// never: then the sheet is empty). `turned`: it was read in another
// orientation than it has, and so no field of it is readable. The result's
// `page` is empty. Errors: as above.
[[nodiscard]] Result<std::optional<SheetReading>> ReadSheetWithoutTable(
    kernels::GreyView picture, const Page& page, bool turned, Reader& reader,
    const SheetRequest& request);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_SHEET_READER_H_
