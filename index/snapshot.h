// Snapshots: a collection in one file that never changes.
//
//   {workspace}/index/{collection}/{version}/snapshot
//     header   1024 bytes: what it is, sizes and SHA-256 of the rest
//     records  one VectorRecord behind the other, in row order
//     index    what Collection::SaveIndex gives
//
// FAISS loads damaged bytes without a word, so it sees none before their hash
// is checked.
#ifndef RESCAN_INDEX_SNAPSHOT_H_
#define RESCAN_INDEX_SNAPSHOT_H_

#include <cstdint>
#include <string>

#include "index/collection.h"
#include "index/file_system.h"
#include "index/snapshot_format.h"
#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan::index {

// A snapshot on disk.
struct SnapshotFile {
  std::uint64_t bytes = 0;
  // The header's: it covers the hashes of both sections, so it stands for the
  // whole file. Not what sha256sum prints.
  Sha256Digest sha256{};
  std::int64_t count = 0;

  friend bool operator==(const SnapshotFile&, const SnapshotFile&) = default;
};

struct SnapshotLimits {
  std::uint64_t max_file_bytes = std::uint64_t{64} << 30;
};

// Writes the collection to `file`, whole or not at all (a file of that name is
// replaced), then checks what was written as VerifySnapshot does; a file that
// does not pass is removed. Streamed: takes about a megabyte of memory.
// Errors of the file system, kInvalidArgument for a spec with names too long,
// kCorruption if other bytes are read than were written.
[[nodiscard]] Result<SnapshotFile> WriteSnapshot(FileSystem& files,
                                                 const std::string& file,
                                                 const Collection& collection);

// Checks the hashes of all of the file, then restores the collection. Takes
// the collection's memory; the file itself is mapped, not copied. The system's
// read errors are met while hashing and returned, so a damaged disk does not
// end the program. kNotFound, kIo, kUnsupported (a later format), kLimit, or
// kCorruption (also for a folder, symlink and so on); all name the file.
[[nodiscard]] Result<Collection> ReadSnapshot(
    const std::string& file, const SnapshotLimits& limits = {});

// The header alone; it is checked by its own hash and against the file's size,
// the rest is not read.
[[nodiscard]] Result<SnapshotHeader> ReadSnapshotHeader(
    const std::string& file, const SnapshotLimits& limits = {});

// Reads all of the file and compares the hashes, in 256 KiB of memory.
[[nodiscard]] Status VerifySnapshot(const std::string& file,
                                    const SnapshotLimits& limits = {});

}  // namespace rescan::index

#endif  // RESCAN_INDEX_SNAPSHOT_H_
