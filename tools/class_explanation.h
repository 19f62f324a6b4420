#ifndef RESCAN_TOOLS_CLASS_EXPLANATION_H_
#define RESCAN_TOOLS_CLASS_EXPLANATION_H_

#include <string>

#include "engine/image/classify_content.h"
#include "tools/json_line.h"

namespace rescan::cli {

// Class, what a rule other than the content went by, probabilities, the
// weightiest reasons in words, then all features with their values and what
// they added.
[[nodiscard]] std::string Explanation(const std::string& path,
                                      const Classification& classification,
                                      const ContentExplanation& explanation);

// An object for each feature: name, value, deviation, contribution.
[[nodiscard]] Json FeaturesJson(const ContentClassifier& classifier,
                                const ContentFeatures& features);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_CLASS_EXPLANATION_H_
