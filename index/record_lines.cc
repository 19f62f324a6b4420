#include "index/record_lines.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "index/fixed_json.h"
#include "index/json_check.h"
#include "kernels/base/text.h"

namespace rescan::index {
namespace {

// What is wrong with a record, or nullptr.
const char* FindFault(const VectorRecord& record) {
  if (record.id.empty()) return "a record without an id";
  if (record.asset.empty()) return "no asset";
  if (record.revision < 0) return "a negative revision";
  if (!IsValidUtf8(record.id) || !IsValidUtf8(record.asset) ||
      !IsValidUtf8(record.owner)) {
    return "text that is not UTF-8";
  }
  if (!IsJsonObjectLine(record.metadata)) {
    return "metadata that are not one JSON object on one line";
  }
  return nullptr;
}

}  // namespace

Status AppendRecordLine(const VectorRecord& record, std::string* out) {
  const std::size_t begin = out->size();
  const char* fault = FindFault(record);
  if (fault == nullptr) {
    out->append("{\"id\":");
    AppendJsonString(record.id, out);
    out->append(",\"asset\":");
    AppendJsonString(record.asset, out);
    out->append(",\"revision\":").append(std::to_string(record.revision));
    out->append(",\"owner\":");
    AppendJsonString(record.owner, out);
    out->append(",\"metadata\":").append(record.metadata).append("}\n");
    if (out->size() - begin <= kMaxRecordLineBytes) return {};
    fault = "more than a megabyte of text";
    out->resize(begin);
  }
  return Fail(ErrorCode::kInvalidArgument,
              "vector '" + PathForDisplay(record.id) + "': " + fault);
}

Result<VectorRecord> ParseRecordLine(std::string_view line) {
  FixedJsonReader reader(line);
  VectorRecord record;
  reader.Literal("{\"id\":");
  record.id = reader.String();
  reader.Literal(",\"asset\":");
  record.asset = reader.String();
  reader.Literal(",\"revision\":");
  record.revision = reader.Integer();
  reader.Literal(",\"owner\":");
  record.owner = reader.String();
  reader.Literal(",\"metadata\":");
  if (!reader.ok() || !reader.rest().ends_with('}')) {
    return Fail(ErrorCode::kCorruption, "not a record");
  }
  record.metadata = reader.rest();
  record.metadata.pop_back();
  const char* fault = FindFault(record);
  if (fault != nullptr) return Fail(ErrorCode::kCorruption, fault);
  return record;
}

std::string_view FindDuplicateId(std::span<const VectorRecord> records) {
  // By hash first: ids are long and begin alike. Ids made to collide only cost
  // the time to compare them.
  using Key = std::pair<std::size_t, std::string_view>;
  std::vector<Key> keys;
  keys.reserve(records.size());
  for (const VectorRecord& record : records) {
    keys.emplace_back(std::hash<std::string_view>()(record.id), record.id);
  }
  std::ranges::sort(keys);
  const auto twice = std::ranges::adjacent_find(keys);
  return twice == keys.end() ? std::string_view() : twice->second;
}

std::vector<std::string> AssetsOf(std::span<const VectorRecord> records) {
  std::vector<std::string_view> assets;
  for (const VectorRecord& record : records) {
    // Records of an image stand together.
    if (assets.empty() || assets.back() != record.asset) {
      assets.push_back(record.asset);
    }
  }
  std::ranges::sort(assets);
  assets.erase(std::unique(assets.begin(), assets.end()), assets.end());
  return {assets.begin(), assets.end()};
}

}  // namespace rescan::index
