#ifndef RESCAN_ENGINE_IMAGE_RASTER_H_
#define RESCAN_ENGINE_IMAGE_RASTER_H_

#include <cstdint>
#include <memory>
#include <span>

#include "kernels/base/sha256.h"

struct Pix;  // Leptonica's image; its header stays in our .cc files

namespace rescan {

// A decoded picture, upright (EXIF orientation applied), in one of three
// forms: 1 bit (1 = ink), 8-bit grey, or 32-bit words of R, G, B (see
// kernels/image/neutral.h). No palette, no alpha (blended on white), no 16-bit
// samples. A colour picture whose pixels are all neutral is held as 8-bit
// grey. Move-only; thread-compatible.
class Raster {
 public:
  Raster();
  // Takes ownership of `pix`, which must be in one of the three forms.
  explicit Raster(Pix* pix);
  ~Raster();
  Raster(Raster&&) noexcept;
  Raster& operator=(Raster&&) noexcept;

  [[nodiscard]] int width() const;   // pixels, >= 1
  [[nodiscard]] int height() const;  // pixels, >= 1
  [[nodiscard]] int depth() const;   // 1, 8 or 32 bits a pixel
  // Borrowed; lives as long as this raster. For Tesseract's adapter.
  [[nodiscard]] Pix* pix() const { return pix_.get(); }

  // SHA-256 over: width, height as little-endian U32, then one byte of
  // channels (1 grey, 3 colour), then rows top to bottom, one byte a sample
  // (1-bit ink becomes 0, paper 255), R G B order, no padding. So the same
  // picture hashes alike whatever file format and depth carried it.
  [[nodiscard]] Sha256Digest PixelHash() const;

 private:
  struct Deleter {
    void operator()(Pix* pix) const;
  };
  std::unique_ptr<Pix, Deleter> pix_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_RASTER_H_
