#include "engine/image/format.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace rescan {
namespace {

bool HasAt(std::span<const std::uint8_t> head, std::size_t at,
           std::string_view magic) {
  if (head.size() < at + magic.size()) return false;
  return std::equal(magic.begin(), magic.end(), head.begin() + at,
                    [](char c, std::uint8_t byte) {
                      return static_cast<std::uint8_t>(c) == byte;
                    });
}

// Behind the letters, 12 bytes on, stands the next header's size: 32 bits,
// little endian, 12 to 124 in every version there is. No text holds the zeros.
// (The bytes called reserved do not tell: some programs fill them.)
bool IsBmp(std::span<const std::uint8_t> head) {
  return HasAt(head, 0, "BM") && head.size() >= 18 && head[14] >= 12 &&
         head[15] == 0 && head[16] == 0 && head[17] == 0;
}

bool IsBlank(std::uint8_t byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

bool IsDigit(std::uint8_t byte) { return byte >= '0' && byte <= '9'; }

// The width and height behind `P` and a digit, as far as `head` goes; a comment
// may stand before either, and is taken as it is.
bool HasPnmSize(std::span<const std::uint8_t> head) {
  std::size_t at = 2;
  for (int number = 0; number < 2; ++number) {
    const std::size_t blanks_at = at;
    while (at < head.size() && IsBlank(head[at])) ++at;
    if (at == head.size()) return at == kSniffBytes || number > 0;
    if (head[at] == '#') return true;
    if (at == blanks_at || !IsDigit(head[at])) return false;
    while (at < head.size() && IsDigit(head[at])) ++at;
  }
  return true;
}

bool IsPnm(std::span<const std::uint8_t> head) {
  if (head.size() < 3 || head[0] != 'P') return false;
  if (head[1] >= '1' && head[1] <= '6') return HasPnmSize(head);
  // PAM: lines of a name and a value.
  for (const std::string_view name :
       {"#", "WIDTH ", "HEIGHT ", "DEPTH ", "MAXVAL ", "TUPLTYPE "}) {
    if (HasAt(head, 0, "P7\n") && HasAt(head, 3, name)) return true;
  }
  return false;
}

}  // namespace

ImageFormat SniffFormat(std::span<const std::uint8_t> head) {
  head = head.first(std::min(head.size(), kSniffBytes));
  using namespace std::string_view_literals;
  if (HasAt(head, 0, "\x89PNG\r\n\x1a\n"sv)) return ImageFormat::kPng;
  if (HasAt(head, 0, "\xff\xd8\xff"sv)) return ImageFormat::kJpeg;
  // The second pair is BigTIFF.
  for (std::string_view magic :
       {"II*\0"sv, "MM\0*"sv, "II+\0\x08\0\0\0"sv, "MM\0+\0\x08\0\0"sv}) {
    if (HasAt(head, 0, magic)) return ImageFormat::kTiff;
  }
  if (HasAt(head, 0, "RIFF"sv) && HasAt(head, 8, "WEBP"sv)) {
    return ImageFormat::kWebp;
  }
  if (IsBmp(head)) return ImageFormat::kBmp;
  if (IsPnm(head)) return ImageFormat::kPnm;
  return ImageFormat::kUnknown;
}

std::string_view FormatName(ImageFormat format) {
  switch (format) {
    case ImageFormat::kPng:
      return "PNG";
    case ImageFormat::kJpeg:
      return "JPEG";
    case ImageFormat::kTiff:
      return "TIFF";
    case ImageFormat::kWebp:
      return "WEBP";
    case ImageFormat::kBmp:
      return "BMP";
    case ImageFormat::kPnm:
      return "PNM";
    case ImageFormat::kUnknown:
      break;
  }
  return "UNKNOWN";
}

bool HasImageExtension(std::string_view path) {
  static constexpr std::array<std::string_view, 12> kExtensions = {
      ".png",  ".jpg", ".jpeg", ".jpe", ".tif", ".tiff",
      ".webp", ".bmp", ".pnm",  ".pbm", ".pgm", ".ppm"};
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view extension = path.substr(dot);
  const auto same = [extension](std::string_view known) {
    return std::equal(known.begin(), known.end(), extension.begin(),
                      extension.end(), [](char a, char b) {
                        return a == std::tolower(static_cast<unsigned char>(b));
                      });
  };
  return std::any_of(kExtensions.begin(), kExtensions.end(), same);
}

}  // namespace rescan
