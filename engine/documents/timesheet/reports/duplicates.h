// What may stand twice in the records. Two rows of one person, day and code
// cannot (the key is unique); two sheets of one week and two spellings of one
// person can.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_DUPLICATES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_DUPLICATES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

// A week of a person that several images claim.
struct ClaimedWeek {
  std::string user, person_key;
  Day week{};
  std::vector<std::size_t> sheets;  // of Timesheets::sheets, two or more
};

// Sheets that a person discarded claim nothing. By user, person_key and week.
[[nodiscard]] std::vector<ClaimedWeek> WeeksOfSeveralSheets(
    const Timesheets& sheets);

struct Spelling {
  std::string person_key, person;
  std::size_t rows = 0;  // entries and zero-hour weeks
};

// Names under different keys that may be one person.
struct PersonSpellings {
  std::string user;
  std::vector<Spelling> spellings;  // two or more, by key
  // 1: the same letters, only case, blanks and marks differ. Less: two names
  // that are alike (NameSimilarity).
  double likeness = 1;
};

inline constexpr double kAlikePeople = 0.85;

// "A_B" and "A B" have one key and are one spelling. Names that are alike come
// in pairs behind those of the same letters, the most alike first; they may
// well be two people. Of entries, zero-hour weeks and pending sheets.
[[nodiscard]] std::vector<PersonSpellings> SpellingsOfPeople(
    const Timesheets& sheets);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_DUPLICATES_H_
