#include "engine/ocr/pinned_model.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/image/input_file.h"
#include "engine/json/json_fields.h"
#include "kernels/base/sha256.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxListBytes = 1 << 20;

bool IsSha256(std::string_view text) {
  return text.size() == 64 &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// One file, not a way to somewhere else.
bool IsFileName(std::string_view text) {
  return !text.empty() && text.front() != '.' &&
         text.find('/') == std::string_view::npos;
}

// What else the list says of a model is for those who fetch it.
Result<PinnedModel> ModelOf(const json& entry, const std::string& where) {
  PinnedModel model;
  JsonFields fields(entry, where);
  fields.Text("name", model.name);
  fields.Text("file", IsFileName, "a file name", model.file);
  fields.Text("sha256", IsSha256, "64 hex digits", model.sha256);
  double bytes = 0;
  fields.Number("bytes", 0, 1e15, bytes);
  RESCAN_TRY(fields.FinishWithOthers());
  model.bytes = static_cast<std::uint64_t>(bytes);
  return model;
}

}  // namespace

const PinnedModel* ModelStore::Find(std::string_view name) const {
  const auto found = std::find_if(
      models.begin(), models.end(),
      [&](const PinnedModel& model) { return model.name == name; });
  return found == models.end() ? nullptr : &*found;
}

Result<std::vector<PinnedModel>> LoadPinnedModels(const std::string& path) {
  const auto file = OpenRegularFile(path);
  if (!file.has_value()) {
    if (file.error().code == ErrorCode::kNotFound) {
      return std::vector<PinnedModel>();
    }
    return tl::unexpected(file.error());
  }
  const std::string name = PathForDisplay(path);
  const auto bytes = ReadWholeFile(*file, kMaxListBytes);
  if (!bytes.has_value()) {
    return Fail(bytes.error().code, name + ": " + bytes.error().message);
  }
  const auto root =
      ParseJsonObject(std::string(bytes->begin(), bytes->end()), name);
  if (!root.has_value()) return tl::unexpected(root.error());
  JsonFields fields(*root, name + ": ");
  const json& list = fields.List("models");
  RESCAN_TRY(fields.FinishWithOthers());
  std::vector<PinnedModel> models;
  for (const json& entry : list) {
    auto model = ModelOf(entry, name + ": models: ");
    if (!model.has_value()) return tl::unexpected(std::move(model.error()));
    models.push_back(*std::move(model));
  }
  return models;
}

Status CheckPinned(const PinnedModel& model, const std::string& path,
                   std::span<const std::uint8_t> bytes) {
  const std::string sha256 = ToHex(Sha256Of(bytes));
  if (sha256 == model.sha256) return {};
  return Fail(ErrorCode::kMissingData,
              PathForDisplay(path) +
                  ": is not the pinned model: damaged, or another version (" +
                  "SHA-256 " + sha256 + ", not " + model.sha256 +
                  "); tools/fetch-models replaces it");
}

}  // namespace rescan
