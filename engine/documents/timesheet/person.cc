// The person of a sheet: ReadPerson of roster.h.
#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/roster.h"

namespace rescan::timesheet {
namespace {

// Words that end job titles, not names of people.
constexpr std::array<std::string_view, 24> kTitleWords = {
    "administrator", "advisor",   "analyst",    "apprentice", "architect",
    "assistant",     "associate", "consultant", "controller", "coordinator",
    "designer",      "developer", "director",   "engineer",   "executive",
    "lead",          "manager",   "officer",    "owner",      "planner",
    "programmer",    "scientist", "specialist", "tester"};
// Words within names that are written small.
constexpr std::array<std::string_view, 24> kParticles = {
    "af",  "al",  "ap",  "bin", "bint", "da", "de", "del",
    "den", "der", "di",  "dos", "du",   "e",  "el", "la",
    "le",  "ten", "ter", "van", "von",  "y",  "zu", "zur"};

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

// "lvor Marsh" -> "Ivor Marsh": no name begins with a small l, and in the
// usual faces a capital I is the same stroke.
std::string WithCapitalI(std::string name) {
  for (std::size_t begin = 0; begin < name.size();) {
    const std::size_t end =
        std::min(name.find_first_of(" -", begin), name.size());
    const auto word = std::string_view(name).substr(begin, end - begin);
    if (word.size() > 1 && word.front() == 'l' && IsLetter(word[1]) &&
        !IsOneOf(kParticles, word)) {
      name[begin] = 'I';
    }
    begin = end + 1;
  }
  return name;
}

// "WexIlmere": strokes that were read as more letters than they are. Behind
// the beginnings of MacLean, DeVries and the like a capital is none.
bool HasCapitalWithin(std::string_view word) {
  constexpr std::array<std::string_view, 11> kBeginnings = {
      "Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz", "Ap"};
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (IsUpperLetter(word[i]) && IsLetter(word[i - 1]) &&
        !IsUpperLetter(word[i - 1])) {
      return !IsOneOf(kBeginnings, word.substr(0, i));
    }
  }
  return false;
}

// "Ilvor": an I that was read twice. Ilka, Ilse and Illes are names.
bool BeginsWithTwoStrokes(std::string_view word) {
  return word.size() > 2 && word.starts_with("Il") &&
         std::string_view("bcdfgnpqrtvwxz").find(word[2]) !=
             std::string_view::npos;
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
  for (const std::string_view word : words) {
    if (std::any_of(word.begin(), word.end(), [](char c) {
          return !IsLetter(c) && static_cast<unsigned char>(c) < 0x80 &&
                 c != '-' && c != '\'' && c != '.';
        })) {
      return "holds characters that names do not have";
    }
    if (!StartsLikeName(word) && !IsOneOf(kParticles, word)) {
      return "has a word that does not begin like a name";
    }
    if (HasCapitalWithin(word)) return "has a capital within a word";
    if (BeginsWithTwoStrokes(word)) return "may have an I too many or an l";
  }
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

// What the roster says about `person`, whose value is the name as read.
void AskRoster(const Roster& roster, const ReadField& job_title,
               TextValue* person, Findings* findings) {
  std::string name = *person->value;
  PersonMatch match = MatchPerson(name, roster);
  const std::string capital = WithCapitalI(name);
  if (capital != name && match.kind != PersonMatchKind::kMember &&
      match.kind != PersonMatchKind::kAlias) {
    person->value = capital;
    person->Note({"person.capital_i", name, capital});
    name = capital;
    match = MatchPerson(name, roster);
  }
  const std::string who = "the name " + Quoted(name);
  switch (match.kind) {
    case PersonMatchKind::kMember:
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
      return;
    case PersonMatchKind::kAmbiguous:
      person->AskReview();
      AddWarning(findings, "person.ambiguous",
                 who + " may be any of " + Join(match.candidates));
      return;
    case PersonMatchKind::kUnknown:
      person->AskReview();
      AddWarning(findings, "person.unknown",
                 who + " is not in the roster (best likeness " +
                     Percent(match.score) + ")");
      break;
    case PersonMatchKind::kNoRoster:
      break;
  }
  const std::string doubt = NameDoubt(name, job_title);
  if (doubt.empty()) return;
  person->AskReview();
  AddWarning(findings, "person.doubtful", who + " " + doubt);
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
