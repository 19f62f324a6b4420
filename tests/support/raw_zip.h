// Zip archives written field by field, right or wrong, without a zip library.
#ifndef RESCAN_TESTS_SUPPORT_RAW_ZIP_H_
#define RESCAN_TESTS_SUPPORT_RAW_ZIP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rescan::testing {

// CRC-32 as in zip, bit by bit.
[[nodiscard]] std::uint32_t PlainCrc32(std::string_view bytes);

// The fields of both headers of an entry. What stands here by default is what
// a delta has.
struct RawHeader {
  std::string name;
  std::uint16_t needed = 10;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint16_t time = 0;
  std::uint16_t date = 0x21;
  std::optional<std::uint32_t> crc = {};     // else that of the content
  std::optional<std::uint32_t> stored = {};  // else the content's size
  std::optional<std::uint32_t> size = {};    // likewise
  std::string extra = {};
};

struct RawEntry {
  RawHeader local;
  RawHeader central;
  std::string content;
  std::string behind = {};  // bytes between it and the next
  std::uint16_t made_by = 0x033f;
  std::string comment = {};
  std::uint32_t attributes = 0100644u << 16;
  std::optional<std::uint32_t> offset = {};  // else where it is
};

struct RawZip {
  std::string before = {};  // bytes in front; offsets count from their end
  std::vector<RawEntry> entries;
  std::string between = {};  // between the entries and the directory
  std::optional<std::uint16_t> count = {};
  std::optional<std::uint32_t> directory_size = {};
  std::optional<std::uint32_t> directory_offset = {};
  std::string comment = {};
  std::string after = {};
};

// Both headers alike.
[[nodiscard]] RawEntry PlainEntry(std::string name, std::string content);

[[nodiscard]] std::string Encode(const RawZip& zip);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_RAW_ZIP_H_
