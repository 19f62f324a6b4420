// People: the roster with its aliases, and the name on a sheet against it.
// Shipped empty: a roster is personal data.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROSTER_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROSTER_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/sheet.h"
#include "kernels/base/result.h"

namespace rescan::timesheet {

struct Roster {
  std::vector<std::string> members;
  std::map<std::string, std::string> aliases;  // as read -> member

  friend bool operator==(const Roster&, const Roster&) = default;
};

// {"team_members": [..], "name_aliases": {"as read": "member"}}; the aliases
// may be left out. Error kCorruption: not this form, or an alias of somebody
// who is no member; the message begins with `source`.
[[nodiscard]] Result<Roster> ParseRoster(std::string_view json,
                                         const std::string& source);
[[nodiscard]] std::string WriteRoster(const Roster& roster);

enum class PersonMatchKind {
  kNoRoster,   // nothing to compare with
  kMember,     // exactly a member's name
  kAlias,      // exactly an alias
  kSimilar,    // one member is alike (>= 0.85), no other comes near, and the
               // difference is one that readers make
  kAmbiguous,  // two or more members are alike within 0.05: ask
  kOther,      // alike, but hardly the same person: ask
  kUnknown,    // nobody is alike; the name stays as it was read
};

struct PersonMatch {
  PersonMatchKind kind = PersonMatchKind::kNoRoster;
  std::string name;  // the member's where there is one, else as read
  double score = 0;  // of the best member; 1 for a member and an alias
  std::vector<std::string> candidates;  // of an ambiguity, best first
};

// Members and aliases are compared exactly, likeness by NameSimilarity. A
// member who is alike is taken where the letters that differ are taken for each
// other by readers (misreading.h: Nell and Neil), and from 0.90 on also where
// letters are only lost or added (very Brooks and Avery Brooks). Tom Hill is
// not Tom Hall, nor Sam Butterfield Pam, however long the rest of the name is.
[[nodiscard]] PersonMatch MatchPerson(std::string_view name,
                                      const Roster& roster);

// The person of a sheet. An avatar's initials in front of the name are removed
// ("AB Avery Brooks"), a small l in front of a word becomes the I that it must
// be ("lvor Marsh"), the roster is asked, and what does not look like a
// person's name (the job title, initials, digits, one word) needs review unless
// it is in the roster.
[[nodiscard]] TextValue ReadPerson(const ReadField& name,
                                   const ReadField& job_title,
                                   const Roster& roster, Findings* findings);

// What a person's rows are stored under: blanks as '_'.
[[nodiscard]] std::string PersonKey(std::string_view name);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROSTER_H_
