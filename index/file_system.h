// The one seam through which everything in index/ changes the disk, so that
// tests can let any single change fail, or be the last before the process
// dies. Reading does not go through it.
#ifndef RESCAN_INDEX_FILE_SYSTEM_H_
#define RESCAN_INDEX_FILE_SYSTEM_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"

namespace rescan::index {

// A file being written. Not thread-safe. The destructor closes without a
// word; what matters is written and synced before.
class OutputFile {
 public:
  OutputFile() = default;
  virtual ~OutputFile() = default;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Writes all of `bytes` behind what was appended so far, or fails; then the
  // file's end is undefined.
  [[nodiscard]] virtual Status Append(std::span<const std::byte> bytes) = 0;
  // Writes all of `bytes` over what was appended.
  // REQUIRES: offset + bytes.size() <= what was appended.
  [[nodiscard]] virtual Status Overwrite(std::uint64_t offset,
                                         std::span<const std::byte> bytes) = 0;
  // Content and size are on the disk when it returns. After a failure nothing
  // is known of the content, and a second call may wrongly succeed: the file
  // must be written anew.
  [[nodiscard]] virtual Status Sync() = 0;
  // Some systems report a failed write only here. Call once, last.
  [[nodiscard]] virtual Status Close() = 0;
};

enum class EntryKind { kFile, kFolder, kOther };  // kOther: symlinks and so on

struct FolderEntry {
  std::string name;
  EntryKind kind = EntryKind::kOther;

  friend bool operator==(const FolderEntry&, const FolderEntry&) = default;
};

// Single operations: each is one system call as far as a fault or a kill is
// concerned. Thread-safe. Errors name the path: kNotFound (it, or its folder,
// is not there), kStorageFull (no space or quota left), kLimit (out of
// memory), kIo for the rest. Interrupted calls are repeated. A symlink in the
// last place of a path is never followed.
class FileSystem {
 public:
  FileSystem() = default;
  virtual ~FileSystem() = default;
  FileSystem(const FileSystem&) = delete;
  FileSystem& operator=(const FileSystem&) = delete;

  // The system's own. Lives as long as the program.
  [[nodiscard]] static FileSystem& Real();

  // One folder; its parent must be there. True if it was made, false if there
  // was a folder (or a link to one) of that name.
  [[nodiscard]] virtual Result<bool> MakeFolder(const std::string& path) = 0;
  // A new empty file. Fails if the name is taken.
  [[nodiscard]] virtual Result<std::unique_ptr<OutputFile>> Create(
      const std::string& path) = 0;
  // `to` is replaced if it is a file.
  [[nodiscard]] virtual Status Rename(const std::string& from,
                                      const std::string& to) = 0;
  // The names in the folder are on the disk when it returns, if its file system
  // can do that at all. kUnsupported: this user may not read the folder.
  [[nodiscard]] virtual Status SyncFolder(const std::string& path) = 0;
  // Removes a file or link; true if there was one.
  [[nodiscard]] virtual Result<bool> RemoveFile(const std::string& path) = 0;
  // Removes an empty folder; true if there was one.
  [[nodiscard]] virtual Result<bool> RemoveFolder(const std::string& path) = 0;
  // What is in a folder, sorted by name.
  [[nodiscard]] virtual Result<std::vector<FolderEntry>> List(
      const std::string& path) = 0;
};

// Put behind the name of a file that is being written. A file with this name
// found later is what a killed process left and may be removed.
inline constexpr std::string_view kTemporarySuffix = ".tmp";

// "." for a bare name, "/" at the root.
[[nodiscard]] std::string ParentFolder(const std::string& path);

// Makes `path` and the parents that are missing. Each new name is on the disk
// when it returns.
[[nodiscard]] Status MakeFolders(FileSystem& files, const std::string& path);

// Writes a file whole or not at all: missing folders made, written by `write`
// under a temporary name beside it, synced, renamed, the folder synced. What
// stood under the name is replaced. On failure the temporary file is removed; a
// killed process may leave it, and the next attempt replaces it. When only the
// last step fails, the new file stands but may not survive a loss of power.
[[nodiscard]] Status WriteDurably(
    FileSystem& files, const std::string& path,
    const std::function<Status(OutputFile&)>& write);

// Removes a folder of ours with all that is in it; links in it are removed,
// not followed. True if there was one. A failure may leave a part.
[[nodiscard]] Result<bool> RemoveTree(FileSystem& files,
                                      const std::string& path);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_FILE_SYSTEM_H_
