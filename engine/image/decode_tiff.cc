#include <leptonica/allheaders.h>
#include <tiffio.h>

#include <algorithm>
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

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t pos_ = 0;
};

struct TiffCloser {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

// By libtiff's conversion to 8-bit RGBA: 16-bit colour and what else
// Leptonica refuses. Null when libtiff cannot either.
PixPtr DecodeByLibtiff(std::span<const std::uint8_t> bytes,
                       const ImageHeader& header) {
  TiffSource source(bytes);
  const std::unique_ptr<TIFF, TiffCloser> tiff(TIFFClientOpen(
      "picture", "rm", &source, TiffSource::Read, TiffSource::Write,
      TiffSource::Seek, TiffSource::Close, TiffSource::Size, nullptr, nullptr));
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
    // libtiff packs A B G R from the high byte on.
    for (std::size_t x = 0; x < width; ++x) {
      row[x] = __builtin_bswap32(abgr[y * width + x]);
    }
    if (!sink.Commit()) return nullptr;
  }
  PixPtr pix = sink.Take();
  if (pix != nullptr) {
    pixSetResolution(pix.get(), static_cast<l_int32>(header.dpi_x + 0.5),
                     static_cast<l_int32>(header.dpi_y + 0.5));
  }
  return pix;
}

}  // namespace

Result<Decoded> DecodeTiff(std::span<const std::uint8_t> bytes,
                           const ImageHeader& header) {
  // Leptonica turns the picture itself, and colour ones twice. It gets a file
  // that says "upright"; the caller turns the result.
  std::vector<std::uint8_t> upright;
  if (header.orientation != 1 && header.orientation_at.has_value()) {
    upright.assign(bytes.begin(), bytes.end());
    const std::size_t at = *header.orientation_at;
    upright[at] = header.orientation_big_endian ? 0 : 1;
    upright[at + 1] = header.orientation_big_endian ? 1 : 0;
    bytes = upright;
  }
  MessageCapture messages;
  Decoded decoded;
  const bool deep_colour =
      header.bits_per_sample == 16 && header.samples_per_pixel > 1;
  if (!deep_colour) {
    PixPtr pix(pixReadMemTiff(bytes.data(), bytes.size(), 0));
    if (pix != nullptr &&
        (static_cast<std::uint64_t>(pixGetWidth(pix.get())) != header.width ||
         static_cast<std::uint64_t>(pixGetHeight(pix.get())) !=
             header.height)) {
      return Fail(ErrorCode::kCorruption, "TIFF with two different sizes");
    }
    decoded.pix = PlainForm(std::move(pix));
  }
  const bool damaged = !messages.errors().empty();
  if (decoded.pix == nullptr) decoded.pix = DecodeByLibtiff(bytes, header);
  if (decoded.pix == nullptr) {
    if (messages.errors().empty()) return tl::unexpected(OutOfMemory(header));
    return Fail(ErrorCode::kCorruption, "TIFF: " + messages.errors().front());
  }
  // Leptonica passes a colour picture on although strips of it failed.
  if (damaged && pixGetDepth(decoded.pix.get()) != 0 && !deep_colour &&
      messages.errors().size() > 0) {
    return Fail(ErrorCode::kCorruption, "TIFF: " + messages.errors().front());
  }
  pixSetInputFormat(decoded.pix.get(), IFF_TIFF);
  decoded.warnings = messages.warnings();
  return decoded;
}

}  // namespace rescan
