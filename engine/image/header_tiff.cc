#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "engine/image/header.h"
#include "engine/image/tiff_directory.h"

namespace rescan {
namespace {

enum Tag : std::uint16_t {
  kWidth = 256,
  kHeight = 257,
  kBitsPerSample = 258,
  kCompression = 259,
  kPhotometric = 262,
  kStripOffsets = 273,
  kSamplesPerPixel = 277,
  kRowsPerStrip = 278,
  kStripByteCounts = 279,
  kTileWidth = 322,
  kTileHeight = 323,
  kTileOffsets = 324,
  kTileByteCounts = 325,
};

enum Photometric { kPaletteColour = 3, kSeparated = 5 };
constexpr std::uint64_t kNoCompression = 1;

// More pictures than this in one file are not counted.
constexpr int kMaxFrames = 100'000;

std::uint64_t Value(const TiffReader& reader, const TiffDirectory& directory,
                    std::uint16_t tag, std::uint64_t otherwise) {
  const TiffEntry* entry = FindEntry(directory, tag);
  if (entry == nullptr) return otherwise;
  return reader.Integer(*entry).value_or(otherwise);
}

std::string_view ModeOf(std::uint64_t photometric, int samples, int bits) {
  const bool deep = bits == 16;
  if (photometric == kSeparated) return "CMYK";
  if (photometric == kPaletteColour) return "P";
  if (samples == 1) return bits == 1 ? "1" : deep ? "I;16" : "L";
  if (samples == 2) return "LA";
  if (samples == 3) return deep ? "RGB;16" : "RGB";
  return deep ? "RGBA;16" : "RGBA";
}

// Every strip or tile must lie in the file, and uncompressed ones must hold
// as many bytes as the picture has: libtiff would hand out grey for the rest.
Status CheckData(const TiffReader& reader, const TiffDirectory& directory,
                 const ImageHeader& header, std::uint64_t file_size) {
  const bool tiled = FindEntry(directory, kTileOffsets) != nullptr;
  const TiffEntry* offsets =
      FindEntry(directory, tiled ? kTileOffsets : kStripOffsets);
  const TiffEntry* counts =
      FindEntry(directory, tiled ? kTileByteCounts : kStripByteCounts);
  if (offsets == nullptr) {
    return Fail(ErrorCode::kCorruption, "TIFF without picture data");
  }
  if (counts == nullptr) return {};  // libtiff works it out, or fails
  std::uint64_t total = 0;
  const std::uint64_t pieces = std::min(offsets->count, counts->count);
  for (std::uint64_t i = 0; i < pieces; ++i) {
    const std::uint64_t offset = reader.Integer(*offsets, i).value_or(0);
    const std::uint64_t size = reader.Integer(*counts, i).value_or(0);
    if (offset > file_size || size > file_size - offset) {
      return Fail(ErrorCode::kCorruption,
                  "TIFF is cut off: picture data ends beyond the file");
    }
    total += size;
  }
  const std::uint64_t row_bits =
      header.width * static_cast<unsigned>(header.bits_per_sample) *
      static_cast<unsigned>(header.samples_per_pixel);
  // Sizes may only be multiplied once the limits have been checked by the
  // caller; a picture too large for that is refused there.
  if (!tiled && header.width < (1u << 20) && header.height < (1u << 20) &&
      Value(reader, directory, kCompression, kNoCompression) ==
          kNoCompression &&
      FindEntry(directory, 530) == nullptr &&  // no YCbCr subsampling
      total < (row_bits + 7) / 8 * header.height) {
    return Fail(ErrorCode::kCorruption,
                "TIFF is cut off: fewer bytes than the picture has");
  }
  return {};
}

Status CheckLayout(const TiffReader& reader, const TiffDirectory& directory,
                   const ImageHeader& header, std::uint64_t bits,
                   std::uint64_t samples) {
  if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
    return Fail(ErrorCode::kUnsupported,
                fmt::format("TIFF with {} bits a sample", bits));
  }
  if (samples < 1 || samples > 5) {
    return Fail(ErrorCode::kUnsupported,
                fmt::format("TIFF with {} samples a pixel", samples));
  }
  // A tile may reach over the edge, but never be of another order of size:
  // the decoder allocates whole tiles.
  const std::uint64_t tile_width = Value(reader, directory, kTileWidth, 0);
  const std::uint64_t tile_height = Value(reader, directory, kTileHeight, 0);
  if (tile_width > header.width + 4096 || tile_height > header.height + 4096) {
    return Fail(ErrorCode::kCorruption, "TIFF tiles larger than the picture");
  }
  return {};
}

// Counts the pictures. Error kCorruption when the chain leaves the file; a
// chain that closes on itself ends there, with a warning.
Status CountFrames(const TiffReader& reader, ImageHeader& header) {
  std::unordered_set<std::uint64_t> seen;
  std::uint64_t offset = reader.first();
  while (offset != 0 && seen.size() < kMaxFrames) {
    if (!seen.insert(offset).second) {
      header.warnings.push_back(fmt::format(
          "TIFF directories form a loop after {} pictures", seen.size()));
      break;
    }
    const auto next = reader.Next(offset);
    if (!next.has_value()) {
      return Fail(
          ErrorCode::kCorruption,
          fmt::format("TIFF is cut off: picture {} lies beyond the file",
                      seen.size()));
    }
    offset = *next;
  }
  header.frame_count = static_cast<int>(seen.size());
  return {};
}

}  // namespace

Result<ImageHeader> ReadTiffHeader(std::span<const std::uint8_t> bytes) {
  const TiffReader reader(bytes);
  const auto directory =
      reader.ok() ? reader.Read(reader.first()) : std::nullopt;
  if (!directory.has_value() || directory->cut) {
    return Fail(ErrorCode::kCorruption,
                "TIFF is cut off: its directory lies beyond the file");
  }
  ImageHeader header;
  header.width = Value(reader, *directory, kWidth, 0);
  header.height = Value(reader, *directory, kHeight, 0);
  const std::uint64_t bits = Value(reader, *directory, kBitsPerSample, 1);
  const std::uint64_t samples = Value(reader, *directory, kSamplesPerPixel, 1);
  RESCAN_TRY(CheckLayout(reader, *directory, header, bits, samples));
  header.bits_per_sample = static_cast<int>(bits);
  header.samples_per_pixel = static_cast<int>(samples);
  header.mode = ModeOf(Value(reader, *directory, kPhotometric, 1),
                       header.samples_per_pixel, header.bits_per_sample);
  const ExifFacts facts = ExifFactsOf(reader, *directory);
  header.dpi_x = facts.dpi_x;
  header.dpi_y = facts.dpi_y;
  header.orientation = facts.orientation;
  if (const TiffEntry* entry = FindEntry(*directory, kTiffOrientation);
      entry != nullptr && entry->type == 3) {
    header.orientation_at = static_cast<std::size_t>(entry->value_at);
    header.orientation_big_endian = bytes[0] == 'M';
  }
  RESCAN_TRY(CheckData(reader, *directory, header, bytes.size()));
  RESCAN_TRY(CountFrames(reader, header));
  return header;
}

}  // namespace rescan
