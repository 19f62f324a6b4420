#include "engine/image/tiff_directory.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace rescan {
namespace {

// Bytes of one value by TIFF type number; 0 = unknown.
constexpr std::array<std::uint8_t, 19> kTypeBytes = {
    0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
constexpr std::uint16_t kRational = 5;

bool IsInteger(std::uint16_t type) {
  return type == 1 || type == 3 || type == 4 || type == 16;
}

double DotsPerInch(double value, std::uint64_t unit) {
  constexpr double kSaneDpi = 100'000;
  const double dpi = unit == 3 ? value * 2.54 : unit == 2 ? value : 0;
  return dpi > 0 && dpi < kSaneDpi ? dpi : 0;
}

}  // namespace

TiffReader::TiffReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
  if (bytes.size() < 8) return;
  if (bytes[0] != bytes[1] || (bytes[0] != 'I' && bytes[0] != 'M')) return;
  big_endian_ = bytes[0] == 'M';
  const std::uint64_t magic = Load(2, 2);
  if (magic == 42) {
    first_ = Load(4, 4);
  } else if (magic == 43 && bytes.size() >= 16 && Load(4, 2) == 8) {
    big_tiff_ = true;
    first_ = Load(8, 8);
  }
}

std::uint64_t TiffReader::Load(std::uint64_t at, std::size_t size) const {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t from = big_endian_ ? i : size - 1 - i;
    value = value << 8 | bytes_[static_cast<std::size_t>(at) + from];
  }
  return value;
}

bool TiffReader::Inside(std::uint64_t at, std::uint64_t size) const {
  return at <= bytes_.size() && size <= bytes_.size() - at;
}

std::optional<std::uint64_t> TiffReader::EntryCount(
    std::uint64_t offset) const {
  const std::size_t size = big_tiff_ ? 8 : 2;
  if (!Inside(offset, size)) return std::nullopt;
  return Load(offset, size);
}

std::optional<TiffDirectory> TiffReader::Read(std::uint64_t offset) const {
  const auto count = EntryCount(offset);
  if (!count.has_value()) return std::nullopt;
  const std::size_t head = big_tiff_ ? 8 : 2;
  const std::size_t entry_bytes = big_tiff_ ? 20 : 12;
  const std::size_t word = big_tiff_ ? 8 : 4;
  TiffDirectory directory;
  std::uint64_t at = offset + head;
  for (std::uint64_t i = 0; i < *count; ++i, at += entry_bytes) {
    if (!Inside(at, entry_bytes)) {
      directory.cut = true;
      return directory;
    }
    TiffEntry entry;
    entry.tag = static_cast<std::uint16_t>(Load(at, 2));
    entry.type = static_cast<std::uint16_t>(Load(at + 2, 2));
    entry.count = Load(at + 4, word);
    const std::uint64_t size =
        entry.type < kTypeBytes.size() ? kTypeBytes[entry.type] : 0;
    if (size == 0) continue;
    const bool fits = entry.count <= word / size;
    entry.value_at = fits ? at + 4 + word : Load(at + 4 + word, word);
    if (entry.count > bytes_.size() ||
        !Inside(entry.value_at, entry.count * size)) {
      directory.cut = true;
      continue;
    }
    directory.entries.push_back(entry);
  }
  if (Inside(at, word)) {
    directory.next = Load(at, word);
  } else {
    directory.cut = true;
  }
  return directory;
}

std::optional<std::uint64_t> TiffReader::Next(std::uint64_t offset) const {
  const auto count = EntryCount(offset);
  const std::uint64_t entry_bytes = big_tiff_ ? 20 : 12;
  if (!count.has_value() || *count > bytes_.size() / entry_bytes) {
    return std::nullopt;
  }
  const std::uint64_t at = offset + (big_tiff_ ? 8 : 2) + *count * entry_bytes;
  const std::size_t word = big_tiff_ ? 8 : 4;
  if (!Inside(at, word)) return std::nullopt;
  return Load(at, word);
}

std::optional<std::uint64_t> TiffReader::Integer(const TiffEntry& entry,
                                                 std::uint64_t index) const {
  if (!IsInteger(entry.type) || index >= entry.count) return std::nullopt;
  const std::size_t size = kTypeBytes[entry.type];
  return Load(entry.value_at + index * size, size);
}

std::optional<double> TiffReader::Rational(const TiffEntry& entry) const {
  if (entry.type != kRational || entry.count == 0) return std::nullopt;
  const auto numerator = static_cast<double>(Load(entry.value_at, 4));
  const auto denominator = static_cast<double>(Load(entry.value_at + 4, 4));
  if (denominator == 0) return std::nullopt;
  return numerator / denominator;
}

const TiffEntry* FindEntry(const TiffDirectory& directory, std::uint16_t tag) {
  const auto found =
      std::find_if(directory.entries.begin(), directory.entries.end(),
                   [tag](const TiffEntry& entry) { return entry.tag == tag; });
  return found == directory.entries.end() ? nullptr : &*found;
}

ExifFacts ExifFactsOf(const TiffReader& reader,
                      const TiffDirectory& directory) {
  ExifFacts facts;
  if (const TiffEntry* entry = FindEntry(directory, kTiffOrientation)) {
    const std::uint64_t value = reader.Integer(*entry).value_or(1);
    if (value >= 1 && value <= 8) facts.orientation = static_cast<int>(value);
  }
  std::uint64_t unit = 2;  // inches, where the file does not say
  if (const TiffEntry* entry = FindEntry(directory, kTiffResolutionUnit)) {
    unit = reader.Integer(*entry).value_or(unit);
  }
  if (const TiffEntry* entry = FindEntry(directory, kTiffXResolution)) {
    facts.dpi_x = DotsPerInch(reader.Rational(*entry).value_or(0), unit);
  }
  if (const TiffEntry* entry = FindEntry(directory, kTiffYResolution)) {
    facts.dpi_y = DotsPerInch(reader.Rational(*entry).value_or(0), unit);
  }
  return facts;
}

ExifFacts ParseExif(std::span<const std::uint8_t> block) {
  static constexpr std::array<std::uint8_t, 6> kPrefix = {'E', 'x', 'i',
                                                          'f', 0,   0};
  if (block.size() >= kPrefix.size() &&
      std::equal(kPrefix.begin(), kPrefix.end(), block.begin())) {
    block = block.subspan(kPrefix.size());
  }
  const TiffReader reader(block);
  if (!reader.ok()) return {};
  const auto directory = reader.Read(reader.first());
  return directory.has_value() ? ExifFactsOf(reader, *directory) : ExifFacts{};
}

}  // namespace rescan
