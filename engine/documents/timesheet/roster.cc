#include "engine/documents/timesheet/roster.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/documents/timesheet/misreading.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/similarity.h"

namespace rescan::timesheet {
namespace {

using nlohmann::json;

constexpr double kAlike = 0.85;
constexpr double kVeryAlike = 0.90;
constexpr double kTooClose = 0.05;
// Scores are ratios of small integers: equal ones may differ in the last bit.
constexpr double kRounding = 1e-9;

bool IsMember(const Roster& roster, std::string_view name) {
  return std::find(roster.members.begin(), roster.members.end(), name) !=
         roster.members.end();
}

tl::unexpected<Error> Bad(const std::string& source, std::string message) {
  return Fail(ErrorCode::kCorruption, source + ": " + std::move(message));
}

struct Scored {
  std::string name;
  double score;
};

// All members, best first; equal scores in the roster's order.
std::vector<Scored> ScoreMembers(std::string_view name, const Roster& roster) {
  std::vector<Scored> scored;
  for (const std::string& member : roster.members) {
    scored.push_back({member, NameSimilarity(name, member)});
  }
  std::stable_sort(
      scored.begin(), scored.end(),
      [](const Scored& a, const Scored& b) { return a.score > b.score; });
  return scored;
}

}  // namespace

Result<Roster> ParseRoster(std::string_view text, const std::string& source) {
  const json parsed = json::parse(text.begin(), text.end(), nullptr,
                                  /*allow_exceptions=*/false);
  if (!parsed.is_object() || !parsed.contains("team_members") ||
      !parsed["team_members"].is_array()) {
    return Bad(source, "not a JSON object with a list \"team_members\"");
  }
  Roster roster;
  for (const json& member : parsed["team_members"]) {
    if (!member.is_string() ||
        CollapseBlanks(member.get<std::string>()).empty()) {
      return Bad(source, "every team member must be a name");
    }
    std::string name = CollapseBlanks(member.get<std::string>());
    if (IsMember(roster, name)) continue;
    roster.members.push_back(std::move(name));
  }
  if (!parsed.contains("name_aliases")) return roster;
  if (!parsed["name_aliases"].is_object()) {
    return Bad(source, "\"name_aliases\" must be an object");
  }
  for (const auto& [alias, member] : parsed["name_aliases"].items()) {
    if (!member.is_string() || !IsMember(roster, member.get<std::string>())) {
      return Bad(source, "the alias " + Quoted(alias) +
                             " must stand for one of the team members");
    }
    roster.aliases[alias] = member.get<std::string>();
  }
  return roster;
}

std::string WriteRoster(const Roster& roster) {
  const json file = {{"team_members", roster.members},
                     {"name_aliases", roster.aliases}};
  return file.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

PersonMatch MatchPerson(std::string_view text, const Roster& roster) {
  const std::string name = CollapseBlanks(text);
  if (roster.members.empty()) {
    return {PersonMatchKind::kNoRoster, name, 0, {}};
  }
  if (IsMember(roster, name)) return {PersonMatchKind::kMember, name, 1, {}};
  const auto alias = roster.aliases.find(name);
  if (alias != roster.aliases.end() && IsMember(roster, alias->second)) {
    return {PersonMatchKind::kAlias, alias->second, 1, {}};
  }
  const std::vector<Scored> scored = ScoreMembers(name, roster);
  const double best = scored.front().score;
  if (best < kAlike) return {PersonMatchKind::kUnknown, name, best, {}};
  PersonMatch match{PersonMatchKind::kSimilar, scored.front().name, best, {}};
  for (const Scored& member : scored) {
    if (best - member.score > kTooClose + kRounding) break;
    match.candidates.push_back(member.name);
  }
  if (match.candidates.size() > 1) {
    match.kind = PersonMatchKind::kAmbiguous;
    match.name = name;
    return match;
  }
  const Difference difference = DifferenceOf(name, match.name);
  if (difference == Difference::kMisread ||
      (difference == Difference::kLetters && best >= kVeryAlike - kRounding)) {
    match.candidates.clear();
    return match;
  }
  match.kind = PersonMatchKind::kOther;
  match.name = name;
  return match;
}

std::string PersonKey(std::string_view name) {
  std::string key = CollapseBlanks(name);
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

}  // namespace rescan::timesheet
