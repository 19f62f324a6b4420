#include "tools/data_folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <vector>

#include "engine/image/classify_content.h"
#include "kernels/base/text.h"

namespace rescan::cli {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Empty when the environment does not say where.
std::string ModelsFolder() {
  const std::string chosen = Environment("RESCAN_MODELS");
  if (!chosen.empty()) return chosen;
  const std::string data = Environment("XDG_DATA_HOME");
  if (!data.empty()) return data + "/rescan/models";
  const std::string home = Environment("HOME");
  return home.empty() ? "" : home + "/.local/share/rescan/models";
}

// Beside the program, then where it was built.
std::vector<fs::path> OwnPlaces() {
  std::vector<fs::path> places;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    places.push_back(program.parent_path().parent_path() / "share/rescan");
  }
  places.emplace_back(RESCAN_SOURCE_DATA);
  return places;
}

}  // namespace

Result<std::string> ProfileFolder() {
  std::vector<fs::path> places;
  const std::string chosen = Environment("RESCAN_DATA");
  if (!chosen.empty()) {
    places.emplace_back(chosen);
  } else {
    places = OwnPlaces();
  }
  std::string tried;
  for (const fs::path& place : places) {
    const fs::path folder = place / "ocr-versions";
    std::error_code error;
    if (fs::is_directory(folder, error)) return folder.string();
    tried += (tried.empty() ? "" : ", ") + PathForDisplay(folder.string());
  }
  return Fail(ErrorCode::kInvalidArgument,
              "there is no folder of OCR versions; looked for " + tried +
                  (chosen.empty() ? " (RESCAN_DATA names another place)"
                                  : " (RESCAN_DATA)"));
}

Result<OcrVersion> OcrVersionNamed(const std::string& name) {
  auto folder = ProfileFolder();
  if (!folder.has_value()) return tl::unexpected(folder.error());
  auto profile = LoadProfile(*folder, name);
  if (!profile.has_value()) {
    Error error = profile.error();
    // A profile is the user's choice or configuration, whatever is wrong.
    error.code = ErrorCode::kInvalidArgument;
    error.message = "--ocr-version: " + error.message;
    return tl::unexpected(std::move(error));
  }
  return ResolveHere(*profile, *folder);
}

Result<OcrVersion> ResolveHere(const OcrProfile& profile,
                               const std::string& profile_folder) {
  auto models =
      LoadPinnedModels(fs::path(profile_folder).parent_path() / "models.json");
  if (!models.has_value()) {
    return Fail(ErrorCode::kInvalidArgument, models.error().message);
  }
  return ResolveVersion(profile, Environment("TESSDATA_PREFIX"),
                        {ModelsFolder(), std::move(*models)});
}

Result<std::string> DataFile(const std::string& name) {
  std::vector<fs::path> places = OwnPlaces();
  const std::string chosen = Environment("RESCAN_DATA");
  if (!chosen.empty()) places.insert(places.begin(), chosen);
  std::string tried;
  for (const fs::path& place : places) {
    const fs::path path = place / name;
    std::error_code error;
    if (fs::exists(path, error)) return path.string();
    tried += (tried.empty() ? "" : ", ") + PathForDisplay(path.string());
  }
  return Fail(ErrorCode::kInvalidArgument,
              "there is no " + name + "; looked for " + tried);
}

Result<std::string> UserFileOrData(const std::string& workspace,
                                   const std::string& own_name,
                                   const std::string& name) {
  const fs::path own = fs::path(workspace) / own_name;
  std::error_code error;
  if (fs::exists(fs::symlink_status(own, error))) return own.string();
  return DataFile(name);
}

Result<std::string> ContentClassifierText() {
  const auto path = DataFile("classifier/content-classifier.json");
  if (!path) return tl::unexpected(path.error());
  const std::string name = PathForDisplay(*path);
  std::ifstream file(*path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || !text) return Fail(ErrorCode::kIo, name + ": unreadable");
  // Its faults are told here, once, rather than by each worker.
  const auto classifier = ContentClassifier::Parse(text.str(), name);
  if (!classifier) return tl::unexpected(classifier.error());
  return std::move(text).str();
}

}  // namespace rescan::cli
