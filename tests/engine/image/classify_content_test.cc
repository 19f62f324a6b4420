#include "engine/image/classify_content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <string>

#include "tests/engine/image/content_fixture.h"
#include "tests/support/image_files.h"

namespace rescan {
namespace {

using testing::BytesOf;
using testing::FileBytes;
using ::testing::HasSubstr;
using testing::Judged;
using testing::kClassifierPath;
using testing::RasterOfBytes;
using testing::RawPicture;
using Colour = std::array<std::uint8_t, 4>;

// Two features: flat speaks for native, noise times texture for photo.
ContentModel SmallModel() {
  ContentModel model;
  model.version = "1.2.3";
  model.built = "2026-11-22";
  model.description = "made up";
  for (auto& scaling : model.scalings) scaling = {0.5, 0.25};
  model.terms = {{Feature::kFlat, std::nullopt, {2, -1, 0}},
                 {Feature::kNoise, Feature::kTexture, {0, 0.5, -0.5}}};
  model.bias = {0.1, 0.2, 0.3};
  model.temperature = 2;
  model.uncertain_margin = 0.3;
  return model;
}

ContentFeatures FeaturesWith(double flat, double noise, double texture) {
  ContentFeatures features;
  features.fill(0.5);
  features[static_cast<std::size_t>(Feature::kFlat)] = flat;
  features[static_cast<std::size_t>(Feature::kNoise)] = noise;
  features[static_cast<std::size_t>(Feature::kTexture)] = texture;
  return features;
}

TEST(ClassifyContent, ProbabilitiesAreTheSoftmaxOfTheScores) {
  const ContentClassifier classifier(SmallModel());
  // z: flat 2, noise 1, texture -1.
  const ContentVerdict verdict = classifier.Judge(FeaturesWith(1, 0.75, 0.25));
  const double native = std::exp((0.1 + 4) / 2);
  const double photo = std::exp((0.2 - 2 - 0.5) / 2);
  const double scan = std::exp((0.3 + 0.5) / 2);
  const double sum = native + photo + scan;
  EXPECT_NEAR(native / sum, verdict.native, 1e-12);
  EXPECT_NEAR(photo / sum, verdict.photo, 1e-12);
  EXPECT_NEAR(scan / sum, verdict.scan, 1e-12);
  EXPECT_FALSE(verdict.uncertain);
  EXPECT_EQ(BestClass(verdict), ImageClass::kNative);
  EXPECT_EQ(verdict.classifier, classifier.id());
  EXPECT_TRUE(classifier.id().starts_with("1.2.3-"));
}

TEST(ClassifyContent, DeviationsAreCutOff) {
  ContentModel model = SmallModel();
  model.scalings[static_cast<std::size_t>(Feature::kFlat)] = {0.5, 0.01};
  const ContentClassifier classifier(model);
  EXPECT_EQ(classifier.Judge(FeaturesWith(0.54, 0.5, 0.5)).native,
            classifier.Judge(FeaturesWith(1, 0.5, 0.5)).native);
  EXPECT_NE(classifier.Judge(FeaturesWith(0.53, 0.5, 0.5)).native,
            classifier.Judge(FeaturesWith(1, 0.5, 0.5)).native);
}

TEST(ClassifyContent, UncertainBelowTheMargin) {
  ContentModel model = SmallModel();
  const ContentFeatures features = FeaturesWith(0.5, 0.5, 0.5);
  const ContentVerdict verdict = ContentClassifier(model).Judge(features);
  const double ahead = verdict.scan - verdict.photo;
  ASSERT_GT(ahead, 0);
  model.uncertain_margin = ahead * 1.001;
  EXPECT_TRUE(ContentClassifier(model).Judge(features).uncertain);
  model.uncertain_margin = ahead * 0.999;
  EXPECT_FALSE(ContentClassifier(model).Judge(features).uncertain);
}

TEST(ClassifyContent, TheReasonsAddUpToTheLead) {
  const ContentModel model = SmallModel();
  const ContentExplanation why =
      ContentClassifier(model).Explain(FeaturesWith(1, 0.75, 0.25));
  EXPECT_EQ(why.best, ImageClass::kNative);
  EXPECT_EQ(why.next, ImageClass::kScan);
  ASSERT_EQ(why.reasons.size(), kFeatureCount);
  EXPECT_EQ(why.reasons[0].feature, Feature::kFlat);
  EXPECT_EQ(why.reasons[0].value, 1);
  EXPECT_EQ(why.reasons[0].deviation, 2);
  double sum = (model.bias[0] - model.bias[2]) / model.temperature;
  for (const auto& reason : why.reasons) sum += reason.contribution;
  EXPECT_NEAR(std::log(why.verdict.native / why.verdict.scan), sum, 1e-9);
}

TEST(ClassifyContent, EqualProbabilitiesArePhotoThenScan) {
  EXPECT_EQ(BestClass({0.4, 0.4, 0.2, false, ""}), ImageClass::kPhoto);
  EXPECT_EQ(BestClass({0.4, 0.2, 0.4, false, ""}), ImageClass::kScan);
  EXPECT_EQ(BestClass({0.4, 0.3, 0.3, false, ""}), ImageClass::kNative);
}

TEST(ClassifyContent, JsonComesBackAsItWas) {
  const std::string json = ContentModelToJson(SmallModel());
  const auto parsed = ContentClassifier::Parse(json, "m.json");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  const ContentClassifier made(SmallModel());
  EXPECT_EQ(parsed->id(), made.id());
  const ContentFeatures features = FeaturesWith(0.9, 0.3, 0.8);
  EXPECT_EQ(parsed->Judge(features), made.Judge(features));
}

TEST(ClassifyContent, EveryFaultOfTheFileIsTold) {
  const std::string json = ContentModelToJson(SmallModel());
  const auto error_with = [&](const std::string& from, const std::string& to) {
    std::string text = json;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    const auto parsed = ContentClassifier::Parse(text, "m.json");
    return parsed ? "it was taken" : parsed.error().message;
  };
  EXPECT_THAT(error_with("rescan-content-classifier", "other"),
              HasSubstr("m.json: it is not a content classifier"));
  EXPECT_THAT(error_with("\"format_version\": 1", "\"format_version\": 2"),
              HasSubstr("\"format_version\" must be an integer from 1 to 1"));
  EXPECT_THAT(error_with("\"bias\"", "\"bios\""),
              HasSubstr("m.json: field \"bias\" is missing"));
  EXPECT_THAT(error_with("\"PHOTO\"", "\"PICTURE\""),
              HasSubstr("field \"classes\" must be NATIVE"));
  EXPECT_THAT(error_with("\"flat_white\"", "\"flat_wide\""),
              HasSubstr("unknown feature \"flat_wide\""));
  EXPECT_THAT(error_with("\"flat_white\"", "\"flat\""),
              HasSubstr("features: feature \"flat\" stands twice"));
  EXPECT_THAT(error_with("\"temperature\": 2.0", "\"temperature\": 0"),
              HasSubstr("field \"temperature\" must be a number from 1e-09"));
  EXPECT_THAT(
      error_with("\"scale\": 0.25", "\"scale\": -1"),
      HasSubstr("features: field \"scale\" must be a number from 1e-09"));
  EXPECT_THAT(
      error_with("\"uncertain_margin\": 0.3", "\"uncertain_margin\": 1.3"),
      HasSubstr("\"uncertain_margin\" must be a number from 0 to 1"));
  EXPECT_THAT(error_with("\"bias\": [", "\"bias\": [0,"),
              HasSubstr("field \"bias\" must hold 3 numbers"));
  const std::size_t entry = json.find('{', json.find("\"features\""));
  const std::string first =
      json.substr(entry, json.find('{', entry + 1) - entry);
  EXPECT_THAT(error_with(first, ""), HasSubstr("m.json: a feature is missing"));
  // A changed number is a change of what was trained.
  EXPECT_THAT(error_with("\"temperature\": 2.0", "\"temperature\": 2.5"),
              HasSubstr("its fingerprint differs"));
  for (std::size_t size = 0; size + 2 < json.size(); size += 7) {
    EXPECT_FALSE(
        ContentClassifier::Parse(json.substr(0, size), "m").has_value());
  }
  EXPECT_FALSE(ContentClassifier::Parse("[]", "m").has_value());
}

TEST(ClassifyContent, TheProgramsClassifierIsWholeAndUsesEveryFeature) {
  const std::string json = FileBytes(kClassifierPath);
  const auto parsed = ContentClassifier::Parse(json, kClassifierPath);
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const std::string_view name = FeatureInfoOf(static_cast<Feature>(i)).name;
    EXPECT_THAT(json, HasSubstr("\"name\": \"" + std::string(name) + "\""));
  }
}

RawPicture Painted(int width, int height,
                   const std::function<Colour(int, int)>& colour) {
  RawPicture picture{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) picture.pixels.push_back(colour(x, y));
  }
  return picture;
}

std::string Png(const RawPicture& picture) {
  return testing::EncodePng(picture, 8, 2);
}

void ExpectSane(const std::string& bytes) {
  const Raster raster = RasterOfBytes(bytes);
  for (const double value : ContentFeaturesOf(raster)) {
    EXPECT_TRUE(value >= 0 && value <= 1) << value;
  }
  const ContentVerdict verdict = Judged(raster);
  EXPECT_NEAR(verdict.native + verdict.photo + verdict.scan, 1, 1e-9);
}

TEST(ContentFeatures, PicturesOfAnyShape) {
  std::mt19937 rng(5);
  for (const auto& [width, height] : {std::pair{1, 1},
                                      {2, 1},
                                      {1, 2},
                                      {15, 15},
                                      {16, 16},
                                      {17, 33},
                                      {30000, 1},
                                      {1, 3000},
                                      {30000, 20},
                                      {20, 3000}}) {
    SCOPED_TRACE(std::to_string(width) + " x " + std::to_string(height));
    ExpectSane(Png(Painted(width, height, [&](int, int) {
      const auto word = rng();
      return Colour{static_cast<std::uint8_t>(word),
                    static_cast<std::uint8_t>(word >> 8),
                    static_cast<std::uint8_t>(word >> 16), 255};
    })));
    for (const int level : {0, 127, 255}) {
      const auto grey = static_cast<std::uint8_t>(level);
      ExpectSane(Png(Painted(width, height, [&](int, int) {
        return Colour{grey, grey, grey, 255};
      })));
    }
  }
}

// The same picture as colour words, grey bytes and bits: only a shrunk one may
// round its means differently.
TEST(ContentFeatures, DepthPlaysNoPart) {
  std::mt19937 rng(6);
  const RawPicture picture = Painted(123, 77, [&](int x, int y) {
    const bool ink = (x / 5 + y / 9) % 3 == 0 || rng() % 16 == 0;
    const std::uint8_t level = ink ? 0 : 255;
    return Colour{level, level, level, 255};
  });
  std::string pbm = "P4\n123 77\n";
  std::string ppm = "P6\n123 77\n255\n";
  for (int y = 0; y < 77; ++y) {
    std::string row(16, '\0');
    for (int x = 0; x < 123; ++x) {
      const std::uint8_t level =
          picture.pixels[static_cast<std::size_t>(y * 123 + x)][0];
      if (level == 0) {
        row[static_cast<std::size_t>(x / 8)] = static_cast<char>(
            row[static_cast<std::size_t>(x / 8)] | (0x80 >> x % 8));
      }
      ppm.append(3, static_cast<char>(level));
    }
    pbm += row;
  }
  const Raster bits = RasterOfBytes(pbm);
  const Raster grey = RasterOfBytes(Png(picture));
  ASSERT_EQ(bits.depth(), 1);
  ASSERT_EQ(grey.depth(), 8);
  EXPECT_EQ(ContentFeaturesOf(bits), ContentFeaturesOf(grey));
  // One pixel that is hardly coloured keeps all the words.
  RawPicture coloured = picture;
  coloured.pixels[0] = Colour{255, 255, 254, 255};
  const Raster words = RasterOfBytes(Png(coloured));
  ASSERT_EQ(words.depth(), 32);
  const ContentFeatures a = ContentFeaturesOf(words);
  const ContentFeatures b = ContentFeaturesOf(grey);
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    EXPECT_NEAR(a[i], b[i], 0.01)
        << FeatureInfoOf(static_cast<Feature>(i)).name;
  }
}

// Large pictures are made smaller first: twice the size gives the same.
TEST(ContentFeatures, LargePicturesAreMeasuredSmaller) {
  const auto colour = [](int x, int y) {
    const auto red = static_cast<std::uint8_t>(x * 255 / 1300);
    const auto green = static_cast<std::uint8_t>((x / 100 + y / 90) % 2 * 200);
    return Colour{red, green, 90, 255};
  };
  const ContentFeatures small =
      ContentFeaturesOf(RasterOfBytes(Png(Painted(1300, 1000, colour))));
  const ContentFeatures large = ContentFeaturesOf(RasterOfBytes(Png(Painted(
      2600, 2000, [&](int x, int y) { return colour(x / 2, y / 2); }))));
  EXPECT_EQ(small, large);
}

}  // namespace
}  // namespace rescan
