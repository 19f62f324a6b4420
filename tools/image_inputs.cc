#include "tools/image_inputs.h"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include "engine/image/format.h"
#include "engine/image/input_file.h"
#include "kernels/base/text.h"

namespace rescan::cli {
namespace {

namespace fs = std::filesystem;

// A file that cannot be read is no image here unless its name says so.
bool LooksLikeAnImage(const std::string& path) {
  if (HasImageExtension(path)) return true;
  const auto file = OpenRegularFile(path);
  if (!file.has_value()) return false;
  std::array<std::uint8_t, kSniffBytes> head;
  const ssize_t n = pread(file->get(), head.data(), head.size(), 0);
  return n > 0 &&
         SniffFormat(std::span(head).first(static_cast<std::size_t>(n))) !=
             ImageFormat::kUnknown;
}

bool IsLink(const std::string& path) {
  std::error_code error;
  return fs::is_symlink(fs::symlink_status(path, error));
}

std::string Joined(const std::string& folder, const std::string& relative) {
  return folder.ends_with('/') ? folder + relative : folder + "/" + relative;
}

}  // namespace

Result<ImageInputs> FindImages(const std::vector<std::string>& typed) {
  ImageInputs result;
  std::set<std::string> seen;
  for (const std::string& input : typed) {
    auto roots = ResolveInputs({input});
    if (!roots.has_value()) return tl::unexpected(roots.error());
    FileList list = ListFiles(*roots, true, [] { return false; });
    for (std::string& warning : list.warnings) {
      result.warnings.push_back(std::move(warning));
    }
    for (const auto& [what, count] : list.skipped) {
      result.warnings.push_back(PathForDisplay(input) + ": passed over " +
                                std::to_string(count) + " " + what);
    }
    for (FileList::Entry& entry : list.entries) {
      if (!entry.typed && !LooksLikeAnImage(entry.path)) continue;
      if (!seen.insert(entry.path).second) continue;
      ImageInputs::Image image;
      if (entry.typed) {
        image.relative = fs::path(input).filename().string();
        // Opening refuses links, so a typed one is named by its target.
        image.path = IsLink(input) ? entry.path : input;
      } else {
        const std::string& root = roots->folders.front();
        image.relative =
            entry.path.substr(root.size() + (root.ends_with('/') ? 0 : 1));
        image.path = Joined(input, image.relative);
      }
      result.images.push_back(std::move(image));
    }
    result.roots.folders.insert(result.roots.folders.end(),
                                roots->folders.begin(), roots->folders.end());
    result.roots.files.insert(result.roots.files.end(), roots->files.begin(),
                              roots->files.end());
  }
  return result;
}

std::vector<std::string> PathsOf(const ImageInputs& inputs) {
  std::vector<std::string> paths;
  paths.reserve(inputs.images.size());
  for (const auto& image : inputs.images) paths.push_back(image.path);
  return paths;
}

}  // namespace rescan::cli
