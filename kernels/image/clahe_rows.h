#ifndef RESCAN_KERNELS_IMAGE_CLAHE_ROWS_H_
#define RESCAN_KERNELS_IMAGE_CLAHE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/image/clahe.h"

namespace rescan::kernels {

// Clahe, row by row: all rows are counted first, top to bottom, then looked
// up in any order.
//
//   for (y in [0, rows_to_count())) Count(row SourceRow(y) of the picture);
//   for (y in [0, height)) Map(y, row y, out);
//
// Single-thread.
class ClaheRows {
 public:
  // REQUIRES: options as for Clahe; width, height > 0. Throws std::bad_alloc.
  ClaheRows(int width, int height, const ClaheOptions& options);

  // The picture's rows and the mirrored ones below it.
  [[nodiscard]] int rows_to_count() const { return tile_height_ * tiles_y_; }
  [[nodiscard]] int SourceRow(int y) const;
  // The next row, `width` samples. REQUIRES: some are missing.
  void Count(const std::uint8_t* row);
  // out = row y with new levels, `width` samples; `in` may be `out`.
  // REQUIRES: all rows are counted.
  void Map(int y, const std::uint8_t* in, std::uint8_t* out);

 private:
  static constexpr std::size_t kLevels = 256;
  // Equal samples often follow one another; several counters for each level
  // keep one addition from waiting for the last.
  static constexpr std::size_t kCounters = 4;
  // Samples that may be counted before a 16-bit counter could overflow; half
  // of what it holds, since mirrored samples come on top.
  static constexpr int kMaxCount = 32768;

  void AddCounts();
  void FinishTiles();
  [[nodiscard]] const std::int16_t* TableRow(int tile_y) const;

  int width_;
  int height_;
  int tiles_x_;
  int tiles_y_;
  int tile_width_;
  int tile_height_;
  double clip_limit_;

  int counted_ = 0;
  int rows_in_counters_ = 0;
  std::vector<std::uint16_t> counters_;   // [tile_x][counter][level]
  std::vector<std::uint32_t> histogram_;  // [tile_x][level]
  // New levels in 1/128: [tile_y][tile_x][level].
  std::vector<std::int16_t> tables_;

  std::vector<std::int16_t> share_;  // of the right tile, in 1/32768, by x
  // New levels of the tile on the left and of that on the right, in 1/128:
  // of each cell and level, and of each sample of the row in hand.
  std::vector<std::int16_t> pairs_;
  std::vector<std::int16_t> found_;
};

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_CLAHE_ROWS_H_
