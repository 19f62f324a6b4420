#include "engine/ocr/preparation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace rescan {
namespace {

using ::testing::HasSubstr;

constexpr const char* kGood = R"({
  "detect_orientation": true,
  "reduce_above_megapixels": 16,
  "native": {"page_segmentation_mode": 11, "parameters": {},
             "steps": [{"step": "polarity", "scope": "regions"}]},
  "photo": {"page_segmentation_mode": 6, "parameters": {"a": "1"},
            "steps": [{"step": "deskew", "least_degrees": 0.3,
                       "most_degrees": 10}]},
  "scan": {"page_segmentation_mode": 4, "parameters": {}, "steps": [
    {"step": "crop", "padding": 12, "fewest_components": 30},
    {"step": "scale", "character_height": 20, "least": 0.2, "most": 4,
     "tolerance": 0.1, "most_megapixels": 25},
    {"step": "background", "radius_share": 0.03},
    {"step": "contrast", "clip_limit": 2, "tiles": 8},
    {"step": "blur", "sigma": 0.8},
    {"step": "rules", "least_length": 90, "reach": 7, "depth": 33}]}
})";

std::string Replaced(std::string text, const std::string& from,
                     const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(std::string::npos, at) << from;
  return text.replace(at, from.size(), to);
}

TEST(PreparationTest, ReadsEveryStepInItsOrder) {
  const auto preparation = ParsePreparation(kGood);
  ASSERT_TRUE(preparation.has_value()) << preparation.error().message;
  EXPECT_TRUE(preparation->detect_orientation);
  EXPECT_EQ(16, preparation->reduce_above_megapixels);

  const ClassPreparation& scan = preparation->Of(ImageClass::kScan);
  EXPECT_EQ(4, scan.page_segmentation_mode);
  const std::vector<PreparationStep> wanted = {
      CropStep{12, 30},     ScaleStep{20, 0.2, 4, 0.1, 25},
      BackgroundStep{0.03}, ContrastStep{2, 8},
      BlurStep{0.8},        RulesStep{90, 7, 33}};
  EXPECT_EQ(wanted, scan.steps);

  const ClassPreparation& native = preparation->Of(ImageClass::kNative);
  EXPECT_EQ((std::vector<PreparationStep>{
                PolarityStep{PolarityStep::Scope::kRegions}}),
            native.steps);
  const ClassPreparation& photo = preparation->Of(ImageClass::kPhoto);
  EXPECT_EQ((std::vector<PreparationStep>{DeskewStep{0.3, 10}}), photo.steps);
  EXPECT_EQ((std::map<std::string, std::string>{{"a", "1"}}), photo.parameters);
}

TEST(PreparationTest, EqualMeaningsHaveOneCanonicalText) {
  const auto a = ParsePreparation(kGood);
  const auto b = ParsePreparation(
      Replaced(Replaced(kGood, "\"detect_orientation\": true,", ""),
               "\"reduce_above_megapixels\": 16,",
               "\"reduce_above_megapixels\":16, \"detect_orientation\":true,"));
  ASSERT_TRUE(a.has_value() && b.has_value());
  EXPECT_EQ(a->canonical, b->canonical);
  const auto again = ParsePreparation(a->canonical);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(*a, *again);
}

struct Fault {
  const char* from;
  const char* to;
  const char* message;
};

TEST(PreparationTest, FaultsSayWhere) {
  const Fault faults[] = {
      {"\"detect_orientation\": true", "\"detect_orientation\": 1",
       "\"detect_orientation\" must be true or false"},
      {": 16", ": -1", "\"reduce_above_megapixels\" must be an integer"},
      {": 16", ": 16.5", "\"reduce_above_megapixels\" must be an integer"},
      {"\"native\"", "\"nativ\"", "\"native\" is missing"},
      {"\"native\"", "\"extra\": 1, \"native\"", "\"extra\" is unknown"},
      {": 11", ": 0", "native: field \"page_segmentation_mode\""},
      {": 11", ": 2", "native: field \"page_segmentation_mode\""},
      {"{\"a\": \"1\"}", "{\"a\": 1}", "photo: field \"parameters\": \"a\""},
      {"\"regions\"", "\"region\"", "native: step 1: field \"scope\""},
      {"\"crop\"", "\"cut\"", "scan: step 1: step \"cut\" is unknown"},
      {"\"step\": \"crop\", ", "", "scan: step 1: field \"step\" is missing"},
      {", \"fewest_components\": 30", "",
       "scan: step 1: field \"fewest_components\" is missing"},
      {"\"padding\": 12", "\"padding\": 12, \"x\": 1",
       "scan: step 1: field \"x\" is unknown"},
      {"\"character_height\": 20", "\"character_height\": 7.9",
       "scan: step 2: field \"character_height\" must be a number from 8 to"},
      {"\"least\": 0.2", "\"least\": 0", "scan: step 2: field \"least\""},
      {"\"most\": 4", "\"most\": 1e9", "scan: step 2: field \"most\""},
      {"0.03", "\"0.03\"", "scan: step 3: field \"radius_share\""},
      {"\"clip_limit\": 2", "\"clip_limit\": null",
       "scan: step 4: field \"clip_limit\""},
      {"0.8", "0", "scan: step 5: field \"sigma\""},
      {"{\"step\": \"blur\", \"sigma\": 0.8}", "7",
       "scan: step 5: must be an object"},
      {"\"least_length\": 90", "\"least_length\": 19",
       "scan: step 6: field \"least_length\" must be an integer from 20 to"},
      {"\"least_length\": 90", "\"least_length\": 10001",
       "scan: step 6: field \"least_length\""},
      {"\"least_length\": 90, ", "",
       "scan: step 6: field \"least_length\" is missing"},
      {"\"reach\": 7", "\"reach\": 1", "scan: step 6: field \"reach\""},
      {"\"reach\": 7", "\"reach\": 51", "scan: step 6: field \"reach\""},
      {"\"reach\": 7", "\"reach\": 7.5", "scan: step 6: field \"reach\""},
      {"\"depth\": 33", "\"depth\": 0", "scan: step 6: field \"depth\""},
      {"\"depth\": 33", "\"depth\": 256", "scan: step 6: field \"depth\""},
      {"\"depth\": 33", "\"depth\": \"33\"", "scan: step 6: field \"depth\""},
      {"\"depth\": 33", "\"depth\": 33, \"width\": 3",
       "scan: step 6: field \"width\" is unknown"},
  };
  for (const Fault& fault : faults) {
    const auto preparation =
        ParsePreparation(Replaced(kGood, fault.from, fault.to));
    ASSERT_FALSE(preparation.has_value()) << fault.to;
    EXPECT_EQ(ErrorCode::kCorruption, preparation.error().code);
    EXPECT_THAT(preparation.error().message, HasSubstr(fault.message));
  }
  for (const char* text : {"", "[]", "7", "null", "{", "{}"}) {
    EXPECT_FALSE(ParsePreparation(text).has_value()) << text;
  }
}

TEST(PreparationTest, AnglesThatNoPageHasAreAFault) {
  const std::string blur = R"({"step": "blur", "sigma": 0.8})";
  const auto with = [&](const char* least, const char* most) {
    return ParsePreparation(
        Replaced(kGood, blur,
                 std::string(R"({"step": "deskew", "least_degrees": )") +
                     least + R"(, "most_degrees": )" + most + "}"));
  };
  EXPECT_TRUE(with("2", "2").has_value());
  const auto turned_round = with("2", "1.9");
  ASSERT_FALSE(turned_round.has_value());
  EXPECT_THAT(turned_round.error().message,
              HasSubstr("scan: step 5: field \"most_degrees\" must not be less "
                        "than least_degrees"));
}

TEST(PreparationTest, RulesAreTakenUpToTheirBounds) {
  const std::string fields = R"("least_length": 90, "reach": 7, "depth": 33)";
  const auto with = [&](const char* others) {
    return ParsePreparation(Replaced(kGood, fields, others));
  };
  const auto least = with(R"("least_length": 20, "reach": 2, "depth": 1)");
  ASSERT_TRUE(least.has_value()) << least.error().message;
  EXPECT_EQ(PreparationStep(RulesStep{20, 2, 1}), least->scan.steps.back());
  const auto most = with(R"("least_length": 10000, "reach": 50, "depth": 255)");
  ASSERT_TRUE(most.has_value()) << most.error().message;
  EXPECT_EQ(PreparationStep(RulesStep{10000, 50, 255}),
            most->scan.steps.back());
}

TEST(PreparationTest, RereadIsTheLastStep) {
  const std::string reread =
      R"({"step": "reread", "digit_heights": [20, 26], "blur": 0.6,
          "margin": 0.15, "below_confidence": 0.75, "most_readings": 600})";
  const std::string rules =
      R"({"step": "rules", "least_length": 90, "reach": 7, "depth": 33})";
  const auto good =
      ParsePreparation(Replaced(kGood, rules, rules + ", " + reread));
  ASSERT_TRUE(good.has_value()) << good.error().message;
  ASSERT_NE(nullptr, good->scan.Reread());
  EXPECT_EQ((RereadStep{{20, 26}, 0.6, 0.15, 0.75, 600}), *good->scan.Reread());
  EXPECT_EQ(nullptr, good->photo.Reread());
  const auto early =
      ParsePreparation(Replaced(kGood, rules, reread + ", " + rules));
  ASSERT_FALSE(early.has_value());
  EXPECT_THAT(early.error().message, HasSubstr("must be the last"));
  const auto empty = ParsePreparation(
      Replaced(kGood, rules, Replaced(reread, "[20, 26]", "[]")));
  ASSERT_FALSE(empty.has_value());
  EXPECT_THAT(empty.error().message, HasSubstr("digit_heights"));
}

}  // namespace
}  // namespace rescan
