#include "engine/ocr/pinned_model.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/image/input_file.h"
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
  const auto bytes = ReadWholeFile(*file, kMaxListBytes);
  if (!bytes.has_value()) {
    return Fail(bytes.error().code,
                PathForDisplay(path) + ": " + bytes.error().message);
  }
  const auto fault = [&path](const std::string& what) {
    return Fail(ErrorCode::kCorruption, PathForDisplay(path) + ": " + what);
  };
  try {
    const json root = json::parse(*bytes);
    std::vector<PinnedModel> models;
    for (const json& entry : root.at("models")) {
      PinnedModel model = {entry.at("name").get<std::string>(),
                           entry.at("file").get<std::string>(),
                           entry.at("sha256").get<std::string>(),
                           entry.at("bytes").get<std::uint64_t>()};
      if (!IsFileName(model.file)) {
        return fault("field \"file\" must be a file name");
      }
      if (!IsSha256(model.sha256)) {
        return fault("field \"sha256\" must be 64 hex digits");
      }
      models.push_back(std::move(model));
    }
    return models;
  } catch (const json::exception& e) {
    return fault(e.what());
  }
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
