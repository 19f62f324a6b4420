#include "engine/ocr/line_images.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <random>
#include <string>
#include <thread>

#include "engine/image/pix_ptr.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

PixPtr RandomPix(int width, int height, int depth) {
  std::mt19937 rng(support::Seed(3));
  PixPtr pix(pixCreate(width, height, depth));
  const std::uint64_t values = std::uint64_t{1} << depth;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      pixSetPixel(pix.get(), x, y,
                  static_cast<l_uint32>(rng() % values) | (depth == 32));
    }
  }
  pixSetResolution(pix.get(), 299, 301);
  return pix;
}

std::string Written(PIX* pix) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(0, pixWriteMem(&data, &size, pix, IFF_PNG));
  std::string bytes(reinterpret_cast<const char*>(data), size);
  lept_free(data);
  return bytes;
}

PixPtr Read(const std::string& bytes) {
  return PixPtr(
      pixReadMem(reinterpret_cast<const l_uint8*>(bytes.data()), bytes.size()));
}

bool IsPng(const std::string& bytes) { return bytes.substr(1, 3) == "PNG"; }

TEST(LineImagesTest, PixelsComeBackBare) {
  const BareLineImages guard;
  for (const int depth : {1, 8, 32}) {
    const PixPtr pix = RandomPix(37, 11, depth);
    const std::string bytes = Written(pix.get());
    EXPECT_FALSE(IsPng(bytes));
    const PixPtr back = Read(bytes);
    ASSERT_NE(nullptr, back);
    l_int32 same = 0;
    pixEqual(pix.get(), back.get(), &same);
    EXPECT_EQ(1, same) << depth;
    EXPECT_EQ(299, pixGetXRes(back.get()));
    EXPECT_EQ(301, pixGetYRes(back.get()));
  }
}

TEST(LineImagesTest, OutsideItLeptonicaWritesAndReads) {
  const PixPtr pix = RandomPix(20, 10, 8);
  const std::string before = Written(pix.get());
  EXPECT_TRUE(IsPng(before));
  std::string within, elsewhere;
  {
    const BareLineImages outer;
    { const BareLineImages inner; }
    within = Written(pix.get());
    std::thread([&] { elsewhere = Written(pix.get()); }).join();
    // What Leptonica wrote is still its to read.
    EXPECT_NE(nullptr, Read(before));
  }
  EXPECT_FALSE(IsPng(within));
  EXPECT_TRUE(IsPng(elsewhere));
  EXPECT_EQ(before, Written(pix.get()));
  EXPECT_EQ(nullptr, Read(within));
}

TEST(LineImagesTest, DamagedBytesAreNoPicture) {
  const l_int32 severity = setMsgSeverity(L_SEVERITY_NONE);
  const BareLineImages guard;
  const std::string bytes = Written(RandomPix(9, 5, 8).get());
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_EQ(nullptr, Read(bytes.substr(0, size))) << size;
  }
  EXPECT_EQ(nullptr, Read(bytes + "x"));
  setMsgSeverity(severity);
}

}  // namespace
}  // namespace rescan
