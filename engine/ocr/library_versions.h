#ifndef RESCAN_ENGINE_OCR_LIBRARY_VERSIONS_H_
#define RESCAN_ENGINE_OCR_LIBRARY_VERSIONS_H_

#include <string>

namespace rescan {

// "5.3.0" and "leptonica-1.82.0".
[[nodiscard]] std::string TesseractVersion();
[[nodiscard]] std::string LeptonicaVersion();
// Both, and the codecs that Leptonica was built with: for the fingerprint.
[[nodiscard]] std::string LibraryBuild();

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_LIBRARY_VERSIONS_H_
