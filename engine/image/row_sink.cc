#include "engine/image/row_sink.h"

#include <leptonica/allheaders.h>

#include <algorithm>

#include "kernels/image/grey.h"
#include "kernels/image/neutral.h"

namespace rescan {
namespace {

std::size_t WordsPerLine(const PixPtr& pix) {
  return static_cast<std::size_t>(pixGetWpl(pix.get()));
}

std::uint32_t* Line(const PixPtr& pix, int y) {
  return pixGetData(pix.get()) +
         WordsPerLine(pix) * static_cast<std::size_t>(y);
}

void StoreGreyLine(std::span<const std::uint8_t> bytes, std::uint32_t* line) {
  kernels::PackedFromGrey(bytes, std::span(line, (bytes.size() + 3) / 4));
}

bool IsOpaque(std::span<const std::uint32_t> row) {
  std::uint32_t all = 0xff;
  for (const std::uint32_t word : row) all &= word;
  return all == 0xff;
}

}  // namespace

RowSink::RowSink(int width, int height)
    : width_(width),
      height_(height),
      // Not cleared: every row is written or the picture is thrown away.
      grey_(pixCreateNoInit(width, height, 8)),
      words_(static_cast<std::size_t>(width)),
      bytes_(static_cast<std::size_t>(width)) {}

std::span<std::uint32_t> RowSink::NextRow() {
  if (row_ >= height_) return {};
  if (colour_ != nullptr) {
    return {Line(colour_, row_), static_cast<std::size_t>(width_)};
  }
  if (grey_ == nullptr) return {};
  return words_;
}

bool RowSink::Commit() {
  if (colour_ != nullptr) {
    const std::span<const std::uint32_t> row(Line(colour_, row_),
                                             static_cast<std::size_t>(width_));
    transparent_ = transparent_ || !IsOpaque(row);
    ++row_;
    return true;
  }
  if (IsOpaque(words_) && kernels::IsNeutralRow(words_)) {
    kernels::RedOfRow(words_, bytes_);
    StoreGreyLine(bytes_, Line(grey_, row_));
    ++row_;
    return true;
  }
  if (!Promote()) return false;
  std::copy(words_.begin(), words_.end(), Line(colour_, row_));
  return Commit();
}

bool RowSink::Promote() {
  colour_.reset(pixCreateNoInit(width_, height_, 32));
  if (colour_ == nullptr) return false;
  for (int y = 0; y < row_; ++y) {
    const std::uint32_t* from = Line(grey_, y);
    std::uint32_t* to = Line(colour_, y);
    for (int x = 0; x < width_; ++x) {
      const std::uint32_t level = (from[x / 4] >> (24 - 8 * (x % 4))) & 0xff;
      to[x] = level * 0x01010100u | 0xffu;
    }
  }
  grey_.reset();
  return true;
}

PixPtr RowSink::Take() {
  if (row_ != height_) return nullptr;
  if (colour_ == nullptr) return std::move(grey_);
  if (transparent_) {
    pixSetSpp(colour_.get(), 4);
    colour_.reset(pixRemoveAlpha(colour_.get()));
    return GreyIfNeutral(std::move(colour_));
  }
  pixSetSpp(colour_.get(), 3);
  return std::move(colour_);
}

PixPtr GreyIfNeutral(PixPtr colour) {
  if (colour == nullptr) return nullptr;
  const int width = pixGetWidth(colour.get());
  const int height = pixGetHeight(colour.get());
  const auto columns = static_cast<std::size_t>(width);
  for (int y = 0; y < height; ++y) {
    if (!kernels::IsNeutralRow({Line(colour, y), columns})) return colour;
  }
  PixPtr grey(pixCreateNoInit(width, height, 8));
  if (grey == nullptr) return nullptr;
  std::vector<std::uint8_t> bytes(columns);
  for (int y = 0; y < height; ++y) {
    kernels::RedOfRow({Line(colour, y), columns}, bytes);
    StoreGreyLine(bytes, Line(grey, y));
  }
  pixCopyResolution(grey.get(), colour.get());
  return grey;
}

}  // namespace rescan
