// Snapshots that are damaged, or were made to do harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "index/snapshot.h"
#include "tests/support/index_samples.h"
#include "tests/support/peak_memory.h"
#include "tests/support/random.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using ::testing::HasSubstr;
using testing::PeakMemoryOf;
using testing::ReadFileBytes;
using testing::SampleRecords;
using testing::SampleVectors;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

// The bytes of a snapshot of `count` vectors of three dimensions.
std::string SampleSnapshot(int count) {
  const TemporaryFolder folder;
  auto collection = Collection::Create(
      {.name = "lines", .model = "sample-1", .dimension = 3});
  EXPECT_TRUE(collection.has_value());
  EXPECT_TRUE(collection->Upsert(SampleRecords(count), SampleVectors(count, 3))
                  .has_value());
  const auto written =
      WriteSnapshot(FileSystem::Real(), folder / "s", *collection);
  EXPECT_TRUE(written.has_value());
  return ReadFileBytes(folder / "s");
}

void Put(std::string* bytes, std::size_t at, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) {
    (*bytes)[at + i] = static_cast<char>(value >> 8 * i & 255);
  }
}

std::uint64_t Get64(const std::string& bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

void PutHash(std::string* bytes, std::size_t at, std::string_view hashed) {
  const Sha256Digest digest = Sha256Of(hashed);
  std::memcpy(bytes->data() + at, digest.data(), digest.size());
}

// Makes the hash of the header fit what stands there.
void SealHeader(std::string* bytes) {
  PutHash(bytes, 992, std::string_view(*bytes).substr(0, 992));
}

// A snapshot of these sections with hashes and sizes that fit. Offsets are
// those of engine/doc/formats.md.
std::string Sealed(std::string header, std::string_view records,
                   std::string_view index) {
  header.resize(1024);
  Put(&header, 32, records.size(), 8);
  Put(&header, 40, index.size(), 8);
  PutHash(&header, 48, records);
  PutHash(&header, 80, index);
  SealHeader(&header);
  return header.append(records).append(index);
}

// Reads it all three ways; true if any accepts it.
bool Accepted(const std::string& path) {
  return ReadSnapshot(path).has_value() || VerifySnapshot(path).has_value();
}

TEST(SnapshotHostileTest, EveryTruncationIsRejected) {
  const TemporaryFolder folder;
  const std::string bytes = SampleSnapshot(3);
  WriteFileBytes(folder / "s", bytes);
  ASSERT_TRUE(Accepted(folder / "s"));
  for (std::size_t size = bytes.size(); size-- > 0;) {
    ASSERT_EQ(truncate((folder / "s").c_str(), static_cast<off_t>(size)), 0);
    EXPECT_FALSE(Accepted(folder / "s")) << size;
    EXPECT_FALSE(ReadSnapshotHeader(folder / "s").has_value()) << size;
  }
}

TEST(SnapshotHostileTest, EveryChangedByteIsRejected) {
  const TemporaryFolder folder;
  const std::string bytes = SampleSnapshot(3);
  WriteFileBytes(folder / "s", bytes);
  std::fstream file(folder / "s",
                    std::ios::in | std::ios::out | std::ios::binary);
  const auto put = [&](std::size_t at, int byte) {
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte)).flush();
    ASSERT_TRUE(file.good());
  };
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int flip : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      put(at, bytes[at] ^ flip);
      const auto read = ReadSnapshot(folder / "s");
      ASSERT_FALSE(read.has_value()) << at << " ^ " << flip;
      ASSERT_EQ(read.error().code, ErrorCode::kCorruption);
      ASSERT_FALSE(VerifySnapshot(folder / "s").has_value()) << at;
    }
    put(at, bytes[at]);
  }
  EXPECT_TRUE(Accepted(folder / "s"));
}

TEST(SnapshotHostileTest, BytesBehindTheEndAreRejected) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "s", SampleSnapshot(3) + '\0');
  EXPECT_FALSE(Accepted(folder / "s"));
}

struct HostileHeader {
  std::string name;
  std::function<void(std::string*)> spoil;
  std::string message;
  ErrorCode code = ErrorCode::kCorruption;
};

void PrintTo(const HostileHeader& header, std::ostream* out) {
  *out << header.name;
}

class HostileHeaderTest : public ::testing::TestWithParam<HostileHeader> {};

// With a hash that fits, as somebody who means it would write it.
TEST_P(HostileHeaderTest, IsRejected) {
  const TemporaryFolder folder;
  std::string bytes = SampleSnapshot(3);
  GetParam().spoil(&bytes);
  SealHeader(&bytes);
  WriteFileBytes(folder / "s", bytes);
  const std::uint64_t peak = PeakMemoryOf([&] {
    const auto read = ReadSnapshot(folder / "s");
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, GetParam().code);
    EXPECT_THAT(read.error().message, HasSubstr(GetParam().message));
    EXPECT_THAT(read.error().message, HasSubstr(folder / "s"));
  });
  EXPECT_LT(peak, 2u << 20);
}

std::function<void(std::string*)> Set(std::size_t at, std::uint64_t value,
                                      int width) {
  return [=](std::string* bytes) { Put(bytes, at, value, width); };
}

INSTANTIATE_TEST_SUITE_P(
    All, HostileHeaderTest,
    ::testing::Values(
        HostileHeader{"magic", Set(0, 'r', 1), "not a snapshot"},
        HostileHeader{"later", Set(8, 2, 4), "of a later version",
                      ErrorCode::kUnsupported},
        HostileHeader{"length", Set(12, 0xffffffff, 4), "another length"},
        HostileHeader{"dimension_0", Set(16, 0, 4), "dimension"},
        HostileHeader{"dimension_huge", Set(16, 0xffffffff, 4), "dimension"},
        HostileHeader{"dimension", Set(16, 4, 4), ""},
        HostileHeader{"reserved", Set(20, 1, 4), "another form"},
        HostileHeader{"count_more", Set(24, 4, 8), "do not fill"},
        HostileHeader{"count_less", Set(24, 2, 8), "do not fill"},
        HostileHeader{"count_huge", Set(24, ~0ull, 8), "more records"},
        HostileHeader{"records_huge", Set(32, ~0ull, 8), "cut off"},
        HostileHeader{"index_huge", Set(40, ~0ull, 8), "cut off"},
        HostileHeader{"overflow",
                      [](std::string* bytes) {
                        // Their sum is right in 64 bits.
                        const std::uint64_t sum =
                            Get64(*bytes, 32) + Get64(*bytes, 40);
                        Put(bytes, 32, 1ull << 63, 8);
                        Put(bytes, 40, sum - (1ull << 63), 8);
                      },
                      "cut off"},
        HostileHeader{"border",
                      [](std::string* bytes) {
                        Put(bytes, 32, Get64(*bytes, 32) + 1, 8);
                        Put(bytes, 40, Get64(*bytes, 40) - 1, 8);
                      },
                      "damaged"},
        HostileHeader{"name", Set(112, 0, 8), ""},
        HostileHeader{"spec", Set(496, 'Z', 1), ""},
        HostileHeader{"behind_name", Set(112 + 50, 'x', 1), "another form"},
        HostileHeader{"filling", Set(991, 1, 1), "another form"}),
    [](const auto& header) { return header.param.name; });

TEST(SnapshotHostileTest, RecordsThatAreNotRecordsAreRejected) {
  const TemporaryFolder folder;
  const std::string bytes = SampleSnapshot(3);
  const auto records_size = static_cast<std::size_t>(Get64(bytes, 32));
  const std::string records = bytes.substr(1024, records_size);
  const std::string index = bytes.substr(1024 + records_size);
  const std::string first = records.substr(0, records_size / 3);
  ASSERT_EQ(Sealed(bytes, records, index), bytes);
  for (const std::string& wrong :
       {std::string(), records + '\0', records.substr(1),
        // A length of 2^63.
        std::string("\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9) + records,
        std::string(records_size, '\xff'), std::string(records_size, '\0')}) {
    WriteFileBytes(folder / "s", Sealed(bytes, wrong, index));
    const auto read = ReadSnapshot(folder / "s");
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, ErrorCode::kCorruption);
  }
}

// Whatever has hashes that fit is rejected, or is a collection.
TEST(SnapshotHostileTest, MutationsAreRejectedOrAreCollections) {
  std::mt19937 rng(support::Seed(20261122));
  const TemporaryFolder folder;
  const std::string bytes = SampleSnapshot(3);
  const auto records_size = static_cast<std::size_t>(Get64(bytes, 32));
  int accepted = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string records = bytes.substr(1024, records_size);
    std::string index = bytes.substr(1024 + records_size);
    std::string& part = support::Below(rng, 2) == 0 ? records : index;
    const auto at =
        support::Below(rng, static_cast<std::uint32_t>(part.size()));
    switch (support::Below(rng, 4)) {
      case 0:
        part[at] = static_cast<char>(support::Below(rng, 256));
        break;
      case 1:
        part.insert(at, support::RandomBytes(rng, 1 + support::Below(rng, 9)));
        break;
      case 2:
        part.erase(at, 1 + support::Below(rng, 9));
        break;
      default:
        for (std::size_t i = at; i < part.size() && i < at + 8; ++i) {
          part[i] = static_cast<char>(support::Below(rng, 2) * 255);
        }
    }
    std::filesystem::remove(folder / "s");
    WriteFileBytes(folder / "s", Sealed(bytes, records, index));
    const auto read = ReadSnapshot(folder / "s");
    if (!read.has_value()) continue;
    ++accepted;
    ASSERT_EQ(read->size(), 3u);
    const auto hits = read->Search(read->vector(0), {.k = 3});
    ASSERT_TRUE(hits.has_value()) << round;
    EXPECT_EQ(hits->size(), 3u);
  }
  EXPECT_GT(accepted, 20);
  EXPECT_LT(accepted, 2000);
}

TEST(SnapshotHostileTest, VerifyingALargeOneTakesLittleMemory) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "s",
                 Sealed(SampleSnapshot(3), std::string(1000, '\0'),
                        std::string(40 << 20, '\0')));
  const std::uint64_t verified = PeakMemoryOf(
      [&] { EXPECT_TRUE(VerifySnapshot(folder / "s").has_value()); });
  EXPECT_LT(verified, 2u << 20);
}

}  // namespace
}  // namespace rescan::index
