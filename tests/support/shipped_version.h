#ifndef RESCAN_TESTS_SUPPORT_SHIPPED_VERSION_H_
#define RESCAN_TESTS_SUPPORT_SHIPPED_VERSION_H_

#include <memory>
#include <string_view>

#include "engine/ocr/reader.h"
#include "engine/ocr/version_profile.h"

namespace rescan::testing {

// The profile of data/ocr-versions on this machine, and a reader of it. What
// is not installed is a std::runtime_error that names it.
[[nodiscard]] OcrVersion ShippedVersion(std::string_view name);
[[nodiscard]] std::unique_ptr<Reader> ShippedReader(std::string_view name);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_SHIPPED_VERSION_H_
