// A file system whose n-th operation fails, or is the last of the process.
//
//   for (std::uint64_t n = 1;; ++n) {
//     FaultyFileSystem files(FileSystem::Real(), {.at = n, .fault = ...});
//     const auto result = DoWork(files);
//     if (!files.Struck()) { EXPECT_TRUE(result.has_value()); break; }
//     ... the state is the old one or the new one ...
//   }
#ifndef RESCAN_TESTS_SUPPORT_FAULTY_FILE_SYSTEM_H_
#define RESCAN_TESTS_SUPPORT_FAULTY_FILE_SYSTEM_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "index/file_system.h"

namespace rescan::testing {

enum class Fault {
  kNone,         // only counts
  kIo,           // fails, nothing done: kIo
  kStorageFull,  // fails, nothing done: kStorageFull
  kShortWrite,   // half of the bytes reach the file, then kStorageFull; an
                 // operation that writes no bytes does nothing and fails so
  kLateIo,       // done, and yet reported as failed: kIo
  kFlippedBit,   // a write puts one wrong bit on the disk and reports success;
                 // other operations work
  kKillBefore,   // SIGKILL before it
  kKillAfter,    // SIGKILL after it
  kKillInside,   // SIGKILL when half of the bytes are written; else as before
};

struct FaultPlan {
  std::uint64_t at = 0;  // which operation, from 1; 0 = none
  Fault fault = Fault::kNone;
  // The operations behind it fail as well (a disk that stays full).
  bool onwards = false;
};

// Thread-safe as far as the file system below is.
class FaultyFileSystem final : public index::FileSystem {
 public:
  // `below` must outlive this.
  explicit FaultyFileSystem(index::FileSystem& below, FaultPlan plan = {});
  ~FaultyFileSystem() override;

  // Operations begun so far: every call of the interface, those of files too.
  [[nodiscard]] std::uint64_t Count() const;
  // The planned operation was reached. A sweep is through when it was not.
  [[nodiscard]] bool Struck() const;
  // What was called, in order: "create /a/b.tmp", "append /a/b.tmp", ...
  [[nodiscard]] std::vector<std::string> Log() const;

  Result<bool> MakeFolder(const std::string& path) override;
  Result<std::unique_ptr<index::OutputFile>> Create(
      const std::string& path) override;
  Status Rename(const std::string& from, const std::string& to) override;
  Status SyncFolder(const std::string& path) override;
  Result<bool> RemoveFile(const std::string& path) override;
  Result<bool> RemoveFolder(const std::string& path) override;
  Result<std::vector<index::FolderEntry>> List(
      const std::string& path) override;

  // Shared with the files it made, which may outlive it.
  struct State;

 private:
  index::FileSystem& below_;
  std::shared_ptr<State> state_;
};

struct ChildEnd {
  int signal = 0;      // that ended it, 0 = none
  int exit_code = -1;  // -1 when a signal ended it
};

// Runs `work` in a forked child that ends with the code it returns (no
// destructors, no leak check), and waits for it. An exception ends it with 125.
// REQUIRES: the calling program has a single thread.
[[nodiscard]] ChildEnd RunInChild(const std::function<int()>& work);

// Kills a child at every operation of `work`, until one comes through (exit
// code 0). After each child, `check` is called with the number of the
// operation; it looks at what is on the disk and repairs or resets it for the
// next one. Returns how many children were killed; -1 if a child ended in
// another way, which fails the test.
[[nodiscard]] int SweepKills(
    Fault fault, const std::function<int(index::FileSystem&)>& work,
    const std::function<void(std::uint64_t at, bool killed)>& check);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_FAULTY_FILE_SYSTEM_H_
