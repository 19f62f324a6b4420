#include "index/delta_manifest.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "index/fixed_json.h"
#include "kernels/base/text.h"

namespace rescan::index {
namespace {

void AppendEntry(std::string_view name, const DeltaEntryInfo& entry,
                 std::string* out) {
  out->append("    {\"name\": \"").append(name);
  out->append("\", \"bytes\": ").append(std::to_string(entry.bytes));
  out->append(", \"sha256\": \"").append(ToHex(entry.sha256)).append("\"}");
}

DeltaEntryInfo ReadEntry(std::string_view name, FixedJsonReader* reader) {
  DeltaEntryInfo entry;
  reader->Literal("    {\"name\": \"");
  reader->Literal(name);
  reader->Literal("\", \"bytes\": ");
  // A negative size becomes one that no file has.
  entry.bytes = static_cast<std::uint64_t>(reader->Integer());
  reader->Literal(", \"sha256\": ");
  entry.sha256 = reader->Digest();
  reader->Literal("}");
  return entry;
}

std::vector<std::string> ReadImageIds(FixedJsonReader* reader) {
  std::vector<std::string> ids;
  reader->Literal("  \"image_ids\": [");
  if (reader->Skip("]")) return ids;
  do {
    reader->Literal("\n    ");
    ids.push_back(reader->String());
  } while (reader->ok() && reader->Skip(","));
  reader->Literal("\n  ]");
  return ids;
}

// What does not agree, or nullptr.
const char* FindFault(const DeltaManifest& manifest) {
  if (!IsPlainName(manifest.run_id)) return "the run id is not a plain name";
  if (!IsPlainName(manifest.collection)) {
    return "the collection is not a plain name";
  }
  if (manifest.model.empty() || !IsValidUtf8(manifest.model)) {
    return "the model is not named";
  }
  if (manifest.dimension < 1) return "the dimension is not positive";
  if (manifest.count < 0) return "the count is negative";
  const std::uint64_t row = std::uint64_t{4} * manifest.dimension;
  const auto count = static_cast<std::uint64_t>(manifest.count);
  // As a division, since the product may overflow.
  if (manifest.vectors.bytes % row != 0 ||
      manifest.vectors.bytes / row != count) {
    return "count, dimension and size of the vectors do not agree";
  }
  if (manifest.image_ids.size() > count) return "more images than vectors";
  if (std::ranges::adjacent_find(manifest.image_ids, std::greater_equal<>()) !=
      manifest.image_ids.end()) {
    return "the images are not sorted";
  }
  return nullptr;
}

bool IsPlainCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

}  // namespace

std::string EncodeManifest(const DeltaManifest& manifest) {
  std::string out = "{\n  \"schema\": " + std::to_string(kDeltaSchema);
  out.append(",\n  \"run_id\": ");
  AppendJsonString(manifest.run_id, &out);
  out.append(",\n  \"collection\": ");
  AppendJsonString(manifest.collection, &out);
  out.append(",\n  \"model\": ");
  AppendJsonString(manifest.model, &out);
  out.append(",\n  \"dimension\": ").append(std::to_string(manifest.dimension));
  out.append(",\n  \"count\": ").append(std::to_string(manifest.count));
  out.append(",\n  \"entries\": [\n");
  AppendEntry(kVectorsName, manifest.vectors, &out);
  out.append(",\n");
  AppendEntry(kRecordsName, manifest.records, &out);
  out.append("\n  ],\n  \"image_ids\": [");
  const char* before = "\n    ";
  for (const std::string& id : manifest.image_ids) {
    out.append(before);
    AppendJsonString(id, &out);
    before = ",\n    ";
  }
  out.append(manifest.image_ids.empty() ? "]" : "\n  ]").append("\n}\n");
  return out;
}

Result<DeltaManifest> ParseManifest(std::string_view text) {
  FixedJsonReader reader(text);
  DeltaManifest manifest;
  reader.Literal("{\n  \"schema\": ");
  const std::int64_t schema = reader.Integer();
  if (reader.ok() && schema > kDeltaSchema) {
    return Fail(ErrorCode::kUnsupported, "written by a later version (schema " +
                                             std::to_string(schema) + ")");
  }
  reader.Literal(",\n  \"run_id\": ");
  manifest.run_id = reader.String();
  reader.Literal(",\n  \"collection\": ");
  manifest.collection = reader.String();
  reader.Literal(",\n  \"model\": ");
  manifest.model = reader.String();
  reader.Literal(",\n  \"dimension\": ");
  const std::int64_t dimension = reader.Integer();
  reader.Literal(",\n  \"count\": ");
  manifest.count = reader.Integer();
  reader.Literal(",\n  \"entries\": [\n");
  manifest.vectors = ReadEntry(kVectorsName, &reader);
  reader.Literal(",\n");
  manifest.records = ReadEntry(kRecordsName, &reader);
  reader.Literal("\n  ],\n");
  manifest.image_ids = ReadImageIds(&reader);
  reader.Literal("\n}\n");
  if (!reader.ok() || !reader.rest().empty() || schema != kDeltaSchema ||
      dimension > std::numeric_limits<int>::max()) {
    return Fail(ErrorCode::kCorruption, "not a manifest");
  }
  manifest.dimension = static_cast<int>(std::max<std::int64_t>(dimension, 0));
  const char* fault = FindFault(manifest);
  if (fault != nullptr) return Fail(ErrorCode::kCorruption, fault);
  return manifest;
}

bool IsPlainName(std::string_view name) {
  return !name.empty() && name.size() <= 128 && name.front() != '.' &&
         std::ranges::all_of(name, IsPlainCharacter);
}

}  // namespace rescan::index
