// What a sheet was understood as, as JSON: kept beside its rows, so that a
// person sees where each value comes from and can let it be stored later.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_INTERPRETATION_JSON_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_INTERPRETATION_JSON_H_

#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/entries.h"
#include "engine/documents/timesheet/interpret.h"
#include "kernels/base/result.h"

namespace rescan::timesheet {

// Compact, without a line end, valid UTF-8. Its members stand in
// engine/doc/formats.md. Findings, reasons and verdict are no part of it.
[[nodiscard]] std::string WriteSheet(const Sheet& sheet);

// EntriesOf the sheet that was written. `source` names the text in the error,
// which is kCorruption. Any bytes are safe to give.
[[nodiscard]] Result<std::vector<Entry>> EntriesOfText(
    std::string_view json, const std::string& source);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_INTERPRETATION_JSON_H_
