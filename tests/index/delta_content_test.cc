// Deltas of the right form whose entries are not what they should be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <functional>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "index/delta.h"
#include "tests/support/delta_parts.h"
#include "tests/support/random.h"
#include "tests/support/raw_zip.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::DeltaParts;
using testing::Encode;
using ::testing::HasSubstr;
using testing::PlainEntry;
using testing::RawZip;
using testing::SampleParts;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

constexpr std::uint64_t kMegabyte = 1 << 20;

struct HostileParts {
  std::string name;
  std::function<void(DeltaParts&)> spoil;
  std::string message;
  ErrorCode code = ErrorCode::kCorruption;
};

void PrintTo(const HostileParts& parts, std::ostream* out) {
  *out << parts.name;
}

class HostilePartsTest : public ::testing::TestWithParam<HostileParts> {};

TEST_P(HostilePartsTest, IsRejected) {
  const TemporaryFolder folder;
  DeltaParts parts = SampleParts();
  GetParam().spoil(parts);
  WriteFileBytes(folder / "delta.zip", Encode(parts.Zip()));
  const auto read = ReadDelta(folder / "delta.zip");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, GetParam().code);
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().message));
  EXPECT_FALSE(VerifyDelta(folder / "delta.zip").has_value());
}

std::function<void(DeltaParts&)> InRecords(const std::string& from,
                                           const std::string& to) {
  return [from, to](DeltaParts& parts) {
    const std::size_t at = parts.records.find(from);
    ASSERT_NE(at, std::string::npos);
    parts.records.replace(at, from.size(), to);
    parts.Measure();
  };
}

void PutFloat(DeltaParts& parts, std::size_t index, float value) {
  std::memcpy(parts.vectors.data() + index * sizeof(float), &value,
              sizeof(float));
  parts.Measure();
}

INSTANTIATE_TEST_SUITE_P(
    All, HostilePartsTest,
    ::testing::Values(
        HostileParts{"vectors_hash",
                     [](DeltaParts& p) { p.manifest.vectors.sha256[0] ^= 1; },
                     "vectors.f32 is not what the manifest says"},
        HostileParts{"records_hash",
                     [](DeltaParts& p) { p.manifest.records.sha256[31] ^= 1; },
                     "records.jsonl is not what the manifest says"},
        HostileParts{"run", [](DeltaParts& p) { p.manifest.run_id = "../x"; },
                     "run id"},
        HostileParts{"collection",
                     [](DeltaParts& p) { p.manifest.collection = ""; },
                     "collection"},
        HostileParts{"model", [](DeltaParts& p) { p.manifest.model = "\xff"; },
                     "model"},
        HostileParts{"dimension_0",
                     [](DeltaParts& p) { p.manifest.dimension = 0; },
                     "dimension"},
        HostileParts{"dimension_negative",
                     [](DeltaParts& p) { p.manifest.dimension = -3; },
                     "dimension"},
        HostileParts{"dimension",
                     [](DeltaParts& p) { p.manifest.dimension = 6; },
                     "do not agree"},
        HostileParts{"dimension_limit",
                     [](DeltaParts& p) {
                       p.manifest.dimension = 65537;
                       p.vectors.assign(4 * 4 * 65537, '\0');
                       p.Measure();
                     },
                     "the limit is 65536", ErrorCode::kLimit},
        HostileParts{"count", [](DeltaParts& p) { p.manifest.count = 5; },
                     "do not agree"},
        HostileParts{"count_negative",
                     [](DeltaParts& p) { p.manifest.count = -4; }, "count"},
        // 2^60 x 16 x 4 bytes is 0 in 64 bits.
        HostileParts{"overflow",
                     [](DeltaParts& p) {
                       p.manifest.count = std::int64_t{1} << 60;
                       p.manifest.dimension = 16;
                       p.vectors.clear();
                       p.Measure();
                     },
                     "do not agree"},
        HostileParts{"more_vectors_than_lines_can_be",
                     [](DeltaParts& p) {
                       p.vectors.assign(400, '\0');
                       p.manifest.dimension = 1;
                       p.manifest.count = 100;
                       p.Measure();
                     },
                     "too few records"},
        HostileParts{"entry_size",
                     [](DeltaParts& p) { p.manifest.records.bytes += 1; },
                     "not of the manifest's sizes"},
        HostileParts{
            "entry_size_huge",
            [](DeltaParts& p) { p.manifest.records.bytes = ~0ull >> 1; },
            "not of the manifest's sizes"},
        HostileParts{"images",
                     [](DeltaParts& p) { p.manifest.image_ids.pop_back(); },
                     "not of the manifest's images"},
        HostileParts{"images_order",
                     [](DeltaParts& p) {
                       std::swap(p.manifest.image_ids[0],
                                 p.manifest.image_ids[1]);
                     },
                     "not sorted"},
        HostileParts{"images_twice",
                     [](DeltaParts& p) {
                       p.manifest.image_ids[0] = p.manifest.image_ids[1];
                     },
                     "not sorted"},
        HostileParts{"nan", [](DeltaParts& p) { PutFloat(p, 4, NAN); },
                     "vector 1 is not of length 1"},
        HostileParts{"infinite",
                     [](DeltaParts& p) { PutFloat(p, 4, INFINITY); },
                     "vector 1 is not of length 1"},
        HostileParts{"huge", [](DeltaParts& p) { PutFloat(p, 11, 3e38f); },
                     "vector 3 is not of length 1"},
        HostileParts{"record_more",
                     [](DeltaParts& p) {
                       p.records += p.records;
                       p.Measure();
                     },
                     "more records than vectors"},
        HostileParts{"record_less",
                     [](DeltaParts& p) {
                       p.records.erase(p.records.rfind("{\"id\""));
                       p.Measure();
                     },
                     "3 records for 4 vectors"},
        HostileParts{"last_line_open",
                     [](DeltaParts& p) {
                       p.records.pop_back();
                       p.Measure();
                     },
                     "3 records for 4 vectors"},
        HostileParts{"empty_line", InRecords("\n", "\n\n"), "line 2"},
        HostileParts{"carriage_return", InRecords("\n", "\r\n"), "line 1"},
        HostileParts{"id_twice", InRecords("LINE#00002", "LINE#00001"),
                     "#LINE#00001 twice"},
        HostileParts{"long_line",
                     [](DeltaParts& p) {
                       p.records.insert(1, 2 * kMegabyte, ' ');
                       p.Measure();
                     },
                     "too long"},
        HostileParts{"no_lines",
                     [](DeltaParts& p) {
                       p.records.assign(3 * kMegabyte, '{');
                       p.Measure();
                     },
                     "too long"},
        HostileParts{"key", InRecords("\"asset\"", "\"owner\""), "line 1"},
        HostileParts{"blank", InRecords("\"asset\":", "\"asset\": "), "line 1"},
        HostileParts{"revision", InRecords("\"revision\":1", "\"revision\":01"),
                     "line 1"},
        HostileParts{
            "revision_large",
            InRecords("\"revision\":1", "\"revision\":9223372036854775808"),
            "line 1"},
        HostileParts{"revision_float",
                     InRecords("\"revision\":1", "\"revision\":1.5"), "line 1"},
        HostileParts{"escape", InRecords("IMAGE", "\\u0049MAGE"), "line 1"},
        HostileParts{"bad_escape", InRecords("IMAGE", "\\u00zz"), "line 1"},
        HostileParts{"utf8", InRecords("IMAGE", "\xc3\x28"), "UTF-8"},
        HostileParts{"surrogate", InRecords("IMAGE", "\xed\xa0\x80"), "UTF-8"},
        HostileParts{"metadata", InRecords("{\"text\":\"TOTAL 12.50\"}", "[1]"),
                     "metadata"},
        HostileParts{"metadata_more",
                     InRecords("{\"text\":\"TOTAL 12.50\"}", "{},\"x\":{}"),
                     "metadata"},
        HostileParts{"deep",
                     [](DeltaParts& p) {
                       std::string deep = "{\"a\":";
                       for (int i = 0; i < 200'000; ++i) deep += "[";
                       InRecords("{\"text\":\"TOTAL 12.50\"}", deep)(p);
                     },
                     "metadata"}),
    [](const auto& parts) { return parts.param.name; });

struct HostileManifest {
  std::string name;
  std::function<void(std::string&)> spoil;
  ErrorCode code = ErrorCode::kCorruption;
};

void PrintTo(const HostileManifest& manifest, std::ostream* out) {
  *out << manifest.name;
}

class HostileManifestTest : public ::testing::TestWithParam<HostileManifest> {};

TEST_P(HostileManifestTest, IsRejected) {
  const TemporaryFolder folder;
  RawZip zip = SampleParts().Zip();
  std::string text = zip.entries[0].content;
  GetParam().spoil(text);
  ASSERT_NE(text, zip.entries[0].content);
  zip.entries[0] = PlainEntry("manifest.json", text);
  WriteFileBytes(folder / "delta.zip", Encode(zip));
  const auto manifest = ReadDeltaManifest(folder / "delta.zip");
  ASSERT_FALSE(manifest.has_value());
  EXPECT_EQ(manifest.error().code, GetParam().code);
}

std::function<void(std::string&)> Replace(const std::string& from,
                                          const std::string& to) {
  return [from, to](std::string& text) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
  };
}

INSTANTIATE_TEST_SUITE_P(
    All, HostileManifestTest,
    ::testing::Values(
        HostileManifest{"empty", [](std::string& text) { text.clear(); }},
        HostileManifest{"later", Replace("\"schema\": 1", "\"schema\": 2"),
                        ErrorCode::kUnsupported},
        HostileManifest{"earlier", Replace("\"schema\": 1", "\"schema\": 0")},
        HostileManifest{"more", [](std::string& text) { text += " "; }},
        HostileManifest{"blanks", Replace("\"count\": ", "\"count\":  ")},
        HostileManifest{"key", Replace("\"count\"", "\"Count\"")},
        HostileManifest{"twice", Replace("  \"count\": 4,\n",
                                         "  \"count\": 4,\n  \"count\": 4,\n")},
        HostileManifest{"zeros", Replace("\"count\": 4", "\"count\": 04")},
        HostileManifest{"exponent", Replace("\"count\": 4", "\"count\": 4e0")},
        HostileManifest{
            "large", Replace("\"dimension\": 3", "\"dimension\": 4294967299")},
        HostileManifest{"upper",
                        [](std::string& text) {
                          const std::size_t at = text.find("\"sha256\": \"");
                          const std::size_t letter =
                              text.find_first_of("abcdef", at + 11);
                          text[letter] = static_cast<char>(text[letter] - 32);
                        }},
        HostileManifest{"name", Replace("vectors.f32", "../../x.f32")},
        HostileManifest{
            "deep",
            [](std::string& text) { text = std::string(kMegabyte, '['); }}),
    [](const auto& manifest) { return manifest.param.name; });

// A part of a delta, changed at random.
std::string Mutated(std::string text, std::mt19937& rng) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto at = support::Below(rng, size + 1);
  const auto length = support::Below(rng, 8);
  switch (support::Below(rng, 6)) {
    case 0:
      text.insert(at, support::RandomBytes(rng, length));
      break;
    case 1:
      text.erase(at, length);
      break;
    case 2:
      text.insert(at, text.substr(support::Below(rng, size + 1),
                                  support::Below(rng, 200)));
      break;
    case 3:
      if (at < size) text[at] = static_cast<char>(support::Below(rng, 256));
      break;
    case 4: {
      // One of JSON's own characters.
      constexpr std::string_view kCharacters = "{}[]\",:\\0123456789-.eu\n";
      if (at < size) {
        text[at] = kCharacters[support::Below(
            rng, static_cast<std::uint32_t>(kCharacters.size()))];
      }
      break;
    }
    default:
      text.resize(at);
  }
  return text;
}

// Hashes and sizes are made to fit again, so that what lies behind them is
// reached. Whatever is accepted must be a delta in all respects.
TEST(DeltaContentTest, MutationsAreRejectedOrAreDeltas) {
  std::mt19937 rng(support::Seed(20261122));
  int accepted = 0;
  const TemporaryFolder folder;
  for (int round = 0; round < 3000; ++round) {
    DeltaParts parts = SampleParts();
    const std::uint32_t part = support::Below(rng, 4);
    if (part == 0) parts.records = Mutated(parts.records, rng);
    if (part == 1) parts.vectors = Mutated(parts.vectors, rng);
    if (part != 3) parts.Measure();
    RawZip zip = parts.Zip();
    if (part == 2) {
      zip.entries[0] =
          PlainEntry("manifest.json", Mutated(zip.entries[0].content, rng));
    }
    std::string bytes = Encode(zip);
    if (part == 3) bytes = Mutated(bytes, rng);
    std::filesystem::remove(folder / "delta.zip");
    WriteFileBytes(folder / "delta.zip", bytes);
    const auto read = ReadDelta(folder / "delta.zip");
    if (!read.has_value()) continue;
    ++accepted;
    EXPECT_EQ(Encode(DeltaParts(*read).Zip()), bytes) << round;
  }
  // Changed texts in the records are as good as the old ones.
  EXPECT_GT(accepted, 20);
  EXPECT_LT(accepted, 1500);
}

}  // namespace
}  // namespace rescan::index
