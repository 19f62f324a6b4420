#include "tools/version_text.h"

#include <sqlite3.h>

#include <opencv2/core/utility.hpp>
#include <utility>
#include <vector>

#include "engine/ocr/library_versions.h"
#include "index/vector_library.h"
#include "kernels/image/simd_target.h"
#include "tools/json_line.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

// "leptonica-1.82.0" without its name.
std::string LeptonicaNumber() {
  const std::string version = LeptonicaVersion();
  return version.substr(version.find('-') + 1);
}

// As linked now, not as compiled against.
std::vector<std::pair<std::string, std::string>> Versions() {
  return {{"rescan", RESCAN_VERSION},
          {"tesseract", TesseractVersion()},
          {"leptonica", LeptonicaNumber()},
          {"opencv", cv::getVersionString()},
          {"faiss", index::VectorLibraryVersion()},
          {"sqlite", sqlite3_libversion()},
          {"simd", kernels::SimdTargetName()}};
}

}  // namespace

std::string VersionText() {
  const auto versions = Versions();
  Table table({Table::Align::kLeft, Table::Align::kLeft});
  for (std::size_t i = 1; i < versions.size(); ++i) {
    table.Add({versions[i].first, versions[i].second});
  }
  return "rescan " + versions[0].second + "\n" + table.Text(2);
}

std::string VersionJson() {
  Json json;
  for (const auto& [name, version] : Versions()) json[name] = version;
  return JsonLine(json);
}

}  // namespace rescan::cli
