#include "engine/documents/timesheet/reports/duplicates.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/reports/alike_names.h"

namespace rescan::timesheet::reports {
namespace {

// By person_key.
using People = std::map<std::string, Spelling>;

void Count(const std::string& key, const std::string& person, std::size_t rows,
           People* people) {
  if (key.empty()) return;
  Spelling& spelling = (*people)[key];
  if (spelling.person.empty()) spelling = {key, person, 0};
  spelling.rows += rows;
}

std::map<std::string, People> PeopleByUser(const Timesheets& sheets) {
  std::map<std::string, People> users;
  for (const EntryRecord& entry : sheets.entries) {
    Count(entry.person_key, entry.person, 1, &users[entry.user]);
  }
  for (const ZeroHourRecord& week : sheets.zero_hours) {
    Count(week.person_key, week.person, 1, &users[week.user]);
  }
  for (const SheetRecord& sheet : sheets.sheets) {
    if (sheet.state != SheetState::kPending) continue;
    Count(sheet.person_key, sheet.person, 0, &users[sheet.user]);
  }
  return users;
}

// Lower case without blanks and marks; letters beyond ASCII stay.
std::string LettersOf(std::string_view key) {
  std::string letters;
  for (const char c : Lower(key)) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    if (!ascii || IsLetter(c) || IsDigit(c)) letters += c;
  }
  return letters;
}

void AddAlike(const std::string& user, const People& people,
              std::vector<PersonSpellings>* found) {
  std::vector<const Spelling*> spellings;
  std::vector<std::string> names;
  for (const auto& [key, spelling] : people) {
    spellings.push_back(&spelling);
    names.push_back(spelling.person);
  }
  std::vector<PersonSpellings> pairs;
  for (const AlikeNames& pair : FindAlikeNames(names, kAlikePeople)) {
    const Spelling& a = *spellings[pair.a];
    const Spelling& b = *spellings[pair.b];
    if (LettersOf(a.person_key) == LettersOf(b.person_key)) continue;
    pairs.push_back({user, {a, b}, pair.likeness});
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const PersonSpellings& x, const PersonSpellings& y) {
                     return x.likeness > y.likeness;
                   });
  found->insert(found->end(), pairs.begin(), pairs.end());
}

}  // namespace

std::vector<ClaimedWeek> WeeksOfSeveralSheets(const Timesheets& sheets) {
  std::map<std::tuple<std::string, std::string, Day>, std::vector<std::size_t>>
      weeks;
  for (std::size_t i = 0; i < sheets.sheets.size(); ++i) {
    const SheetRecord& sheet = sheets.sheets[i];
    if (sheet.state == SheetState::kDiscarded || !sheet.week ||
        sheet.person_key.empty()) {
      continue;
    }
    weeks[{sheet.user, sheet.person_key, *sheet.week}].push_back(i);
  }
  std::vector<ClaimedWeek> claimed;
  for (auto& [whose, indices] : weeks) {
    if (indices.size() < 2) continue;
    const auto& [user, person_key, week] = whose;
    claimed.push_back({user, person_key, week, std::move(indices)});
  }
  return claimed;
}

std::vector<PersonSpellings> SpellingsOfPeople(const Timesheets& sheets) {
  std::vector<PersonSpellings> found;
  const auto users = PeopleByUser(sheets);
  for (const auto& [user, people] : users) {
    std::map<std::string, std::vector<Spelling>> by_letters;
    for (const auto& [key, spelling] : people) {
      by_letters[LettersOf(key)].push_back(spelling);
    }
    for (auto& [letters, spellings] : by_letters) {
      if (spellings.size() < 2) continue;
      found.push_back({user, std::move(spellings), 1});
    }
  }
  for (const auto& [user, people] : users) AddAlike(user, people, &found);
  return found;
}

}  // namespace rescan::timesheet::reports
