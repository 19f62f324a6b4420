// data/samples: the MANIFEST, the files and the generator agree.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "kernels/base/sha256.h"
#include "tests/support/subprocess.h"
#include "tools/samples/committed_set.h"

namespace rescan::samples {
namespace {

using rescan::testing::ReadFileBytes;

const std::string kFolder = RESCAN_SOURCE_DIR "/data/samples";

std::string PathOf(const std::string& name) {
  std::string path = kFolder + '/';
  return path += name;
}

struct Entry {
  std::string sample_class;
  std::string seed;
  std::string sha256;
  std::uint64_t bytes = 0;
  std::string source;
};

std::map<std::string, Entry> ReadManifest() {
  std::map<std::string, Entry> entries;
  std::istringstream manifest(ReadFileBytes(PathOf("MANIFEST")));
  for (std::string line; std::getline(manifest, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string name;
    Entry entry;
    fields >> name >> entry.sample_class >> entry.seed >> entry.sha256 >>
        entry.bytes >> entry.source;
    EXPECT_TRUE(fields) << line;
    EXPECT_TRUE(entries.emplace(name, entry).second) << line;
  }
  return entries;
}

Truth ReadTruth(const std::string& name) {
  auto truth = TruthFromJson(ReadFileBytes(PathOf(name)));
  EXPECT_TRUE(truth.has_value()) << name;
  return std::move(*truth);
}

TEST(SamplesCommitted, ManifestListsExactlyTheFiles) {
  const auto entries = ReadManifest();
  std::set<std::string> listed;
  for (const auto& [name, entry] : entries) listed.insert(name);
  std::set<std::string> present;
  for (const auto& file : std::filesystem::directory_iterator(kFolder)) {
    present.insert(file.path().filename());
  }
  EXPECT_EQ(present.erase("MANIFEST"), 1U);
  EXPECT_EQ(present.erase("README.md"), 1U);
  EXPECT_EQ(listed, present);
}

TEST(SamplesCommitted, FilesAreAsListed) {
  std::uint64_t total = 0;
  for (const auto& [name, entry] : ReadManifest()) {
    const std::string bytes = ReadFileBytes(PathOf(name));
    EXPECT_EQ(bytes.size(), entry.bytes) << name;
    EXPECT_EQ(ToHex(Sha256Of(bytes)), entry.sha256) << name;
    EXPECT_EQ(entry.source, "generated,Apache-2.0") << name;
    total += entry.bytes;
  }
  EXPECT_LE(total, 8'000'000U);
}

TEST(SamplesCommitted, HoldsTimesheetsOfEveryKind) {
  std::map<Expectation, int> expectations;
  std::map<std::string, int> themes;
  std::map<bool, int> jpegs;
  std::uint64_t bytes = 0;
  int sheets = 0;
  for (const auto& [name, entry] : ReadManifest()) {
    if (!name.starts_with("timesheet-")) continue;
    bytes += entry.bytes;
    if (!name.ends_with(".truth.json")) continue;
    const Truth truth = ReadTruth(name);
    ASSERT_TRUE(truth.timesheet.has_value()) << name;
    ++sheets;
    ++expectations[truth.timesheet->expectation];
    ++themes[truth.theme];
    ++jpegs[truth.timesheet->dimensions.jpeg_quality > 0];
  }
  EXPECT_GE(sheets, 12);
  EXPECT_LE(bytes, 1'500'000U);
  EXPECT_GE(expectations[Expectation::kStore], 6);
  EXPECT_GE(expectations[Expectation::kZeroHour], 2);
  EXPECT_GE(expectations[Expectation::kRejectedStatus], 1);
  EXPECT_GE(expectations[Expectation::kWrongDay], 1);
  EXPECT_GE(themes["light"], 4);
  EXPECT_GE(themes["dark"], 4);
  EXPECT_GE(jpegs[true], 2);
  EXPECT_GE(jpegs[false], 2);
}

TEST(SamplesCommitted, HoldsEightOfEachClassAndBothThemes) {
  std::map<std::string, int> classes;
  std::map<std::string, int> themes;
  for (const auto& [name, entry] : ReadManifest()) {
    if (!name.ends_with(".truth.json")) continue;
    const Truth truth = ReadTruth(name);
    EXPECT_EQ(ClassName(truth.sample_class), entry.sample_class) << name;
    EXPECT_EQ(std::to_string(truth.seed), entry.seed) << name;
    EXPECT_EQ(ReadManifest().count(truth.image), 1U) << name;
    ++classes[entry.sample_class];
    ++themes[truth.theme];
  }
  EXPECT_GE(classes["NATIVE"], 8);
  EXPECT_GE(classes["SCAN"], 8);
  EXPECT_GE(classes["PHOTO"], 8);
  EXPECT_GE(themes["light"], 4);
  EXPECT_GE(themes["dark"], 4);
}

TEST(SamplesCommitted, ImagesHaveTheSizeTheirTruthSays) {
  for (const CommittedSample& item : CommittedSet()) {
    const Truth truth = ReadTruth(std::string(item.name) + ".truth.json");
    const auto raster = Decode(ReadFileBytes(PathOf(truth.image)));
    ASSERT_TRUE(raster.has_value()) << item.name;
    EXPECT_EQ(raster->width, truth.width) << item.name;
    EXPECT_EQ(raster->height, truth.height) << item.name;
  }
}

// Text and boxes, not bytes: codecs of another build may write other ones.
TEST(SamplesCommitted, TheGeneratorStillDrawsThem) {
  for (const CommittedSample& item : CommittedSet()) {
    Truth kept = ReadTruth(std::string(item.name) + ".truth.json");
    const auto sample = DrawCommitted(item);
    ASSERT_TRUE(sample.has_value()) << sample.error().message;
    kept.image.clear();
    EXPECT_EQ(sample->truth, kept) << item.name;
  }
}

}  // namespace
}  // namespace rescan::samples
