// Project codes and the names that end with them.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CODES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CODES_H_

#include <optional>
#include <string>
#include <string_view>

namespace rescan::timesheet {

enum class CodeFamily {
  kPj,     // PJ023275, PJHCST314980
  kReag,   // REAG042910
  kHcst,   // HCST314980
  kNtc,    // NTCS158600, NTC5124690
  kSps,    // sps1995
  kOther,  // SCR1476, INFRA0858, ...: accepted, but unusual
};

[[nodiscard]] CodeFamily FamilyOf(std::string_view code);

// Labels of subtasks that are never codes: DESIGN, DESIGNA, LABOUR, TESTING,
// BUILD, DEPLOY, BLDDPLYTEST; in any case.
[[nodiscard]] bool IsCategoryLabel(std::string_view text);

// Whether rows may be stored under this text: 3 to 32 letters, digits and
// - _ . /, a letter first, not letters alone. Any case.
[[nodiscard]] bool IsStorableCode(std::string_view code);

// What codes are stored and compared under: upper case without blanks, and for
// PJ codes O, I and L behind the PJ as 0, 1 and 1.
[[nodiscard]] std::string NormaliseCode(std::string_view code);

// Why `code` may be misread, "" when its form is as it should be: a PJ, REAG,
// HCST, NTC or sps code with another number of digits or with letters among
// them, PJ9 (probably PJ0), or a code of no kind that is one of those with a
// letter misread, P1025832 (probably PJ025832). REQUIRES: nothing; any text.
[[nodiscard]] std::string CodeDoubt(std::string_view code);

// Whether recognition takes one of these for the other. Symmetric; false for
// equal characters.
[[nodiscard]] bool AreConfusable(char a, char b);

// A Name cell parted at its last pair of parentheses.
struct NameParts {
  std::string name;   // before the pair; the whole text when there is none
  std::string group;  // inside it
  bool has_group = false;
  bool closed = true;         // false: the closing one is missing
  bool odd_brackets = false;  // one of the pair was read as [ ] { or }
  bool text_behind = false;   // letters or digits follow the pair
  bool unbalanced = false;    // the name has half of another pair
  bool loose = false;         // blanks stand at the inner edges of the pair
};

// Blanks are collapsed. Only the last pair counts: names hold parentheses too.
[[nodiscard]] NameParts SplitName(std::string_view text);

// `name` ending with " (code)": kept when it ends so already (in any case and
// with any misreading that NormaliseCode undoes), else a trailing group of
// letters and digits is replaced, or the code appended. Never doubled.
[[nodiscard]] std::string NameWithCode(std::string_view name,
                                       std::string_view code);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CODES_H_
