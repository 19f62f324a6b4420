#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "engine/run/inputs.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

// One warning a folder helps up to here; the count says the rest.
constexpr std::size_t kMaxWarnings = 20;

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

Folder OpenFolder(const std::string& path) {
  const int fd =

      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return nullptr;
  Folder folder(fdopendir(fd));
  if (!folder) close(fd);
  return folder;
}

// The entry's kind as d_type gives it; asked of the system where the file
// system does not say.
unsigned char KindOf(DIR* folder, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return entry.d_type;
  struct stat info {};
  if (fstatat(dirfd(folder), entry.d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
    return DT_UNKNOWN;
  }
  return static_cast<unsigned char>(IFTODT(info.st_mode));
}

const char* KindName(unsigned char kind) {
  switch (kind) {
    case DT_LNK:
      return "symbolic link";
    case DT_FIFO:
      return "fifo";
    case DT_SOCK:
      return "socket";
    case DT_CHR:
    case DT_BLK:
      return "device";
    default:
      return "unknown entry";
  }
}

// Walks folders with a list of paths still to visit instead of recursion, so
// that neither the stack nor open descriptors grow with the tree's depth.
class Walk {
 public:
  Walk(bool recursive, const StopCheck& stop)
      : recursive_(recursive), stop_(stop) {}

  void Visit(const std::string& root) {
    to_visit_.push_back(root);
    while (!to_visit_.empty() && !list_.stopped) {
      const std::string path = std::move(to_visit_.back());
      to_visit_.pop_back();
      ReadFolder(path);
      list_.stopped = stop_();
    }
  }

  void AddTyped(const std::string& path) {
    list_.entries.push_back({path, true});
  }

  FileList Take() {
    std::vector<FileList::Entry>& entries = list_.entries;
    std::sort(entries.begin(), entries.end(),
              [](const FileList::Entry& a, const FileList::Entry& b) {
                if (const int order = a.path.compare(b.path)) return order < 0;
                return a.typed && !b.typed;
              });
    entries.erase(std::unique(entries.begin(), entries.end(),
                              [](const auto& a, const auto& b) {
                                return a.path == b.path;
                              }),
                  entries.end());
    return std::move(list_);
  }

 private:
  void ReadFolder(const std::string& path) {
    const Folder folder = OpenFolder(path);
    if (!folder) return Unreadable(path, errno);
    const std::string prefix = path == "/" ? path : path + "/";
    for (;;) {
      errno = 0;
      const dirent* entry = readdir(folder.get());
      if (entry == nullptr) break;
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      Add(prefix, name, KindOf(folder.get(), *entry));
    }
    if (errno != 0) Unreadable(path, errno);
  }

  void Add(const std::string& prefix, std::string_view name,
           unsigned char kind) {
    if (kind == DT_REG) {
      list_.entries.push_back({prefix + std::string(name), false});
    } else if (kind != DT_DIR) {
      ++list_.skipped[KindName(kind)];
    } else if (recursive_) {
      to_visit_.push_back(prefix + std::string(name));
    } else {
      ++list_.skipped["folder"];
    }
  }

  void Unreadable(const std::string& path, int error) {
    ++list_.skipped["unreadable folder"];
    if (list_.warnings.size() < kMaxWarnings) {
      list_.warnings.push_back("cannot read the folder " +
                               PathForDisplay(path) + ": " +
                               std::strerror(error));
    }
  }

  const bool recursive_;
  const StopCheck& stop_;
  std::vector<std::string> to_visit_;
  FileList list_;
};

}  // namespace

FileList ListFiles(const InputRoots& roots, bool recursive,
                   const StopCheck& stop) {
  Walk walk(recursive, stop);
  for (const std::string& folder : roots.folders) {
    // A folder in a folder just visited has been seen; sorted by bytes it may
    // come some folders later ("a", "a b", "a/c"), hence the scan.
    const bool seen =
        recursive && std::any_of(roots.folders.data(), &folder,
                                 [&](const std::string& other) {
                                   return other == "/" ||
                                          folder.starts_with(other + "/");
                                 });
    if (!seen) walk.Visit(folder);
  }
  for (const std::string& file : roots.files) walk.AddTyped(file);
  return walk.Take();
}

}  // namespace rescan
