// The person of a sheet: ReadPerson of roster.h.
#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/doubted.h"
#include "engine/documents/timesheet/misreading.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/documents/timesheet/stroke_letters.h"

namespace rescan::timesheet {
namespace {

// Words that end job titles, not names of people.
constexpr std::array<std::string_view, 24> kTitleWords = {
    "administrator", "advisor",   "analyst",    "apprentice", "architect",
    "assistant",     "associate", "consultant", "controller", "coordinator",
    "designer",      "developer", "director",   "engineer",   "executive",
    "lead",          "manager",   "officer",    "owner",      "planner",
    "programmer",    "scientist", "specialist", "tester"};
template <std::size_t kCount>
bool IsOneOf(const std::array<std::string_view, kCount>& words,
             std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool StartsLikeName(std::string_view word) {
  return IsUpperLetter(word.front()) ||
         static_cast<unsigned char>(word.front()) >= 0x80;
}

// "AB Avery Brooks" -> "Avery Brooks", when AB are the initials of what
// follows.
std::string WithoutAvatar(const std::string& name) {
  const std::vector<std::string_view> words = Words(name);
  if (words.size() < 3 || words[0].size() < 2 || words[0].size() > 3) {
    return name;
  }
  const std::string_view mark = words[0];
  const bool initials = std::all_of(mark.begin(), mark.end(), IsUpperLetter) &&
                        mark.front() == UpperChar(words[1].front()) &&
                        mark.back() == UpperChar(words.back().front());
  return initials ? name.substr(mark.size() + 1) : name;
}

bool HasCapitalWithin(std::string_view word) {
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (IsUpperLetter(word[i]) && IsLetter(word[i - 1]) &&
        !IsUpperLetter(word[i - 1])) {
      return !IsNameBeginning(word.substr(0, i));
    }
  }
  return false;
}

// The last word of a name that something covers: one or two letters without a
// point that are no family's name.
bool LooksCut(std::string_view word) {
  constexpr std::array<std::string_view, 60> kShort = {
      "Ai", "An", "Ba", "Bo", "Bu", "Do", "Du", "Ek", "Fu", "Gu", "Ha", "He",
      "Ho", "Hu", "Im", "Ip", "Jo", "Ju", "Ke", "Ki", "Ko", "Ku", "La", "Le",
      "Li", "Lo", "Lu", "Ly", "Ma", "Mo", "Mu", "Na", "Ng", "Ni", "No", "Oh",
      "Ok", "Os", "Ou", "Oz", "Pi", "Pu", "Qi", "Qu", "Ra", "Ro", "Ry", "Su",
      "Ta", "To", "Tu", "Ty", "Vo", "Vu", "Wi", "Wu", "Xu", "Ye", "Yi", "Yu"};
  if (word.ends_with('.') || !IsLetter(word.front())) return false;
  return word.size() == 1 || (word.size() == 2 && !IsOneOf(kShort, word));
}

// "Miiller": a letter with two dots that was read as two letters with one.
bool HasTwoDots(std::string_view word) {
  const std::string small = Lower(word);
  return small.find("ii") != std::string::npos ||
         small.find("jj") != std::string::npos;
}

// "Bell-McIlroy": "Bell" and "McIlroy".
std::vector<std::string_view> Parts(std::string_view word) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= word.size();) {
    const std::size_t end =
        std::min(word.find_first_of("-'", begin), word.size());
    parts.push_back(word.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// "Ill" behind a first name: the number of a generation stands behind first and
// last names.
bool IsSurnameIll(const std::vector<std::string_view>& words) {
  const auto full =
      std::count_if(words.begin(), words.end(),
                    [](std::string_view word) { return !word.ends_with('.'); });
  return full == 2 && words.back() == "Ill";
}

// Why `name` does not look like a person's, "" when it does.
std::string NameDoubt(const std::string& name, const ReadField& job_title) {
  const std::vector<std::string_view> words = Words(name);
  if (words.size() < 2) return "is a single word";
  if (job_title.readable &&
      EqualsIgnoringCase(name, CollapseBlanks(job_title.text))) {
    return "is the job title";
  }
  if (IsOneOf(kTitleWords, Lower(words.back())))
    return "looks like a job title";
  if (IsNameParticle(words.front())) {
    return "has a word that does not begin like a name";
  }
  for (const std::string_view word : words) {
    if (HasTwoDots(word)) return "may have letters with two dots";
    if (std::any_of(word.begin(), word.end(), [](char c) {
          return !IsLetter(c) && static_cast<unsigned char>(c) < 0x80 &&
                 c != '-' && c != '\'' && c != '.';
        })) {
      return "holds characters that names do not have";
    }
    if (!StartsLikeName(word) && !IsNameParticle(word)) {
      return "has a word that does not begin like a name";
    }
    for (const std::string_view part : Parts(word)) {
      if (HasCapitalWithin(part)) return "has a capital within a word";
      if (HasOpenStroke(part) &&
          !(part == words.back() && IsSurnameIll(words))) {
        return "may have an I for an l or the reverse";
      }
    }
  }
  if (LooksCut(words.back())) return "may be cut off";
  return {};
}

std::string Percent(double score) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.4f", score);
  return text.data();
}

std::string Join(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) {
    all += (all.empty() ? "" : ", ") + Quoted(name);
  }
  return all;
}

// Says that `person` may be somebody else.
void Doubt(std::string_view rule, std::string message, TextValue* person,
           Findings* findings) {
  person->AskReview();
  AddWarning(findings, rule, std::move(message));
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

constexpr std::string_view kNotBorneOut =
    " is not borne out by the ink of the page";

// What the roster says about `person`, whose value is the name as read.
void AskRoster(const Roster& roster, const ReadField& job_title,
               TextValue* person, Findings* findings) {
  std::string name = *person->value;
  // Letters with marks are always doubted: readers know few of them.
  const bool doubted = person->confidence > 0 && person->confidence <= kDoubted;
  PersonMatch match = MatchPerson(name, roster);
  const std::string placed = WithStrokesInPlace(name);
  if (placed != name && match.kind != PersonMatchKind::kMember &&
      match.kind != PersonMatchKind::kAlias) {
    person->value = placed;
    person->Note({"person.capital_i", name, placed});
    name = placed;
    match = MatchPerson(name, roster);
  }
  const std::string who = "the name " + Quoted(name);
  const std::string not_borne_out = who + std::string(kNotBorneOut);
  switch (match.kind) {
    case PersonMatchKind::kMember:
      if (doubted && IsAscii(name)) {
        Doubt("person.doubtful", not_borne_out, person, findings);
      }
      return;
    case PersonMatchKind::kAlias:
    case PersonMatchKind::kSimilar:
      person->value = match.name;
      person->Note({match.kind == PersonMatchKind::kAlias ? "person.alias"
                                                          : "person.similar",
                    name, match.name});
      AddWarning(findings, person->corrections.back().rule,
                 who + " was taken for " + Quoted(match.name) + " (" +
                     Percent(match.score) + ")");
      if (doubted && match.kind == PersonMatchKind::kSimilar &&
          DifferenceOf(name, match.name) != Difference::kMisread) {
        Doubt("person.doubtful", not_borne_out, person, findings);
      }
      return;
    case PersonMatchKind::kAmbiguous:
      return Doubt("person.ambiguous",
                   who + " may be any of " + Join(match.candidates), person,
                   findings);
    case PersonMatchKind::kOther:
      return Doubt("person.other",
                   who + " is not in the roster; " + Join(match.candidates) +
                       " is alike (" + Percent(match.score) +
                       "), but not by letters that are read for each other",
                   person, findings);
    case PersonMatchKind::kUnknown:
      Doubt("person.unknown",
            who + " is not in the roster (best likeness " +
                Percent(match.score) + ")",
            person, findings);
      break;
    case PersonMatchKind::kNoRoster:
      break;
  }
  const std::string doubt = NameDoubt(name, job_title);
  if (!doubt.empty()) {
    Doubt("person.doubtful", who + " " + doubt, person, findings);
  } else if (doubted) {
    Doubt("person.doubtful", not_borne_out, person, findings);
  }
}

}  // namespace

TextValue ReadPerson(const ReadField& name, const ReadField& job_title,
                     const Roster& roster, Findings* findings) {
  TextValue person;
  person.raw = KeptText(name.text);
  person.box = name.box;
  person.confidence = name.confidence;
  const std::string read =
      name.readable ? CollapseBlanks(person.raw) : std::string();
  if (read.empty()) {
    AddWarning(findings, "V6", "the person's name is missing");
    return person;
  }
  const std::string bare = WithoutAvatar(read);
  person.Set(bare);
  if (bare != read) person.Note({"person.avatar", read, bare});
  AskRoster(roster, job_title, &person, findings);
  return person;
}

}  // namespace rescan::timesheet
