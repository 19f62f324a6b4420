#ifndef RESCAN_ENGINE_RECORDS_RUN_LOCK_H_
#define RESCAN_ENGINE_RECORDS_RUN_LOCK_H_

#include <string>
#include <utility>

#include "engine/image/input_file.h"
#include "kernels/base/result.h"

namespace rescan {

// Exclusive right to run in a workspace: a file lock (flock) on
// WORKSPACE/run.lock, which the system drops when its owner dies, so that a
// dead owner's lock is simply taken. The file also names the owner's process
// id and start, for messages. Held for the object's life. Move-only.
class RunLock {
 public:
  // The workspace's folder must exist. A lock that is held only for a moment
  // (OwnerOf) is waited for, a fifth of a second at most. Errors: kLocked
  // (names the owner), kIo, kStorageFull.
  [[nodiscard]] static Result<RunLock> Acquire(const std::string& workspace);

  // Process id of the live owner, 0 if nobody holds the lock, -1 if its owner
  // is not known.
  [[nodiscard]] static int OwnerOf(const std::string& workspace);

 private:
  explicit RunLock(FileDescriptor file) : file_(std::move(file)) {}
  FileDescriptor file_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_RUN_LOCK_H_
