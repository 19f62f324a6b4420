// The encoders that call a codec's library directly.
#include <png.h>
#include <tiffio.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
// jpeglib.h needs size_t and FILE before it.
#include <jpeglib.h>

#include "tests/support/image_files.h"

namespace rescan::testing {
namespace {

void Require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(what);
}

struct MemoryFile {
  std::string bytes;
  std::size_t pos = 0;

  static tmsize_t Read(thandle_t handle, void* to, tmsize_t size) {
    auto& self = *static_cast<MemoryFile*>(handle);
    const std::size_t n =
        std::min(static_cast<std::size_t>(size), self.bytes.size() - self.pos);
    std::memcpy(to, self.bytes.data() + self.pos, n);
    self.pos += n;
    return static_cast<tmsize_t>(n);
  }
  static tmsize_t Write(thandle_t handle, void* from, tmsize_t size) {
    auto& self = *static_cast<MemoryFile*>(handle);
    const auto n = static_cast<std::size_t>(size);
    self.bytes.resize(std::max(self.bytes.size(), self.pos + n));
    std::memcpy(self.bytes.data() + self.pos, from, n);
    self.pos += n;
    return size;
  }
  static toff_t Seek(thandle_t handle, toff_t offset, int whence) {
    auto& self = *static_cast<MemoryFile*>(handle);
    const std::size_t base = whence == SEEK_SET   ? 0
                             : whence == SEEK_CUR ? self.pos
                                                  : self.bytes.size();
    self.pos = base + offset;
    return self.pos;
  }
  static int Close(thandle_t) { return 0; }
  static toff_t Size(thandle_t handle) {
    return static_cast<MemoryFile*>(handle)->bytes.size();
  }
};

// Samples of one TIFF row (or one row of a tile), chunky.
std::string TiffRow(const RawPicture& picture, const TiffKind& kind, int y,
                    int from, int to) {
  std::string row;
  for (int x = from; x < to; ++x) {
    const bool inside = x < picture.width && y < picture.height;
    const std::array<std::uint8_t, 4> pixel =
        inside ? picture.At(x, y) : std::array<std::uint8_t, 4>{};
    for (int i = 0; i < kind.samples; ++i) {
      const std::uint8_t level = pixel[static_cast<std::size_t>(i)];
      row += static_cast<char>(level);
      if (kind.bits == 16) row += static_cast<char>(level);
    }
  }
  return row;
}

void WriteTiffPage(TIFF* tiff, const RawPicture& picture,
                   const TiffKind& kind) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, picture.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, picture.height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 96.0);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 96.0);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  if (kind.orientation != 0) {
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
  }
  if (kind.samples == 4 && kind.photometric == PHOTOMETRIC_RGB) {
    const std::uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
  }
  if (kind.tiled) {
    constexpr int kTile = 16;
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kTile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, kTile);
    for (int top = 0; top < picture.height; top += kTile) {
      for (int left = 0; left < picture.width; left += kTile) {
        std::string tile;
        for (int y = top; y < top + kTile; ++y) {
          tile += TiffRow(picture, kind, y, left, left + kTile);
        }
        Require(
            TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left),
                          static_cast<std::uint32_t>(top), 0, 0) >= 0,
            "TIFFWriteTile");
      }
    }
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 7);
    for (int y = 0; y < picture.height; ++y) {
      std::string row = TiffRow(picture, kind, y, 0, picture.width);
      Require(TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y),
                                0) == 1,
              "TIFFWriteScanline");
    }
  }
  Require(TIFFWriteDirectory(tiff) == 1, "TIFFWriteDirectory");
}

// `planes` samples a pixel, in the given colour space.
std::string ByLibjpeg(const RawPicture& picture, J_COLOR_SPACE space,
                      int planes, bool invert, bool progressive,
                      bool adobe_marker) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &data, &size);
  info.image_width = static_cast<JDIMENSION>(picture.width);
  info.image_height = static_cast<JDIMENSION>(picture.height);
  info.input_components = planes;
  info.in_color_space = space;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, 95, TRUE);
  info.write_Adobe_marker = adobe_marker ? TRUE : FALSE;
  if (progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  for (int y = 0; y < picture.height; ++y) {
    std::vector<JSAMPLE> row;
    for (int x = 0; x < picture.width; ++x) {
      for (int i = 0; i < planes; ++i) {
        const std::uint8_t level =
            picture.At(x, y)[static_cast<std::size_t>(i)];
        row.push_back(invert ? static_cast<JSAMPLE>(255 - level) : level);
      }
    }
    JSAMPROW pointer = row.data();
    jpeg_write_scanlines(&info, &pointer, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string bytes(reinterpret_cast<const char*>(data), size);
  std::free(data);
  return bytes;
}

}  // namespace

std::string EncodePng(const RawPicture& picture, int bits, int colour_type,
                      bool interlaced) {
  std::string bytes;
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &bytes,
      [](png_structp self, png_bytep data, png_size_t size) {
        static_cast<std::string*>(png_get_io_ptr(self))
            ->append(reinterpret_cast<const char*>(data), size);
      },
      nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), bits, colour_type,
               interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs(png, info, 3780, 3780, PNG_RESOLUTION_METER);
  std::vector<std::string> rows;
  for (int y = 0; y < picture.height; ++y) {
    std::string row;
    for (int x = 0; x < picture.width; ++x) {
      const auto& p = picture.At(x, y);
      const auto put = [&row, bits](std::uint8_t sample) {
        row.append(bits == 16 ? 2 : 1, static_cast<char>(sample));
      };
      put(p[0]);
      if ((colour_type & PNG_COLOR_MASK_COLOR) != 0) {
        put(p[1]);
        put(p[2]);
      }
      if ((colour_type & PNG_COLOR_MASK_ALPHA) != 0) put(p[3]);
    }
    rows.push_back(std::move(row));
  }
  std::vector<png_bytep> pointers;
  pointers.reserve(rows.size());
  for (std::string& row : rows) {
    pointers.push_back(reinterpret_cast<png_bytep>(row.data()));
  }
  png_set_rows(png, info, pointers.data());
  png_write_png(png, info, PNG_TRANSFORM_IDENTITY, nullptr);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

std::string EncodeTiff(const RawPicture& picture, const TiffKind& kind) {
  MemoryFile file;
  std::string mode = "w";
  if (kind.big_tiff) mode += '8';
  mode += kind.big_endian ? 'b' : 'l';
  TIFF* tiff = TIFFClientOpen(
      "test", mode.c_str(), &file, MemoryFile::Read, MemoryFile::Write,
      MemoryFile::Seek, MemoryFile::Close, MemoryFile::Size, nullptr, nullptr);
  Require(tiff != nullptr, "TIFFClientOpen");
  for (int i = 0; i < kind.frames; ++i) WriteTiffPage(tiff, picture, kind);
  TIFFClose(tiff);
  return file.bytes;
}

std::string EncodeCmykJpeg(const RawPicture& inks, bool adobe) {
  return ByLibjpeg(inks, JCS_CMYK, 4, !adobe, false, adobe);
}

std::string EncodeGreyJpeg(const RawPicture& picture, bool progressive) {
  return ByLibjpeg(picture, JCS_GRAYSCALE, 1, false, progressive, false);
}

}  // namespace rescan::testing
