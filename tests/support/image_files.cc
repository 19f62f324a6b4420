#include "tests/support/image_files.h"

#include <leptonica/allheaders.h>

#include <memory>
#include <stdexcept>

#include "tests/support/crc32.h"

namespace rescan::testing {
namespace {

void Require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(what);
}

struct PixDestroyer {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using Picture = std::unique_ptr<PIX, PixDestroyer>;

std::uint8_t Blend(std::uint8_t level, std::uint8_t alpha) {
  // Leptonica's arithmetic, in floating point and cut off.
  const float share = static_cast<float>(alpha) / 255.0f;
  return static_cast<std::uint8_t>((1. - share) * 255 + share * level);
}

// As libtiff hands it out: multiplied by alpha, and so in whole levels twice.
RawPicture PremultipliedOnWhite(RawPicture picture) {
  for (auto& pixel : picture.pixels) {
    const unsigned alpha = pixel[3];
    for (std::size_t i = 0; i < 3; ++i) {
      const unsigned level = (pixel[i] * alpha + 127) / 255;
      pixel[i] = static_cast<std::uint8_t>(level + 255 - alpha);
    }
    pixel[3] = 255;
  }
  return picture;
}

RawPicture OnWhite(RawPicture picture) {
  for (auto& pixel : picture.pixels) {
    const std::uint8_t alpha = pixel[3];
    for (std::size_t i = 0; i < 3; ++i) {
      if (alpha == 0) pixel[i] = 255;
      if (alpha != 0 && alpha != 255) pixel[i] = Blend(pixel[i], alpha);
    }
    pixel[3] = 255;
  }
  return picture;
}

Picture ColourPix(const RawPicture& picture) {
  Picture pix(pixCreate(picture.width, picture.height, 32));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const auto& p = picture.At(x, y);
      pixSetRGBPixel(pix.get(), x, y, p[0], p[1], p[2]);
    }
  }
  pixSetResolution(pix.get(), 96, 96);
  return pix;
}

Picture GreyPix(const RawPicture& picture, int bits) {
  Picture pix(pixCreate(picture.width, picture.height, bits));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const unsigned level = picture.At(x, y)[0];
      const unsigned value = bits == 1    ? (level == 0 ? 1 : 0)
                             : bits == 16 ? level * 257
                                          : level >> (8 - bits);
      pixSetPixel(pix.get(), x, y, value);
    }
  }
  pixSetResolution(pix.get(), 96, 96);
  return pix;
}

// The levels that `bits` bits can hold, stretched to 0..255.
RawPicture Reduced(RawPicture picture, int bits) {
  const unsigned most = (1u << bits) - 1;
  for (auto& pixel : picture.pixels) {
    for (std::size_t i = 0; i < 3; ++i) {
      const unsigned level = pixel[i] >> (8 - bits);
      pixel[i] = static_cast<std::uint8_t>(level * 255 / most);
    }
  }
  return picture;
}

std::string Taken(l_uint8* data, std::size_t size) {
  Require(data != nullptr, "the encoder gave nothing");
  std::string bytes(reinterpret_cast<const char*>(data), size);
  lept_free(data);
  return bytes;
}

std::string ByLeptonica(const Picture& pix, int format) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  Require(pixWriteMem(&data, &size, pix.get(), format) == 0, "pixWriteMem");
  return Taken(data, size);
}

std::string WebpOf(const Picture& pix, int quality, bool lossless) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  Require(pixWriteMemWebP(&data, &size, pix.get(), quality, lossless) == 0,
          "pixWriteMemWebP");
  return Taken(data, size);
}

std::string JpegOf(const Picture& pix, bool progressive) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  Require(pixWriteMemJpeg(&data, &size, pix.get(), 90, progressive) == 0,
          "pixWriteMemJpeg");
  return Taken(data, size);
}

void AppendBe(std::string& out, std::uint32_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) {
    out += static_cast<char>(value >> (8 * i));
  }
}
void AppendLe(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

// One directory with the orientation alone.
std::string ExifBlock(int orientation, bool big_endian) {
  std::string block = big_endian ? "MM" : "II";
  const auto put = [&](std::uint32_t value, int bytes) {
    big_endian ? AppendBe(block, value, bytes) : AppendLe(block, value, bytes);
  };
  put(42, 2);
  put(8, 4);
  put(1, 2);
  put(274, 2);
  put(3, 2);
  put(1, 4);
  put(static_cast<std::uint32_t>(orientation), 2);
  put(0, 2);
  put(0, 4);
  return block;
}

std::string PngWithExif(const std::string& png, const std::string& block) {
  constexpr std::size_t kAfterHeader = 8 + 25;
  std::string chunk;
  AppendBe(chunk, static_cast<std::uint32_t>(block.size()), 4);
  chunk += "eXIf" + block;
  AppendBe(chunk, Crc32("eXIf" + block), 4);
  return png.substr(0, kAfterHeader) + chunk + png.substr(kAfterHeader);
}

std::string JpegWithExif(const std::string& jpeg, const std::string& block) {
  const std::string data = std::string("Exif\0\0", 6) + block;
  std::string segment = "\xff\xe1";
  AppendBe(segment, static_cast<std::uint32_t>(data.size() + 2), 2);
  return jpeg.substr(0, 2) + segment + data + jpeg.substr(2);
}

std::string WebpWithExif(const std::string& webp, const RawPicture& picture,
                         const std::string& block) {
  std::string body = "WEBPVP8X";
  AppendLe(body, 10, 4);
  AppendLe(body, 0x08, 4);  // has EXIF
  AppendLe(body, static_cast<std::uint32_t>(picture.width - 1), 3);
  AppendLe(body, static_cast<std::uint32_t>(picture.height - 1), 3);
  body += webp.substr(12);
  body += "EXIF";
  AppendLe(body, static_cast<std::uint32_t>(block.size()), 4);
  body += block + std::string(block.size() % 2, '\0');
  std::string file = "RIFF";
  AppendLe(file, static_cast<std::uint32_t>(body.size()), 4);
  return file + body;
}

std::string PlainPnm(const RawPicture& picture, char kind, int most) {
  std::string text = std::string("P") + kind + "\n# a comment\n" +
                     std::to_string(picture.width) + " " +
                     std::to_string(picture.height) + "\n";
  if (kind != '1') text += std::to_string(most) + "\n";
  for (const auto& pixel : picture.pixels) {
    if (kind == '1') text += pixel[0] == 0 ? "1 " : "0 ";
    if (kind == '2') text += std::to_string(pixel[0]) + "\n";
    if (kind == '3') {
      for (std::size_t i = 0; i < 3; ++i) {
        text += std::to_string(pixel[i]) + " ";
      }
    }
  }
  return text;
}

// A Windows bitmap with a header of `info_size` bytes, rows bottom up.
std::string EncodeBmp(const RawPicture& picture, int bits,
                      std::uint32_t info_size) {
  const auto width = static_cast<std::uint32_t>(picture.width);
  const auto height = static_cast<std::uint32_t>(picture.height);
  const bool fields = info_size > 40;
  std::string file = "BM";
  AppendLe(file, 0, 4);
  AppendLe(file, 0, 4);
  AppendLe(file, 14 + info_size, 4);
  AppendLe(file, info_size, 4);
  AppendLe(file, width, 4);
  AppendLe(file, height, 4);
  AppendLe(file, 1, 2);
  AppendLe(file, static_cast<std::uint32_t>(bits), 2);
  AppendLe(file, fields ? 3 : 0, 4);
  AppendLe(file, 0, 4);
  AppendLe(file, 3780, 4);
  AppendLe(file, 3780, 4);
  AppendLe(file, 0, 4);
  AppendLe(file, 0, 4);
  if (fields) {
    AppendLe(file, 0x00ff0000, 4);
    AppendLe(file, 0x0000ff00, 4);
    AppendLe(file, 0x000000ff, 4);
    file.resize(14 + info_size, '\0');
  }
  for (int y = picture.height - 1; y >= 0; --y) {
    std::string row;
    for (int x = 0; x < picture.width; ++x) {
      const auto& p = picture.At(x, y);
      for (const std::size_t i : {2, 1, 0}) row += static_cast<char>(p[i]);
      if (bits == 32) row += '\0';
    }
    row.resize((row.size() + 3) / 4 * 4, '\0');
    file += row;
  }
  return file;
}

// 8-bit run-length coded grey: one run a pixel.
std::string EncodeRleBmp(const RawPicture& picture) {
  std::string data;
  for (int y = picture.height - 1; y >= 0; --y) {
    for (int x = 0; x < picture.width; ++x) {
      data += '\1';
      data += static_cast<char>(picture.At(x, y)[0]);
    }
    data += std::string("\0\0", 2);
  }
  data += std::string("\0\1", 2);
  std::string file = "BM";
  AppendLe(file, 0, 4);
  AppendLe(file, 0, 4);
  AppendLe(file, 14 + 40 + 1024, 4);
  AppendLe(file, 40, 4);
  AppendLe(file, static_cast<std::uint32_t>(picture.width), 4);
  AppendLe(file, static_cast<std::uint32_t>(picture.height), 4);
  AppendLe(file, 1, 2);
  AppendLe(file, 8, 2);
  AppendLe(file, 1, 4);
  for (int i = 0; i < 5; ++i) AppendLe(file, 0, 4);
  for (std::uint32_t level = 0; level < 256; ++level) {
    AppendLe(file, level * 0x010101, 4);
  }
  return file + data;
}

void AddPngs(std::vector<PictureFile>& files, const RawPicture& bits,
             const RawPicture& grey, const RawPicture& colour,
             const RawPicture& alpha) {
  files.push_back({"png-1", ByLeptonica(GreyPix(bits, 1), IFF_PNG), "1", bits});
  for (const int depth : {2, 4}) {
    files.push_back({"png-grey" + std::to_string(depth),
                     ByLeptonica(GreyPix(grey, depth), IFF_PNG), "L",
                     Reduced(grey, depth)});
  }
  files.push_back({"png-grey8", EncodePng(grey, 8, 0), "L", grey});
  files.push_back({"png-grey16", EncodePng(grey, 16, 0), "I;16", grey});
  files.push_back({"png-rgb8", EncodePng(colour, 8, 2), "RGB", colour});
  files.push_back({"png-rgb16", EncodePng(colour, 16, 2), "RGB;16", colour});
  files.push_back({"png-rgb8-neutral", EncodePng(grey, 8, 2), "RGB", grey});
  files.push_back(
      {"png-rgb8-interlaced", EncodePng(colour, 8, 2, true), "RGB", colour});
  files.push_back(
      {"png-rgba8", EncodePng(alpha, 8, 6), "RGBA", OnWhite(alpha), false});
  files.push_back(
      {"png-rgba8-opaque", EncodePng(colour, 8, 6), "RGBA", colour});
  files.push_back({"png-rgba16", EncodePng(alpha, 16, 6), "RGBA;16",
                   OnWhite(alpha), false});
  files.push_back({"png-rgba8-interlaced", EncodePng(alpha, 8, 6, true), "RGBA",
                   OnWhite(alpha), false});
  RawPicture veil = grey;
  for (std::size_t i = 0; i < veil.pixels.size(); ++i) {
    veil.pixels[i][3] = alpha.pixels[i][3];
  }
  files.push_back(
      {"png-la8", EncodePng(veil, 8, 4), "LA", OnWhite(veil), false});
  const Picture palette(
      pixOctreeQuantNumColors(ColourPix(colour).get(), 16, 0));
  files.push_back({"png-palette",
                   ByLeptonica(Picture(pixClone(palette.get())), IFF_PNG),
                   "P",
                   {}});
}

void AddTiffs(std::vector<PictureFile>& files, const RawPicture& bits,
              const RawPicture& grey, const RawPicture& colour,
              const RawPicture& alpha) {
  files.push_back(
      {"tif-g4", ByLeptonica(GreyPix(bits, 1), IFF_TIFF_G4), "1", bits});
  files.push_back({"tif-1-packbits",
                   ByLeptonica(GreyPix(bits, 1), IFF_TIFF_PACKBITS), "1",
                   bits});
  files.push_back({"tif-grey8-lzw", ByLeptonica(GreyPix(grey, 8), IFF_TIFF_LZW),
                   "L", grey});
  files.push_back({"tif-rgb8-zip", ByLeptonica(ColourPix(colour), IFF_TIFF_ZIP),
                   "RGB", colour});
  files.push_back({"tif-rgb8-jpeg",
                   ByLeptonica(ColourPix(colour), IFF_TIFF_JPEG),
                   "RGB",
                   {}});
  TiffKind kind;
  files.push_back({"tif-rgb8", EncodeTiff(colour, kind), "RGB", colour});
  kind.big_endian = true;
  files.push_back({"tif-rgb8-be", EncodeTiff(colour, kind), "RGB", colour});
  kind = TiffKind();
  kind.big_tiff = true;
  files.push_back(
      {"tif-rgb8-big", EncodeTiff(colour, kind), "RGB", colour, false});
  kind = TiffKind();
  kind.tiled = true;
  files.push_back(
      {"tif-rgb8-tiled", EncodeTiff(colour, kind), "RGB", colour, false});
  kind = TiffKind();
  kind.bits = 16;
  files.push_back(
      {"tif-rgb16", EncodeTiff(colour, kind), "RGB;16", colour, false});
  kind.samples = 1;
  kind.photometric = 1;
  files.push_back({"tif-grey16", EncodeTiff(grey, kind), "I;16", grey, false});
  kind = TiffKind();
  kind.samples = 4;
  files.push_back({"tif-rgba8", EncodeTiff(alpha, kind), "RGBA",
                   PremultipliedOnWhite(alpha), false});
  kind.photometric = 5;
  files.push_back({"tif-cmyk", EncodeTiff(alpha, kind), "CMYK", {}, false});
}

void AddOthers(std::vector<PictureFile>& files, const RawPicture& bits,
               const RawPicture& grey, const RawPicture& colour) {
  files.push_back({"jpg-grey", EncodeGreyJpeg(grey, false), "L", {}});
  files.push_back({"jpg-rgb", JpegOf(ColourPix(colour), false), "RGB", {}});
  files.push_back(
      {"jpg-rgb-neutral", JpegOf(ColourPix(grey), false), "RGB", {}});
  files.push_back(
      {"jpg-rgb-progressive", JpegOf(ColourPix(colour), true), "RGB", {}});
  files.push_back({"jpg-cmyk-adobe", EncodeCmykJpeg(colour, true), "CMYK", {}});
  files.push_back(
      {"webp-lossless", WebpOf(ColourPix(colour), 100, true), "RGB", colour});
  files.push_back(
      {"webp-lossy", WebpOf(ColourPix(colour), 80, false), "RGB", {}});
  files.push_back({"bmp-1", ByLeptonica(GreyPix(bits, 1), IFF_BMP), "1", bits});
  files.push_back({"bmp-8", ByLeptonica(GreyPix(grey, 8), IFF_BMP), "P", grey});
  files.push_back({"bmp-24", EncodeBmp(colour, 24, 40), "RGB", colour});
  files.push_back({"bmp-32", EncodeBmp(colour, 32, 40), "RGB", colour, false});
  files.push_back(
      {"bmp-32-v4", EncodeBmp(colour, 32, 108), "RGB", colour, false});
  files.push_back({"bmp-rle8", EncodeRleBmp(grey), "P", grey, false});
  files.push_back({"pnm-p1", PlainPnm(bits, '1', 1), "1", bits});
  files.push_back({"pnm-p2", PlainPnm(grey, '2', 255), "L", grey});
  files.push_back({"pnm-p3", PlainPnm(colour, '3', 255), "RGB", colour});
  files.push_back(
      {"pnm-p4", ByLeptonica(GreyPix(bits, 1), IFF_PNM), "1", bits});
  files.push_back(
      {"pnm-p5", ByLeptonica(GreyPix(grey, 8), IFF_PNM), "L", grey});
  files.push_back({"pnm-p5-16", ByLeptonica(GreyPix(grey, 16), IFF_PNM), "I;16",
                   grey, false});
  files.push_back(
      {"pnm-p6", ByLeptonica(ColourPix(colour), IFF_PNM), "RGB", colour});
}

}  // namespace

RawPicture Paintings(Paint paint, int width, int height) {
  RawPicture picture{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto level = static_cast<std::uint8_t>((x * 7 + y * 13) % 256);
      const auto other = static_cast<std::uint8_t>((x * 3 + y * y) % 256);
      switch (paint) {
        case Paint::kBlackWhite: {
          const std::uint8_t ink = (x * x + 3 * y) % 5 < 2 ? 0 : 255;
          picture.pixels.push_back({ink, ink, ink, 255});
          break;
        }
        case Paint::kGrey:
          picture.pixels.push_back({level, level, level, 255});
          break;
        case Paint::kColour:
          picture.pixels.push_back(
              {level, other, static_cast<std::uint8_t>(255 - level), 255});
          break;
        case Paint::kTranslucent:
          picture.pixels.push_back(
              {level, other, static_cast<std::uint8_t>(255 - level),
               static_cast<std::uint8_t>(x % 3 == 0   ? 0
                                         : x % 3 == 1 ? 255
                                                      : other)});
          break;
      }
    }
  }
  return picture;
}

std::string EncodeOriented(const RawPicture& picture,
                           const std::string& extension, int orientation,
                           bool big_endian) {
  const std::string block = ExifBlock(orientation, big_endian);
  if (extension == "png") {
    return PngWithExif(EncodePng(picture, 8, 2), block);
  }
  if (extension == "jpg") {
    return JpegWithExif(JpegOf(ColourPix(picture), false), block);
  }
  if (extension == "webp") {
    return WebpWithExif(WebpOf(ColourPix(picture), 100, true), picture, block);
  }
  TiffKind kind;
  kind.orientation = orientation;
  kind.big_endian = big_endian;
  return EncodeTiff(picture, kind);
}

std::vector<PictureFile> EveryKindOfPicture() {
  constexpr int kWidth = 37;
  constexpr int kHeight = 23;
  const RawPicture bits = Paintings(Paint::kBlackWhite, kWidth, kHeight);
  const RawPicture grey = Paintings(Paint::kGrey, kWidth, kHeight);
  const RawPicture colour = Paintings(Paint::kColour, kWidth, kHeight);
  const RawPicture alpha = Paintings(Paint::kTranslucent, kWidth, kHeight);
  std::vector<PictureFile> files;
  AddPngs(files, bits, grey, colour, alpha);
  AddTiffs(files, bits, grey, colour, alpha);
  AddOthers(files, bits, grey, colour);
  return files;
}

}  // namespace rescan::testing
