// What stands above the table of a timesheet: whose it is, which week, what
// status.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_BANDS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_BANDS_H_

#include "engine/documents/timesheet/page/field_reader.h"
#include "engine/documents/timesheet/sheet.h"
#include "engine/ocr/page.h"
#include "kernels/base/result.h"
#include "kernels/image/image_view.h"

namespace rescan::timesheet::page {

// Fields that were not found are empty and readable, as if they had no ink.
struct BandFields {
  ReadField name, job_title, date_range, status;
  bool dates_found = false;  // date_range reads as two dates
};

// Finds the fields by how they stand to each other, and reads them:
//
// * date_range by its form, never by its label, which a tooltip may cover;
// * status: what stands below the word Status, right of the dates;
// * name and job_title: the lowest two lines above both of them that begin at
//   the same place, one below the other.
//
// Nothing else is read but what could be one of them. `region` is the part of
// the page to look at, such as all that is near above the table; `capital` the
// height of the page's capitals, pixels. `fields` reads `page`.
//
// Errors: those of FieldReader. Throws std::bad_alloc. REQUIRES: `region` lies
// on the page, capital >= 4.
[[nodiscard]] Result<BandFields> ReadBands(kernels::GreyView page,
                                           const PixelBox& region, int capital,
                                           FieldReader& fields);

// PROJECT TIME in figures, from the large ones over the right end of `bar`;
// empty if there are none. Errors and requirements: as above, and `bar` lies on
// the page.
[[nodiscard]] Result<ReadField> ReadProjectTime(kernels::GreyView page,
                                                const PixelBox& bar,
                                                int capital,
                                                FieldReader& fields);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_BANDS_H_
