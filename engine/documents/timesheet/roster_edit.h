// Changes to the roster that a user asks for.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROSTER_EDIT_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROSTER_EDIT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/roster.h"
#include "kernels/base/result.h"

namespace rescan::timesheet {

// Blanks of names and aliases are collapsed first, everywhere.

// Error kInvalidArgument: no name, a member already (or one with the same key),
// or the alias of one.
[[nodiscard]] Status AddMember(Roster* roster, std::string_view name);

struct Removed {
  std::string member;   // empty: it was an alias alone
  std::size_t aliases;  // that went with it
};
// The member of that name with all aliases that stand for them, else the alias
// of that name. Rows that are stored stay. Error kNotFound.
[[nodiscard]] Result<Removed> RemoveFromRoster(Roster* roster,
                                               std::string_view name);

// From now on `as_read` stands for `member`. Error kNotFound: no such member;
// kInvalidArgument: `as_read` is empty, is a member's own name, or stands for
// somebody else.
[[nodiscard]] Status AddAlias(Roster* roster, std::string_view as_read,
                              std::string_view member);

struct RosterImport {
  std::size_t members_added = 0, members_skipped = 0;
  std::size_t aliases_added = 0, aliases_skipped = 0;
  std::vector<std::string> refused;  // why, one sentence each
};
// Adds what is absent; what is there stays as it is.
[[nodiscard]] RosterImport ImportRoster(Roster* roster, const Roster& other);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROSTER_EDIT_H_
