#include "index/metadata_patch.h"

#include <nlohmann/json.hpp>
#include <optional>

namespace rescan::index {
namespace {

using Json = nlohmann::ordered_json;

// nullopt unless `text` is one JSON object, not too deep.
std::optional<Json> ParseObject(std::string_view text) {
  bool too_deep = false;
  const Json::parser_callback_t check = [&](int depth, Json::parse_event_t,
                                            Json&) {
    too_deep |= depth > kMaxMetadataDepth;
    return !too_deep;
  };
  Json json = Json::parse(text, check, /*allow_exceptions=*/false);
  if (too_deep || json.is_discarded() || !json.is_object()) return std::nullopt;
  return json;
}

}  // namespace

Result<std::string> PatchedMetadata(std::string_view metadata,
                                    std::string_view patch) {
  std::optional<Json> changes = ParseObject(patch);
  if (!changes.has_value()) {
    return Fail(ErrorCode::kInvalidArgument,
                "the patch of metadata is not a JSON object");
  }
  std::optional<Json> object =
      ParseObject(metadata.empty() ? std::string_view("{}") : metadata);
  if (!object.has_value()) {
    return Fail(ErrorCode::kCorruption,
                "the metadata of a vector is not a JSON object");
  }
  object->merge_patch(*changes);
  return object->dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace rescan::index
