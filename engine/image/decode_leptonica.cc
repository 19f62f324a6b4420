#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <cerrno>

#include "engine/image/decode.h"
#include "engine/image/library_messages.h"
#include "engine/image/row_sink.h"

namespace rescan {
namespace {

std::string FirstOr(const std::vector<std::string>& messages,
                    const char* otherwise) {
  return messages.empty() ? otherwise : messages.front();
}

}  // namespace

Error OutOfMemory(const ImageHeader& header) {
  return {ErrorCode::kLimit, fmt::format("not enough memory for {} x {} pixels",
                                         header.width, header.height)};
}

PixPtr PlainForm(PixPtr pix) {
  if (pix == nullptr) return nullptr;
  if (pixGetColormap(pix.get()) != nullptr) {
    pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
    if (pix == nullptr) return nullptr;
  }
  const int depth = pixGetDepth(pix.get());
  if (depth == 16) {
    pix.reset(pixConvert16To8(pix.get(), L_MS_BYTE));
  } else if (depth == 24) {
    pix.reset(pixConvert24To32(pix.get()));
  } else if (depth > 1 && depth < 8) {
    pix.reset(pixConvertTo8(pix.get(), 0));
  }
  if (pix == nullptr || pixGetDepth(pix.get()) != 32) return pix;
  if (pixGetSpp(pix.get()) == 4) {
    pix.reset(pixRemoveAlpha(pix.get()));
    if (pix == nullptr) return nullptr;
  }
  return GreyIfNeutral(std::move(pix));
}

Result<Decoded> DecodeByLeptonica(std::span<const std::uint8_t> bytes,
                                  const ImageHeader& header) {
  MessageCapture messages;
  errno = 0;
  PixPtr pix(pixReadMem(bytes.data(), bytes.size()));
  if (pix == nullptr && errno == ENOMEM) {
    return tl::unexpected(OutOfMemory(header));
  }
  if (pix == nullptr) {
    return Fail(ErrorCode::kCorruption,
                FirstOr(messages.errors(), "the decoder gave up"));
  }
  if (static_cast<std::uint64_t>(pixGetWidth(pix.get())) != header.width ||
      static_cast<std::uint64_t>(pixGetHeight(pix.get())) != header.height) {
    return Fail(ErrorCode::kCorruption, "picture with two different sizes");
  }
  Decoded decoded;
  const int format = pixGetInputFormat(pix.get());
  decoded.pix = PlainForm(std::move(pix));
  if (decoded.pix == nullptr) return tl::unexpected(OutOfMemory(header));
  pixSetInputFormat(decoded.pix.get(), format);
  decoded.warnings = messages.warnings();
  return decoded;
}

}  // namespace rescan
