// A bounded reader of the directories of a TIFF file, which is also how EXIF
// data is laid out. Never reads outside the bytes; any chain ends.
#ifndef RESCAN_ENGINE_IMAGE_TIFF_DIRECTORY_H_
#define RESCAN_ENGINE_IMAGE_TIFF_DIRECTORY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rescan {

struct TiffEntry {
  std::uint16_t tag = 0;
  std::uint16_t type = 0;
  std::uint64_t count = 0;
  std::uint64_t value_at = 0;  // offset of the first value in the bytes
};

struct TiffDirectory {
  std::vector<TiffEntry> entries;  // those whose values lie in the bytes
  std::uint64_t next = 0;          // offset of the next directory, 0 = none
  // An entry or its values lay outside the bytes.
  bool cut = false;
};

// Classic TIFF and BigTIFF, both byte orders. Thread-compatible.
class TiffReader {
 public:
  explicit TiffReader(std::span<const std::uint8_t> bytes);

  // The header made sense.
  [[nodiscard]] bool ok() const { return first_ != 0; }
  [[nodiscard]] std::uint64_t first() const { return first_; }

  // The directory at `offset`; none if it does not lie in the bytes.
  [[nodiscard]] std::optional<TiffDirectory> Read(std::uint64_t offset) const;

  // Offset of the directory after the one at `offset`, without reading its
  // entries; none if it does not lie in the bytes.
  [[nodiscard]] std::optional<std::uint64_t> Next(std::uint64_t offset) const;

  // Value `index` of an entry of BYTE, SHORT, LONG or LONG8 type.
  [[nodiscard]] std::optional<std::uint64_t> Integer(
      const TiffEntry& entry, std::uint64_t index = 0) const;
  // First value of a RATIONAL entry; none for a zero denominator.
  [[nodiscard]] std::optional<double> Rational(const TiffEntry& entry) const;

 private:
  // REQUIRES: [at, at + size) lies in the bytes; size <= 8.
  [[nodiscard]] std::uint64_t Load(std::uint64_t at, std::size_t size) const;
  [[nodiscard]] bool Inside(std::uint64_t at, std::uint64_t size) const;
  [[nodiscard]] std::optional<std::uint64_t> EntryCount(
      std::uint64_t offset) const;

  std::span<const std::uint8_t> bytes_;
  bool big_endian_ = false;
  bool big_tiff_ = false;
  std::uint64_t first_ = 0;
};

// The entry of `tag`, or null.
[[nodiscard]] const TiffEntry* FindEntry(const TiffDirectory& directory,
                                         std::uint16_t tag);

// Tags used for both pictures and EXIF.
inline constexpr std::uint16_t kTiffOrientation = 274;
inline constexpr std::uint16_t kTiffXResolution = 282;
inline constexpr std::uint16_t kTiffYResolution = 283;
inline constexpr std::uint16_t kTiffResolutionUnit = 296;

// What the first directory says of turning and resolution.
struct ExifFacts {
  int orientation = 1;  // 1-8; anything else in the file counts as 1
  double dpi_x = 0;     // 0 = not stated
  double dpi_y = 0;
};
[[nodiscard]] ExifFacts ExifFactsOf(const TiffReader& reader,
                                    const TiffDirectory& directory);
// Of an EXIF block, with or without "Exif\0\0" in front; defaults if it makes
// no sense.
[[nodiscard]] ExifFacts ParseExif(std::span<const std::uint8_t> block);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_TIFF_DIRECTORY_H_
