#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "engine/image/input_file.h"
#include "engine/run/inputs.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

void SortDistinct(std::vector<std::string>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// `path` is `folder` or lies in it; both absolute and resolved.
bool IsWithin(const std::string& path, const std::string& folder) {
  if (folder == "/") return true;
  return path.starts_with(folder) &&
         (path.size() == folder.size() || path[folder.size()] == '/');
}

Result<std::string> Resolve(const std::string& typed) {
  const std::unique_ptr<char, decltype(&free)> real(
      realpath(typed.c_str(), nullptr), &free);
  if (real) return std::string(real.get());
  const int error = errno;
  const std::string message =
      "input " + PathForDisplay(typed) + ": " + std::strerror(error);
  if (error == ENOENT || error == ENOTDIR) {
    return Fail(ErrorCode::kNotFound, message);
  }
  return Fail(ErrorCode::kInvalidArgument, message);
}

bool CanRead(const std::string& folder) {
  return FileDescriptor(
             open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
      .valid();
}

}  // namespace

std::vector<std::string> InputRoots::All() const {
  std::vector<std::string> all = folders;
  all.insert(all.end(), files.begin(), files.end());
  SortDistinct(all);
  return all;
}

Result<InputRoots> ResolveInputs(const std::vector<std::string>& typed) {
  if (typed.empty()) {
    return Fail(ErrorCode::kInvalidArgument, "no input was given");
  }
  InputRoots roots;
  for (const std::string& name : typed) {
    Result<std::string> path = Resolve(name);
    if (!path) return tl::unexpected(path.error());
    struct stat info {};
    if (stat(path->c_str(), &info) != 0) {
      return Fail(ErrorCode::kNotFound, "input " + PathForDisplay(name) + ": " +
                                            std::strerror(errno));
    }
    if (S_ISDIR(info.st_mode)) {
      if (!CanRead(*path)) {
        return Fail(ErrorCode::kInvalidArgument,
                    "cannot read the folder " + PathForDisplay(name) + ": " +
                        std::strerror(errno));
      }
      roots.folders.push_back(*std::move(path));
    } else if (S_ISREG(info.st_mode)) {
      roots.files.push_back(*std::move(path));
    } else {
      return Fail(
          ErrorCode::kInvalidArgument,
          "input " + PathForDisplay(name) + ": neither a file nor a folder");
    }
  }
  SortDistinct(roots.folders);
  SortDistinct(roots.files);
  return roots;
}

InputRoots FilesAsRecorded(std::vector<std::string> paths) {
  InputRoots roots{.folders = {}, .files = std::move(paths)};
  SortDistinct(roots.files);
  return roots;
}

Status CheckOutputOutside(const InputRoots& roots, const std::string& output) {
  std::error_code error;
  std::filesystem::path path = std::filesystem::absolute(output, error);
  if (!error) path = std::filesystem::weakly_canonical(path, error);
  if (error) {
    return Fail(ErrorCode::kIo,
                PathForDisplay(output) + ": " + error.message());
  }
  std::string resolved = path.native();
  while (resolved.size() > 1 && resolved.back() == '/') resolved.pop_back();
  for (const std::string& folder : roots.folders) {
    if (!IsWithin(resolved, folder)) continue;
    return Fail(ErrorCode::kInvalidArgument,
                PathForDisplay(output) + " lies in the input folder " +
                    PathForDisplay(folder) +
                    "; output is never written under an input folder");
  }
  return {};
}

}  // namespace rescan
