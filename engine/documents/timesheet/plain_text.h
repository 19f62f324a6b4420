// Small text helpers that all grammars of a timesheet share.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PLAIN_TEXT_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PLAIN_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rescan::timesheet {

// What a field may hold at most; what is longer was never on a timesheet.
inline constexpr std::size_t kMaxFieldCharacters = 500;

[[nodiscard]] constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool IsUpperLetter(char c) {
  return c >= 'A' && c <= 'Z';
}
[[nodiscard]] constexpr bool IsLetter(char c) {
  return IsUpperLetter(c) || (c >= 'a' && c <= 'z');
}
[[nodiscard]] constexpr char UpperChar(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Without blanks at either end, runs of blanks (tabs, line ends and no-break
// spaces too) as one.
[[nodiscard]] std::string CollapseBlanks(std::string_view text);

// ASCII letters only; other bytes stay.
[[nodiscard]] std::string Upper(std::string_view text);
// ASCII and Latin-1 letters (U+00C0 to U+00DE); other bytes stay.
[[nodiscard]] std::string Lower(std::string_view text);

// ASCII letters only.
[[nodiscard]] bool EqualsIgnoringCase(std::string_view a, std::string_view b);

// Split at blanks; none empty. The views point into `text`.
[[nodiscard]] std::vector<std::string_view> Words(std::string_view text);

// Every kind of dash and minus sign as '-'.
[[nodiscard]] std::string PlainDashes(std::string_view text);

// Valid UTF-8 of at most kMaxFieldCharacters characters: what may be kept of
// any bytes a field was read as.
[[nodiscard]] std::string KeptText(std::string_view raw);

// 'text' in quotes for a message, at most 60 characters, valid UTF-8.
[[nodiscard]] std::string Quoted(std::string_view text);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PLAIN_TEXT_H_
