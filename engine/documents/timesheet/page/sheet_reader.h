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
// never: then the sheet is empty). `turned`: by how many degrees it had to be
// turned to be read; other than 0 no field of it is readable, and the sheet's
// defect says why, as it does where there should be a table. The result's
// `page` is empty. Errors: as above.
[[nodiscard]] Result<std::optional<SheetReading>> ReadSheetWithoutTable(
    kernels::GreyView picture, const Page& page, int turned, Reader& reader,
    const SheetRequest& request);

// Of a page whose pixels are those of a photograph or a scan: a sheet without
// any field, and with the defect that it is one. nullopt: its words are not
// those of a timesheet.
[[nodiscard]] std::optional<RawSheet> SheetOfPhotograph(
    const Page& page, const std::string& file_name);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_SHEET_READER_H_
