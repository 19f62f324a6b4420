#include "engine/documents/timesheet/code_match.h"

#include <algorithm>
#include <cstdlib>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/similarity.h"

namespace rescan::timesheet {
namespace {

constexpr double kNameAgrees = 0.90;
constexpr double kCodeNear = 0.85;
constexpr std::size_t kMaxSuggestions = 5;

bool NamesAgree(const std::string& base, const MasterProject& project) {
  const auto agrees = [&base](const std::string& name) {
    return NameSimilarity(base, BaseName(name)) >= kNameAgrees;
  };
  return !base.empty() && (agrees(project.name) ||
                           std::any_of(project.name_aliases.begin(),
                                       project.name_aliases.end(), agrees));
}

// O0, I1, L1 and S5: what whole texts are swapped by.
bool IsShapeTwin(char a, char b) {
  constexpr std::string_view kLetters = "OILS";
  constexpr std::string_view kDigits = "0115";
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    if ((a == kLetters[i] && b == kDigits[i]) ||
        (b == kLetters[i] && a == kDigits[i])) {
      return true;
    }
  }
  return false;
}

struct Difference {
  std::size_t places = 0;
  bool confusable = true;  // every one of them
  bool twins = true;       // every one of them
};

// REQUIRES: a.size() == b.size().
Difference Compare(std::string_view a, std::string_view b) {
  Difference difference;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    ++difference.places;
    difference.confusable &= AreConfusable(a[i], b[i]);
    difference.twins &= IsShapeTwin(a[i], b[i]);
  }
  return difference;
}

bool IsMisreading(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const Difference difference = Compare(a, b);
  return difference.twins || (difference.places == 1 && difference.confusable);
}

bool IsTransposition(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto at = std::mismatch(a.begin(), a.end(), b.begin());
  const auto i = static_cast<std::size_t>(at.first - a.begin());
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         a.substr(i + 2) == b.substr(i + 2);
}

bool IsNear(std::string_view read, std::string_view known) {
  if (read.size() == known.size() &&
      (Compare(read, known).places == 1 || IsTransposition(read, known))) {
    return true;
  }
  const auto lengths = static_cast<std::ptrdiff_t>(read.size()) -
                       static_cast<std::ptrdiff_t>(known.size());
  return std::abs(lengths) <= 2 && read.substr(0, 2) == known.substr(0, 2) &&
         Similarity(read, known) >= kCodeNear;
}

// The projects with that alias.
std::vector<const MasterProject*> AliasOwners(const std::string& key,
                                              const ProjectMaster& master) {
  std::vector<const MasterProject*> owners;
  for (const MasterProject& project : master.projects) {
    if (std::any_of(project.code_aliases.begin(), project.code_aliases.end(),
                    [&key](const std::string& alias) {
                      return NormaliseCode(alias) == key;
                    })) {
      owners.push_back(&project);
    }
  }
  return owners;
}

CodeMatch Ask(std::string_view code,
              const std::vector<const MasterProject*>& candidates) {
  CodeMatch match{CodeMatchKind::kAmbiguous, std::string(code), "", {}};
  for (const MasterProject* candidate : candidates) {
    if (match.suggestions.size() == kMaxSuggestions) break;
    match.suggestions.push_back(candidate->code);
  }
  return match;
}

// Projects of that name but `except`, at most as many as are suggested.
std::vector<const MasterProject*> ProjectsNamed(const std::string& base,
                                                const ProjectMaster& master,
                                                const MasterProject* except) {
  std::vector<const MasterProject*> named;
  for (const MasterProject& project : master.projects) {
    if (named.size() < kMaxSuggestions && &project != except &&
        NamesAgree(base, project)) {
      named.push_back(&project);
    }
  }
  return named;
}

// A code of the master, unless the name says that it is another's misread.
CodeMatch MatchKnown(const MasterProject& known, const std::string& base,
                     const ProjectMaster& master) {
  const CodeMatch match{CodeMatchKind::kKnown, known.code, "", {}};
  if (base.empty() || NamesAgree(base, known)) return match;
  const auto others = ProjectsNamed(base, master, &known);
  return others.empty() ? match : Ask(known.code, others);
}

}  // namespace

CodeMatch MatchCode(std::string_view code, std::string_view name,
                    const ProjectMaster& master) {
  if (master.projects.empty()) {
    return {CodeMatchKind::kNoMaster, std::string(code), "", {}};
  }
  const std::string key = NormaliseCode(code);
  const std::string base = BaseName(name);
  if (const MasterProject* known = master.Find(key)) {
    return MatchKnown(*known, base, master);
  }
  const auto owners = AliasOwners(key, master);
  if (owners.size() > 1) return Ask(code, owners);
  if (owners.size() == 1) {
    return {CodeMatchKind::kRepaired, owners.front()->code, "code.alias", {}};
  }
  std::vector<const MasterProject*> misread, near;
  for (const MasterProject& project : master.projects) {
    const std::string known = NormaliseCode(project.code);
    if (IsMisreading(key, known)) misread.push_back(&project);
    if (IsMisreading(key, known) || IsNear(key, known)) {
      near.push_back(&project);
    }
  }
  if (misread.size() == 1 && NamesAgree(base, *misread.front())) {
    return {
        CodeMatchKind::kRepaired, misread.front()->code, "code.confusion", {}};
  }
  if (near.empty()) near = ProjectsNamed(base, master, nullptr);
  if (!near.empty()) return Ask(code, near);
  return {CodeMatchKind::kUnknown, std::string(code), "", {}};
}

}  // namespace rescan::timesheet
