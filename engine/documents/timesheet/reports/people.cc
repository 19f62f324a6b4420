#include "engine/documents/timesheet/reports/people.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet::reports {
namespace {

constexpr std::size_t kNamesInMessage = 20;

std::string JoinNames(const std::vector<Person>& people) {
  std::string names;
  for (std::size_t i = 0; i < people.size() && i < kNamesInMessage; ++i) {
    names += (i > 0 ? ", " : "") + people[i].name;
  }
  if (people.size() > kNamesInMessage) {
    names +=
        " and " + std::to_string(people.size() - kNamesInMessage) + " others";
  }
  return names;
}

std::vector<Person> Sorted(const std::map<std::string, std::string>& names) {
  std::vector<Person> people;
  for (const auto& [key, name] : names) people.push_back({key, name});
  std::sort(people.begin(), people.end(), ByName);
  return people;
}

template <class Row>
void KeepOf(const std::string& user, std::vector<Row>* rows) {
  std::erase_if(*rows, [&](const Row& row) { return row.user != user; });
}

template <class Row>
void AddUsers(const std::vector<Row>& rows, std::set<std::string>* users) {
  for (const Row& row : rows) users->insert(row.user);
}

}  // namespace

bool ByName(const Person& a, const Person& b) {
  const std::string lower_a = Lower(a.name), lower_b = Lower(b.name);
  return std::tie(lower_a, a.name, a.key) < std::tie(lower_b, b.name, b.key);
}

std::vector<Person> StoredPeople(const Timesheets& stored) {
  std::map<std::string, std::string> names;
  const auto add = [&](const auto& row) {
    if (!row.person_key.empty()) names.emplace(row.person_key, row.person);
  };
  for (const EntryRecord& entry : stored.entries) add(entry);
  for (const ZeroHourRecord& week : stored.zero_hours) add(week);
  for (const SheetRecord& sheet : stored.sheets) {
    if (sheet.state == SheetState::kStored) add(sheet);
  }
  return Sorted(names);
}

People ExpectedPeople(const Timesheets& stored, const Roster& roster) {
  std::vector<Person> known = StoredPeople(stored);
  if (roster.members.empty()) return {std::move(known), false, {}};
  std::map<std::string, std::string> names;
  for (const std::string& member : roster.members) {
    names.emplace(PersonKey(member), member);
  }
  std::erase_if(
      known, [&](const Person& person) { return names.contains(person.key); });
  return {Sorted(names), true, std::move(known)};
}

Result<Person> FindPerson(std::string_view name,
                          const std::vector<Person>& people,
                          const Roster& roster) {
  std::string key = PersonKey(name);
  const auto alias = roster.aliases.find(CollapseBlanks(name));
  if (alias != roster.aliases.end()) key = PersonKey(alias->second);
  const std::string lower = Lower(key);
  const Person* found = nullptr;
  bool only = true;
  for (const Person& person : people) {
    if (person.key == key) return person;
    if (Lower(person.key) != lower) continue;
    only = found == nullptr;
    found = &person;
  }
  if (found != nullptr && only) return *found;
  return Fail(ErrorCode::kNotFound,
              "there are no timesheets of " + Quoted(name) +
                  (people.empty() ? "" : "; there are " + JoinNames(people)));
}

Result<std::vector<Person>> FindPeople(std::string_view part,
                                       const std::vector<Person>& people,
                                       const Roster& roster) {
  auto person = FindPerson(part, people, roster);
  if (person) return std::vector{*std::move(person)};
  const std::string wanted = Lower(CollapseBlanks(part));
  std::vector<Person> found;
  for (const Person& one : people) {
    if (Lower(one.name).find(wanted) != std::string::npos ||
        Lower(one.key).find(wanted) != std::string::npos) {
      found.push_back(one);
    }
  }
  if (found.empty() || wanted.empty()) return tl::unexpected(person.error());
  return found;
}

Result<UserSelection> OfUser(Timesheets stored, const std::string& user) {
  std::set<std::string> users;
  AddUsers(stored.entries, &users);
  AddUsers(stored.zero_hours, &users);
  AddUsers(stored.rejections, &users);
  AddUsers(stored.sheets, &users);
  std::string chosen = user;
  if (user.empty() && !users.contains("")) {
    if (users.size() > 1) {
      std::string names;
      for (const std::string& name : users) {
        names += (names.empty() ? "" : ", ") + Quoted(name);
      }
      return Fail(ErrorCode::kInvalidArgument,
                  "there are timesheets of several users (" + names +
                      "); choose one with --user");
    }
    if (!users.empty()) chosen = *users.begin();
  }
  KeepOf(chosen, &stored.entries);
  KeepOf(chosen, &stored.zero_hours);
  KeepOf(chosen, &stored.rejections);
  KeepOf(chosen, &stored.sheets);
  users.erase(chosen);
  return UserSelection{std::move(stored), {users.begin(), users.end()}};
}

}  // namespace rescan::timesheet::reports
