// What decides that a sheet is not stored as hours: its status, and a week
// without any.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_GATES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_GATES_H_

#include <optional>
#include <string_view>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

enum class StatusGate {
  kPosted,    // may be stored
  kOther,     // any other status: rejected, and the reason names it
  kDoubtful,  // unreadable, or nearly but not quite "Posted": ask
};

// "Posted" in any case, blanks and marks at its ends apart.
[[nodiscard]] StatusGate JudgeStatus(const ReadField& status);

// PROJECT TIME in percent; nullopt when the text is no number. What a zero is
// misread as ("O%", "Ow", "Ox", "Or") is 0.
[[nodiscard]] std::optional<int> ParsePercent(std::string_view text);

enum class ZeroHours {
  kNo,        // a normal sheet, however few its hours
  kYes,       // two independent signs, and none against it
  kDoubtful,  // no table, but the percentage does not say 0; or 0 % and a table
};

// Signs are the progress bar's marker at 0, the percentage 0, no header row and
// no table lines. Two are needed, one of them of the percentage (both others
// come from one failure to find the table), and no hours may have been read.
[[nodiscard]] ZeroHours JudgeZeroHours(const RawSheet& raw);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_GATES_H_
