#ifndef RESCAN_TESTS_SUPPORT_STRICT_CSV_H_
#define RESCAN_TESTS_SUPPORT_STRICT_CSV_H_

#include <string>
#include <string_view>
#include <vector>

namespace rescan::testing {

// Parses CSV by the letter of RFC 4180: records end with CRLF, a field with a
// comma, a quote, CR or LF is quoted, quotes inside are doubled, nothing
// follows a closing quote but a comma or CRLF, all records have as many fields
// as the first. Throws std::runtime_error naming the byte where the text
// breaks a rule. Shares no code with the writer.
[[nodiscard]] std::vector<std::vector<std::string>> ParseStrictCsv(
    std::string_view text);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_STRICT_CSV_H_
