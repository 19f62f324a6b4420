// Small pictures in every kind of file that the image layer reads, made by the
// codecs themselves, and the means to turn, damage and inspect them.
#ifndef RESCAN_TESTS_SUPPORT_IMAGE_FILES_H_
#define RESCAN_TESTS_SUPPORT_IMAGE_FILES_H_

#include <array>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace rescan::testing {

// A picture of 8-bit samples, R G B A, rows top to bottom.
struct RawPicture {
  int width = 0, height = 0;
  std::vector<std::array<std::uint8_t, 4>> pixels;

  [[nodiscard]] const std::array<std::uint8_t, 4>& At(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) *
                      static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
  friend bool operator==(const RawPicture&, const RawPicture&) = default;
};

enum class Paint { kBlackWhite, kGrey, kColour, kTranslucent };
// No two rows or columns alike, so that no turn or shift goes unseen.
[[nodiscard]] RawPicture Paintings(Paint paint, int width, int height);

struct PictureFile {
  std::string name;  // of the kind: "png-rgb16-interlaced"
  std::string bytes;
  std::string mode;  // as ImageFacts::mode
  // What a reader should make of it, alpha blended on white; empty for lossy
  // kinds.
  RawPicture picture;
  // Leptonica's own reader reads it, to the same pixels.
  bool like_leptonica = true;

  friend void PrintTo(const PictureFile& file, std::ostream* out) {
    *out << file.name;
  }
};

// At least one file of every kind.
[[nodiscard]] std::vector<PictureFile> EveryKindOfPicture();

// PNG of `bits` 8 or 16; a 16-bit sample is the 8-bit one twice. `colour_type`
// as PNG counts: 0 grey (red is used), 2 RGB, 4 grey and alpha, 6 RGBA.
[[nodiscard]] std::string EncodePng(const RawPicture& picture, int bits,
                                    int colour_type, bool interlaced = false);
// A file of the format that `extension` names (png, jpg, tif, webp), lossless
// but for jpg, with orientation 1-8 stored the way the format does it.
[[nodiscard]] std::string EncodeOriented(const RawPicture& picture,
                                         const std::string& extension,
                                         int orientation, bool big_endian);
// CMYK of four inks a pixel = 255 - sample, or the samples as Adobe has them.
[[nodiscard]] std::string EncodeCmykJpeg(const RawPicture& inks, bool adobe);
[[nodiscard]] std::string EncodeGreyJpeg(const RawPicture& picture,
                                         bool progressive);

struct TiffKind {
  int bits = 8;
  int samples = 3;      // 1, 3 or 4
  int compression = 1;  // libtiff's number
  int photometric = 2;  // 1 grey, 2 RGB, 5 CMYK
  int orientation = 0;  // 0 = the tag is left out
  bool tiled = false;
  bool big_endian = false;
  bool big_tiff = false;
  int frames = 1;
};
[[nodiscard]] std::string EncodeTiff(const RawPicture& picture,
                                     const TiffKind& kind);

[[nodiscard]] inline std::span<const std::uint8_t> BytesOf(
    const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_IMAGE_FILES_H_
