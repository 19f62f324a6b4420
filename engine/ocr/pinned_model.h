#ifndef RESCAN_ENGINE_OCR_PINNED_MODEL_H_
#define RESCAN_ENGINE_OCR_PINNED_MODEL_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"

namespace rescan {

// A model that no Debian package brings: tools/fetch-models installs it, and
// it is used only if it is byte for byte the pinned one.
struct PinnedModel {
  std::string name;    // "eng_best": what a profile calls its language
  std::string file;    // name below the folder of models
  std::string sha256;  // hex, lower case
  std::uint64_t bytes = 0;
};

// The models there may be, and the folder where they are once installed.
struct ModelStore {
  std::string folder;
  std::vector<PinnedModel> models;

  // The model `name`, or null.
  [[nodiscard]] const PinnedModel* Find(std::string_view name) const;
};

// Reads data/models.json (form in engine/doc/formats.md). A file that is not
// there is a list without models. Error kCorruption: not the documented form.
[[nodiscard]] Result<std::vector<PinnedModel>> LoadPinnedModels(
    const std::string& path);

// Error kMissingData, which names `path` and tools/fetch-models, unless
// `bytes` are the model's.
[[nodiscard]] Status CheckPinned(const PinnedModel& model,
                                 const std::string& path,
                                 std::span<const std::uint8_t> bytes);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_PINNED_MODEL_H_
