#include <leptonica/allheaders.h>
#include <png.h>

#include <cmath>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "engine/image/decode.h"
#include "engine/image/library_messages.h"
#include "engine/image/row_sink.h"

namespace rescan {
namespace {

// One decoding. Members are set up before the first setjmp and outlive it.
class PngDecoder {
 public:
  explicit PngDecoder(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    png_ = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, this, OnError,
                                    OnWarning, this, Allocate, Release);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
  }
  ~PngDecoder() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngDecoder(const PngDecoder&) = delete;
  PngDecoder& operator=(const PngDecoder&) = delete;

  // Reads the head and asks for words as RowSink takes them, or for bits.
  [[nodiscard]] bool Start() {
    return info_ != nullptr && Guarded([](PngDecoder& self) { self.Setup(); });
  }

  // Two levels only, pure black and white: kept as bits, which Tesseract
  // reads without thresholding.
  [[nodiscard]] bool is_bits() const { return bits_; }

  [[nodiscard]] PixPtr Read() {
    const auto rows = static_cast<std::size_t>(height());
    if (bits_) return ReadBits(rows);
    RowSink sink(width(), height());
    const std::size_t words = static_cast<std::size_t>(width());
    if (png_get_interlace_type(png_, info_) != PNG_INTERLACE_NONE) {
      // Every pass touches all rows: the whole picture has to be there.
      whole_.resize(words * rows);
      rows_.resize(rows);
      for (std::size_t y = 0; y < rows; ++y) {
        rows_[y] = reinterpret_cast<png_bytep>(whole_.data() + y * words);
      }
    }
    sink_ = &sink;
    if (!Guarded([](PngDecoder& self) { self.ReadWords(); })) return nullptr;
    PixPtr pix = sink.Take();
    out_of_memory_ = out_of_memory_ || pix == nullptr;
    return pix;
  }

  void SetResolution(Pix* pix) const {
    const auto dpi = [](png_uint_32 dots_per_metre) {
      constexpr double kInchesPerMetre = 39.37;
      return static_cast<l_int32>(
          std::lround(static_cast<float>(dots_per_metre) / kInchesPerMetre));
    };
    pixSetResolution(pix, dpi(png_get_x_pixels_per_meter(png_, info_)),
                     dpi(png_get_y_pixels_per_meter(png_, info_)));
  }

  [[nodiscard]] Error TakeError(const ImageHeader& header) const {
    if (out_of_memory_) return OutOfMemory(header);
    return {ErrorCode::kCorruption, std::string("PNG: ") + error_};
  }
  [[nodiscard]] std::vector<std::string> Warnings() const {
    return {warnings_, warnings_ + warning_count_};
  }

 private:
  static constexpr std::size_t kMessageBytes = 120;

  static PngDecoder& Self(png_structp png) {
    return *static_cast<PngDecoder*>(png_get_error_ptr(png));
  }
  [[noreturn]] static void OnError(png_structp png, png_const_charp message) {
    PngDecoder& self = Self(png);
    std::strncpy(self.error_, message, kMessageBytes - 1);
    std::longjmp(self.out_, 1);
  }
  static void OnWarning(png_structp png, png_const_charp message) {
    PngDecoder& self = Self(png);
    if (self.warning_count_ >= MessageCapture::kMaxMessages) return;
    std::strncpy(self.warnings_[self.warning_count_++], message,
                 kMessageBytes - 1);
  }
  static png_voidp Allocate(png_structp png, png_alloc_size_t size) {
    void* memory = std::malloc(size);
    if (memory == nullptr) {
      static_cast<PngDecoder*>(png_get_mem_ptr(png))->out_of_memory_ = true;
    }
    return memory;
  }
  static void Release(png_structp, png_voidp memory) { std::free(memory); }
  static void OnRead(png_structp png, png_bytep to, png_size_t size) {
    auto* self = static_cast<PngDecoder*>(png_get_io_ptr(png));
    if (size > self->bytes_.size() - self->pos_) png_error(png, "cut off");
    std::memcpy(to, self->bytes_.data() + self->pos_, size);
    self->pos_ += size;
  }

  [[nodiscard]] int width() const {
    return static_cast<int>(png_get_image_width(png_, info_));
  }
  [[nodiscard]] int height() const {
    return static_cast<int>(png_get_image_height(png_, info_));
  }

  // No object with a destructor may live in `step`: an error leaves it by
  // longjmp.
  bool Guarded(void (*step)(PngDecoder&)) {
    if (setjmp(out_) != 0) return false;
    step(*this);
    return true;
  }

  void Setup() {
    png_set_read_fn(png_, this, OnRead);
    // Text and profiles are not needed, may be large when unpacked, and
    // would only give warnings about colour.
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, 0);
    static constexpr png_byte kIgnored[] = "iCCP\0iTXt\0tEXt\0zTXt\0sPLT";
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, kIgnored, 5);
    png_read_info(png_, info_);
    bits_ = IsBlackAndWhite();
    if (bits_) return;
    const int type = png_get_color_type(png_, info_);
    png_set_expand(png_);  // palette, few bits and tRNS to 8-bit with alpha
    png_set_strip_16(png_);
    if ((type & PNG_COLOR_MASK_COLOR) == 0) png_set_gray_to_rgb(png_);
    png_set_bgr(png_);
    const bool alpha = (type & PNG_COLOR_MASK_ALPHA) != 0 ||
                       png_get_valid(png_, info_, PNG_INFO_tRNS) != 0;
    if (alpha) {
      png_set_swap_alpha(png_);
    } else {
      png_set_filler(png_, 0xff, PNG_FILLER_BEFORE);
    }
    (void)png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    if (png_get_rowbytes(png_, info_) != std::size_t{4} * width()) {
      png_error(png_, "unexpected row size");
    }
  }

  // Sets ink_bit_ too.
  bool IsBlackAndWhite() {
    if (png_get_bit_depth(png_, info_) != 1 ||
        png_get_valid(png_, info_, PNG_INFO_tRNS) != 0) {
      return false;
    }
    ink_bit_ = 0;
    if (png_get_color_type(png_, info_) == PNG_COLOR_TYPE_GRAY) return true;
    png_colorp palette = nullptr;
    int count = 0;
    if (png_get_PLTE(png_, info_, &palette, &count) == 0 || count != 2) {
      return false;
    }
    const auto is = [palette](int entry, int level) {
      return palette[entry].red == level && palette[entry].green == level &&
             palette[entry].blue == level;
    };
    if (is(0, 255) && is(1, 0)) ink_bit_ = 1;
    return ink_bit_ == 1 || (is(0, 0) && is(1, 255));
  }

  PixPtr ReadBits(std::size_t rows) {
    PixPtr pix(pixCreate(width(), height(), 1));
    out_of_memory_ = pix == nullptr;
    if (pix == nullptr) return nullptr;
    const auto stride = static_cast<std::size_t>(pixGetWpl(pix.get())) * 4;
    auto* data = reinterpret_cast<png_bytep>(pixGetData(pix.get()));
    rows_.resize(rows);
    for (std::size_t y = 0; y < rows; ++y) rows_[y] = data + y * stride;
    if (!Guarded([](PngDecoder& self) {
          png_read_image(self.png_, self.rows_.data());
          png_read_end(self.png_, nullptr);
        })) {
      return nullptr;
    }
    pixEndianByteSwap(pix.get());
    if (ink_bit_ == 0) pixInvert(pix.get(), pix.get());
    // libpng leaves what it likes behind the last pixel of a row.
    pixSetPadBits(pix.get(), 0);
    return pix;
  }

  void ReadWords() {
    if (!whole_.empty()) png_read_image(png_, rows_.data());
    const auto columns = static_cast<std::size_t>(width());
    for (std::size_t y = 0; y < static_cast<std::size_t>(height()); ++y) {
      const std::span<std::uint32_t> row = sink_->NextRow();
      if (row.empty()) {
        out_of_memory_ = true;
        return;
      }
      if (whole_.empty()) {
        png_read_row(png_, reinterpret_cast<png_bytep>(row.data()), nullptr);
      } else {
        std::memcpy(row.data(), whole_.data() + y * columns, columns * 4);
      }
      if (!sink_->Commit()) {
        out_of_memory_ = true;
        return;
      }
    }
    png_read_end(png_, nullptr);
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t pos_ = 0;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::jmp_buf out_;
  bool bits_ = false;
  int ink_bit_ = 0;
  bool out_of_memory_ = false;
  char error_[kMessageBytes] = {};
  char warnings_[MessageCapture::kMaxMessages][kMessageBytes] = {};
  std::size_t warning_count_ = 0;
  std::vector<std::uint32_t> whole_;
  std::vector<png_bytep> rows_;
  RowSink* sink_ = nullptr;
};

}  // namespace

Result<Decoded> DecodePng(std::span<const std::uint8_t> bytes,
                          const ImageHeader& header) {
  PngDecoder decoder(bytes);
  if (!decoder.Start()) return tl::unexpected(decoder.TakeError(header));
  Decoded decoded;
  decoded.pix = decoder.Read();
  if (decoded.pix == nullptr) return tl::unexpected(decoder.TakeError(header));
  decoder.SetResolution(decoded.pix.get());
  pixSetInputFormat(decoded.pix.get(), IFF_PNG);
  decoded.warnings = decoder.Warnings();
  return decoded;
}

}  // namespace rescan
