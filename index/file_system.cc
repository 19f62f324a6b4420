#include "index/file_system.h"

#include <utility>

namespace rescan::index {
namespace {

// The steps between making the temporary file and renaming it.
Status WriteTemporary(FileSystem& files, const std::string& path,
                      const std::function<Status(OutputFile&)>& write) {
  Result<std::unique_ptr<OutputFile>> file = files.Create(path);
  if (!file.has_value()) return tl::unexpected(file.error());
  RESCAN_TRY(write(**file));
  RESCAN_TRY((*file)->Sync());
  return (*file)->Close();
}

// Puts the name of a folder that was there before on the disk, as far as this
// user may: it is not ours, and neither is the folder it is in.
Status SyncName(FileSystem& files, const std::string& folder) {
  Status status = files.SyncFolder(ParentFolder(folder));
  if (!status.has_value() && status.error().code == ErrorCode::kUnsupported) {
    return {};
  }
  return status;
}

}  // namespace

std::string ParentFolder(const std::string& path) {
  const std::size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return path.empty() ? "." : "/";
  const std::size_t slash = path.rfind('/', end);
  if (slash == std::string::npos) return ".";
  const std::size_t parent_end = path.find_last_not_of('/', slash);
  if (parent_end == std::string::npos) return "/";
  return path.substr(0, parent_end + 1);
}

Status MakeFolders(FileSystem& files, const std::string& path) {
  const std::string parent = ParentFolder(path);
  Result<bool> made = files.MakeFolder(path);
  if (!made.has_value() && made.error().code == ErrorCode::kNotFound &&
      parent != path) {
    RESCAN_TRY(MakeFolders(files, parent));
    made = files.MakeFolder(path);
  } else if (made.has_value() && *made) {
    // Whoever made the parent may have died before its name was on the disk.
    RESCAN_TRY(SyncName(files, parent));
  }
  if (!made.has_value()) return tl::unexpected(made.error());
  return *made ? files.SyncFolder(parent) : SyncName(files, path);
}

Status WriteDurably(FileSystem& files, const std::string& path,
                    const std::function<Status(OutputFile&)>& write) {
  const std::string temporary = path + std::string(kTemporarySuffix);
  RESCAN_TRY(MakeFolders(files, ParentFolder(path)));
  const Result<bool> removed = files.RemoveFile(temporary);
  if (!removed.has_value()) return tl::unexpected(removed.error());
  Status status = WriteTemporary(files, temporary, write);
  if (status.has_value()) status = files.Rename(temporary, path);
  if (!status.has_value()) {
    // The first error is the one to report.
    (void)files.RemoveFile(temporary);
    return status;
  }
  return files.SyncFolder(ParentFolder(path));
}

Result<bool> RemoveTree(FileSystem& files, const std::string& path) {
  Result<std::vector<FolderEntry>> entries = files.List(path);
  if (!entries.has_value()) {
    if (entries.error().code == ErrorCode::kNotFound) return false;
    return tl::unexpected(entries.error());
  }
  for (const FolderEntry& entry : *entries) {
    const std::string inner = path + "/" + entry.name;
    const Result<bool> removed = entry.kind == EntryKind::kFolder
                                     ? RemoveTree(files, inner)
                                     : files.RemoveFile(inner);
    if (!removed.has_value()) return removed;
  }
  return files.RemoveFolder(path);
}

}  // namespace rescan::index
