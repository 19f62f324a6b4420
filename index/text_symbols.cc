#include "index/text_symbols.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>

#include "kernels/base/text.h"

namespace rescan::index {
namespace {

constexpr std::uint32_t kBlank = ' ';
constexpr std::size_t kAscii = 128;
constexpr std::uint32_t kReplacement = 0xFFFD;

// What stands for an ASCII character: the same as NFKC_Casefold gives.
constexpr std::array<std::uint8_t, kAscii> kAsciiSymbols = [] {
  std::array<std::uint8_t, kAscii> symbols{};
  for (std::size_t c = 0; c < kAscii; ++c) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    symbols[c] = static_cast<std::uint8_t>(
        kept ? c + (upper ? std::size_t{'a' - 'A'} : 0) : kBlank);
  }
  return symbols;
}();

// The family of an ASCII character.
constexpr std::array<std::uint8_t, kAscii> kFamilies = [] {
  std::array<std::uint8_t, kAscii> families{};
  for (std::size_t c = 0; c < kAscii; ++c) {
    families[c] = static_cast<std::uint8_t>(c);
  }
  constexpr std::string_view kMembers = "0q1ij5826974euy";
  constexpr std::string_view kOf = "oolllsbzggtacvv";
  static_assert(kMembers.size() == kOf.size());
  for (std::size_t i = 0; i < kMembers.size(); ++i) {
    families[static_cast<std::size_t>(kMembers[i])] =
        static_cast<std::uint8_t>(kOf[i]);
  }
  return families;
}();

bool IsAscii(std::string_view text) {
  // Without a way out in the middle, so that it becomes a vector loop.
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < kAscii;
}

bool IsKept(UChar32 c) {
  constexpr UChar32 kLatin1End = 0x100;
  const std::uint32_t category = U_GET_GC_MASK(c);
  return (category & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0 ||
         ((category & U_GC_SO_MASK) != 0 && c >= kLatin1End &&
          c != static_cast<UChar32>(kReplacement));  // is So
}

// Adds symbols until there are enough; blanks fall together.
class SymbolWriter {
 public:
  explicit SymbolWriter(TextSymbols& out) : out_(out) {
    out_.clear();
    out_.push_back(kBlank);
  }

  [[nodiscard]] bool full() const {
    return out_.size() + 1 >= kMostTextSymbols;
  }

  void Add(std::uint32_t symbol) {
    if (symbol == kBlank && out_.back() == kBlank) return;
    out_.push_back(symbol);
  }

  void Finish() {
    if (out_.back() != kBlank) out_.push_back(kBlank);
    if (out_.size() == 1) out_.clear();
  }

 private:
  TextSymbols& out_;
};

// The first code point of `text`, which loses it; U+FFFD for a byte that begins
// none.
std::uint32_t TakeCharacter(std::string_view& text) {
  const std::size_t length = Utf8SequenceLength(text);
  const auto lead = static_cast<unsigned char>(text.front());
  std::uint32_t c = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    c = c << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  }
  text.remove_prefix(std::max<std::size_t>(length, 1));
  return length == 0 ? kReplacement : c;
}

Status AddUnicode(std::string_view text, SymbolWriter& writer) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  std::string folded;
  if (U_SUCCESS(error)) {
    icu::StringByteSink<std::string> sink(&folded);
    form->normalizeUTF8(
        0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
        sink, nullptr, error);
  }
  if (U_FAILURE(error)) {
    return Fail(ErrorCode::kInternal,
                std::string("text normalisation: ") + u_errorName(error));
  }
  std::string_view rest = folded;
  while (!rest.empty() && !writer.full()) {
    const std::uint32_t c = TakeCharacter(rest);
    writer.Add(IsKept(static_cast<UChar32>(c)) ? c : kBlank);
  }
  return {};
}

}  // namespace

Status ToTextSymbols(std::string_view text, TextSymbols& out) {
  text = text.substr(0, kMostTextBytes);
  SymbolWriter writer(out);
  if (IsAscii(text)) {
    for (std::size_t i = 0; i < text.size() && !writer.full(); ++i) {
      writer.Add(kAsciiSymbols[static_cast<std::size_t>(text[i])]);
    }
  } else {
    RESCAN_TRY(AddUnicode(text, writer));
  }
  writer.Finish();
  return {};
}

void FoldConfusions(std::span<const std::uint32_t> symbols, TextSymbols& out) {
  out.clear();
  std::uint32_t last = kBlank;  // as it stood, before its family
  for (const std::uint32_t symbol : symbols) {
    if (symbol == 'n' && last == 'r') {
      out.back() = 'm';
    } else if (symbol == 'v' && last == 'v') {
      out.back() = 'w';
    } else {
      out.push_back(symbol < kAscii ? kFamilies[symbol] : symbol);
      last = symbol;
      continue;
    }
    last = kBlank;  // "vvv" is w and v
  }
}

}  // namespace rescan::index
