// Text as the scores compare it.
#ifndef RESCAN_BENCH_READING_FOLD_H_
#define RESCAN_BENCH_READING_FOLD_H_

#include <string>
#include <string_view>
#include <vector>

namespace rescan::bench {

// The characters of UTF-8; each longest start of a broken sequence is one
// U+FFFD (Unicode's "substitution of maximal subparts").
[[nodiscard]] std::u32string DecodeUtf8(std::string_view bytes);

// Upper case, white space folded to single blanks, typographic quotes, dashes
// and full-width characters as ASCII, "?" for every other character above
// U+007F. The result is ASCII.
[[nodiscard]] std::string Fold(std::u32string_view text);

// True for an empty text and one of white space alone (Unicode's).
[[nodiscard]] bool IsBlank(std::u32string_view text);

// The words of folded text.
[[nodiscard]] std::vector<std::string> SplitWords(std::string_view folded);

// A text file's lines: \n, \r and \r\n end one.
[[nodiscard]] std::vector<std::u32string> SplitLines(const std::u32string& all);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_READING_FOLD_H_
