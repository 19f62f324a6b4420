// The bytes of a snapshot's header and records; engine/doc/formats.md shows
// them. All numbers are little-endian.
#ifndef RESCAN_INDEX_SNAPSHOT_FORMAT_H_
#define RESCAN_INDEX_SNAPSHOT_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/collection.h"
#include "index/vector_record.h"
#include "kernels/base/coding.h"
#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan::index {

// Persistent: raise it when a reader of the old form would misread the new.
inline constexpr std::uint32_t kSnapshotFormat = 1;
inline constexpr std::size_t kSnapshotHeaderBytes = 1024;

struct SnapshotSection {
  std::uint64_t bytes = 0;
  Sha256Digest sha256{};

  friend bool operator==(const SnapshotSection&,
                         const SnapshotSection&) = default;
};

struct SnapshotHeader {
  CollectionSpec spec;
  std::uint64_t count = 0;
  SnapshotSection records;  // follows the header
  SnapshotSection index;    // follows the records, up to the end of the file

  friend bool operator==(const SnapshotHeader&,
                         const SnapshotHeader&) = default;
};

// kSnapshotHeaderBytes bytes; the last 32 are the SHA-256 of those before, and
// so stand for the whole file. kInvalidArgument if a name is too long (128
// bytes; the model 256) or holds a NUL.
[[nodiscard]] Result<std::string> EncodeSnapshotHeader(
    const SnapshotHeader& header);

// The inverse, from the beginning of a file of `file_bytes` bytes. Errors do
// not name the file: kCorruption if anything is not as it was written or the
// sections do not fill the file, kUnsupported for a later format.
[[nodiscard]] Result<SnapshotHeader> DecodeSnapshotHeader(
    std::string_view header, std::uint64_t file_bytes);

// One record behind the other: id, asset, revision, owner, metadata; strings as
// varint length and bytes, the revision as signed varint (kernels/base/coding).
void EncodeRecord(const VectorRecord& record, ByteWriter* out);

// The inverse for a whole section of `count` records; kCorruption if it does
// not hold exactly these. Takes no memory for a count that cannot be.
[[nodiscard]] Result<std::vector<VectorRecord>> DecodeRecords(
    std::span<const std::byte> section, std::uint64_t count);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_SNAPSHOT_FORMAT_H_
