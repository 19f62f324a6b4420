#include "kernels/base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/random.h"

namespace rescan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::string_view_literals;

// UTF-8 of any code point, surrogates and beyond U+10FFFF too, in exactly
// `length` bytes, overlong where fewer would do.
std::string Encode(std::uint32_t code, int length) {
  if (length == 1) return {static_cast<char>(code)};
  constexpr std::uint32_t kLead[] = {0, 0, 0xc0, 0xe0, 0xf0};
  std::string out(static_cast<std::size_t>(length), '\0');
  for (int i = length - 1; i > 0; --i) {
    out[static_cast<std::size_t>(i)] = static_cast<char>(0x80 | (code & 0x3f));
    code >>= 6;
  }
  out[0] = static_cast<char>(kLead[length] | code);
  return out;
}

int ShortestLength(std::uint32_t code) {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

TEST(Utf8Test, EveryCodePointIsOneSequenceUnlessSurrogateOrTooLarge) {
  for (std::uint32_t code = 0; code < 0x110400; ++code) {
    const int length = ShortestLength(code);
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    const bool wanted = !surrogate && code <= 0x10ffff;
    const std::string text = Encode(code, length);
    ASSERT_EQ(wanted ? text.size() : 0u, Utf8SequenceLength(text))
        << "U+" << std::hex << code;
  }
}

TEST(Utf8Test, OverlongFormsAreNoSequence) {
  for (std::uint32_t code = 0; code < 0x10000; ++code) {
    for (int length = ShortestLength(code) + 1; length <= 4; ++length) {
      ASSERT_EQ(0u, Utf8SequenceLength(Encode(code, length)))
          << "U+" << std::hex << code << " in " << length << " bytes";
    }
  }
}

TEST(Utf8Test, CutSequencesAreNoSequence) {
  for (const std::uint32_t code : {0xe9u, 0x20acu, 0x1f600u}) {
    const std::string whole = Encode(code, ShortestLength(code));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // A copy of exactly this size lets AddressSanitizer see a read beyond.
      const std::vector<char> cut(whole.begin(), whole.begin() + size);
      EXPECT_EQ(0u, Utf8SequenceLength({cut.data(), cut.size()}));
      if (size == 0) continue;
      EXPECT_EQ(0u, Utf8SequenceLength(whole.substr(0, size) + "a"));
    }
  }
}

TEST(Utf8Test, OnlyTheFirstSequenceCounts) {
  EXPECT_EQ(1u, Utf8SequenceLength("a\xff"));
  EXPECT_EQ(2u, Utf8SequenceLength("\xc3\xa9\x80"));
  EXPECT_EQ(0u, Utf8SequenceLength("\x80"));
  EXPECT_EQ(0u, Utf8SequenceLength("\xf8\x88\x80\x80\x80"));
}

TEST(Utf8Test, ValidityIsOfTheWholeText) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("\0 caf\xc3\xa9 \xf0\x9f\x98\x80"sv));
  EXPECT_FALSE(IsValidUtf8("good, then \xc3"));
  EXPECT_FALSE(IsValidUtf8("\xff good"));
}

// Plain text is passed over eight bytes at a time.
TEST(Utf8Test, OneBadByteIsFoundWhereverItStands) {
  for (std::size_t size = 1; size <= 40; ++size) {
    EXPECT_TRUE(IsValidUtf8(std::string(size, 'a')));
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      text[at] = '\x80';
      EXPECT_FALSE(IsValidUtf8(text)) << size << " " << at;
      text.replace(at, 1, "\xc3\xa9");
      EXPECT_TRUE(IsValidUtf8(text)) << size << " " << at;
    }
  }
}

TEST(CharactersTest, SplitKeepsEveryByte) {
  EXPECT_THAT(SplitCharacters(""), IsEmpty());
  EXPECT_THAT(SplitCharacters("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
              ElementsAre("a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"));
  EXPECT_THAT(SplitCharacters("\xe2\x82z\xff"),
              ElementsAre("\xe2", "\x82", "z", "\xff"));
}

TEST(CharactersTest, TruncateCountsCharactersAndCutsNone) {
  const std::string_view text = "a\xc3\xa9\xe2\x82\xac\xff.";
  EXPECT_EQ("", TruncateCharacters(text, 0));
  EXPECT_EQ("a", TruncateCharacters(text, 1));
  EXPECT_EQ("a\xc3\xa9", TruncateCharacters(text, 2));
  EXPECT_EQ("a\xc3\xa9\xe2\x82\xac", TruncateCharacters(text, 3));
  EXPECT_EQ("a\xc3\xa9\xe2\x82\xac\xff", TruncateCharacters(text, 4));
  EXPECT_EQ(text, TruncateCharacters(text, 5));
  EXPECT_EQ(text, TruncateCharacters(text, 1000));
}

struct PathCase {
  const char* name;
  std::string_view path;
  std::string_view text;
  std::string_view display;
};

class PathTest : public ::testing::TestWithParam<PathCase> {};

TEST_P(PathTest, IsWrittenAndReadBack) {
  EXPECT_EQ(GetParam().text, PathToText(GetParam().path));
  EXPECT_EQ(GetParam().display, PathForDisplay(GetParam().path));
  EXPECT_EQ(GetParam().path, TextToPath(GetParam().text));
  EXPECT_EQ(GetParam().path, TextToPath(GetParam().display));
}

INSTANTIATE_TEST_SUITE_P(
    Text, PathTest,
    ::testing::ValuesIn(std::vector<PathCase>{
        {"Empty", "", "", ""},
        {"Plain", "in/a b.png", "in/a b.png", "in/a b.png"},
        {"Accents", "caf\xc3\xa9.png", "caf\xc3\xa9.png", "caf\xc3\xa9.png"},
        {"Backslash", R"(a\b)", R"(a\\b)", R"(a\\b)"},
        {"LooksEscaped", R"(a\x41)", R"(a\\x41)", R"(a\\x41)"},
        {"Latin1", "caf\xe9.png", R"(caf\xe9.png)", R"(caf\xe9.png)"},
        {"HighByteFirst", "\xff", R"(\xff)", R"(\xff)"},
        {"Newline", "a\nb", "a\nb", R"(a\x0ab)"},
        {"Escape", "\x1b[2J", "\x1b[2J", R"(\x1b[2J)"},
        {"Delete", "\x7f", "\x7f", R"(\x7f)"},
        {"Nul", "a\0b"sv, "a\0b"sv, R"(a\x00b)"},
        // U+009B alone starts an escape sequence; U+00A0 is a space.
        {"UpperControl", "\xc2\x9b", "\xc2\x9b", R"(\xc2\x9b)"},
        {"NoBreakSpace", "\xc2\xa0", "\xc2\xa0", "\xc2\xa0"},
        {"OtherTwoBytes", "\xc3\x9b", "\xc3\x9b", "\xc3\x9b"},
    }),
    [](const auto& row) { return row.param.name; });

TEST(PathTextTest, UnknownEscapesStay) {
  for (const std::string_view text :
       {R"(\q)", R"(\)", R"(\x)", R"(\x4)", R"(\xg1)", R"(\x1G)", R"(\xAB)",
        R"(a\)"}) {
    EXPECT_EQ(text, TextToPath(text));
  }
}

// Bytes that meet often in escapes and broken UTF-8.
std::string NastyBytes(std::mt19937& rng) {
  constexpr std::string_view kBytes =
      "\\x4fa\n\x1b\x7f\xc2\xc3\x80\x9b\xe2\xf0\xff"sv;
  std::string out;
  for (std::uint32_t n = support::Below(rng, 12); n > 0; --n) {
    out += kBytes[support::Below(rng, kBytes.size())];
  }
  return out;
}

TEST(PathTextTest, AnyBytesComeBackAndTheTextIsValid) {
  std::mt19937 rng(support::Seed(4));
  for (int round = 0; round < 20000; ++round) {
    const std::string path =
        round % 2 == 0 ? NastyBytes(rng)
                       : support::RandomBytes(rng, support::Below(rng, 40));
    const std::string text = PathToText(path);
    const std::string display = PathForDisplay(path);
    ASSERT_TRUE(IsValidUtf8(text)) << display;
    ASSERT_TRUE(IsValidUtf8(display)) << display;
    ASSERT_EQ(path, TextToPath(text)) << display;
    ASSERT_EQ(path, TextToPath(display)) << display;
    for (const std::string_view character : SplitCharacters(display)) {
      ASSERT_TRUE(character >= " "sv && character != "\x7f"sv) << display;
    }
  }
}

TEST(ToValidUtf8Test, ReplacesOnlyIllFormedBytes) {
  EXPECT_EQ("", ToValidUtf8(""));
  EXPECT_EQ("caf\xc3\xa9", ToValidUtf8("caf\xc3\xa9"));
  EXPECT_EQ("a\xef\xbf\xbd\xef\xbf\xbdz", ToValidUtf8("a\xe2\x82z"));
  EXPECT_EQ("\xef\xbf\xbd", ToValidUtf8("\xff"));
}

TEST(ToValidUtf8Test, ResultIsValidForAnyBytes) {
  std::mt19937 rng(support::Seed(5));
  for (int round = 0; round < 5000; ++round) {
    const std::string bytes = NastyBytes(rng);
    const std::string valid = ToValidUtf8(bytes);
    ASSERT_TRUE(IsValidUtf8(valid)) << PathForDisplay(bytes);
    ASSERT_EQ(SplitCharacters(bytes).size(), SplitCharacters(valid).size())
        << PathForDisplay(bytes);
  }
}

}  // namespace
}  // namespace rescan
