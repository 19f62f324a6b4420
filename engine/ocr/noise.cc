#include "engine/ocr/noise.h"

#include <algorithm>
#include <array>

#include "kernels/base/text.h"

namespace rescan {
namespace {

std::uint32_t CodePointOf(std::string_view character) {
  const auto byte = [character](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(character[i]));
  };
  switch (Utf8SequenceLength(character)) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f);
    case 3:
      return (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    case 4:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3f) << 12 |
             (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
    default:
      return 0xfffd;  // not UTF-8: nothing to read
  }
}

struct Range {
  std::uint32_t first, last;
};

// Above Latin-1: blocks of punctuation, symbols and blanks. What is in none of
// them counts as a letter or digit, so that no script is lost.
constexpr std::array<Range, 22> kSymbols = {{
    {0x02b9, 0x02ff},   // modifier letters used as marks
    {0x0300, 0x036f},   // combining marks
    {0x037e, 0x037e},   // Greek question mark
    {0x0387, 0x0387},   // Greek raised point
    {0x055a, 0x055f},   // Armenian punctuation
    {0x0589, 0x058a},   // Armenian full stop, hyphen
    {0x05be, 0x05c7},   // Hebrew points and punctuation
    {0x060c, 0x061f},   // Arabic punctuation
    {0x066a, 0x066d},   // Arabic per cent, separators
    {0x0964, 0x0965},   // danda
    {0x1680, 0x1680},   // Ogham blank
    {0x2000, 0x206f},   // general punctuation and blanks
    {0x20d0, 0x20ff},   // combining marks for symbols
    {0x2190, 0x23ff},   // arrows, operators, technical signs
    {0x2400, 0x245f},   // control pictures, OCR signs
    {0x2500, 0x2bff},   // boxes, blocks, shapes, dingbats, arrows
    {0x2e00, 0x2e7f},   // further punctuation
    {0x3000, 0x3020},   // CJK punctuation
    {0xfe10, 0xfe6f},   // presentation forms of punctuation
    {0xff01, 0xff0f},   // full-width punctuation
    {0xfff0, 0xffff},   // specials, the replacement character
    {0x1f000, 0x1faff}  // pictures
}};

bool IsCurrency(std::uint32_t c) {
  return c == '$' || c == 0xa2 || c == 0xa3 || c == 0xa5 ||
         (c >= 0x20a0 && c <= 0x20cf);
}

bool IsWord(std::uint32_t c) {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
  }
  if (c < 0x100) {
    // Latin-1: ordinals, superscript digits, micro and fractions are word
    // characters, the two operators among the letters are not.
    constexpr std::u32string_view kWordSigns =
        U"\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc\u00bd\u00be";
    if (kWordSigns.find(static_cast<char32_t>(c)) !=
        std::u32string_view::npos) {
      return true;
    }
    return c >= 0xc0 && c != 0xd7 && c != 0xf7;
  }
  return std::none_of(kSymbols.begin(), kSymbols.end(), [c](const Range& r) {
    return c >= r.first && c <= r.last;
  });
}

}  // namespace

bool IsNoise(std::string_view text) {
  // One readable character is enough: every other case of the rule (blanks,
  // separators, punctuation, runs of them) holds none.
  for (const std::string_view character : SplitCharacters(text)) {
    const std::uint32_t c = CodePointOf(character);
    if (IsWord(c) || IsCurrency(c)) return false;
  }
  return true;
}

}  // namespace rescan
