#ifndef RESCAN_TESTS_SUPPORT_POWER_LOSS_H_
#define RESCAN_TESTS_SUPPORT_POWER_LOSS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "index/file_system.h"

namespace rescan::testing {

// A disk that keeps, when the power goes, only what was flushed: the content of
// files by their Sync, names (made, renamed, removed) by the SyncFolder of
// their folder. It is the worst that a file system may do; most do better.
//
// Works on the real files; one thread. Files are small: what is replaced or
// removed is kept in memory.
class PowerLossFileSystem final : public index::FileSystem {
 public:
  PowerLossFileSystem();
  ~PowerLossFileSystem() override;

  // Undoes what was not flushed: latest first, names are as they were, and of
  // the content of files half is left. Throws std::system_error if it cannot.
  void LosePower();

  Result<bool> MakeFolder(const std::string& path) override;
  Result<std::unique_ptr<index::OutputFile>> Create(
      const std::string& path) override;
  Status Rename(const std::string& from, const std::string& to) override;
  Status SyncFolder(const std::string& path) override;
  Result<bool> RemoveFile(const std::string& path) override;
  Result<bool> RemoveFolder(const std::string& path) override;
  Result<std::vector<index::FolderEntry>> List(
      const std::string& path) override;

 private:
  struct Content;  // of a file: where it is now, and whether it was flushed
  class File;
  struct Change {
    std::string folder;  // whose flushing makes it last
    std::function<void()> undo;
  };

  std::vector<std::shared_ptr<Content>> contents_;
  std::vector<Change> changes_;
};

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_POWER_LOSS_H_
