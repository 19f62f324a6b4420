#include "tests/support/shipped_version.h"

#include <stdexcept>
#include <utility>

namespace rescan::testing {
namespace {

template <class T>
T OrThrow(Result<T> result) {
  if (!result.has_value()) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

}  // namespace

OcrVersion ShippedVersion(std::string_view name) {
  const OcrProfile profile =
      OrThrow(LoadProfile(RESCAN_SOURCE_DIR "/data/ocr-versions", name));
  return OrThrow(ResolveVersion(profile, ""));
}

std::unique_ptr<Reader> ShippedReader(std::string_view name) {
  return OrThrow(Reader::Create(ShippedVersion(name)));
}

}  // namespace rescan::testing
