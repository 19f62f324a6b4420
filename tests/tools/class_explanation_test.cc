#include "tools/class_explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace rescan::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string ExplanationBy(DecidingRule rule) {
  Classification c;
  c.image_class = ImageClass::kScan;
  c.rule = rule;
  c.margins = {0.25, 0.5, -0.125, 1};
  c.scan_distance = 0.75;
  c.photo_distance = 0.875;
  c.pixels = {0.5, 0.0625, 0.9375, 0.03125};
  return Explanation("a.png", c, ContentExplanation{});
}

constexpr const char* kMargins =
    "  margins of the text: left 0.2500, right 0.5000, top -0.1250, bottom "
    "1.0000 (NATIVE if all are below 0.01)\n";

TEST(ClassExplanationTest, ByContentNothingElseCounts) {
  const std::string text = ExplanationBy(DecidingRule::kContent);
  EXPECT_THAT(text, StartsWith("a.png: SCAN by content\n  content: NATIVE "));
}

TEST(ClassExplanationTest, ByMargins) {
  const std::string text = ExplanationBy(DecidingRule::kMargins);
  EXPECT_THAT(text, StartsWith(std::string("a.png: SCAN by margins\n") +
                               kMargins + "  content: NATIVE "));
}

TEST(ClassExplanationTest, ByDimensionsWithTheDistances) {
  const std::string text = ExplanationBy(DecidingRule::kDimensions);
  EXPECT_THAT(text,
              StartsWith(std::string("a.png: SCAN by dimensions\n") + kMargins +
                         "  distance to the reference size: of a scan 0.7500, "
                         "of a photo 0.8750 (the smaller decides)\n"
                         "  content: NATIVE "));
}

TEST(ClassExplanationTest, ByPixelsWithTheBorder) {
  const std::string text = ExplanationBy(DecidingRule::kPixels);
  EXPECT_THAT(text,
              StartsWith(std::string("a.png: SCAN by pixels\n") + kMargins +
                         "  border: white 0.5000, luminance 0.9375, unevenness "
                         "0.0312; saturation 0.0625\n"
                         "  content: NATIVE "));
  EXPECT_THAT(text, Not(HasSubstr("reference size")));
}

}  // namespace
}  // namespace rescan::cli
