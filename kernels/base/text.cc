#include "kernels/base/text.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <optional>

namespace rescan {
namespace {

std::uint8_t ByteAt(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

bool IsContinuation(std::string_view text, std::size_t i) {
  return i < text.size() && (ByteAt(text, i) & 0xc0) == 0x80;
}

// Of a well-formed `character`: below U+0020, or U+007F to U+009F. Terminals
// obey the upper range too: U+009B starts an escape sequence by itself.
bool IsControl(std::string_view character) {
  const std::uint8_t first = ByteAt(character, 0);
  if (character.size() == 2) {
    return first == 0xc2 && ByteAt(character, 1) < 0xa0;
  }
  return first < 0x20 || first == 0x7f;
}

std::string EscapePath(std::string_view path, bool escape_controls) {
  std::string out;
  out.reserve(path.size());
  while (!path.empty()) {
    const std::size_t length = Utf8SequenceLength(path);
    const std::string_view character = path.substr(0, length == 0 ? 1 : length);
    if (length == 0 || (escape_controls && IsControl(character))) {
      for (const char byte : character) {
        out += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(byte));
      }
    } else if (character == "\\") {
      out += "\\\\";
    } else {
      out += character;
    }
    path.remove_prefix(character.size());
  }
  return out;
}

std::optional<int> HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return std::nullopt;
}

// How many characters at the front are ASCII, eight at a time: a few of them
// behind the last full eight may be missed.
std::size_t AsciiLength(std::string_view text) {
  std::size_t n = 0;
  for (; n + 8 <= text.size(); n += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + n, sizeof(word));
    if ((word & 0x8080808080808080u) != 0) break;
  }
  return n;
}

}  // namespace

std::size_t Utf8SequenceLength(std::string_view text) {
  if (text.empty()) return 0;
  const std::uint8_t first = ByteAt(text, 0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return IsContinuation(text, 1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if (!IsContinuation(text, 1) || !IsContinuation(text, 2)) return 0;
    const std::uint8_t second = ByteAt(text, 1);
    if (first == 0xe0 && second < 0xa0) return 0;  // overlong
    if (first == 0xed && second > 0x9f) return 0;  // surrogate
    return 3;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    if (!IsContinuation(text, 1) || !IsContinuation(text, 2) ||
        !IsContinuation(text, 3)) {
      return 0;
    }
    const std::uint8_t second = ByteAt(text, 1);
    if (first == 0xf0 && second < 0x90) return 0;  // overlong
    if (first == 0xf4 && second > 0x8f) return 0;  // above U+10FFFF
    return 4;
  }
  return 0;
}

bool IsValidUtf8(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(AsciiLength(text));
    if (text.empty()) break;
    const std::size_t length = Utf8SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::vector<std::string_view> SplitCharacters(std::string_view text) {
  std::vector<std::string_view> characters;
  while (!text.empty()) {
    const std::size_t length = Utf8SequenceLength(text);
    characters.push_back(text.substr(0, length == 0 ? 1 : length));
    text.remove_prefix(characters.back().size());
  }
  return characters;
}

std::string_view TruncateCharacters(std::string_view text,
                                    std::size_t max_characters) {
  std::size_t end = 0;
  for (std::size_t n = 0; n < max_characters && end < text.size(); ++n) {
    const std::size_t length = Utf8SequenceLength(text.substr(end));
    end += length == 0 ? 1 : length;
  }
  return text.substr(0, end);
}

std::string PathToText(std::string_view path) {
  return EscapePath(path, /*escape_controls=*/false);
}

std::string PathForDisplay(std::string_view path) {
  return EscapePath(path, /*escape_controls=*/true);
}

std::string TextToPath(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
    } else if (text[i + 1] == '\\') {
      out.push_back('\\');
      ++i;
    } else if (text[i + 1] == 'x' && i + 3 < text.size() &&
               HexValue(text[i + 2]) && HexValue(text[i + 3])) {
      out.push_back(static_cast<char>(*HexValue(text[i + 2]) * 16 +
                                      *HexValue(text[i + 3])));
      i += 3;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::string ToValidUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = Utf8SequenceLength(text);
    if (length == 0) {
      out += "\xef\xbf\xbd";
      text.remove_prefix(1);
    } else {
      out += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return out;
}

}  // namespace rescan
