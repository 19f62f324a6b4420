// Private to engine/image: a raster as rows of brightness and colourfulness.
#ifndef RESCAN_ENGINE_IMAGE_PICTURE_ROWS_H_
#define RESCAN_ENGINE_IMAGE_PICTURE_ROWS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/image/raster.h"

namespace rescan {

// How many of the sampled pixels have each colour of 4 bits a channel, red in
// the high bits. A coarse grain, so that a codec's errors do not spread one
// colour over many.
using ColourBins = std::array<std::uint32_t, 4096>;

// Walks a picture from top to bottom, made smaller by the least whole factor
// that brings it to `most_pixels` (by means of factor x factor pixels; what
// does not fill a last one is left out, unless the picture has but that).
// Borrows the raster. Memory: some rows.
class PictureRows {
 public:
  PictureRows(const Raster& raster, double most_pixels);

  [[nodiscard]] int width() const { return static_cast<int>(width_); }
  [[nodiscard]] int height() const { return static_cast<int>(height_); }
  [[nodiscard]] int factor() const { return static_cast<int>(factor_); }

  // Goes to the next row; false after the last.
  [[nodiscard]] bool Next();
  // Of the present row, as LumaChromaRow gives them. Of a picture without
  // colour chroma is empty.
  [[nodiscard]] std::span<const std::uint8_t> luma() const { return luma_; }
  [[nodiscard]] std::span<const std::uint8_t> chroma() const { return chroma_; }
  // Of every fourth row so far.
  [[nodiscard]] const ColourBins& colours() const { return colours_; }

 private:
  void ReadGrey(const std::uint32_t* line, std::span<std::uint8_t> out) const;
  void ReduceGrey(const std::uint32_t* lines);
  void ReduceColour(const std::uint32_t* lines);
  void CountColours(std::span<const std::uint32_t> words);

  const std::uint32_t* data_;
  std::size_t words_per_line_;
  int depth_;
  std::size_t full_width_;
  std::size_t factor_, width_, height_;
  std::size_t next_ = 0;  // row of the smaller picture
  std::vector<std::uint8_t> luma_, chroma_;
  std::vector<std::uint8_t> line_;      // one grey row of the raster
  std::vector<std::uint32_t> sums_;     // of a row's bytes
  std::vector<std::uint32_t> reduced_;  // words of a smaller row
  ColourBins colours_ = {};
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_PICTURE_ROWS_H_
