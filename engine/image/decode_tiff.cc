#include <leptonica/allheaders.h>
#include <tiffio.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <memory>

#include "engine/image/decode.h"
#include "engine/image/library_messages.h"
#include "engine/image/row_sink.h"

namespace rescan {
namespace {

// A TIFF in memory as libtiff reads it.
class TiffSource {
 public:
  explicit TiffSource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  static tmsize_t Read(thandle_t handle, void* to, tmsize_t size) {
    auto& self = *static_cast<TiffSource*>(handle);
    if (size <= 0 || self.pos_ >= self.bytes_.size()) return 0;
    const std::size_t n = std::min(static_cast<std::size_t>(size),
                                   self.bytes_.size() - self.pos_);
    std::memcpy(to, self.bytes_.data() + self.pos_, n);
    self.pos_ += n;
    return static_cast<tmsize_t>(n);
  }
  static tmsize_t Write(thandle_t, void*, tmsize_t) { return -1; }
  static toff_t Seek(thandle_t handle, toff_t offset, int whence) {
    auto& self = *static_cast<TiffSource*>(handle);
    const std::size_t base = whence == SEEK_SET   ? 0
                             : whence == SEEK_CUR ? self.pos_
                                                  : self.bytes_.size();
    self.pos_ = base + static_cast<std::size_t>(offset);
    return self.pos_;
  }
  static int Close(thandle_t) { return 0; }
  static toff_t Size(thandle_t handle) {
    return static_cast<TiffSource*>(handle)->bytes_.size();
  }
  // Spares libtiff copies. It needs this besides: without it libtiff 4.5.0
  // refuses uncompressed tiles whose size is no multiple of 1024.
  static int Map(thandle_t handle, void** base, toff_t* size) {
    auto& self = *static_cast<TiffSource*>(handle);
    *base = const_cast<std::uint8_t*>(self.bytes_.data());
    *size = self.bytes_.size();
    return 1;
  }
  static void Unmap(thandle_t, void*, toff_t) {}

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t pos_ = 0;
};

struct TiffCloser {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

// A pixel of libtiff (A B G R from the high byte on, colour already multiplied
// by alpha) on white, as Leptonica's word.
std::uint32_t OnWhite(std::uint32_t abgr) {
  const std::uint32_t alpha = abgr >> 24;
  if (alpha == 255) return __builtin_bswap32(abgr);
  const auto channel = [abgr, alpha](int shift) {
    return std::min((abgr >> shift & 0xff) + 255 - alpha, 255u);
  };
  return channel(0) << 24 | channel(8) << 16 | channel(16) << 8 | 0xff;
}

// By libtiff's conversion to 8-bit RGBA: alpha, tiles, 16-bit colour and what
// else Leptonica refuses. Null when libtiff refuses too or memory ran out.
PixPtr DecodeByLibtiff(std::span<const std::uint8_t> bytes,
                       const ImageHeader& header) {
  TiffSource source(bytes);
  const std::unique_ptr<TIFF, TiffCloser> tiff(
      TIFFClientOpen("picture", "r", &source, TiffSource::Read,
                     TiffSource::Write, TiffSource::Seek, TiffSource::Close,
                     TiffSource::Size, TiffSource::Map, TiffSource::Unmap));
  if (tiff == nullptr) return nullptr;
  const auto width = static_cast<std::uint32_t>(header.width);
  const auto height = static_cast<std::uint32_t>(header.height);
  std::vector<std::uint32_t> abgr(std::size_t{width} * height);
  if (TIFFReadRGBAImageOriented(tiff.get(), width, height, abgr.data(),
                                ORIENTATION_TOPLEFT, 1) == 0) {
    return nullptr;
  }
  RowSink sink(static_cast<int>(width), static_cast<int>(height));
  for (std::size_t y = 0; y < height; ++y) {
    const std::span<std::uint32_t> row = sink.NextRow();
    if (row.empty()) return nullptr;
    for (std::size_t x = 0; x < width; ++x) {
      row[x] = OnWhite(abgr[y * width + x]);
    }
    if (!sink.Commit()) return nullptr;
  }
  PixPtr pix = sink.Take();
  if (pix != nullptr) {
    pixSetResolution(pix.get(), static_cast<l_int32>(std::lround(header.dpi_x)),
                     static_cast<l_int32>(std::lround(header.dpi_y)));
  }
  return pix;
}

// Why decoding failed; errno was zero before it.
Error Damaged(const MessageCapture& messages, const ImageHeader& header) {
  if (errno == ENOMEM || messages.errors().empty()) return OutOfMemory(header);
  return {ErrorCode::kCorruption, "TIFF: " + messages.errors().front()};
}

// Null when Leptonica refuses, for damage or because it does not know the
// kind; an error where it would pass a damaged picture on.
Result<Decoded> DecodeByLeptonicaTiff(std::span<const std::uint8_t> bytes,
                                      const ImageHeader& header) {
  const MessageCapture messages;
  Decoded decoded;
  errno = 0;
  PixPtr pix(pixReadMemTiff(bytes.data(), bytes.size(), 0));
  if (pix == nullptr && errno == ENOMEM) {
    return tl::unexpected(OutOfMemory(header));
  }
  if (pix == nullptr) return decoded;
  if (!messages.errors().empty())
    return tl::unexpected(Damaged(messages, header));
  if (static_cast<std::uint64_t>(pixGetWidth(pix.get())) != header.width ||
      static_cast<std::uint64_t>(pixGetHeight(pix.get())) != header.height) {
    return Fail(ErrorCode::kCorruption, "TIFF with two different sizes");
  }
  decoded.pix = PlainForm(std::move(pix));
  if (decoded.pix == nullptr) return tl::unexpected(OutOfMemory(header));
  decoded.warnings = messages.warnings();
  return decoded;
}

}  // namespace

Result<Decoded> DecodeTiff(std::span<const std::uint8_t> bytes,
                           const ImageHeader& header) {
  // Leptonica turns the picture itself, colour with orientation 8 the wrong
  // way. It gets a file that says "upright"; the caller turns the result.
  std::vector<std::uint8_t> upright;
  if (header.orientation != 1 && header.orientation_at.has_value()) {
    upright.assign(bytes.begin(), bytes.end());
    const std::size_t at = *header.orientation_at;
    upright[at] = header.orientation_big_endian ? 0 : 1;
    upright[at + 1] = header.orientation_big_endian ? 1 : 0;
    bytes = upright;
  }
  // Leptonica would drop alpha, or give 16-bit colour in a form of its own.
  const bool beyond_leptonica =
      header.samples_per_pixel > 3 ||
      (header.bits_per_sample == 16 && header.samples_per_pixel > 1);
  Result<Decoded> decoded;
  if (!beyond_leptonica) {
    decoded = DecodeByLeptonicaTiff(bytes, header);
    if (!decoded.has_value()) return decoded;
  }
  if (decoded->pix == nullptr) {
    const MessageCapture messages;
    errno = 0;
    decoded->pix = DecodeByLibtiff(bytes, header);
    if (decoded->pix == nullptr || !messages.errors().empty()) {
      return tl::unexpected(Damaged(messages, header));
    }
    decoded->warnings = messages.warnings();
  }
  pixSetInputFormat(decoded->pix.get(), IFF_TIFF);
  return decoded;
}

}  // namespace rescan
