#ifndef RESCAN_ENGINE_IMAGE_PIX_PTR_H_
#define RESCAN_ENGINE_IMAGE_PIX_PTR_H_

#include <memory>

struct Pix;  // Leptonica's image; its header stays in .cc files

namespace rescan {

struct PixDeleter {
  void operator()(Pix* pix) const;
};

// Owns one reference of a Leptonica image.
using PixPtr = std::unique_ptr<Pix, PixDeleter>;

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_PIX_PTR_H_
