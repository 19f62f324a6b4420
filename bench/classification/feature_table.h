// Features of many images: extracted from folders, kept as text.
#ifndef RESCAN_BENCH_CLASSIFICATION_FEATURE_TABLE_H_
#define RESCAN_BENCH_CLASSIFICATION_FEATURE_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/image/classify.h"
#include "engine/image/content_features.h"
#include "kernels/base/result.h"

namespace rescan::bench {

struct FeatureRow {
  ImageClass image_class = ImageClass::kPhoto;
  // Variants of one picture share it, so that they fall into the same fold.
  std::uint64_t picture = 0;
  std::string name;
  ContentFeatures features = {};
};

// Of each image file in the folder, itself and `variants` changed copies:
// scaled by 0.3 to 2, cropped, saved as JPEG of quality 40 to 95, by `seed`;
// and of each of these that the decoder can reduce, what it then gives. Files
// that are no image are passed over. Errors: kIo.
[[nodiscard]] Result<std::vector<FeatureRow>> RowsOfFolder(
    const std::string& folder, ImageClass image_class, int variants,
    std::uint64_t seed);

// One row a line, values parted by tabs, with a heading. Errors: kIo, and
// kInvalidArgument for a file of other features.
[[nodiscard]] Status SaveRows(const std::vector<FeatureRow>& rows,
                              const std::string& path);
[[nodiscard]] Result<std::vector<FeatureRow>> LoadRows(const std::string& path);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_CLASSIFICATION_FEATURE_TABLE_H_
