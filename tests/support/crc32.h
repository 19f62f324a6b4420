#ifndef RESCAN_TESTS_SUPPORT_CRC32_H_
#define RESCAN_TESTS_SUPPORT_CRC32_H_

#include <cstdint>
#include <string_view>

namespace rescan::testing {

// CRC-32 of ISO 3309, as PNG chunks carry it.
[[nodiscard]] inline std::uint32_t Crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
    }
  }
  return ~crc;
}

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_CRC32_H_
