#include "engine/ocr/pinned_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/ocr/version_profile.h"
#include "kernels/base/sha256.h"
#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using rescan::testing::TemporaryFolder;
using rescan::testing::WriteFileBytes;
using ::testing::HasSubstr;

std::string ListOf(const std::string& file, const std::string& sha256) {
  return R"({"models": [{"name": "eng_big", "licence": "x", "file": ")" + file +
         R"(", "bytes": 7, "sha256": ")" + sha256 + "\"}]}";
}

TEST(PinnedModelTest, LoadsAList) {
  const TemporaryFolder folder;
  const std::string sha256 = ToHex(Sha256Of("weights"));
  WriteFileBytes(folder / "models.json", ListOf("big.traineddata", sha256));
  const auto models = LoadPinnedModels(folder / "models.json");
  ASSERT_TRUE(models.has_value()) << models.error().message;
  const ModelStore store = {"", *models};
  const PinnedModel* model = store.Find("eng_big");
  ASSERT_NE(nullptr, model);
  EXPECT_EQ("big.traineddata", model->file);
  EXPECT_EQ(sha256, model->sha256);
  EXPECT_EQ(7u, model->bytes);
  EXPECT_EQ(nullptr, store.Find("eng"));
}

TEST(PinnedModelTest, TheShippedListLoads) {
  const auto models =
      LoadPinnedModels(std::string(RESCAN_SOURCE_DIR) + "/data/models.json");
  ASSERT_TRUE(models.has_value()) << models.error().message;
  const ModelStore store = {"", *models};
  ASSERT_NE(nullptr, store.Find("eng_best"));
  // ResolveVersion and Tesseract want it under this name.
  EXPECT_EQ("eng_best.traineddata", store.Find("eng_best")->file);
}

TEST(PinnedModelTest, NoListIsAListOfNone) {
  const TemporaryFolder folder;
  const auto models = LoadPinnedModels(folder / "models.json");
  ASSERT_TRUE(models.has_value());
  EXPECT_TRUE(models->empty());
}

TEST(PinnedModelTest, FaultsNameTheFile) {
  const TemporaryFolder folder;
  const std::string sha256(64, 'a');
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"),
        std::string(R"({"models": [{}]})"), ListOf("../x", sha256),
        ListOf(".x", sha256), ListOf("", sha256), ListOf("x", "abc"),
        ListOf("x", std::string(64, 'A'))}) {
    WriteFileBytes(folder / "models.json", text);
    const auto models = LoadPinnedModels(folder / "models.json");
    ASSERT_FALSE(models.has_value()) << text;
    EXPECT_EQ(ErrorCode::kCorruption, models.error().code) << text;
    EXPECT_THAT(models.error().message, HasSubstr("models.json")) << text;
  }
}

// Where ResolveVersion finds the traineddata of a pinned model.
class ResolvePinnedTest : public ::testing::Test {
 protected:
  ResolvePinnedTest() {
    profile_.name = "big";
    profile_.version = "1";
    profile_.build_date = "2026-01-31";
    profile_.language = "eng_big";
    store_.folder = models_.path();
    store_.models = {
        {"eng_big", "eng_big.traineddata", ToHex(Sha256Of("weights")), 7}};
  }

  const TemporaryFolder models_, tessdata_;
  OcrProfile profile_;
  ModelStore store_;
};

TEST_F(ResolvePinnedTest, InTheFolderOfModels) {
  WriteFileBytes(models_ / "eng_big.traineddata", "weights");
  for (const std::string& tessdata : {std::string(), tessdata_.path()}) {
    const auto version = ResolveVersion(profile_, tessdata, store_);
    ASSERT_TRUE(version.has_value()) << version.error().message;
    EXPECT_EQ(models_ / "eng_big.traineddata", version->traineddata_path);
    EXPECT_EQ(ToHex(Sha256Of("weights")), version->traineddata_sha256);
  }
}

TEST_F(ResolvePinnedTest, TheUsersOwnFileComesFirst) {
  WriteFileBytes(models_ / "eng_big.traineddata", "weights");
  WriteFileBytes(tessdata_ / "eng_big.traineddata", "my own");
  const auto version = ResolveVersion(profile_, tessdata_.path(), store_);
  ASSERT_TRUE(version.has_value()) << version.error().message;
  EXPECT_EQ(tessdata_ / "eng_big.traineddata", version->traineddata_path);
  EXPECT_EQ(ToHex(Sha256Of("my own")), version->traineddata_sha256);
}

TEST_F(ResolvePinnedTest, MissingSaysWhatInstallsIt) {
  const auto version = ResolveVersion(profile_, "", store_);
  ASSERT_FALSE(version.has_value());
  EXPECT_EQ(ErrorCode::kMissingData, version.error().code);
  EXPECT_THAT(version.error().message,
              HasSubstr(models_ / "eng_big.traineddata"));
  EXPECT_THAT(version.error().message, HasSubstr("tools/fetch-models"));
}

TEST_F(ResolvePinnedTest, AnotherFileThanThePinnedOneIsRefused) {
  for (const char* bytes : {"", "weight", "weights ", "Weights"}) {
    WriteFileBytes(models_ / "eng_big.traineddata", bytes);
    const auto version = ResolveVersion(profile_, "", store_);
    ASSERT_FALSE(version.has_value()) << bytes;
    EXPECT_EQ(ErrorCode::kMissingData, version.error().code) << bytes;
    EXPECT_THAT(version.error().message, HasSubstr("is not the pinned model"));
    EXPECT_THAT(version.error().message, HasSubstr("tools/fetch-models"));
  }
}

TEST_F(ResolvePinnedTest, OtherLanguagesDoNotLookThere) {
  WriteFileBytes(models_ / "xyz.traineddata", "weights");
  profile_.language = "xyz";
  const auto version = ResolveVersion(profile_, "", store_);
  ASSERT_FALSE(version.has_value());
  EXPECT_THAT(version.error().message, HasSubstr("tesseract-ocr-xyz"));
}

}  // namespace
}  // namespace rescan
