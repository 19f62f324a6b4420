#include "engine/image/open_image.h"

#include <fmt/format.h>

#include <exception>
#include <new>
#include <utility>

#include "engine/image/decode.h"
#include "engine/image/header.h"
#include "engine/image/library_messages.h"
#include "engine/image/orient.h"
#include "kernels/base/thread_cpu.h"

namespace rescan {
namespace {

// Tesseract takes no longer side (its coordinates have 16 bits).
constexpr std::uint64_t kMaxSide = 32767;

Status CheckLimits(const ImageHeader& header, const OpenLimits& limits) {
  if (header.width == 0 || header.height == 0) {
    return Fail(ErrorCode::kCorruption, "picture without pixels");
  }
  if (header.width > kMaxSide || header.height > kMaxSide) {
    return Fail(ErrorCode::kLimit,
                fmt::format("{} x {} pixels, limit {} a side", header.width,
                            header.height, kMaxSide));
  }
  if (header.width * header.height >
      static_cast<std::uint64_t>(limits.max_megapixels) * 1'000'000) {
    return Fail(ErrorCode::kLimit,
                fmt::format("{} x {} pixels, limit {} megapixels", header.width,
                            header.height, limits.max_megapixels));
  }
  return {};
}

// What to divide the sides by.
int ReductionOf(ImageFormat format, const ImageHeader& header,
                const OpenLimits& limits) {
  constexpr int kLargest = 8;  // of libjpeg
  if (format != ImageFormat::kJpeg || limits.reduce_above_megapixels <= 0) {
    return 1;
  }
  const std::uint64_t enough =
      static_cast<std::uint64_t>(limits.reduce_above_megapixels) * 1'000'000;
  int reduction = 1;
  while (reduction < kLargest &&
         header.width * header.height >
             enough * static_cast<std::uint64_t>(reduction * reduction)) {
    reduction *= 2;
  }
  return reduction;
}

Result<Decoded> Decode(ImageFormat format, std::span<const std::uint8_t> bytes,
                       const ImageHeader& header, int reduction) {
  switch (format) {
    case ImageFormat::kJpeg:
      return DecodeJpeg(bytes, header, reduction);
    case ImageFormat::kPng:
      return DecodePng(bytes, header);
    case ImageFormat::kTiff:
      return DecodeTiff(bytes, header);
    case ImageFormat::kBmp:
      return DecodeBmp(bytes, header);
    default:
      return DecodeByLeptonica(bytes, header);
  }
}

ImageFacts FactsOf(ImageFormat format, const ImageHeader& header,
                   std::uint64_t file_size) {
  ImageFacts facts;
  facts.format = format;
  facts.mode = header.mode;
  facts.exif_orientation = header.orientation;
  facts.frame_count = header.frame_count;
  facts.file_size = file_size;
  facts.warnings = header.warnings;
  facts.width = static_cast<int>(header.width);
  facts.height = static_cast<int>(header.height);
  facts.dpi_x = header.dpi_x;
  facts.dpi_y = header.dpi_y;
  if (SwapsSides(header.orientation)) {
    std::swap(facts.width, facts.height);
    std::swap(facts.dpi_x, facts.dpi_y);
  }
  return facts;
}

Result<OpenedImage> Open(std::span<const std::uint8_t> bytes,
                         const OpenLimits& limits) {
  if (bytes.empty()) return Fail(ErrorCode::kCorruption, "empty file");
  if (bytes.size() > limits.max_file_bytes) {
    return Fail(ErrorCode::kLimit,
                fmt::format("file of {} bytes, limit {}", bytes.size(),
                            limits.max_file_bytes));
  }
  const ImageFormat format = SniffFormat(bytes);
  auto header = ReadHeader(format, bytes);
  if (!header.has_value()) return tl::unexpected(std::move(header.error()));
  RESCAN_TRY(CheckLimits(*header, limits));
  const double decode_begin = ThreadCpuSeconds();
  const int reduction = ReductionOf(format, *header, limits);
  auto decoded = Decode(format, bytes, *header, reduction);
  if (!decoded.has_value()) return tl::unexpected(std::move(decoded.error()));
  PixPtr pix = Upright(std::move(decoded->pix), header->orientation);
  if (pix == nullptr) return tl::unexpected(OutOfMemory(*header));

  OpenedImage image{FactsOf(format, *header, bytes.size()),
                    Raster(pix.release()), reduction,
                    ThreadCpuSeconds() - decode_begin};
  for (std::string& warning : decoded->warnings) {
    image.facts.warnings.push_back(std::move(warning));
  }
  image.facts.file_sha256 = Sha256Of(bytes);
  // Another reduction would give another hash: it would identify nothing.
  if (reduction == 1) image.facts.pixel_sha256 = image.raster.PixelHash();
  return image;
}

}  // namespace

Result<OpenedImage> OpenImage(std::span<const std::uint8_t> bytes,
                              const OpenLimits& limits) {
  try {
    const MessageCapture silence;
    return Open(bytes, limits);
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kLimit, "not enough memory for the picture");
  } catch (const std::exception& error) {
    return Fail(ErrorCode::kInternal, error.what());
  }
}

}  // namespace rescan
