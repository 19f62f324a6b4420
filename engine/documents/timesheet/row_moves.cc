#include "engine/documents/timesheet/row_moves.h"

#include <cstddef>
#include <set>

namespace rescan::timesheet {

std::vector<bool> PossibleMoves(std::span<const RowMove> moves) {
  std::vector<bool> possible(moves.size(), true);
  for (bool refused = true; refused;) {
    refused = false;
    std::set<RowPlace> left, claimed;
    for (std::size_t i = 0; i < moves.size(); ++i) {
      if (possible[i]) left.insert(moves[i].from);
    }
    for (std::size_t i = 0; i < moves.size(); ++i) {
      if (!possible[i]) continue;
      const RowMove& move = moves[i];
      if ((!move.taken || left.contains(move.to)) &&
          claimed.insert(move.to).second) {
        continue;
      }
      possible[i] = false;
      left.erase(move.from);
      refused = true;
    }
  }
  return possible;
}

}  // namespace rescan::timesheet
