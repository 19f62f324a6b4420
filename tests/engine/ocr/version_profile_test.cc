#include "engine/ocr/version_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "kernels/base/sha256.h"
#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using ::testing::HasSubstr;

constexpr const char* kGood = R"({
  "version": "1.2.0",
  "build_date": "2026-01-31",
  "description": "A profile",
  "engine": "tesseract",
  "language": "xyz",
  "page_segmentation_mode": 6,
  "preprocessing_version": "none",
  "parameters": {"tessedit_do_invert": "0"}
})";

std::string Replaced(std::string text, const std::string& from,
                     const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(std::string::npos, at) << from;
  return text.replace(at, from.size(), to);
}

class VersionProfileTest : public ::testing::Test {
 protected:
  rescan::testing::TemporaryFolder folder_;

  void Write(const std::string& name, const std::string& text) {
    rescan::testing::WriteFileBytes(folder_ / name, text);
  }
  Result<OcrProfile> LoadText(const std::string& text) {
    Write("p.json", text);
    return LoadProfile(folder_.path(), "p");
  }
  OcrProfile Good() { return LoadText(kGood).value(); }
};

TEST_F(VersionProfileTest, LoadsEveryField) {
  const auto profile = LoadText(kGood);
  ASSERT_TRUE(profile.has_value()) << profile.error().message;
  EXPECT_EQ("p", profile->name);
  EXPECT_EQ("1.2.0", profile->version);
  EXPECT_EQ("2026-01-31", profile->build_date);
  EXPECT_EQ("A profile", profile->description);
  EXPECT_EQ("tesseract", profile->engine);
  EXPECT_EQ("xyz", profile->language);
  EXPECT_EQ(6, profile->page_segmentation_mode);
  EXPECT_EQ("none", profile->preprocessing_version);
  EXPECT_EQ((std::map<std::string, std::string>{{"tessedit_do_invert", "0"}}),
            profile->parameters);
}

TEST_F(VersionProfileTest, TheShippedProfilesLoad) {
  const auto profiles =
      ListProfiles(std::string(RESCAN_SOURCE_DIR) + "/data/ocr-versions");
  ASSERT_TRUE(profiles.has_value()) << profiles.error().message;
  EXPECT_TRUE(profiles->broken.empty());
  EXPECT_TRUE(std::any_of(
      profiles->profiles.begin(), profiles->profiles.end(),
      [](const OcrProfile& p) { return p.name == "tesseract-plain"; }));
}

TEST_F(VersionProfileTest, APreparationIsPartOfTheProfile) {
  EXPECT_FALSE(Good().preparation.has_value());
  const std::string with =
      Replaced(Replaced(kGood, "none", "7"), "\"parameters\"",
               R"("preparation": {"detect_orientation": true,
      "reduce_above_megapixels": 16,
      "native": {"page_segmentation_mode": 11, "parameters": {},
                 "steps": []},
      "photo": {"page_segmentation_mode": 4, "parameters": {}, "steps": []},
      "scan": {"page_segmentation_mode": 4, "parameters": {},
               "steps": [{"step": "blur", "sigma": 0.8}]}
    }, "parameters")");
  const auto profile = LoadText(with);
  ASSERT_TRUE(profile.has_value()) << profile.error().message;
  ASSERT_TRUE(profile->preparation.has_value());
  EXPECT_EQ(11, profile->preparation->native.page_segmentation_mode);

  const auto unnamed = LoadText(Replaced(with, "\"7\"", "\"none\""));
  ASSERT_FALSE(unnamed.has_value());
  EXPECT_EQ(ErrorCode::kCorruption, unnamed.error().code);
  EXPECT_THAT(unnamed.error().message,
              HasSubstr("p.json: field \"preprocessing_version\" must name"));

  const auto broken = LoadText(Replaced(with, "0.8", "80"));
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(ErrorCode::kCorruption, broken.error().code);
  EXPECT_THAT(broken.error().message,
              HasSubstr("p.json: field \"preparation\": scan: step 1: field "
                        "\"sigma\" must be a number from 0.3 to 5"));

  Write("xyz.traineddata", "weights");
  const auto fingerprint = [&](const OcrProfile& of) {
    return ResolveVersion(of, folder_.path()).value().fingerprint;
  };
  const auto other = LoadText(Replaced(with, "0.8", "0.9"));
  EXPECT_NE(fingerprint(Good()), fingerprint(*profile));
  EXPECT_NE(fingerprint(*other), fingerprint(*profile));
}

struct Fault {
  const char* from;
  const char* to;
  const char* names;
};

TEST_F(VersionProfileTest, FaultsNameTheFileAndTheField) {
  const Fault faults[] = {
      {"1.2.0", "1..2", "version"},
      {"1.2.0", "", "version"},
      {"1.2.0", "v1", "version"},
      {"\"1.2.0\"", "1.2", "version"},
      {"2026-01-31", "31-01-2026", "build_date"},
      {"2026-01-31", "2026-13-01", "build_date"},
      {"A profile", "A\\nprofile", "description"},
      {"tesseract", "other", "engine"},
      {"xyz", "../xyz", "language"},
      {"xyz", "eng+deu", "language"},
      {": 6", ": 14", "page_segmentation_mode"},
      {": 6", ": -1", "page_segmentation_mode"},
      {": 6", ": 6.5", "page_segmentation_mode"},
      {": 6", ": \"6\"", "page_segmentation_mode"},
      {"\"none\"", "\"\"", "preprocessing_version"},
      {"\"0\"", "0", "parameters"},
      {"{\"tessedit_do_invert\": \"0\"}", "[]", "parameters"},
      {"\"version\"", "\"vershun\"", "version"},
      {"\"parameters\"", "\"extra\": 1, \"parameters\"", "extra"},
      {"\"parameters\"", "\"engine\": \"tesseract\", \"parameters\"", "engine"},
  };
  for (const Fault& fault : faults) {
    const auto profile = LoadText(Replaced(kGood, fault.from, fault.to));
    ASSERT_FALSE(profile.has_value()) << fault.to;
    EXPECT_EQ(ErrorCode::kCorruption, profile.error().code);
    EXPECT_THAT(profile.error().message, HasSubstr("p.json"));
    EXPECT_THAT(
        profile.error().message,
        HasSubstr(std::string(1, '"').append(fault.names).append("\"")));
  }
  for (const char* text : {"", "[]", "null", "{", "not JSON", "{}"}) {
    const auto profile = LoadText(text);
    ASSERT_FALSE(profile.has_value()) << text;
    EXPECT_EQ(ErrorCode::kCorruption, profile.error().code) << text;
  }
}

TEST_F(VersionProfileTest, AMissingProfileIsAnErrorThatListsThoseThereAre) {
  Write("b.json", kGood);
  Write("a.json", kGood);
  Write("readme.txt", "x");
  for (const char* name : {"c", "", "../a", "a/../b", ".hidden", "a.json/x"}) {
    const auto profile = LoadProfile(folder_.path(), name);
    ASSERT_FALSE(profile.has_value()) << name;
    EXPECT_EQ(ErrorCode::kNotFound, profile.error().code) << name;
    EXPECT_THAT(profile.error().message, HasSubstr("there are: a b"));
  }
  const auto nowhere = LoadProfile(folder_ / "none", "a");
  ASSERT_FALSE(nowhere.has_value());
  EXPECT_EQ(ErrorCode::kNotFound, nowhere.error().code);
}

TEST_F(VersionProfileTest, TheListIsSortedAndHasTheBrokenApart) {
  Write("c.json", kGood);
  Write("a.json", kGood);
  Write("b.json", "broken");
  const auto list = ListProfiles(folder_.path());
  ASSERT_TRUE(list.has_value()) << list.error().message;
  ASSERT_EQ(2u, list->profiles.size());
  EXPECT_EQ("a", list->profiles[0].name);
  EXPECT_EQ("c", list->profiles[1].name);
  ASSERT_EQ(1u, list->broken.size());
  EXPECT_EQ("b", list->broken[0].name);
  EXPECT_EQ(ErrorCode::kCorruption, list->broken[0].error.code);
  EXPECT_THAT(list->broken[0].error.message, HasSubstr("b.json"));
  EXPECT_EQ(ErrorCode::kNotFound, ListProfiles(folder_ / "none").error().code);
}

TEST_F(VersionProfileTest, ResolvesToWhatIsOnThisMachine) {
  Write("xyz.traineddata", "weights");
  const auto version = ResolveVersion(Good(), folder_.path());
  ASSERT_TRUE(version.has_value()) << version.error().message;
  EXPECT_EQ("1.2.0-2026-01-31", version->full_version);
  EXPECT_EQ(folder_ / "xyz.traineddata", version->traineddata_path);
  EXPECT_EQ(ToHex(Sha256Of("weights")), version->traineddata_sha256);
  EXPECT_THAT(version->library_build, HasSubstr("tesseract-"));
  EXPECT_THAT(version->library_build, HasSubstr("leptonica-"));
  EXPECT_THAT(version->library_build, HasSubstr("libjpeg"));
  EXPECT_EQ(64u, version->fingerprint.size());
}

TEST_F(VersionProfileTest, MissingTraineddataNamesFileAndPackage) {
  const auto version = ResolveVersion(Good(), folder_.path());
  ASSERT_FALSE(version.has_value());
  EXPECT_EQ(ErrorCode::kMissingData, version.error().code);
  EXPECT_THAT(version.error().message, HasSubstr("xyz.traineddata"));
  EXPECT_THAT(version.error().message, HasSubstr("tesseract-ocr-xyz"));
}

TEST_F(VersionProfileTest, FingerprintFollowsWhatChangesTheReading) {
  Write("xyz.traineddata", "weights");
  Write("abc.traineddata", "weights");
  const auto fingerprint = [&](const OcrProfile& profile) {
    return ResolveVersion(profile, folder_.path()).value().fingerprint;
  };
  const std::string same = fingerprint(Good());
  OcrProfile profile = Good();
  profile.name = "other";
  profile.description = "other";
  EXPECT_EQ(same, fingerprint(profile));

  const auto differs = [&](auto change) {
    OcrProfile changed = Good();
    change(changed);
    EXPECT_NE(same, fingerprint(changed));
  };
  differs([](OcrProfile& p) { p.version = "1.2.1"; });
  differs([](OcrProfile& p) { p.build_date = "2026-02-01"; });
  differs([](OcrProfile& p) { p.language = "abc"; });
  differs([](OcrProfile& p) { p.page_segmentation_mode = 3; });
  differs([](OcrProfile& p) { p.preprocessing_version = "b"; });
  differs([](OcrProfile& p) { p.parameters.clear(); });
  differs([](OcrProfile& p) { p.parameters["tessedit_do_invert"] = "1"; });
  differs([](OcrProfile& p) { p.parameters["x"] = "0"; });
  Write("xyz.traineddata", "other weights");
  EXPECT_NE(same, fingerprint(Good()));
}

TEST(CompareVersionsTest, ByNumbers) {
  struct Pair {
    const char* a;
    const char* b;
    std::strong_ordering order;
  };
  const Pair pairs[] = {
      {"2.10", "2.9", std::strong_ordering::greater},
      {"2.0.0", "2", std::strong_ordering::equal},
      {"2", "2.0.1", std::strong_ordering::less},
      {"1.2.3", "1.2.3", std::strong_ordering::equal},
      {"01.002", "1.2", std::strong_ordering::equal},
      {"", "0", std::strong_ordering::equal},
      {"", "1", std::strong_ordering::less},
      {"99999999999999999999999", "100000000000000000000000",
       std::strong_ordering::less},
      {"18446744073709551616", "0", std::strong_ordering::greater},
      {"2.6.1", "2.6", std::strong_ordering::greater},
      {"10", "9.9.9", std::strong_ordering::greater},
  };
  for (const Pair& pair : pairs) {
    EXPECT_EQ(pair.order, CompareVersions(pair.a, pair.b))
        << pair.a << " " << pair.b;
    EXPECT_EQ(pair.order > 0, CompareVersions(pair.b, pair.a) < 0);
    EXPECT_EQ(pair.order<0, CompareVersions(pair.b, pair.a)> 0);
  }
}

}  // namespace
}  // namespace rescan
