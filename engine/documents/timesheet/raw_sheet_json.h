// What was read of a sheet, as JSON: between processes, and in the store, where
// a sheet is interpreted again without reading its image again.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_RAW_SHEET_JSON_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_RAW_SHEET_JSON_H_

#include <string>
#include <string_view>

#include "engine/documents/timesheet/sheet.h"
#include "kernels/base/result.h"

namespace rescan::timesheet {

// The member "version" of the JSON (persistent). A change of any member's name
// or meaning takes the next number.
inline constexpr int kRawSheetVersion = 1;

// Compact JSON without a line end, valid UTF-8. Texts of any bytes come back as
// they are: they are written as PathToText (kernels/base/text.h) writes them.
// A number that is not finite is written as 0.
[[nodiscard]] std::string WriteRawSheet(const RawSheet& sheet);

// Strict: every member must be there and no other, and every value be of its
// kind and range (confidence 0 to 1, percent 0 to 100, day_columns not
// negative). `source` names the text in the error, which is kCorruption, or
// kUnsupported for another version.
[[nodiscard]] Result<RawSheet> ParseRawSheet(std::string_view json,
                                             const std::string& source);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_RAW_SHEET_JSON_H_
