// How much memory reading a delta takes, above all a hostile one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "index/delta.h"
#include "tests/support/delta_parts.h"
#include "tests/support/index_samples.h"
#include "tests/support/peak_memory.h"
#include "tests/support/raw_zip.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::DeltaParts;
using testing::Encode;
using ::testing::HasSubstr;
using testing::PeakMemoryOf;
using testing::PlainEntry;
using testing::RawZip;
using testing::SampleDelta;
using testing::SampleParts;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

constexpr std::uint64_t kMegabyte = 1 << 20;

TEST(DeltaMemoryTest, AMillionEntriesAreNotEvenLookedAt) {
  const TemporaryFolder folder;
  std::string bytes;
  {
    RawZip zip = SampleParts().Zip();
    zip.entries.resize(1'000'000, PlainEntry("x", ""));
    bytes = Encode(zip);
  }
  const std::size_t count_at = bytes.size() - 14;  // 2 bytes, and once more
  for (const bool honest : {true, false}) {
    if (!honest) bytes.replace(count_at, 4, std::string("\3\0\3\0", 4));
    WriteFileBytes(folder / "delta.zip", bytes);
    const std::uint64_t peak = PeakMemoryOf([&] {
      const auto read = ReadDelta(folder / "delta.zip");
      ASSERT_FALSE(read.has_value());
      // A million in 16 bits.
      EXPECT_THAT(read.error().message,
                  HasSubstr(honest ? "16960 entries, not 3"
                                   : "directory of another size"));
    });
    EXPECT_LT(peak, 2 * kMegabyte);
  }
}

// What a program makes of 100 MB of zeros: a thousandth of their size.
TEST(DeltaMemoryTest, ABombIsNotUnpacked) {
  const TemporaryFolder folder;
  const std::string path = folder / "delta.zip";
  const DeltaParts parts = SampleParts();
  const std::string manifest = EncodeManifest(parts.manifest);
  const std::string zeros(100 * kMegabyte, '\0');
  int error = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE, &error);
  ASSERT_NE(zip, nullptr);
  const std::vector<std::pair<const char*, const std::string*>> entries = {
      {"manifest.json", &manifest},
      {"vectors.f32", &zeros},
      {"records.jsonl", &parts.records}};
  for (const auto& [name, content] : entries) {
    zip_file_add(zip, name,
                 zip_source_buffer(zip, content->data(), content->size(), 0),
                 0);
  }
  ASSERT_EQ(zip_close(zip), 0);
  ASSERT_LT(std::filesystem::file_size(path), 110'000u);
  const std::uint64_t peak = PeakMemoryOf([&] {
    const auto read = ReadDelta(path);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, ErrorCode::kCorruption);
  });
  EXPECT_LT(peak, 2 * kMegabyte);
}

// A file that is all one part, read for what it is not.
TEST(DeltaMemoryTest, SizesAreCheckedBeforeMemoryIsTaken) {
  const TemporaryFolder folder;
  DeltaParts parts = SampleParts();
  parts.vectors.assign(64 * kMegabyte, '\0');
  parts.manifest.dimension = 1;
  parts.manifest.count = 16 * kMegabyte;
  parts.Measure();
  WriteFileBytes(folder / "delta.zip", Encode(parts.Zip()));
  const std::uint64_t peak = PeakMemoryOf([&] {
    const auto read = ReadDelta(folder / "delta.zip");
    ASSERT_FALSE(read.has_value());
    EXPECT_THAT(read.error().message, HasSubstr("too few records"));
  });
  EXPECT_LT(peak, 2 * kMegabyte);
}

TEST(DeltaMemoryTest, AnHonestDeltaTakesLittleMoreThanItsSize) {
  const TemporaryFolder workspace;
  const auto written =
      WriteDelta(FileSystem::Real(), workspace.path(), SampleDelta(8'000, 512));
  ASSERT_TRUE(written.has_value()) << written.error().message;
  const std::string path = workspace / written->path;
  const std::uint64_t verified =
      PeakMemoryOf([&] { EXPECT_TRUE(VerifyDelta(path).has_value()); });
  const std::uint64_t read =
      PeakMemoryOf([&] { EXPECT_TRUE(ReadDelta(path).has_value()); });
  // The vectors are 16 MB of its 18.
  EXPECT_LT(verified, written->bytes / 2);
  EXPECT_LT(read, written->bytes + written->bytes / 2);
}

}  // namespace
}  // namespace rescan::index
