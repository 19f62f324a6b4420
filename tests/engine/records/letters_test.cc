#include "engine/records/letters.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "kernels/base/coding.h"
#include "kernels/base/sha256.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using support::Below;
using support::RandomBytes;
using support::Seed;
using testing::MakePage;

std::vector<Word> MakeWords(std::mt19937& rng, int words, int letters) {
  return MakePage(rng, {1, words, letters}).lines.at(0).words;
}

std::vector<Word> WithoutLetters(std::vector<Word> words) {
  for (Word& word : words) {
    word.letters.clear();
    word.letter_ids.clear();
  }
  return words;
}

// A body with the check that belongs to it, so that it is looked into.
std::string Sealed(const std::string& body) {
  const Sha256Digest digest = Sha256Of(body);
  return body + std::string(digest.begin(), digest.begin() + 4);
}

void ExpectCorrupt(const std::string& blob, std::vector<Word> words) {
  const Status status = UnpackLetters(blob, words);
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().code, ErrorCode::kCorruption);
  EXPECT_EQ(words, WithoutLetters(words));
}

TEST(Letters, WhatIsPackedIsUnpackedEqual) {
  std::mt19937 rng(Seed(1));
  for (int round = 0; round < 200; ++round) {
    const auto words = MakeWords(rng, static_cast<int>(Below(rng, 8)),
                                 static_cast<int>(Below(rng, 12)));
    const Result<std::string> blob = PackLetters(words);
    ASSERT_TRUE(blob.has_value());
    std::vector<Word> unpacked = WithoutLetters(words);
    ASSERT_TRUE(UnpackLetters(*blob, unpacked).has_value());
    EXPECT_EQ(unpacked, words);
  }
}

// The worked example of engine/doc/formats.md.
TEST(Letters, TheBytesAreThoseOfTheDocument) {
  Word word;
  word.box = {10, 20, 30, 12};
  word.letters = {{"a", {10, 22, 8, 10}, 0.5f}, {"é", {19, 20, 9, 12}, 1.0f}};
  word.letter_ids = {1, 3};
  const std::vector<Word> words = {word};
  const Result<std::string> blob = PackLetters(words);
  ASSERT_TRUE(blob.has_value());
  const std::string body(
      "\x01"
      "\x02"
      "\x00\x01\x61\x00\x04\x10\x14\x00\x00\x00\x3f"
      "\x01\x02\xc3\xa9\x12\x00\x12\x18\x00\x00\x80\x3f",
      25);
  EXPECT_EQ(*blob, body + "\x4a\x87\xa6\xc7");
  EXPECT_EQ(*blob, Sealed(body));
}

TEST(Letters, ExtremeNumbersSurvive) {
  constexpr int kLeast = std::numeric_limits<int>::min();
  constexpr int kMost = std::numeric_limits<int>::max();
  Word word;
  word.box = {kMost, kLeast, 0, 0};
  word.letters = {{"", {kLeast, kMost, kMost, kLeast}, -0.0f},
                  {std::string("\0\xff", 2),
                   {kMost, kLeast, 0, -1},
                   std::numeric_limits<float>::infinity()},
                  {"x", {}, std::numeric_limits<float>::denorm_min()}};
  word.letter_ids = {1, kMost - 1, kMost};
  const std::vector<Word> words = {word};
  const Result<std::string> blob = PackLetters(words);
  ASSERT_TRUE(blob.has_value());
  std::vector<Word> unpacked = WithoutLetters(words);
  ASSERT_TRUE(UnpackLetters(*blob, unpacked).has_value());
  EXPECT_EQ(unpacked, words);
}

TEST(Letters, EveryTruncationIsRejected) {
  std::mt19937 rng(Seed(2));
  const auto words = MakeWords(rng, 3, 5);
  const std::string blob = PackLetters(words).value();
  for (std::size_t size = 0; size < blob.size(); ++size) {
    SCOPED_TRACE(size);
    ExpectCorrupt(blob.substr(0, size), words);
  }
  ExpectCorrupt(blob + '\0', words);
}

TEST(Letters, EveryChangedByteIsRejected) {
  std::mt19937 rng(Seed(3));
  const auto words = MakeWords(rng, 2, 4);
  const std::string blob = PackLetters(words).value();
  for (std::size_t at = 0; at < blob.size(); ++at) {
    for (int change = 1; change < 256; ++change) {
      SCOPED_TRACE(at);
      std::string changed = blob;
      changed[at] = static_cast<char>(changed[at] ^ change);
      ExpectCorrupt(changed, words);
    }
  }
}

TEST(Letters, AnotherNumberOfWordsIsRejected) {
  std::mt19937 rng(Seed(4));
  auto words = MakeWords(rng, 3, 4);
  const std::string blob = PackLetters(words).value();
  words.pop_back();
  ExpectCorrupt(blob, words);
  words.resize(4);
  ExpectCorrupt(blob, words);
}

TEST(Letters, HostileCountsAllocateNothing) {
  for (const std::uint64_t count :
       {std::uint64_t{1}, std::uint64_t{1} << 32, ~std::uint64_t{0}}) {
    ByteWriter body;
    body.U8(1);
    body.Varint(count);
    ExpectCorrupt(Sealed(body.data()), std::vector<Word>(1));
  }
}

TEST(Letters, NumbersOutOfRangeAreRejected) {
  // One letter; the field number `wild` is out of an int's range.
  for (int wild = 0; wild < 5; ++wild) {
    SCOPED_TRACE(wild);
    ByteWriter body;
    body.U8(1);
    body.Varint(1);
    body.Varint(wild == 0 ? 0x7fffffff : 0);
    body.Bytes("x");
    for (int field = 1; field <= 4; ++field) {
      body.SignedVarint(field == wild ? std::numeric_limits<std::int64_t>::max()
                                      : 0);
    }
    body.F32(1);
    ExpectCorrupt(Sealed(body.data()), std::vector<Word>(1));
  }
}

TEST(Letters, AnUnknownFormIsRejected) {
  ExpectCorrupt(Sealed(std::string("\x02\x00", 2)), std::vector<Word>(1));
}

TEST(Letters, AnyBytesAreSafe) {
  std::mt19937 rng(Seed(5));
  for (int round = 0; round < 20000; ++round) {
    std::string body = RandomBytes(rng, 1 + Below(rng, 60));
    // Small numbers get further than random ones.
    for (char& c : body) {
      if (Below(rng, 2) == 0) c = static_cast<char>(Below(rng, 12));
    }
    body[0] = 1;
    std::vector<Word> words(Below(rng, 4));
    const Status status = UnpackLetters(Sealed(body), words);
    if (!status) {
      EXPECT_EQ(words, WithoutLetters(words));
    } else {
      EXPECT_EQ(PackLetters(words).has_value(), true);
    }
  }
}

TEST(Letters, DisorderedIdsAreRefused) {
  Word word;
  word.letters.resize(2);
  for (const std::vector<int>& ids : std::vector<std::vector<int>>{
           {1}, {0, 1}, {2, 2}, {3, 1}, {-1, 1}, {1, 2, 3}}) {
    word.letter_ids = ids;
    const std::vector<Word> words = {word};
    const Result<std::string> blob = PackLetters(words);
    ASSERT_FALSE(blob.has_value());
    EXPECT_EQ(blob.error().code, ErrorCode::kInternal);
  }
}

}  // namespace
}  // namespace rescan
