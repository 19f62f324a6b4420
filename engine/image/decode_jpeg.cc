#include <leptonica/allheaders.h>

#include <csetjmp>
#include <cstddef>
#include <cstdio>
// jpeglib.h needs size_t and FILE before it.
#include <jerror.h>
#include <jpeglib.h>

#include "engine/image/decode.h"
#include "engine/image/library_messages.h"
#include "engine/image/row_sink.h"

namespace rescan {
namespace {

// libjpeg's error handler with a way out and a place for warnings. Plain
// memory only: it is used across longjmp.
struct ErrorHandler {
  jpeg_error_mgr base;
  std::jmp_buf out;
  int code;
  char error[JMSG_LENGTH_MAX];
  int warning_count;
  char warnings[MessageCapture::kMaxMessages][JMSG_LENGTH_MAX];
};

void OnError(j_common_ptr info) {
  auto* handler = reinterpret_cast<ErrorHandler*>(info->err);
  handler->code = info->err->msg_code;
  (*info->err->format_message)(info, handler->error);
  std::longjmp(handler->out, 1);
}

void OnMessage(j_common_ptr info, int level) {
  if (level >= 0) return;  // tracing
  auto* handler = reinterpret_cast<ErrorHandler*>(info->err);
  ++info->err->num_warnings;
  if (handler->warning_count < static_cast<int>(MessageCapture::kMaxMessages)) {
    (*info->err->format_message)(info,
                                 handler->warnings[handler->warning_count++]);
  }
}

ErrorCode CodeOf(int jpeg_code) {
  switch (jpeg_code) {
    case JERR_OUT_OF_MEMORY:
      return ErrorCode::kLimit;
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_ARITH_NOTIMPL:
    case JERR_NOTIMPL:
      return ErrorCode::kUnsupported;
    default:
      return ErrorCode::kCorruption;
  }
}

// Leptonica's words: red in the high byte, so B G R behind an alpha byte in
// memory. The first byte becomes 255.
constexpr J_COLOR_SPACE kWords = JCS_EXT_ABGR;

// `cmyk` holds 4 bytes a pixel. Adobe's files store the inks inverted. The
// division truncates, as Leptonica's does.
void CmykToWords(const JSAMPLE* cmyk, bool inverted,
                 std::span<std::uint32_t> words) {
  for (std::uint32_t& word : words) {
    std::uint32_t rgb = 0;
    const std::uint32_t key = inverted ? cmyk[3] : 255u - cmyk[3];
    for (int i = 0; i < 3; ++i) {
      const std::uint32_t ink = inverted ? cmyk[i] : 255u - cmyk[i];
      rgb = rgb << 8 | ink * key / 255;
    }
    word = rgb << 8 | 0xff;
    cmyk += 4;
  }
}

// One decoding. Members are set up before the first setjmp and outlive it.
class JpegDecoder {
 public:
  JpegDecoder(std::span<const std::uint8_t> bytes, int reduction)
      : reduction_(reduction) {
    info_.err = jpeg_std_error(&handler_.base);
    handler_.base.error_exit = OnError;
    handler_.base.emit_message = OnMessage;
    handler_.warning_count = 0;
    created_ =
        Guarded([](JpegDecoder& self) { jpeg_create_decompress(&self.info_); });
    bytes_ = bytes;
  }
  ~JpegDecoder() {
    if (created_) jpeg_destroy_decompress(&info_);
  }
  JpegDecoder(const JpegDecoder&) = delete;
  JpegDecoder& operator=(const JpegDecoder&) = delete;

  [[nodiscard]] bool Start() {
    return created_ && Guarded([](JpegDecoder& self) {
             jpeg_decompress_struct& info = self.info_;
             jpeg_mem_src(&info, self.bytes_.data(), self.bytes_.size());
             jpeg_read_header(&info, TRUE);
             if (info.out_color_space != JCS_CMYK)
               info.out_color_space = kWords;
             info.scale_num = 1;
             info.scale_denom = static_cast<unsigned>(self.reduction_);
             jpeg_start_decompress(&info);
           });
  }

  // False on an error of libjpeg; out_of_memory() tells the sink's apart.
  [[nodiscard]] bool ReadRows(RowSink& sink) {
    cmyk_row_.resize(info_.out_color_space == JCS_CMYK
                         ? std::size_t{4} * info_.output_width
                         : 0);
    sink_ = &sink;
    return Guarded([](JpegDecoder& self) { self.ReadAll(); });
  }

  // Before reduction.
  [[nodiscard]] std::uint64_t stored_width() const { return info_.image_width; }
  [[nodiscard]] std::uint64_t stored_height() const {
    return info_.image_height;
  }
  [[nodiscard]] int width() const {
    return static_cast<int>(info_.output_width);
  }
  [[nodiscard]] int height() const {
    return static_cast<int>(info_.output_height);
  }
  [[nodiscard]] bool out_of_memory() const { return out_of_memory_; }

  void SetResolution(Pix* pix) const {
    const float unit = info_.density_unit == 1   ? 1.0f
                       : info_.density_unit == 2 ? 2.54f
                                                 : 0.0f;
    if (unit == 0) return;
    const float scale = unit / static_cast<float>(reduction_);
    const float round = scale == 1 ? 0.0f : 0.5f;
    pixSetResolution(pix, static_cast<l_int32>(info_.X_density * scale + round),
                     static_cast<l_int32>(info_.Y_density * scale + round));
  }

  [[nodiscard]] Error TakeError() const {
    return {CodeOf(handler_.code), std::string("JPEG: ") + handler_.error};
  }
  [[nodiscard]] std::vector<std::string> Warnings() const {
    return {handler_.warnings, handler_.warnings + handler_.warning_count};
  }

 private:
  // No object with a destructor may live in `step`: an error leaves it by
  // longjmp.
  bool Guarded(void (*step)(JpegDecoder&)) {
    if (setjmp(handler_.out) != 0) return false;
    step(*this);
    return true;
  }

  void ReadAll() {
    const bool cmyk = !cmyk_row_.empty();
    while (info_.output_scanline < info_.output_height) {
      const std::span<std::uint32_t> row = sink_->NextRow();
      if (row.empty()) {
        out_of_memory_ = true;
        return;
      }
      JSAMPROW target =
          cmyk ? cmyk_row_.data() : reinterpret_cast<JSAMPROW>(row.data());
      jpeg_read_scanlines(&info_, &target, 1);
      if (cmyk) CmykToWords(target, info_.saw_Adobe_marker != 0, row);
      if (!sink_->Commit()) {
        out_of_memory_ = true;
        return;
      }
    }
    jpeg_finish_decompress(&info_);
  }

  jpeg_decompress_struct info_{};
  ErrorHandler handler_{};
  bool created_ = false;
  bool out_of_memory_ = false;
  const int reduction_;
  std::span<const std::uint8_t> bytes_;
  std::vector<JSAMPLE> cmyk_row_;
  RowSink* sink_ = nullptr;
};

}  // namespace

Result<Decoded> DecodeJpeg(std::span<const std::uint8_t> bytes,
                           const ImageHeader& header, int reduction) {
  JpegDecoder decoder(bytes, reduction);
  if (!decoder.Start()) return tl::unexpected(decoder.TakeError());
  if (decoder.stored_width() != header.width ||
      decoder.stored_height() != header.height) {
    return Fail(ErrorCode::kCorruption, "JPEG with two different sizes");
  }
  RowSink sink(decoder.width(), decoder.height());
  if (!decoder.ReadRows(sink)) return tl::unexpected(decoder.TakeError());
  Decoded decoded;
  decoded.pix = sink.Take();
  if (decoder.out_of_memory() || decoded.pix == nullptr) {
    return tl::unexpected(OutOfMemory(header));
  }
  decoder.SetResolution(decoded.pix.get());
  pixSetInputFormat(decoded.pix.get(), IFF_JFIF_JPEG);
  decoded.warnings = decoder.Warnings();
  return decoded;
}

}  // namespace rescan
