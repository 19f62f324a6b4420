#include "engine/records/letters.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "kernels/base/coding.h"
#include "kernels/base/sha256.h"

namespace rescan {
namespace {

constexpr std::uint8_t kForm = 1;  // persistent
constexpr std::size_t kCheckBytes = 4;
// A letter takes at least this much: id, length, four box numbers, F32.
constexpr std::size_t kLeastLetterBytes = 10;

// The first four bytes of the SHA-256 of what precedes them.
std::string CheckOf(std::string_view bytes) {
  const Sha256Digest digest = Sha256Of(bytes);
  return std::string(digest.begin(), digest.begin() + kCheckBytes);
}

Status PackWord(const Word& word, ByteWriter& out) {
  if (word.letters.size() != word.letter_ids.size()) {
    return Fail(ErrorCode::kInternal,
                "a word has another number of letters than of letter ids");
  }
  out.Varint(word.letters.size());
  int last_id = 0;
  for (std::size_t i = 0; i < word.letters.size(); ++i) {
    const Letter& letter = word.letters[i];
    if (word.letter_ids[i] <= last_id) {
      return Fail(ErrorCode::kInternal, "letter ids do not ascend from 1");
    }
    // Gaps are rare: the difference less one is nearly always a zero byte.
    out.Varint(static_cast<std::uint64_t>(word.letter_ids[i] - last_id - 1));
    last_id = word.letter_ids[i];
    out.Bytes(letter.text);
    out.SignedVarint(std::int64_t{letter.box.left} - word.box.left);
    out.SignedVarint(std::int64_t{letter.box.top} - word.box.top);
    out.SignedVarint(letter.box.width);
    out.SignedVarint(letter.box.height);
    out.F32(letter.confidence);
  }
  return {};
}

// Adds to `base` what the reader says; out of range clears `ok`.
int Offset(int base, std::int64_t difference, bool& ok) {
  // Differences of two ints fit 33 bits; larger ones would overflow below.
  constexpr std::int64_t kMost = std::int64_t{1} << 33;
  if (difference < -kMost || difference > kMost) {
    ok = false;
    return 0;
  }
  const std::int64_t value = base + difference;
  if (value < std::numeric_limits<int>::min() ||
      value > std::numeric_limits<int>::max()) {
    ok = false;
    return 0;
  }
  return static_cast<int>(value);
}

bool UnpackWord(ByteReader& in, Word& word) {
  bool ok = true;
  const std::uint64_t count = in.Varint();
  if (count > in.remaining() / kLeastLetterBytes) return false;
  word.letters.reserve(count);
  word.letter_ids.reserve(count);
  int last_id = 0;
  for (std::uint64_t i = 0; i < count && ok && in.ok(); ++i) {
    const std::uint64_t gap = in.Varint();
    if (gap >= static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
      return false;
    }
    last_id = Offset(last_id, static_cast<std::int64_t>(gap) + 1, ok);
    Letter letter;
    letter.text = in.Bytes();
    letter.box.left = Offset(word.box.left, in.SignedVarint(), ok);
    letter.box.top = Offset(word.box.top, in.SignedVarint(), ok);
    letter.box.width = Offset(0, in.SignedVarint(), ok);
    letter.box.height = Offset(0, in.SignedVarint(), ok);
    letter.confidence = in.F32();
    word.letters.push_back(std::move(letter));
    word.letter_ids.push_back(last_id);
  }
  return ok && in.ok();
}

bool UnpackAll(std::string_view blob, std::span<Word> words) {
  if (blob.size() < 1 + kCheckBytes) return false;
  const std::string_view body = blob.substr(0, blob.size() - kCheckBytes);
  if (blob.substr(body.size()) != CheckOf(body)) return false;
  ByteReader in(body);
  if (in.U8() != kForm) return false;
  for (Word& word : words) {
    if (!UnpackWord(in, word)) return false;
  }
  return in.AtEnd();
}

}  // namespace

Result<std::string> PackLetters(std::span<const Word> words) {
  ByteWriter out;
  out.U8(kForm);
  for (const Word& word : words) RESCAN_TRY(PackWord(word, out));
  std::string blob = out.Take();
  blob += CheckOf(blob);
  return blob;
}

Status UnpackLetters(std::string_view blob, std::span<Word> words) {
  for (Word& word : words) {
    word.letters.clear();
    word.letter_ids.clear();
  }
  if (UnpackAll(blob, words)) return {};
  for (Word& word : words) {
    word.letters.clear();
    word.letter_ids.clear();
  }
  return Fail(ErrorCode::kCorruption, "the letters of a line make no sense");
}

}  // namespace rescan
