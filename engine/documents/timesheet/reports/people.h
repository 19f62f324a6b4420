// Whom a report is about.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_PEOPLE_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_PEOPLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/roster.h"
#include "engine/documents/timesheet/stored.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::reports {

struct Person {
  std::string key;   // what rows are stored under
  std::string name;  // as it is shown

  friend bool operator==(const Person&, const Person&) = default;
};

// By name, without regard to case; then by key.
[[nodiscard]] bool ByName(const Person& a, const Person& b);

// Everybody who has rows or a stored sheet, by name. Whoever only has sheets
// that wait for a person or were rejected is not among them: their names are
// not proved.
[[nodiscard]] std::vector<Person> StoredPeople(const Timesheets& stored);

struct People {
  std::vector<Person> people;  // by name
  // False: the roster is empty and these are the StoredPeople.
  bool from_roster = false;
  // Whom the stored sheets know and the roster does not; empty without one.
  std::vector<Person> others;
};

// Of whom sheets are expected.
[[nodiscard]] People ExpectedPeople(const Timesheets& stored,
                                    const Roster& roster);

// The one of `people` that `name` means: by name, by key or as an alias of the
// roster, exactly; else by name or key in another case. Error kNotFound: says
// who there is, at most 20 of them.
[[nodiscard]] Result<Person> FindPerson(std::string_view name,
                                        const std::vector<Person>& people,
                                        const Roster& roster);

// The one that FindPerson finds; where it finds none, all with `part` in their
// name or key, in any case. Never empty; errors as FindPerson's.
[[nodiscard]] Result<std::vector<Person>> FindPeople(
    std::string_view part, const std::vector<Person>& people,
    const Roster& roster);

// What belongs to one user. Sums over several would count a sheet twice that
// two of them have.
struct UserSelection {
  Timesheets stored;
  std::vector<std::string> left_out;  // other users who have sheets or rows
};

// `user` empty: who has no id; where nobody such has sheets and only one other
// user has, that one. Error kInvalidArgument: several users, and none chosen.
[[nodiscard]] Result<UserSelection> OfUser(Timesheets stored,
                                           const std::string& user);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_PEOPLE_H_
