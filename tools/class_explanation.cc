#include "tools/class_explanation.h"

#include <fmt/format.h>

#include <cmath>

#include "kernels/base/text.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

constexpr int kReasonsInWords = 5;

std::string_view Amount(double deviation) {
  if (deviation < -1.5) return "far less than usual";
  if (deviation < -0.5) return "less than usual";
  if (deviation <= 0.5) return "as usual";
  return deviation <= 1.5 ? "more than usual" : "far more than usual";
}

// What a rule other than the content went by, in lines of their own.
std::string Measures(const Classification& c) {
  if (c.rule == DecidingRule::kContent) return "";
  std::string text = fmt::format(
      "  margins of the text: left {:.4f}, right {:.4f}, top {:.4f}, bottom "
      "{:.4f} (NATIVE if all are below 0.01)\n",
      c.margins.left, c.margins.right, c.margins.top, c.margins.bottom);
  if (c.rule == DecidingRule::kDimensions) {
    text += fmt::format(
        "  distance to the reference size: of a scan {:.4f}, of a photo {:.4f} "
        "(the smaller decides)\n",
        c.scan_distance, c.photo_distance);
  }
  if (c.rule == DecidingRule::kPixels) {
    text += fmt::format(
        "  border: white {:.4f}, luminance {:.4f}, unevenness {:.4f}; "
        "saturation {:.4f}\n",
        c.pixels.border_white, c.pixels.border_mean_luminance,
        c.pixels.border_stddev, c.pixels.mean_saturation);
  }
  return text;
}

}  // namespace

std::string Explanation(const std::string& path,
                        const Classification& classification,
                        const ContentExplanation& explanation) {
  const ContentVerdict& verdict = explanation.verdict;
  std::string text = fmt::format(
      "{}: {} by {}\n{}  content: NATIVE {:.4f}, PHOTO {:.4f}, SCAN {:.4f}{} "
      "(classifier {})\n  what speaks for {} and against {}:\n",
      PathForDisplay(path), ImageClassName(classification.image_class),
      DecidingRuleName(classification.rule), Measures(classification),
      verdict.native, verdict.photo, verdict.scan,
      verdict.uncertain ? ", uncertain" : "", verdict.classifier,
      ImageClassName(explanation.best), ImageClassName(explanation.next));
  int told = 0;
  for (const auto& reason : explanation.reasons) {
    if (told == kReasonsInWords) break;
    if (reason.contribution <= 0) continue;
    text += fmt::format("    {}: {}\n", FeatureInfoOf(reason.feature).meaning,
                        Amount(reason.deviation));
    ++told;
  }
  Table table({Table::Align::kLeft, Table::Align::kRight, Table::Align::kRight,
               Table::Align::kRight},
              {"FEATURE", "VALUE", "DEVIATION", "CONTRIBUTION"});
  for (const auto& reason : explanation.reasons) {
    table.Add({std::string(FeatureInfoOf(reason.feature).name),
               fmt::format("{:.4f}", reason.value),
               fmt::format("{:+.2f}", reason.deviation),
               fmt::format("{:+.2f}", reason.contribution)});
  }
  return text + table.Text() + "\n";
}

Json FeaturesJson(const ContentClassifier& classifier,
                  const ContentFeatures& features) {
  Json json = Json::array();
  for (const auto& reason : classifier.Explain(features).reasons) {
    const FeatureInfo& info = FeatureInfoOf(reason.feature);
    json.push_back({{"name", info.name},
                    {"meaning", info.meaning},
                    {"value", reason.value},
                    {"deviation", reason.deviation},
                    {"contribution", reason.contribution}});
  }
  return json;
}

}  // namespace rescan::cli
