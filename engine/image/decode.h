// The pixel decoders. Each gives what Leptonica's reader gives (tests compare
// them), so that Tesseract sees the same picture as through its own command,
// but silently, with typed errors and without a colour copy of a grey page.
#ifndef RESCAN_ENGINE_IMAGE_DECODE_H_
#define RESCAN_ENGINE_IMAGE_DECODE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/image/header.h"
#include "engine/image/pix_ptr.h"
#include "kernels/base/result.h"

namespace rescan {

struct Decoded {
  // 1, 8 or 32 bits, no palette, no alpha; as stored, before orientation;
  // with the resolution that Leptonica would have read.
  PixPtr pix;
  // Damage that was read around.
  std::vector<std::string> warnings;
};

// REQUIRES: `header` is what ReadHeader said of `bytes`, and its size is
// within the limits. Errors: kCorruption, kUnsupported, kLimit (memory).
// Thread-safe.
// Both sides divided by `reduction` (1, 2, 4 or 8), rounded up, and the
// resolution with them.
[[nodiscard]] Result<Decoded> DecodeJpeg(std::span<const std::uint8_t> bytes,
                                         const ImageHeader& header,
                                         int reduction);
[[nodiscard]] Result<Decoded> DecodePng(std::span<const std::uint8_t> bytes,
                                        const ImageHeader& header);
[[nodiscard]] Result<Decoded> DecodeTiff(std::span<const std::uint8_t> bytes,
                                         const ImageHeader& header);
[[nodiscard]] Result<Decoded> DecodeBmp(std::span<const std::uint8_t> bytes,
                                        const ImageHeader& header);
// WebP and PNM.
[[nodiscard]] Result<Decoded> DecodeByLeptonica(
    std::span<const std::uint8_t> bytes, const ImageHeader& header);

// A picture straight from one of Leptonica's readers in the form of
// Decoded::pix: palette, alpha and 16-bit samples resolved as Tesseract does.
// Null when memory ran out.
[[nodiscard]] PixPtr PlainForm(PixPtr pix);

[[nodiscard]] Error OutOfMemory(const ImageHeader& header);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_DECODE_H_
