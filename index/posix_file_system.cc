#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "index/file_system.h"
#include "index/system_error.h"
#include "kernels/base/text.h"

namespace rescan::index {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

class PosixOutputFile final : public OutputFile {
 public:
  PosixOutputFile(std::string path, int fd)
      : path_(std::move(path)), file_(fd) {}

  Status Append(std::span<const std::byte> bytes) override {
    RESCAN_TRY(Write(end_, bytes));
    end_ += bytes.size();
    return {};
  }

  Status Overwrite(std::uint64_t offset,
                   std::span<const std::byte> bytes) override {
    return Write(offset, bytes);
  }

  Status Sync() override {
    if (RepeatInterrupted([&] { return fsync(file_.get()); }) != 0) {
      return SystemError(path_, "cannot flush");
    }
    return {};
  }

  Status Close() override {
    // Linux has closed it even when a signal interrupted the call.
    if (close(file_.Release()) != 0 && errno != EINTR) {
      return SystemError(path_, "cannot close");
    }
    return {};
  }

 private:
  Status Write(std::uint64_t offset, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t n = RepeatInterrupted([&] {
        return pwrite(file_.get(), bytes.data(), bytes.size(),
                      static_cast<off_t>(offset));
      });
      if (n < 0) return SystemError(path_, "cannot write");
      // Nothing written without an error does not happen on disks; a loop
      // would never end.
      if (n == 0) {
        return Fail(ErrorCode::kIo,
                    PathForDisplay(path_) + ": cannot write: no progress");
      }
      offset += static_cast<std::uint64_t>(n);
      bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return {};
  }

  std::string path_;
  Descriptor file_;
  std::uint64_t end_ = 0;
};

EntryKind KindOf(mode_t mode) {
  if (S_ISREG(mode)) return EntryKind::kFile;
  if (S_ISDIR(mode)) return EntryKind::kFolder;
  return EntryKind::kOther;
}

class PosixFileSystem final : public FileSystem {
 public:
  Result<bool> MakeFolder(const std::string& path) override {
    if (mkdir(path.c_str(), 0777) == 0) return true;
    const int error = errno;
    struct stat info {};
    if (error == EEXIST && stat(path.c_str(), &info) == 0 &&
        S_ISDIR(info.st_mode)) {
      return false;
    }
    errno = error;
    return SystemError(path, "cannot make the folder");
  }

  Result<std::unique_ptr<OutputFile>> Create(const std::string& path) override {
    const int fd = RepeatInterrupted([&] {
      return open(path.c_str(),
                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    });
    if (fd < 0) return SystemError(path, "cannot make the file");
    return std::make_unique<PosixOutputFile>(path, fd);
  }

  Status Rename(const std::string& from, const std::string& to) override {
    if (rename(from.c_str(), to.c_str()) != 0) {
      return SystemError(to, "cannot rename to this");
    }
    return {};
  }

  Status SyncFolder(const std::string& path) override {
    const Descriptor folder(RepeatInterrupted([&] {
      return open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }));
    if (folder.get() < 0) {
      if (errno == EACCES) {
        return Fail(ErrorCode::kUnsupported,
                    PathForDisplay(path) +
                        ": cannot flush the folder: no permission to read it");
      }
      return SystemError(path, "cannot open the folder");
    }
    // Some network file systems know no flushing of folders.
    if (RepeatInterrupted([&] { return fsync(folder.get()); }) != 0 &&
        errno != EINVAL) {
      return SystemError(path, "cannot flush the folder");
    }
    return {};
  }

  Result<bool> RemoveFile(const std::string& path) override {
    if (unlink(path.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    return SystemError(path, "cannot remove");
  }

  Result<bool> RemoveFolder(const std::string& path) override {
    if (rmdir(path.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    return SystemError(path, "cannot remove the folder");
  }

  Result<std::vector<FolderEntry>> List(const std::string& path) override {
    Descriptor folder(RepeatInterrupted([&] {
      return open(path.c_str(),
                  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    }));
    if (folder.get() < 0) return SystemError(path, "cannot open the folder");
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(folder.get()),
                                                     closedir);
    if (stream == nullptr) return SystemError(path, "cannot list");
    const int fd = folder.Release();  // the stream closes it
    std::vector<FolderEntry> entries;
    while (true) {
      errno = 0;
      const dirent* entry = readdir(stream.get());
      if (entry == nullptr) {
        if (errno != 0) return SystemError(path, "cannot list");
        break;
      }
      const std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      struct stat info {};
      if (fstatat(fd, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) continue;  // gone since
        return SystemError(path + "/" + name, "cannot look at");
      }
      entries.push_back({name, KindOf(info.st_mode)});
    }
    std::ranges::sort(entries, {}, &FolderEntry::name);
    return entries;
  }
};

}  // namespace

FileSystem& FileSystem::Real() {
  static PosixFileSystem files;
  return files;
}

}  // namespace rescan::index
