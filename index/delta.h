// Deltas: the vectors that one run adds to one collection, in a file of their
// own that never changes, until a compaction has merged them.
//
//   {workspace}/deltas/{collection}/{run_id}/delta.zip
//     manifest.json   what it is; size and SHA-256 of the other two
//     vectors.f32     count x dimension, little-endian, row by row
//     records.jsonl   one VectorRecord a line, in the same order
//
// Every byte of the file follows from the Delta: see engine/doc/formats.md.
#ifndef RESCAN_INDEX_DELTA_H_
#define RESCAN_INDEX_DELTA_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/delta_manifest.h"
#include "index/file_system.h"
#include "index/vector_record.h"
#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan::index {

struct Delta {
  std::string run_id;      // see IsPlainName
  std::string collection;  // see IsPlainName
  std::string model;
  int dimension = 0;
  std::vector<VectorRecord> records;  // ids differ
  std::vector<float> vectors;         // records.size() x dimension, length 1

  friend bool operator==(const Delta&, const Delta&) = default;
};

// A delta on disk.
struct DeltaFile {
  std::string path;  // relative to the workspace
  std::uint64_t bytes = 0;
  Sha256Digest sha256{};  // of the whole file
  std::int64_t count = 0;

  friend bool operator==(const DeltaFile&, const DeltaFile&) = default;
};

struct DeltaLimits {
  // Reading takes at most about eight times the file's size, and 1.3 times for
  // real ones; hostile files are refused before more is taken.
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30;
  int max_dimension = 65536;
  // The file's hash must be this one.
  std::optional<Sha256Digest> sha256;
};

struct DeltaOptions {
  int attempts = 3;
  // Before attempt n + 1: n times this.
  std::chrono::milliseconds pause{500};
  // Instead of sleeping.
  std::function<void(std::chrono::milliseconds)> sleep;
  DeltaLimits limits;
};

// "deltas/{collection}/{run_id}/delta.zip", relative to the workspace.
// REQUIRES: both are plain names.
[[nodiscard]] std::string DeltaPath(std::string_view collection,
                                    std::string_view run_id);

// Writes the delta to its place, whole or not at all, then opens it again and
// checks all of it (hashes, count, dimension, ids, vectors) before it returns.
// If anything fails it is built anew from `delta`, up to options.attempts
// times; after the last the error, of the last one's code, names the attempts,
// and what was left of them is removed. An empty delta is allowed.
//
// Writing a delta again that is there already changes nothing. One with the
// same run and collection and other content is refused: kInvalidArgument, as
// is a delta that is wrong in itself (the message names the vector); too large
// a one is kLimit. Memory besides `delta`: the file's size, and the record
// lines once more. Not for two writers of one run at once.
[[nodiscard]] Result<DeltaFile> WriteDelta(FileSystem& files,
                                           const std::string& workspace,
                                           const Delta& delta,
                                           const DeltaOptions& options = {});

// Reads a delta, checked in full as above. kNotFound, kIo, kUnsupported (of a
// later schema), kLimit, or kCorruption (also when it is not a regular file);
// all name the file.
[[nodiscard]] Result<Delta> ReadDelta(const std::string& file,
                                      const DeltaLimits& limits = {});

// The same checks, without keeping the vectors.
[[nodiscard]] Result<DeltaManifest> VerifyDelta(const std::string& file,
                                                const DeltaLimits& limits = {});

// The manifest alone: it, and the form of the file, are checked; the other
// entries are not read.
[[nodiscard]] Result<DeltaManifest> ReadDeltaManifest(
    const std::string& file, const DeltaLimits& limits = {});

}  // namespace rescan::index

#endif  // RESCAN_INDEX_DELTA_H_
