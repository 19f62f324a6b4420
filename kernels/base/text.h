// UTF-8 without surprises: file names and recognised text may hold any bytes.
#ifndef RESCAN_KERNELS_BASE_TEXT_H_
#define RESCAN_KERNELS_BASE_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rescan {

// Number of bytes of the well-formed UTF-8 sequence (Unicode 15, table 3-7)
// at the start of `text`, or 0 if there is none. No overlong forms, no
// surrogates, nothing above U+10FFFF.
[[nodiscard]] std::size_t Utf8SequenceLength(std::string_view text);

[[nodiscard]] bool IsValidUtf8(std::string_view text);

// The characters of `text` one by one; a byte that belongs to no well-formed
// sequence counts as a character of its own.
[[nodiscard]] std::vector<std::string_view> SplitCharacters(
    std::string_view text);

// At most `max_characters` characters from the front, never cutting one.
[[nodiscard]] std::string_view TruncateCharacters(std::string_view text,
                                                  std::size_t max_characters);

// Bytes as UTF-8 text, without loss and one to one: a backslash becomes two, a
// byte outside any well-formed sequence becomes \xHH (lower case), the rest
// stays. This is how a path is written in JSON and CSV.
[[nodiscard]] std::string PathToText(std::string_view path);

// The inverse of PathToText; an unknown escape stays as it is.
[[nodiscard]] std::string TextToPath(std::string_view text);

// For a terminal or a log line: PathToText, and the bytes of control characters
// (below U+0020, U+007F to U+009F) as \xHH too, so that a file name cannot move
// the cursor. TextToPath undoes this form as well.
[[nodiscard]] std::string PathForDisplay(std::string_view path);

// `text` with every ill-formed byte replaced by U+FFFD.
[[nodiscard]] std::string ToValidUtf8(std::string_view text);

}  // namespace rescan

#endif  // RESCAN_KERNELS_BASE_TEXT_H_
