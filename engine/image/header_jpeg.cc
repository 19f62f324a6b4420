#include <fmt/format.h>

#include <cstring>

#include "engine/image/header.h"
#include "engine/image/tiff_directory.h"

namespace rescan {
namespace {

// A progressive file may hold many scans over the same pixels, each costing
// as much as a picture; real encoders write about ten.
constexpr int kMaxScans = 500;

constexpr int kStartOfScan = 0xda;
constexpr int kEndOfImage = 0xd9;
constexpr int kApp0 = 0xe0;
constexpr int kApp1 = 0xe1;

bool IsStartOfFrame(int marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
         marker != 0xcc;
}

bool HasNoLength(int marker) {
  return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

// Walks the markers from `pos` on. Scan data is walked through too: inside it
// an 0xff is followed by 0 (stuffing) or a restart marker, never by another.
class MarkerWalk {
 public:
  explicit MarkerWalk(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  // The next marker, -1 at the end of the file. Its segment (without the
  // length field) is in segment(), empty for markers without one.
  int Next() {
    while (true) {
      const void* found =
          pos_ < bytes_.size()
              ? std::memchr(bytes_.data() + pos_, 0xff, bytes_.size() - pos_)
              : nullptr;
      if (found == nullptr) return -1;
      pos_ = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) -
                                      bytes_.data()) +
             1;
      if (pos_ >= bytes_.size()) return -1;
      const int marker = bytes_[pos_];
      if (marker == 0xff) continue;  // fill byte: look at the next one
      ++pos_;
      if (marker == 0 || HasNoLength(marker)) continue;
      if (marker == kEndOfImage) return marker;
      if (bytes_.size() - pos_ < 2) return -1;
      const std::size_t length = LoadBe16(bytes_, pos_);
      if (length < 2) continue;
      if (length > bytes_.size() - pos_) return -1;
      segment_ = bytes_.subspan(pos_ + 2, length - 2);
      pos_ += length;
      return marker;
    }
  }

  [[nodiscard]] std::span<const std::uint8_t> segment() const {
    return segment_;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t pos_ = 2;  // after the start-of-image marker
  std::span<const std::uint8_t> segment_;
};

Status ReadFrame(std::span<const std::uint8_t> segment, ImageHeader& header) {
  if (segment.size() < 6) {
    return Fail(ErrorCode::kCorruption, "JPEG frame header too short");
  }
  header.bits_per_sample = segment[0];
  header.height = LoadBe16(segment, 1);
  header.width = LoadBe16(segment, 3);
  header.samples_per_pixel = segment[5];
  switch (header.samples_per_pixel) {
    case 1:
      header.mode = "L";
      break;
    case 3:
      header.mode = "RGB";
      break;
    case 4:
      header.mode = "CMYK";
      break;
    default:
      return Fail(ErrorCode::kUnsupported,
                  fmt::format("JPEG with {} components", segment[5]));
  }
  return {};
}

void ReadJfif(std::span<const std::uint8_t> segment, ImageHeader& header) {
  if (segment.size() < 12 || std::memcmp(segment.data(), "JFIF", 5) != 0) {
    return;
  }
  const double unit = segment[7] == 1 ? 1 : segment[7] == 2 ? 2.54 : 0;
  header.dpi_x = LoadBe16(segment, 8) * unit;
  header.dpi_y = LoadBe16(segment, 10) * unit;
}

// True if the segment is EXIF (XMP uses the same marker).
bool ReadExif(std::span<const std::uint8_t> segment, ImageHeader& header) {
  if (segment.size() < 6 || std::memcmp(segment.data(), "Exif\0", 6) != 0) {
    return false;
  }
  const ExifFacts exif = ParseExif(segment);
  header.orientation = exif.orientation;
  // JFIF's own density goes first.
  if (header.dpi_x == 0 && header.dpi_y == 0) {
    header.dpi_x = exif.dpi_x;
    header.dpi_y = exif.dpi_y;
  }
  return true;
}

}  // namespace

Result<ImageHeader> ReadJpegHeader(std::span<const std::uint8_t> bytes) {
  ImageHeader header;
  bool has_frame = false;
  bool has_exif = false;
  int scans = 0;
  MarkerWalk walk(bytes);
  while (true) {
    const int marker = walk.Next();
    if (marker == kEndOfImage) break;
    if (marker < 0) {
      return Fail(ErrorCode::kCorruption,
                  "JPEG is cut off: no end-of-image marker");
    }
    if (IsStartOfFrame(marker) && !has_frame) {
      RESCAN_TRY(ReadFrame(walk.segment(), header));
      has_frame = true;
    } else if (marker == kApp0 && scans == 0) {
      ReadJfif(walk.segment(), header);
    } else if (marker == kApp1 && scans == 0 && !has_exif) {
      has_exif = ReadExif(walk.segment(), header);
    } else if (marker == kStartOfScan && ++scans > kMaxScans) {
      return Fail(ErrorCode::kLimit,
                  fmt::format("JPEG with more than {} scans", kMaxScans));
    }
  }
  if (!has_frame || scans == 0) {
    return Fail(ErrorCode::kCorruption, "JPEG without a picture");
  }
  return header;
}

}  // namespace rescan
