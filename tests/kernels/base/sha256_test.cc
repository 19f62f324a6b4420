#include "kernels/base/sha256.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/random.h"

namespace rescan {
namespace {

struct Vector {
  const char* name;
  std::string message;
  const char* digest;
};

class Sha256VectorTest : public ::testing::TestWithParam<Vector> {};

TEST_P(Sha256VectorTest, MatchesPublishedDigest) {
  EXPECT_EQ(GetParam().digest, ToHex(Sha256Of(GetParam().message)));
}

// Published with FIPS 180-4 (examples) and its validation suite (SHAVS).
INSTANTIATE_TEST_SUITE_P(
    Fips180, Sha256VectorTest,
    ::testing::ValuesIn(std::vector<Vector>{
        {"Empty", "",
         "e3b0c44298fc1c149afbf4c8996fb924"
         "27ae41e4649b934ca495991b7852b855"},
        {"OneByte", "\xd3",
         "28969cdfa74a12c82f3bad960b0b000a"
         "ca2ac329deea5c2328ebc6f2ba9802c1"},
        {"Abc", "abc",
         "ba7816bf8f01cfea414140de5dae2223"
         "b00361a396177a9cb410ff61f20015ad"},
        {"TwoBlocks",
         "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039"
         "a33ce45964ff2167f6ecedd419db06c1"},
        {"FourBlocks",
         "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
         "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b049237"
         "0b249b11e8f07a51afac45037afee9d1"},
        {"MillionA", std::string(1000000, 'a'),
         "cdc76e5c9914fb9281a1c7e284d73e67"
         "f1809a48a497200e046d39ccc7112cd0"},
    }),
    [](const auto& row) { return row.param.name; });

TEST(Sha256Test, PiecesOfAnySizeGiveTheSameDigest) {
  std::mt19937 rng(support::Seed(3));
  // Around the block size of 64, where padding takes one block or two.
  for (std::size_t size = 0; size <= 200; ++size) {
    const std::string message = support::RandomBytes(rng, size);
    const Sha256Digest whole = Sha256Of(message);

    Sha256 hash;
    std::string_view rest = message;
    while (!rest.empty()) {
      const std::size_t piece =
          std::min<std::size_t>(rest.size(), support::Below(rng, 70));
      hash.Update(rest.substr(0, piece));
      rest.remove_prefix(piece);
    }
    EXPECT_EQ(ToHex(whole), ToHex(hash.Finish())) << "size " << size;
  }
}

TEST(Sha256Test, BytesAndTextAreTheSame) {
  const std::string text("a\0\xff z", 5);
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  EXPECT_EQ(Sha256Of(text), Sha256Of(std::span(bytes)));
  Sha256 hash;
  hash.Update(std::span(bytes).first(2));
  hash.Update(std::string_view(text).substr(2));
  EXPECT_EQ(Sha256Of(text), hash.Finish());
}

TEST(Sha256Test, NothingAddedIsTheEmptyMessage) {
  Sha256 hash;
  EXPECT_EQ(Sha256Of(""), hash.Finish());
}

TEST(Sha256Test, HexIsLowerCaseWithLeadingZeros) {
  Sha256Digest digest{};
  digest[0] = 0x0a;
  digest[31] = 0xf0;
  EXPECT_EQ("0a" + std::string(60, '0') + "f0", ToHex(digest));
}

}  // namespace
}  // namespace rescan
