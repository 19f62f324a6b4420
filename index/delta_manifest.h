#ifndef RESCAN_INDEX_DELTA_MANIFEST_H_
#define RESCAN_INDEX_DELTA_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan::index {

// Persistent: raise it when a reader of the old form would misread the new.
inline constexpr int kDeltaSchema = 1;

struct DeltaEntryInfo {
  std::uint64_t bytes = 0;
  Sha256Digest sha256{};

  friend bool operator==(const DeltaEntryInfo&,
                         const DeltaEntryInfo&) = default;
};

// manifest.json of a delta: what the delta is and what its entries hold.
struct DeltaManifest {
  std::string run_id;
  std::string collection;
  std::string model;
  int dimension = 0;
  std::int64_t count = 0;
  DeltaEntryInfo vectors;
  DeltaEntryInfo records;
  std::vector<std::string> image_ids;  // each once, sorted

  friend bool operator==(const DeltaManifest&, const DeltaManifest&) = default;
};

inline constexpr std::string_view kVectorsName = "vectors.f32";
inline constexpr std::string_view kRecordsName = "records.jsonl";
inline constexpr std::string_view kManifestName = "manifest.json";

// The one JSON text of a manifest.
[[nodiscard]] std::string EncodeManifest(const DeltaManifest& manifest);

// The inverse. kCorruption (without the place) for anything EncodeManifest does
// not write, kUnsupported for a schema of a later program. That sizes, counts
// and dimension agree is checked: vectors.bytes == count * dimension * 4.
[[nodiscard]] Result<DeltaManifest> ParseManifest(std::string_view text);

// May `name` be a collection or run id, and so the name of a folder: 1 to 128
// of A-Z a-z 0-9 . _ -, not beginning with a dot.
[[nodiscard]] bool IsPlainName(std::string_view name);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_DELTA_MANIFEST_H_
