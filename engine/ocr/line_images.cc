#include "engine/ocr/line_images.h"

#include <dlfcn.h>
#include <leptonica/allheaders.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

namespace rescan {
namespace {

thread_local bool bare = false;

// Leads the pixels. Begins as no image file does, so that the two kinds are
// told apart by their bytes. Never leaves the process.
constexpr std::string_view kMark = "\x89rescan\n";

struct Header {
  std::array<char, kMark.size()> mark;
  std::int32_t width, height, depth, x_resolution, y_resolution;
  std::uint32_t data_bytes;  // that follow
};

using WriteMem = l_ok(l_uint8**, std::size_t*, PIX*, l_int32);
using ReadMem = PIX*(const l_uint8*, std::size_t);

std::size_t DataBytes(PIX* pix) {
  return std::size_t{4} * static_cast<std::size_t>(pixGetWpl(pix)) *
         static_cast<std::size_t>(pixGetHeight(pix));
}

// The buffer is freed by the caller with lept_free, that is, free.
bool WriteBare(PIX* pix, l_uint8** data, std::size_t* size) {
  Header header{};
  kMark.copy(header.mark.data(), kMark.size());
  pixGetDimensions(pix, &header.width, &header.height, &header.depth);
  pixGetResolution(pix, &header.x_resolution, &header.y_resolution);
  header.data_bytes = static_cast<std::uint32_t>(DataBytes(pix));
  *size = sizeof(header) + header.data_bytes;
  *data = static_cast<l_uint8*>(std::malloc(*size));
  if (*data == nullptr) return false;
  std::memcpy(*data, &header, sizeof(header));
  std::memcpy(*data + sizeof(header), pixGetData(pix), header.data_bytes);
  return true;
}

bool IsBare(const l_uint8* data, std::size_t size) {
  return data != nullptr && size >= sizeof(Header) &&
         std::memcmp(data, kMark.data(), kMark.size()) == 0;
}

PIX* ReadBare(const l_uint8* data, std::size_t size) {
  Header header;
  std::memcpy(&header, data, sizeof(header));
  PIX* pix = pixCreateNoInit(header.width, header.height, header.depth);
  if (pix == nullptr) return nullptr;
  if (DataBytes(pix) != header.data_bytes ||
      size != sizeof(header) + header.data_bytes) {
    pixDestroy(&pix);
    return nullptr;
  }
  pixSetResolution(pix, header.x_resolution, header.y_resolution);
  std::memcpy(pixGetData(pix), data + sizeof(header), header.data_bytes);
  return pix;
}

template <class Function>
Function* Leptonica(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

BareLineImages::BareLineImages() : outer_(bare) { bare = true; }
BareLineImages::~BareLineImages() { bare = outer_; }

}  // namespace rescan

// Leptonica's own contracts, names and types.
extern "C" {

l_ok pixWriteMem(l_uint8** data, std::size_t* size, PIX* pix, l_int32 format) {
  using namespace rescan;
  if (bare && format == IFF_PNG && data != nullptr && size != nullptr &&
      pix != nullptr && pixGetColormap(pix) == nullptr) {
    return WriteBare(pix, data, size) ? 0 : 1;
  }
  static WriteMem* const leptonica = Leptonica<WriteMem>("pixWriteMem");
  return leptonica(data, size, pix, format);
}

PIX* pixReadMem(const l_uint8* data, std::size_t size) {
  using namespace rescan;
  if (bare && IsBare(data, size)) return ReadBare(data, size);
  static ReadMem* const leptonica = Leptonica<ReadMem>("pixReadMem");
  return leptonica(data, size);
}

}  // extern "C"
