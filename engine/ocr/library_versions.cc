#include "engine/ocr/library_versions.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>

namespace rescan {

std::string TesseractVersion() { return tesseract::TessBaseAPI::Version(); }

std::string LeptonicaVersion() {
  char* text = getLeptonicaVersion();
  std::string version = text == nullptr ? "leptonica" : text;
  lept_free(text);
  return version;
}

std::string LibraryBuild() {
  char* text = getImagelibVersions();
  std::string codecs = text == nullptr ? "" : text;
  lept_free(text);
  return "tesseract-" + TesseractVersion() + "; " + LeptonicaVersion() + "; " +
         codecs;
}

}  // namespace rescan
