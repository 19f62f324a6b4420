#include "engine/image/grey_pix.h"

#include <leptonica/allheaders.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace rescan {
namespace {

static_assert(std::endian::native == std::endian::little);

void StoreRow(const std::uint8_t* from, std::size_t width, l_uint32* to) {
  const std::size_t whole = width / 4;
  for (std::size_t i = 0; i < whole; ++i) {
    std::uint32_t word;
    std::memcpy(&word, from + 4 * i, 4);
    to[i] = __builtin_bswap32(word);
  }
  if (width % 4 == 0) return;
  // The padding is set too: Leptonica's word-wise operations read it.
  std::uint32_t word = 0;
  std::memcpy(&word, from + 4 * whole, width % 4);
  to[whole] = __builtin_bswap32(word);
}

}  // namespace

PixPtr PixOfGrey(const kernels::GreyView& picture) {
  PixPtr pix(pixCreateNoInit(picture.width, picture.height, 8));
  if (pix == nullptr) return nullptr;
  l_uint32* line = pixGetData(pix.get());
  const auto words_per_line = static_cast<std::size_t>(pixGetWpl(pix.get()));
  for (int y = 0; y < picture.height; ++y, line += words_per_line) {
    StoreRow(picture.Row(y), static_cast<std::size_t>(picture.width), line);
  }
  return pix;
}

}  // namespace rescan
