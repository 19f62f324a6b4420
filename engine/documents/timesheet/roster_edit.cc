#include "engine/documents/timesheet/roster_edit.h"

#include <algorithm>
#include <utility>

#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

bool IsMember(const Roster& roster, const std::string& name) {
  return std::find(roster.members.begin(), roster.members.end(), name) !=
         roster.members.end();
}

tl::unexpected<Error> Invalid(std::string message) {
  return Fail(ErrorCode::kInvalidArgument, std::move(message));
}

}  // namespace

Status AddMember(Roster* roster, std::string_view text) {
  std::string name = CollapseBlanks(text);
  if (name.empty()) return Invalid("a team member needs a name");
  for (const std::string& member : roster->members) {
    if (PersonKey(member) == PersonKey(name)) {
      return Invalid(Quoted(name) + " is on the roster already" +
                     (member == name ? "" : ", as " + Quoted(member)));
    }
  }
  const auto alias = roster->aliases.find(name);
  if (alias != roster->aliases.end()) {
    return Invalid(Quoted(name) + " is an alias of " + Quoted(alias->second));
  }
  roster->members.push_back(std::move(name));
  return {};
}

Result<Removed> RemoveFromRoster(Roster* roster, std::string_view text) {
  const std::string name = CollapseBlanks(text);
  if (IsMember(*roster, name)) {
    std::erase(roster->members, name);
    return Removed{name, std::erase_if(roster->aliases, [&](const auto& alias) {
                     return alias.second == name;
                   })};
  }
  if (roster->aliases.erase(name) > 0) return Removed{{}, 1};
  return Fail(ErrorCode::kNotFound,
              Quoted(name) + " is not on the roster, as a member or an alias");
}

Status AddAlias(Roster* roster, std::string_view as_read,
                std::string_view member_text) {
  std::string alias = CollapseBlanks(as_read);
  std::string member = CollapseBlanks(member_text);
  if (alias.empty()) return Invalid("an alias needs a text");
  if (!IsMember(*roster, member)) {
    return Fail(ErrorCode::kNotFound, Quoted(member) + " is not on the roster");
  }
  if (IsMember(*roster, alias)) {
    return Invalid(Quoted(alias) + " is a team member's own name");
  }
  const auto [known, added] =
      roster->aliases.emplace(std::move(alias), std::move(member));
  if (!added && known->second != CollapseBlanks(member_text)) {
    return Invalid(Quoted(known->first) + " stands for " +
                   Quoted(known->second) + " already");
  }
  return {};
}

RosterImport ImportRoster(Roster* roster, const Roster& other) {
  RosterImport report;
  for (const std::string& member : other.members) {
    if (IsMember(*roster, CollapseBlanks(member))) {
      ++report.members_skipped;
      continue;
    }
    const Status added = AddMember(roster, member);
    if (added) {
      ++report.members_added;
    } else {
      report.refused.push_back(added.error().message);
    }
  }
  for (const auto& [alias, member] : other.aliases) {
    const std::size_t before = roster->aliases.size();
    const Status added = AddAlias(roster, alias, member);
    if (!added) {
      report.refused.push_back(added.error().message);
    } else if (roster->aliases.size() > before) {
      ++report.aliases_added;
    } else {
      ++report.aliases_skipped;
    }
  }
  return report;
}

}  // namespace rescan::timesheet
