#include "kernels/base/coding.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/random.h"

namespace rescan {
namespace {

using namespace std::string_view_literals;

struct WrittenCase {
  const char* name;
  std::function<void(ByteWriter&)> write;
  std::string_view bytes;
};

class WrittenTest : public ::testing::TestWithParam<WrittenCase> {};

TEST_P(WrittenTest, HasExactlyTheseBytes) {
  ByteWriter writer;
  GetParam().write(writer);
  EXPECT_EQ(GetParam().bytes, writer.data());
}

INSTANTIATE_TEST_SUITE_P(
    Coding, WrittenTest,
    ::testing::ValuesIn(std::vector<WrittenCase>{
        {"U8", [](ByteWriter& w) { w.U8(0xfe); }, "\xfe"sv},
        {"U32", [](ByteWriter& w) { w.U32(0x01020304); }, "\4\3\2\1"sv},
        {"U64", [](ByteWriter& w) { w.U64(0x0102030405060708); },
         "\x08\7\6\5\4\3\2\1"sv},
        {"F32", [](ByteWriter& w) { w.F32(1.0F); }, "\0\0\x80\x3f"sv},
        {"F64", [](ByteWriter& w) { w.F64(-2.0); }, "\0\0\0\0\0\0\0\xc0"sv},
        {"VarintZero", [](ByteWriter& w) { w.Varint(0); }, "\0"sv},
        {"VarintOneByte", [](ByteWriter& w) { w.Varint(127); }, "\x7f"sv},
        {"VarintTwoBytes", [](ByteWriter& w) { w.Varint(128); }, "\x80\1"sv},
        {"Varint300", [](ByteWriter& w) { w.Varint(300); }, "\xac\2"sv},
        {"VarintLargest", [](ByteWriter& w) { w.Varint(~std::uint64_t{0}); },
         "\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"sv},
        {"SignedMinusOne", [](ByteWriter& w) { w.SignedVarint(-1); }, "\1"sv},
        {"SignedOne", [](ByteWriter& w) { w.SignedVarint(1); }, "\2"sv},
        {"SignedMinus64", [](ByteWriter& w) { w.SignedVarint(-64); }, "\x7f"sv},
        {"EmptyBytes", [](ByteWriter& w) { w.Bytes(""); }, "\0"sv},
        {"Bytes", [](ByteWriter& w) { w.Bytes("a\0b"sv); }, "\3a\0b"sv},
    }),
    [](const auto& row) { return row.param.name; });

TEST(CodingTest, TakeGivesTheBytesAndLeavesTheWriterEmpty) {
  ByteWriter writer;
  writer.U8(7);
  EXPECT_EQ("\7", writer.Take());
  EXPECT_EQ("", writer.data());
  writer.U8(8);
  EXPECT_EQ("\x8", writer.data());
}

// Values at both sides of every power of two, and random ones.
std::vector<std::uint64_t> InterestingValues() {
  std::vector<std::uint64_t> values = {0};
  for (int bit = 0; bit < 64; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    values.insert(values.end(), {power - 1, power, power + 1, ~power});
  }
  std::mt19937 rng(support::Seed(1));
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t high = rng();
    values.push_back(((high << 32) | rng()) >> support::Below(rng, 64));
  }
  return values;
}

TEST(CodingTest, IntegersComeBack) {
  for (const std::uint64_t value : InterestingValues()) {
    SCOPED_TRACE(value);
    const auto as_signed = static_cast<std::int64_t>(value);
    ByteWriter writer;
    writer.Varint(value);
    writer.SignedVarint(as_signed);
    writer.U64(value);
    writer.U32(static_cast<std::uint32_t>(value));
    writer.U8(static_cast<std::uint8_t>(value));

    ByteReader reader(writer.data());
    EXPECT_EQ(value, reader.Varint());
    EXPECT_EQ(as_signed, reader.SignedVarint());
    EXPECT_EQ(value, reader.U64());
    EXPECT_EQ(static_cast<std::uint32_t>(value), reader.U32());
    EXPECT_EQ(static_cast<std::uint8_t>(value), reader.U8());
    EXPECT_TRUE(reader.AtEnd());
  }
}

TEST(CodingTest, SmallSignedNumbersTakeOneByte) {
  for (std::int64_t value = -64; value < 64; ++value) {
    ByteWriter writer;
    writer.SignedVarint(value);
    EXPECT_EQ(1u, writer.data().size()) << value;
  }
}

TEST(CodingTest, FloatsComeBackBitForBit) {
  using F64 = std::numeric_limits<double>;
  for (const double value :
       {0.0, -0.0, 0.1, -1e300, F64::min(), F64::max(), F64::denorm_min(),
        F64::infinity(), -F64::infinity(), F64::quiet_NaN()}) {
    const auto narrow = std::isfinite(value) && std::abs(value) > 1e38
                            ? std::numeric_limits<float>::lowest()
                            : static_cast<float>(value);
    ByteWriter writer;
    writer.F64(value);
    writer.F32(narrow);
    ByteReader reader(writer.data());
    EXPECT_EQ(std::bit_cast<std::uint64_t>(value),
              std::bit_cast<std::uint64_t>(reader.F64()))
        << value;
    EXPECT_EQ(std::bit_cast<std::uint32_t>(narrow),
              std::bit_cast<std::uint32_t>(reader.F32()))
        << narrow;
    EXPECT_TRUE(reader.AtEnd());
  }
}

// One of each, as a real message would hold them.
std::string Message() {
  ByteWriter writer;
  writer.U8(1);
  writer.U32(70000);
  writer.U64(std::uint64_t{1} << 40);
  writer.F32(0.5F);
  writer.F64(0.25);
  writer.Varint(1u << 20);
  writer.SignedVarint(-3000);
  writer.Bytes("recognised text");
  writer.Bytes("");
  return writer.Take();
}

// Reads the fields of Message() in order.
bool ReadsAsMessage(std::string_view bytes) {
  ByteReader reader(bytes);
  reader.U8();
  reader.U32();
  reader.U64();
  reader.F32();
  reader.F64();
  reader.Varint();
  reader.SignedVarint();
  reader.Bytes();
  reader.Bytes();
  return reader.AtEnd();
}

TEST(CodingTest, EveryTruncationIsNoticed) {
  const std::string message = Message();
  ASSERT_TRUE(ReadsAsMessage(message));
  for (std::size_t size = 0; size < message.size(); ++size) {
    // A copy of exactly this size lets AddressSanitizer see a read beyond it.
    const std::vector<char> cut(message.begin(), message.begin() + size);
    EXPECT_FALSE(ReadsAsMessage({cut.data(), cut.size()})) << size;
  }
}

TEST(CodingTest, TrailingBytesAreNotTheEnd) {
  EXPECT_FALSE(ReadsAsMessage(Message() + '\0'));
}

TEST(CodingTest, NoSingleByteChangeReadsOutside) {
  const std::string message = Message();
  for (std::size_t at = 0; at < message.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::vector<char> changed(message.begin(), message.end());
      changed[at] = static_cast<char>(value);
      ByteReader reader({changed.data(), changed.size()});
      while (reader.ok() && reader.remaining() > 0) reader.Bytes();
      EXPECT_LE(reader.remaining(), changed.size());
      (void)ReadsAsMessage({changed.data(), changed.size()});
    }
  }
}

TEST(CodingTest, RandomBytesNeverReadOutside) {
  std::mt19937 rng(support::Seed(2));
  for (int round = 0; round < 2000; ++round) {
    const std::string random = support::RandomBytes(rng, 1 + round % 64);
    const std::vector<char> bytes(random.begin(), random.end());
    (void)ReadsAsMessage({bytes.data(), bytes.size()});
    ByteReader reader({bytes.data(), bytes.size()});
    while (reader.ok() && reader.remaining() > 0) reader.SignedVarint();
  }
}

struct MalformedVarint {
  const char* name;
  std::string_view bytes;
};

class MalformedVarintTest : public ::testing::TestWithParam<MalformedVarint> {};

TEST_P(MalformedVarintTest, IsZeroAndNotOk) {
  ByteReader reader(GetParam().bytes);
  EXPECT_EQ(0u, reader.Varint());
  EXPECT_FALSE(reader.ok());
  ByteReader as_signed(GetParam().bytes);
  EXPECT_EQ(0, as_signed.SignedVarint());
  EXPECT_FALSE(as_signed.ok());
  ByteReader as_bytes(GetParam().bytes);
  EXPECT_EQ("", as_bytes.Bytes());
  EXPECT_FALSE(as_bytes.ok());
}

INSTANTIATE_TEST_SUITE_P(
    Coding, MalformedVarintTest,
    ::testing::ValuesIn(std::vector<MalformedVarint>{
        {"Empty", ""sv},
        {"NoLastByte", "\x80"sv},
        {"NineWithoutLast", "\xff\xff\xff\xff\xff\xff\xff\xff\xff"sv},
        {"SixtyFifthBit", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\2"sv},
        {"ElevenBytes", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\1"sv},
    }),
    [](const auto& row) { return row.param.name; });

TEST(CodingTest, LengthBeyondTheEndIsNotBelieved) {
  for (const std::uint64_t claimed :
       {std::uint64_t{4}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
    ByteWriter writer;
    writer.Varint(claimed);
    const std::string bytes = writer.Take() + "abc";
    ByteReader reader(bytes);
    EXPECT_EQ("", reader.Bytes()) << claimed;
    EXPECT_FALSE(reader.ok()) << claimed;
  }
}

TEST(CodingTest, AnErrorStays) {
  ByteReader reader("\1\2\3");
  EXPECT_EQ(0u, reader.U32());
  EXPECT_FALSE(reader.ok());
  // There are bytes for these, but nothing after an error can be trusted.
  EXPECT_EQ(0, reader.U8());
  EXPECT_EQ(0u, reader.Varint());
  EXPECT_EQ(0, reader.SignedVarint());
  EXPECT_EQ("", reader.Bytes());
  EXPECT_EQ(0.0F, reader.F32());
  EXPECT_EQ(0.0, reader.F64());
  EXPECT_EQ(0u, reader.U64());
  EXPECT_FALSE(reader.AtEnd());
}

}  // namespace
}  // namespace rescan
