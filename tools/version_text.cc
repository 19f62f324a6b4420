#include "tools/version_text.h"

#include <leptonica/allheaders.h>
#include <sqlite3.h>
#include <tesseract/baseapi.h>

#include <cstdlib>
#include <opencv2/core/utility.hpp>
#include <utility>
#include <vector>

#include "index/vector_library.h"
#include "kernels/image/simd_target.h"
#include "tools/json_line.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

std::string LeptonicaVersion() {
  char* text = getLeptonicaVersion();  // "leptonica-1.82.0"
  const std::string version = text == nullptr ? "" : text;
  lept_free(text);
  const std::size_t dash = version.find('-');
  return dash == std::string::npos ? version : version.substr(dash + 1);
}

// As linked now, not as compiled against.
std::vector<std::pair<std::string, std::string>> Versions() {
  return {{"rescan", RESCAN_VERSION},
          {"tesseract", tesseract::TessBaseAPI::Version()},
          {"leptonica", LeptonicaVersion()},
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
