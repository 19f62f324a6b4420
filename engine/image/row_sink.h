#ifndef RESCAN_ENGINE_IMAGE_ROW_SINK_H_
#define RESCAN_ENGINE_IMAGE_ROW_SINK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/image/pix_ptr.h"

namespace rescan {

// Takes the rows of a decoded colour picture, top to bottom, and keeps them as
// 8-bit grey for as long as every pixel is neutral and opaque; the first row
// that is not turns the picture into 32-bit words. So a grey page in a colour
// file never takes the memory of a colour one. Single-thread.
class RowSink {
 public:
  // Width and height >= 1, within the limits of OpenImage.
  RowSink(int width, int height);

  // Where the next row goes: `width` words as in kernels/image/neutral.h, the
  // low byte the alpha value (255 = opaque). Empty when memory ran out or all
  // rows are there. Valid until Commit.
  [[nodiscard]] std::span<std::uint32_t> NextRow();
  // The row was written. False when memory ran out.
  [[nodiscard]] bool Commit();

  // The picture: 8 bit, or 32 bit with the alpha blended on white as Tesseract
  // does it. Null when memory ran out or rows are missing.
  [[nodiscard]] PixPtr Take();

 private:
  [[nodiscard]] bool Promote();

  int width_;
  int height_;
  int row_ = 0;
  bool transparent_ = false;
  PixPtr grey_;
  PixPtr colour_;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint8_t> bytes_;
};

// A 32-bit picture as 8-bit grey if all its pixels are neutral, else the
// picture itself (alpha ignored). Null when memory ran out.
[[nodiscard]] PixPtr GreyIfNeutral(PixPtr colour);

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_ROW_SINK_H_
