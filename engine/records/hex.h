#ifndef RESCAN_ENGINE_RECORDS_HEX_H_
#define RESCAN_ENGINE_RECORDS_HEX_H_

#include <optional>
#include <string_view>

#include "kernels/base/sha256.h"

namespace rescan {

// The digest that ToHex writes as `hex`; nothing for any other text.
[[nodiscard]] inline std::optional<Sha256Digest> DigestOfHex(
    std::string_view hex) {
  Sha256Digest digest{};
  if (hex.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const char c = hex[i];
    int value = 0;
    if (c >= '0' && c <= '9') {
      value = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      value = c - 'a' + 10;
    } else {
      return std::nullopt;
    }
    digest[i / 2] = static_cast<std::uint8_t>(digest[i / 2] * 16 + value);
  }
  return digest;
}

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_HEX_H_
