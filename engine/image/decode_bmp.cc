// BMP in all its forms; Leptonica reads the simplest only.
#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>

#include "engine/image/decode.h"
#include "engine/image/row_sink.h"

namespace rescan {
namespace {

enum Compression : std::uint32_t { kRgb, kRle8, kRle4, kBitFields };

constexpr std::uint32_t kOpaque = 0xff;

// What ReadBmpHeader checked, read once more for the pixels.
struct BmpLayout {
  bool os2 = false;
  bool top_down = false;
  int bits = 0;
  std::uint32_t compression = kRgb;
  std::size_t data_at = 0;
  std::array<std::uint32_t, 3> masks{};      // 16 and 32 bit
  std::array<std::uint32_t, 256> palette{};  // words of R G B and kOpaque
  int palette_size = 0;
};

std::uint32_t Word(std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
  return red << 24 | green << 16 | blue << 8 | kOpaque;
}

BmpLayout LayoutOf(std::span<const std::uint8_t> bytes) {
  BmpLayout layout;
  const std::uint32_t info_size = LoadLe32(bytes, 14);
  layout.os2 = info_size == 12;
  layout.data_at = LoadLe32(bytes, 10);
  layout.bits = static_cast<int>(LoadLe16(bytes, layout.os2 ? 24 : 28));
  std::uint32_t used = 0;
  if (!layout.os2) {
    layout.top_down = static_cast<std::int32_t>(LoadLe32(bytes, 22)) < 0;
    layout.compression = LoadLe32(bytes, 30);
    used = LoadLe32(bytes, 46);
  }
  layout.masks = layout.bits == 16
                     ? std::array<std::uint32_t, 3>{0x7c00, 0x3e0, 0x1f}
                     : std::array<std::uint32_t, 3>{0xff0000, 0xff00, 0xff};
  if (layout.compression >= kBitFields && bytes.size() >= 66) {
    layout.masks = {LoadLe32(bytes, 54), LoadLe32(bytes, 58),
                    LoadLe32(bytes, 62)};
  }
  if (layout.bits > 8) return layout;
  const std::size_t entry = layout.os2 ? 3 : 4;
  const std::size_t first = 14 + std::size_t{info_size};
  const std::size_t most = std::size_t{1} << layout.bits;
  const std::size_t wanted =
      used == 0 ? most : std::min<std::size_t>(used, most);
  for (std::size_t i = 0; i < wanted; ++i) {
    const std::size_t at = first + i * entry;
    if (at + 3 > std::min(bytes.size(), layout.data_at)) break;
    layout.palette[i] = Word(bytes[at + 2], bytes[at + 1], bytes[at]);
    layout.palette_size = static_cast<int>(i) + 1;
  }
  // An index without an entry is black.
  for (std::size_t i = static_cast<std::size_t>(layout.palette_size);
       i < layout.palette.size(); ++i) {
    layout.palette[i] = Word(0, 0, 0);
  }
  return layout;
}

// One channel of a 16- or 32-bit pixel, stretched to 0..255.
std::uint32_t Channel(std::uint32_t pixel, std::uint32_t mask) {
  if (mask == 0) return 0;
  const int shift = std::countr_zero(mask);
  const std::uint64_t most = mask >> shift;
  return static_cast<std::uint32_t>(((pixel & mask) >> shift) *
                                    std::uint64_t{255} / most);
}

std::uint32_t PixelAt(const BmpLayout& layout,
                      std::span<const std::uint8_t> line, std::size_t x) {
  switch (layout.bits) {
    case 1:
      return layout.palette[line[x / 8] >> (7 - x % 8) & 1];
    case 4:
      return layout.palette[line[x / 2] >> (x % 2 == 0 ? 4 : 0) & 15];
    case 8:
      return layout.palette[line[x]];
    case 24:
      return Word(line[3 * x + 2], line[3 * x + 1], line[3 * x]);
    default: {
      const std::uint32_t pixel =
          layout.bits == 16 ? LoadLe16(line, 2 * x) : LoadLe32(line, 4 * x);
      return Word(Channel(pixel, layout.masks[0]),
                  Channel(pixel, layout.masks[1]),
                  Channel(pixel, layout.masks[2]));
    }
  }
}

// Palette indices of a run-length coded picture, rows bottom up, or nothing
// when the data end before the end mark. Codes that point outside the picture
// are passed over.
class RunLengths {
 public:
  RunLengths(std::span<const std::uint8_t> data, std::size_t width,
             std::size_t height, bool four_bits)
      : data_(data),
        width_(width),
        height_(height),
        four_bits_(four_bits),
        indices_(width * height) {}

  [[nodiscard]] bool Decode() {
    while (pos_ + 2 <= data_.size()) {
      const std::uint8_t count = data_[pos_];
      const std::uint8_t value = data_[pos_ + 1];
      pos_ += 2;
      if (count > 0) {
        for (unsigned i = 0; i < count; ++i) Put(Nibble(value, i));
      } else if (value == kEndOfPicture) {
        return true;
      } else if (value == kEndOfLine) {
        x_ = 0;
        ++y_;
      } else if (value == kMove) {
        if (pos_ + 2 > data_.size()) return false;
        x_ += data_[pos_];
        y_ += data_[pos_ + 1];
        pos_ += 2;
      } else if (!Literal(value)) {
        return false;
      }
    }
    // Some writers leave the end mark out.
    return y_ >= height_ || (y_ + 1 == height_ && x_ >= width_);
  }

  [[nodiscard]] std::span<const std::uint8_t> Row(std::size_t y) const {
    return std::span(indices_).subspan(y * width_, width_);
  }

 private:
  enum : std::uint8_t { kEndOfLine = 0, kEndOfPicture = 1, kMove = 2 };

  std::uint8_t Nibble(std::uint8_t byte, unsigned i) const {
    if (!four_bits_) return byte;
    return i % 2 == 0 ? byte >> 4 : byte & 15;
  }
  void Put(std::uint8_t index) {
    if (x_ < width_ && y_ < height_) indices_[y_ * width_ + x_] = index;
    ++x_;
  }
  bool Literal(std::size_t count) {
    const std::size_t size = four_bits_ ? (count + 1) / 2 : count;
    if (pos_ + size > data_.size()) return false;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t byte = data_[pos_ + (four_bits_ ? i / 2 : i)];
      Put(Nibble(byte, static_cast<unsigned>(i)));
    }
    pos_ += size + size % 2;
    return true;
  }

  std::span<const std::uint8_t> data_;
  std::size_t width_, height_;
  bool four_bits_;
  std::size_t pos_ = 0, x_ = 0, y_ = 0;
  std::vector<std::uint8_t> indices_;
};

// Pure black and white stays in bits, as Tesseract gets it.
PixPtr ReadBits(std::span<const std::uint8_t> bytes, const BmpLayout& layout,
                std::size_t stride, int width, int height) {
  PixPtr pix(pixCreate(width, height, 1));
  if (pix == nullptr) return nullptr;
  for (int y = 0; y < height; ++y) {
    const int from = layout.top_down ? y : height - 1 - y;
    const auto line = bytes.subspan(
        layout.data_at + static_cast<std::size_t>(from) * stride, stride);
    l_uint32* to =
        pixGetData(pix.get()) + std::ptrdiff_t{pixGetWpl(pix.get())} * y;
    for (int x = 0; x < width; ++x) {
      if (PixelAt(layout, line, static_cast<std::size_t>(x)) == Word(0, 0, 0)) {
        SET_DATA_BIT(to, x);
      }
    }
  }
  return pix;
}

PixPtr ReadWords(std::span<const std::uint8_t> bytes, const BmpLayout& layout,
                 std::size_t stride, std::size_t width, std::size_t height) {
  RowSink sink(static_cast<int>(width), static_cast<int>(height));
  for (std::size_t y = 0; y < height; ++y) {
    const std::size_t from = layout.top_down ? y : height - 1 - y;
    const auto line = bytes.subspan(layout.data_at + from * stride, stride);
    const std::span<std::uint32_t> row = sink.NextRow();
    if (row.empty()) return nullptr;
    for (std::size_t x = 0; x < width; ++x) row[x] = PixelAt(layout, line, x);
    if (!sink.Commit()) return nullptr;
  }
  return sink.Take();
}

}  // namespace

Result<Decoded> DecodeBmp(std::span<const std::uint8_t> bytes,
                          const ImageHeader& header) {
  BmpLayout layout = LayoutOf(bytes);
  const auto width = static_cast<std::size_t>(header.width);
  const auto height = static_cast<std::size_t>(header.height);
  Decoded decoded;
  if (layout.compression == kRle8 || layout.compression == kRle4) {
    const int bits = layout.compression == kRle8 ? 8 : 4;
    if (layout.bits != bits) {
      return Fail(ErrorCode::kCorruption, "BMP header contradicts itself");
    }
    RunLengths runs(bytes.subspan(layout.data_at), width, height, bits == 4);
    if (!runs.Decode()) return Fail(ErrorCode::kCorruption, "BMP is cut off");
    // The indices are a picture of 8 bits a pixel without padding.
    layout.bits = 8;
    layout.data_at = 0;
    decoded.pix = ReadWords({runs.Row(0).data(), width * height}, layout, width,
                            width, height);
  } else {
    const std::size_t stride =
        (width * static_cast<unsigned>(layout.bits) + 31) / 32 * 4;
    const auto is_pure = [](std::uint32_t word) {
      return word == Word(0, 0, 0) || word == Word(255, 255, 255);
    };
    const bool bits = layout.bits == 1 && is_pure(layout.palette[0]) &&
                      is_pure(layout.palette[1]) &&
                      layout.palette[0] != layout.palette[1];
    decoded.pix = bits
                      ? ReadBits(bytes, layout, stride, static_cast<int>(width),
                                 static_cast<int>(height))
                      : ReadWords(bytes, layout, stride, width, height);
  }
  if (decoded.pix == nullptr) return tl::unexpected(OutOfMemory(header));
  constexpr double kInchesPerMetre = 39.37;
  constexpr double kMetresPerInch = 0.0254;
  const auto resolution = [](double dpi) {
    return static_cast<l_int32>(std::lround(
        static_cast<float>(dpi / kMetresPerInch) / kInchesPerMetre));
  };
  pixSetResolution(decoded.pix.get(), resolution(header.dpi_x),
                   resolution(header.dpi_y));
  pixSetInputFormat(decoded.pix.get(), IFF_BMP);
  return decoded;
}

}  // namespace rescan
