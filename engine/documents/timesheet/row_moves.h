// Rows that change places all at once.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROW_MOVES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROW_MOVES_H_

#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// Where a row of hours stands: user, person_key, date, key. No two have the
// same.
using RowPlace = std::tuple<std::string, std::string, Day, std::string>;

struct RowMove {
  RowPlace from, to;   // different
  bool taken = false;  // a row stands at `to` now, which may move away itself
};

// Which of them can be made together: a place is free that nobody has, or whose
// row moves away, and the first that wants it gets it. Whoever cannot move
// stays where others may want to go, so that one refusal can be that of a whole
// chain; rows that change places in a ring all can.
// REQUIRES: no two have the same `from`.
[[nodiscard]] std::vector<bool> PossibleMoves(std::span<const RowMove> moves);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROW_MOVES_H_
