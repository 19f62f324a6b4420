#include "engine/image/raster.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cassert>
#include <span>
#include <vector>

#include "engine/image/pix_ptr.h"
#include "kernels/base/coding.h"
#include "kernels/image/grey.h"

namespace rescan {
namespace {

void AppendGreyRow(const l_uint32* line, std::size_t width, std::uint8_t* out) {
  kernels::GreyFromPacked(std::span(line, (width + 3) / 4),
                          std::span(out, width));
}

void AppendBitRow(const l_uint32* line, std::size_t width, std::uint8_t* out) {
  kernels::GreyFromBits(std::span(line, (width + 31) / 32),
                        std::span(out, width));
}

void AppendColourRow(const l_uint32* line, std::size_t width,
                     std::uint8_t* out) {
  for (std::size_t x = 0; x < width; ++x) {
    const std::uint32_t word = line[x];
    out[3 * x] = static_cast<std::uint8_t>(word >> 24);
    out[3 * x + 1] = static_cast<std::uint8_t>(word >> 16);
    out[3 * x + 2] = static_cast<std::uint8_t>(word >> 8);
  }
}

}  // namespace

void PixDeleter::operator()(Pix* pix) const { pixDestroy(&pix); }
void Raster::Deleter::operator()(Pix* pix) const { pixDestroy(&pix); }

Raster::Raster() = default;
Raster::Raster(Pix* pix) : pix_(pix) {
  assert(pix == nullptr || depth() == 1 || depth() == 8 || depth() == 32);
}
Raster::~Raster() = default;
Raster::Raster(Raster&&) noexcept = default;
Raster& Raster::operator=(Raster&&) noexcept = default;

int Raster::width() const { return pixGetWidth(pix_.get()); }
int Raster::height() const { return pixGetHeight(pix_.get()); }
int Raster::depth() const { return pixGetDepth(pix_.get()); }

Sha256Digest Raster::PixelHash() const {
  const auto columns = static_cast<std::size_t>(width());
  const int rows = height();
  const int bits = depth();
  ByteWriter head;
  head.U32(static_cast<std::uint32_t>(columns));
  head.U32(static_cast<std::uint32_t>(rows));
  head.U8(bits == 32 ? 3 : 1);
  Sha256 hash;
  hash.Update(head.data());

  const l_uint32* data = pixGetData(pix_.get());
  const auto words_per_line = static_cast<std::size_t>(pixGetWpl(pix_.get()));
  const auto append = bits == 1   ? AppendBitRow
                      : bits == 8 ? AppendGreyRow
                                  : AppendColourRow;
  const std::size_t row_bytes = columns * (bits == 32 ? 3 : 1);
  // Narrow pictures are hashed many rows at a time: a call a row costs more
  // than the bytes.
  const std::size_t batch = std::max<std::size_t>(1, 32768 / row_bytes);
  std::vector<std::uint8_t> buffer(batch * row_bytes);
  std::size_t used = 0;
  for (std::size_t y = 0; y < static_cast<std::size_t>(rows); ++y) {
    append(data + y * words_per_line, columns, buffer.data() + used);
    used += row_bytes;
    if (used == buffer.size()) {
      hash.Update(buffer);
      used = 0;
    }
  }
  hash.Update(std::span(buffer).first(used));
  return hash.Finish();
}

}  // namespace rescan
