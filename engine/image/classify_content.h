// Tells screens, photos and scans apart by what the picture shows.
#ifndef RESCAN_ENGINE_IMAGE_CLASSIFY_CONTENT_H_
#define RESCAN_ENGINE_IMAGE_CLASSIFY_CONTENT_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/image/classify.h"
#include "engine/image/content_features.h"
#include "engine/image/raster.h"
#include "kernels/base/result.h"

namespace rescan {

inline constexpr std::size_t kClassCount = 3;
// In the order of ImageClass.
using PerClass = std::array<double, kClassCount>;

// Multinomial logistic regression. With z the features less their mean over
// their scale, cut off at +-kMostDeviation,
//   score[c] = (bias[c] + sum over terms weight[c] * product of their z) / T
//   probability[c] = exp(score[c]) / sum of exp(score)
// where the temperature T was fitted on images that the weights had not seen,
// so that the probabilities are right as often as they say.
struct ContentModel {
  struct Scaling {
    double mean = 0;
    double scale = 1;  // > 0
  };
  struct Term {
    Feature first = Feature::kFlat;
    // Of a square the same again; absent of a plain term.
    std::optional<Feature> second;
    PerClass weights = {};
  };

  std::string version;      // dotted numbers
  std::string built;        // date
  std::string description;  // what it was trained on
  std::array<Scaling, kFeatureCount> scalings;
  std::vector<Term> terms;
  PerClass bias = {};
  double temperature = 1;  // > 0
  // Uncertain when the two best probabilities differ by less.
  double uncertain_margin = 0;
};
inline constexpr double kMostDeviation = 4;

// The JSON form (engine/doc/formats.md), with its fingerprint.
[[nodiscard]] std::string ContentModelToJson(const ContentModel& model);

// Why a picture was put into its class.
struct ContentExplanation {
  struct Reason {
    Feature feature = Feature::kFlat;
    double value = 0;      // of the feature
    double deviation = 0;  // from the training images' mean, in their scale
    // What it added to the best class's score over that of the next one.
    double contribution = 0;
  };
  ImageClass best = ImageClass::kPhoto;
  ImageClass next = ImageClass::kScan;
  ContentVerdict verdict;
  std::vector<Reason> reasons;  // all features, the weightiest first
};

// Copyable; const after construction, so that threads may share it.
class ContentClassifier {
 public:
  explicit ContentClassifier(ContentModel model);
  // `name` is for messages. Errors: kInvalidArgument for text that is not a
  // whole and unchanged model of a form and of features that are known here.
  [[nodiscard]] static Result<ContentClassifier> Parse(std::string_view json,
                                                       std::string_view name);

  // Its version and the first 12 digits of its fingerprint.
  [[nodiscard]] const std::string& id() const { return id_; }

  [[nodiscard]] ContentVerdict Judge(const ContentFeatures& features) const;
  [[nodiscard]] ContentExplanation Explain(
      const ContentFeatures& features) const;

 private:
  ContentModel model_;
  std::string id_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_CLASSIFY_CONTENT_H_
