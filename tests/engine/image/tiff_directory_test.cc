#include "engine/image/tiff_directory.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/image/header.h"
#include "tests/support/image_files.h"

namespace rescan {
namespace {

using testing::BytesOf;

// Little-endian TIFF put together by hand.
class TiffBytes {
 public:
  TiffBytes& Put(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
      text_ += static_cast<char>(value >> (8 * i));
    }
    return *this;
  }
  TiffBytes& Head(std::uint32_t first) {
    text_ += "II";
    return Put(42, 2).Put(first, 4);
  }
  TiffBytes& Entry(std::uint16_t tag, std::uint16_t type, std::uint32_t count,
                   std::uint32_t value) {
    return Put(tag, 2).Put(type, 2).Put(count, 4).Put(value, 4);
  }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const {
    return BytesOf(text_);
  }
  [[nodiscard]] std::string text() const { return text_; }

 private:
  std::string text_;
};

TEST(TiffDirectoryTest, OrientationAndResolution) {
  TiffBytes tiff;
  tiff.Head(8).Put(4, 2);
  tiff.Entry(kTiffOrientation, 3, 1, 6);
  tiff.Entry(kTiffXResolution, 5, 1, 62);
  tiff.Entry(kTiffYResolution, 5, 1, 70);
  tiff.Entry(kTiffResolutionUnit, 3, 1, 3);
  tiff.Put(0, 4);
  tiff.Put(118, 4).Put(1, 4).Put(237, 4).Put(2, 4);
  const ExifFacts facts = ParseExif(tiff.bytes());
  EXPECT_EQ(6, facts.orientation);
  EXPECT_NEAR(299.72, facts.dpi_x, 0.001);
  EXPECT_NEAR(300.99, facts.dpi_y, 0.001);
}

TEST(TiffDirectoryTest, NonsenseLeavesTheDefaults) {
  for (const std::uint32_t value : {0u, 9u, 65535u}) {
    TiffBytes tiff;
    tiff.Head(8).Put(1, 2).Entry(kTiffOrientation, 3, 1, value).Put(0, 4);
    EXPECT_EQ(1, ParseExif(tiff.bytes()).orientation);
  }
  TiffBytes zero_denominator;
  zero_denominator.Head(8).Put(1, 2).Entry(kTiffXResolution, 5, 1, 26);
  zero_denominator.Put(0, 4).Put(300, 4).Put(0, 4);
  EXPECT_EQ(0, ParseExif(zero_denominator.bytes()).dpi_x);
  EXPECT_EQ(1, ParseExif(BytesOf("")).orientation);
  EXPECT_EQ(1, ParseExif(BytesOf("Exif")).orientation);
}

TEST(TiffDirectoryTest, CutAnywhereIsSafe) {
  TiffBytes tiff;
  tiff.Head(8).Put(2, 2);
  tiff.Entry(kTiffOrientation, 3, 1, 6);
  tiff.Entry(kTiffXResolution, 5, 1, 38);
  tiff.Put(0, 4).Put(300, 4).Put(1, 4);
  const std::string whole = tiff.text();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    // A copy of its own, so that a read past the end is seen.
    const std::string part = whole.substr(0, size);
    const ExifFacts facts = ParseExif(BytesOf(part));
    EXPECT_EQ(size >= 22 ? 6 : 1, facts.orientation) << size;
    EXPECT_EQ(0, facts.dpi_x) << size;
  }
  EXPECT_EQ(300, ParseExif(BytesOf(whole)).dpi_x);
}

TEST(TiffDirectoryTest, HostileCountsAndOffsets) {
  for (const std::uint32_t count : {0x7fffffffu, 0xffffffffu, 0x20000000u}) {
    TiffBytes tiff;
    tiff.Head(8).Put(1, 2).Entry(kTiffXResolution, 5, count, 8).Put(0, 4);
    const TiffReader reader(tiff.bytes());
    const auto directory = reader.Read(reader.first());
    ASSERT_TRUE(directory.has_value());
    EXPECT_TRUE(directory->cut);
    EXPECT_TRUE(directory->entries.empty());
  }
  TiffBytes many;
  many.Head(8).Put(0xffff, 2);
  const TiffReader reader(many.bytes());
  EXPECT_TRUE(reader.Read(8)->cut);
  EXPECT_FALSE(reader.Next(8).has_value());
  EXPECT_FALSE(reader.Read(0xffffffffffffffff).has_value());
  EXPECT_FALSE(reader.Next(0xffffffffffffffff).has_value());
}

// BigTIFF carries 64-bit counts: their products must not wrap around.
TEST(TiffDirectoryTest, HostileBigTiff) {
  for (const std::uint64_t count :
       {std::uint64_t{1} << 61, (std::uint64_t{1} << 61) + 1, ~std::uint64_t{0},
        ~std::uint64_t{0} / 20 + 1}) {
    TiffBytes tiff;
    tiff.Put('I', 1).Put('I', 1).Put(43, 2).Put(8, 2).Put(0, 2).Put(16, 8);
    tiff.Put(count, 8);
    const TiffReader as_count(tiff.bytes());
    EXPECT_FALSE(as_count.Next(16).has_value());
    EXPECT_TRUE(as_count.Read(16)->cut);

    TiffBytes entry;
    entry.Put('I', 1).Put('I', 1).Put(43, 2).Put(8, 2).Put(0, 2).Put(16, 8);
    entry.Put(1, 8).Put(kTiffXResolution, 2).Put(5, 2).Put(count, 8);
    entry.Put(16, 8).Put(0, 8);
    EXPECT_TRUE(TiffReader(entry.bytes()).Read(16)->cut);
  }
}

testing::RawPicture Drawn() {
  return testing::Paintings(testing::Paint::kColour, 16, 8);
}

TEST(TiffFramesTest, AreCounted) {
  for (const int frames : {1, 2, 20}) {
    for (const bool big : {false, true}) {
      testing::TiffKind kind;
      kind.frames = frames;
      kind.big_tiff = big;
      const std::string bytes = testing::EncodeTiff(Drawn(), kind);
      const auto header = ReadTiffHeader(BytesOf(bytes));
      ASSERT_TRUE(header.has_value()) << header.error().message;
      EXPECT_EQ(frames, header->frame_count);
    }
  }
}

// A picture without data for chains: 8 x 1 pixels of 1 bit in one byte.
std::string ChainOf(int pictures, bool closed) {
  constexpr std::uint32_t kDirectory = 2 + 6 * 12 + 4;
  TiffBytes tiff;
  tiff.Head(8);
  for (int i = 0; i < pictures; ++i) {
    const auto at = static_cast<std::uint32_t>(8 + i * kDirectory);
    tiff.Put(6, 2);
    tiff.Entry(256, 3, 1, 8).Entry(257, 3, 1, 1).Entry(262, 3, 1, 1);
    tiff.Entry(273, 4, 1, 4).Entry(278, 3, 1, 1).Entry(279, 4, 1, 1);
    const bool last = i == pictures - 1;
    tiff.Put(last ? (closed ? 8 : 0) : at + kDirectory, 4);
  }
  return tiff.text();
}

TEST(TiffFramesTest, ALoopEndsWithAWarning) {
  const auto open = ReadTiffHeader(BytesOf(ChainOf(3, false)));
  ASSERT_TRUE(open.has_value()) << open.error().message;
  EXPECT_EQ(3, open->frame_count);
  EXPECT_TRUE(open->warnings.empty());
  const std::string closed = ChainOf(3, true);
  const auto loop = ReadTiffHeader(BytesOf(closed));
  ASSERT_TRUE(loop.has_value()) << loop.error().message;
  EXPECT_EQ(3, loop->frame_count);
  EXPECT_EQ(1u, loop->warnings.size());
}

TEST(TiffFramesTest, CountingIsBounded) {
  const auto header = ReadTiffHeader(BytesOf(ChainOf(150'000, false)));
  ASSERT_TRUE(header.has_value()) << header.error().message;
  EXPECT_EQ(100'000, header->frame_count);
}

TEST(TiffFramesTest, ACutOffLaterPictureIsCorruption) {
  std::string chain = ChainOf(3, false);
  chain.resize(chain.size() - 30);
  const auto header = ReadTiffHeader(BytesOf(chain));
  ASSERT_FALSE(header.has_value());
  EXPECT_EQ(ErrorCode::kCorruption, header.error().code);
}

}  // namespace
}  // namespace rescan
