#include "engine/image/format.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan {
namespace {

using namespace std::string_literals;

ImageFormat Sniff(const std::string& head) {
  return SniffFormat(
      {reinterpret_cast<const std::uint8_t*>(head.data()), head.size()});
}

struct Head {
  const char* name;
  std::string bytes;
  ImageFormat format;
};

const Head kHeads[] = {
    {"png", "\x89PNG\r\n\x1a\n....", ImageFormat::kPng},
    {"jpeg", "\xff\xd8\xff\xe0....", ImageFormat::kJpeg},
    {"jpeg_exif", "\xff\xd8\xff\xe1....", ImageFormat::kJpeg},
    {"tiff_le", "II*\0...."s, ImageFormat::kTiff},
    {"tiff_be", "MM\0*...."s, ImageFormat::kTiff},
    {"big_tiff_le", "II+\0\10\0\0\0"s, ImageFormat::kTiff},
    {"big_tiff_be", "MM\0+\0\10\0\0"s, ImageFormat::kTiff},
    {"webp", "RIFF....WEBPVP8 ", ImageFormat::kWebp},
    {"bmp", "BM............\x28\0\0\0"s, ImageFormat::kBmp},
    {"bmp_os2", "BM............\x0c\0\0\0"s, ImageFormat::kBmp},
    {"bmp_cut", "BM............\x28\0\0"s, ImageFormat::kUnknown},
    {"bmp_no_header", "BM............\0\0\0\0"s, ImageFormat::kUnknown},
    {"text_bm", "BMW 320d, first registered", ImageFormat::kUnknown},
    {"pnm", "P6\n1 1\n", ImageFormat::kPnm},
    {"pnm_one_line", "P1 30 20 0 1 1", ImageFormat::kPnm},
    {"pnm_comment", "P5#", ImageFormat::kPnm},
    {"pnm_comment_line", "P5\n# by hand\n3 4", ImageFormat::kPnm},
    {"pnm_comment_between", "P5\n3 # by hand\n4", ImageFormat::kPnm},
    {"pnm_blanks", "P5                      3 4", ImageFormat::kPnm},
    {"pnm_long_width", "P5 000000000000000000003 4", ImageFormat::kPnm},
    {"pam", "P7\nWIDTH 3\nHEIGHT 4\n", ImageFormat::kPnm},
    {"text_p3", "P3 holds the figures", ImageFormat::kUnknown},
    {"text_p1_number", "P1 2nd draft", ImageFormat::kUnknown},
    {"text_p1_numbered", "P1 2 copies", ImageFormat::kUnknown},
    {"text_p7", "P7\nWIDE open", ImageFormat::kUnknown},
    {"empty", "", ImageFormat::kUnknown},
    {"one_byte", "B", ImageFormat::kUnknown},
    {"png_cut", "\x89PNG\r\n\x1a", ImageFormat::kUnknown},
    {"riff_sound", "RIFF....WAVEfmt ", ImageFormat::kUnknown},
    {"text_p", "P1ease", ImageFormat::kUnknown},
    {"text_p8", "P8\n", ImageFormat::kUnknown},
    {"gif", "GIF89a....", ImageFormat::kUnknown},
    {"pdf", "%PDF-1.7", ImageFormat::kUnknown},
};

TEST(FormatTest, ToldByContent) {
  for (const Head& head : kHeads) {
    EXPECT_EQ(head.format, Sniff(head.bytes)) << head.name;
    // No more bytes than promised are needed.
    EXPECT_EQ(head.format, Sniff(head.bytes.substr(0, kSniffBytes)))
        << head.name;
  }
}

TEST(FormatTest, Names) {
  EXPECT_EQ("PNG", FormatName(ImageFormat::kPng));
  EXPECT_EQ("JPEG", FormatName(ImageFormat::kJpeg));
  EXPECT_EQ("TIFF", FormatName(ImageFormat::kTiff));
  EXPECT_EQ("WEBP", FormatName(ImageFormat::kWebp));
  EXPECT_EQ("BMP", FormatName(ImageFormat::kBmp));
  EXPECT_EQ("PNM", FormatName(ImageFormat::kPnm));
  EXPECT_EQ("UNKNOWN", FormatName(ImageFormat::kUnknown));
}

TEST(FormatTest, Extensions) {
  for (const char* path :
       {"a.png", "a.jpg", "a.jpeg", "a.jpe", "a.tif", "a.tiff", "a.webp",
        "a.bmp", "a.pnm", "a.pbm", "a.pgm", "a.ppm", "/x.d/A.PNG", "b.JpEg",
        "a b\n.tif", ".png", "x.txt.png"}) {
    EXPECT_TRUE(HasImageExtension(path)) << path;
  }
  for (const char* path : {"", "png", "a.pn", "a.pngx", "a.txt", "a.png/b",
                           "a.gif", "a.png.", "a.png ", "jpg/"}) {
    EXPECT_FALSE(HasImageExtension(path)) << path;
  }
}

}  // namespace
}  // namespace rescan
