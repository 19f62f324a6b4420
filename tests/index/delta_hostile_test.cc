// Deltas that are damaged, or were made to do harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "index/delta.h"
#include "tests/support/delta_parts.h"
#include "tests/support/index_samples.h"
#include "tests/support/raw_zip.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::Encode;
using ::testing::HasSubstr;
using testing::PlainEntry;
using testing::RawHeader;
using testing::RawZip;
using testing::ReadFileBytes;
using testing::SampleDelta;
using testing::SampleParts;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

TEST(DeltaHostileTest, TheFormIsTheOneThatIsDocumented) {
  const TemporaryFolder workspace;
  const auto written =
      WriteDelta(FileSystem::Real(), workspace.path(), SampleDelta(4, 3));
  ASSERT_TRUE(written.has_value());
  EXPECT_EQ(ReadFileBytes(workspace / written->path),
            Encode(SampleParts().Zip()));
}

TEST(DeltaHostileTest, EveryTruncationIsRejected) {
  const TemporaryFolder folder;
  const std::string path = folder / "delta.zip";
  const std::string bytes = Encode(SampleParts().Zip());
  WriteFileBytes(path, bytes);
  ASSERT_TRUE(ReadDelta(path).has_value());
  for (std::size_t size = bytes.size(); size-- > 0;) {
    ASSERT_EQ(truncate(path.c_str(), static_cast<off_t>(size)), 0);
    EXPECT_FALSE(ReadDelta(path).has_value()) << size;
    EXPECT_FALSE(ReadDeltaManifest(path).has_value()) << size;
  }
}

TEST(DeltaHostileTest, EveryChangedByteIsRejected) {
  const TemporaryFolder folder;
  const std::string path = folder / "delta.zip";
  const std::string bytes = Encode(SampleParts().Zip());
  WriteFileBytes(path, bytes);
  // In place: a file made anew each time would take minutes.
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto put = [&](std::size_t at, int byte) {
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte)).flush();
    ASSERT_TRUE(file.good());
  };
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int flip : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      put(at, bytes[at] ^ flip);
      ASSERT_FALSE(ReadDelta(path).has_value()) << at << " ^ " << flip;
      ASSERT_FALSE(VerifyDelta(path).has_value()) << at << " ^ " << flip;
    }
    put(at, bytes[at]);
  }
  EXPECT_TRUE(ReadDelta(path).has_value());
}

TEST(DeltaHostileTest, EveryInsertedOrRepeatedByteIsRejected) {
  const TemporaryFolder folder;
  const std::string path = folder / "delta.zip";
  const std::string bytes = Encode(SampleParts().Zip());
  for (std::size_t at = 0; at <= bytes.size(); ++at) {
    std::string longer = bytes;
    longer.insert(at, 1, at < bytes.size() ? bytes[at] : '\0');
    std::filesystem::remove(path);
    WriteFileBytes(path, longer);
    ASSERT_FALSE(ReadDelta(path).has_value()) << at;
  }
}

struct HostileZip {
  std::string name;
  std::function<void(RawZip&)> spoil;
  std::string message;
};

void PrintTo(const HostileZip& zip, std::ostream* out) { *out << zip.name; }

class HostileZipTest : public ::testing::TestWithParam<HostileZip> {};

TEST_P(HostileZipTest, IsRejected) {
  const TemporaryFolder folder;
  RawZip zip = SampleParts().Zip();
  GetParam().spoil(zip);
  WriteFileBytes(folder / "delta.zip", Encode(zip));
  const auto read = ReadDelta(folder / "delta.zip");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::kCorruption);
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(read.error().message, HasSubstr(folder / "delta.zip"));
}

// Names of the same length as the right one reach the comparison itself.
void Rename(RawZip& zip, const std::string& name) {
  zip.entries[1].local.name = name;
  zip.entries[1].central.name = name;
}

template <class Change>
std::function<void(RawZip&)> BothHeaders(Change change) {
  return [change](RawZip& zip) {
    change(zip.entries[1].local);
    change(zip.entries[1].central);
  };
}

INSTANTIATE_TEST_SUITE_P(
    All, HostileZipTest,
    ::testing::Values(
        HostileZip{"parent", [](RawZip& z) { Rename(z, "../../x.f32"); },
                   "an entry '../../x.f32'"},
        HostileZip{"parent_longer",
                   [](RawZip& z) { Rename(z, "../../../etc/passwd"); },
                   "directory of another size"},
        HostileZip{"absolute", [](RawZip& z) { Rename(z, "/etc/passwd"); },
                   "an entry '/etc/passwd'"},
        HostileZip{"backslash", [](RawZip& z) { Rename(z, "..\\..\\x.f32"); },
                   "an entry '..\\\\..\\\\x.f32'"},
        HostileZip{
            "nul",
            [](RawZip& z) { Rename(z, std::string("vectors\0f32", 11)); },
            "an entry"},
        HostileZip{"case", [](RawZip& z) { Rename(z, "VECTORS.F32"); },
                   "an entry 'VECTORS.F32'"},
        HostileZip{"only_locally",
                   [](RawZip& z) {
                     z.entries[1].local.name = std::string("../../x.f32");
                   },
                   "two headers that differ"},
        HostileZip{"duplicate", [](RawZip& z) { z.entries[2] = z.entries[0]; },
                   "an entry 'manifest.json', not records.jsonl"},
        HostileZip{"one_more",
                   [](RawZip& z) { z.entries.push_back(z.entries[0]); },
                   "4 entries, not 3"},
        HostileZip{"one_more_unsaid",
                   [](RawZip& z) {
                     z.entries.push_back(z.entries[0]);
                     z.count = 3;
                   },
                   "directory of another size"},
        HostileZip{"one_less", [](RawZip& z) { z.entries.pop_back(); },
                   "2 entries, not 3"},
        HostileZip{"none", [](RawZip& z) { z.entries.clear(); }, "0 entries"},
        HostileZip{"order",
                   [](RawZip& z) { std::swap(z.entries[1], z.entries[2]); },
                   "entry"},
        HostileZip{"in_front",
                   [](RawZip& z) { z.before = std::string("#!/bin/sh\n"); },
                   "directory of another size or place"},
        HostileZip{"behind", [](RawZip& z) { z.after = std::string("\n"); },
                   "does not end"},
        HostileZip{"gap",
                   [](RawZip& z) { z.entries[0].behind = std::string("gap"); },
                   "not where it belongs"},
        HostileZip{"last_gap",
                   [](RawZip& z) { z.between = std::string("gap"); },
                   "bytes that no entry owns"},
        HostileZip{"comment",
                   [](RawZip& z) { z.comment = std::string("hello"); },
                   "does not end"},
        HostileZip{
            "entry_comment",
            [](RawZip& z) { z.entries[0].comment = std::string("hello"); },
            "directory of another size"},
        HostileZip{"overlap", [](RawZip& z) { z.entries[2].offset = 0; },
                   "not where it belongs"},
        HostileZip{"far", [](RawZip& z) { z.entries[1].offset = 0xfffffff0; },
                   "not where it belongs"},
        HostileZip{"directory_far",
                   [](RawZip& z) { z.directory_offset = 0xffffffff; },
                   "directory of another size or place"},
        HostileZip{"directory_huge",
                   [](RawZip& z) { z.directory_size = 0xffffffff; },
                   "directory of another size or place"},
        HostileZip{"zip64", [](RawZip& z) { z.count = 0xffff; },
                   "65535 entries"},
        HostileZip{"deflated", BothHeaders([](RawHeader& h) { h.method = 8; }),
                   "is compressed"},
        HostileZip{"lzma", BothHeaders([](RawHeader& h) { h.method = 14; }),
                   "is compressed"},
        HostileZip{"encrypted", BothHeaders([](RawHeader& h) { h.flags = 1; }),
                   "is encrypted"},
        HostileZip{"descriptor", BothHeaders([](RawHeader& h) { h.flags = 8; }),
                   "flags"},
        HostileZip{"time", BothHeaders([](RawHeader& h) { h.time = 1; }),
                   "a time"},
        HostileZip{"newer", BothHeaders([](RawHeader& h) { h.needed = 45; }),
                   "another version"},
        HostileZip{"extra", BothHeaders([](RawHeader& h) {
                     h.extra = std::string("\x01xx");
                   }),
                   ""},
        HostileZip{"link",
                   [](RawZip& z) { z.entries[1].attributes = 0120777u << 16; },
                   "not ours"},
        HostileZip{"windows", [](RawZip& z) { z.entries[1].made_by = 63; },
                   "not ours"},
        HostileZip{"larger", BothHeaders([](RawHeader& h) {
                     h.size = 0xfffffff0;
                     h.stored = 0xfffffff0;
                   }),
                   "larger than the file"},
        HostileZip{"larger_by_one",
                   BothHeaders([](RawHeader& h) { h.size = h.stored = 49; }),
                   "not where it belongs"},
        HostileZip{"smaller",
                   BothHeaders([](RawHeader& h) { h.size = h.stored = 1; }),
                   "not where it belongs"},
        HostileZip{"bomb",
                   BothHeaders([](RawHeader& h) { h.size = 0x7fffffff; }),
                   "two sizes"},
        HostileZip{"crc", BothHeaders([](RawHeader& h) { h.crc = 1; }), ""},
        HostileZip{"one_crc", [](RawZip& z) { z.entries[1].local.crc = 1; },
                   "two headers that differ"}),
    [](const auto& zip) { return zip.param.name; });

TEST(DeltaHostileTest, OnlyRegularFilesAreOpened) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "delta.zip", Encode(SampleParts().Zip()));
  ASSERT_TRUE(ReadDelta(folder / "delta.zip").has_value());
  ASSERT_EQ(symlink("delta.zip", (folder / "link").c_str()), 0);
  ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
  for (const std::string& path : {folder / "link", folder / "fifo",
                                  folder.path(), std::string("/dev/zero")}) {
    const auto read = ReadDelta(path);
    ASSERT_FALSE(read.has_value()) << path;
    EXPECT_EQ(read.error().code, ErrorCode::kCorruption) << path;
  }
  EXPECT_EQ(ReadDelta(folder / "none").error().code, ErrorCode::kNotFound);
}

TEST(DeltaHostileTest, AFileAboveTheLimitIsNotOpened) {
  const TemporaryFolder folder;
  // Sparse: takes no room on the disk.
  WriteFileBytes(folder / "delta.zip", "");
  ASSERT_EQ(truncate((folder / "delta.zip").c_str(), off_t{5} << 30), 0);
  const auto read = ReadDelta(folder / "delta.zip");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace rescan::index
