// The small parts that deltas and snapshots are made of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/delta_manifest.h"
#include "index/fixed_json.h"
#include "index/input_file.h"
#include "index/record_lines.h"
#include "index/stored_zip.h"
#include "index/unit_vectors.h"
#include "tests/support/index_samples.h"
#include "tests/support/raw_zip.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

TEST(UnitVectorsTest, FindsTheFirstRowThatIsNot) {
  for (const int dimension : {1, 2, 15, 16, 17, 31, 64, 513}) {
    const std::vector<float> rows = testing::SampleVectors(5, dimension);
    const auto width = static_cast<std::size_t>(dimension);
    EXPECT_EQ(FindNonUnitRow(rows, width), std::nullopt) << dimension;
    for (const float wrong :
         {2.0f, -2.0f, std::nanf(""), std::numeric_limits<float>::infinity(),
          std::numeric_limits<float>::max()}) {
      for (std::size_t at = 0; at < rows.size(); ++at) {
        std::vector<float> changed = rows;
        changed[at] = wrong;
        changed.back() = wrong;
        ASSERT_EQ(FindNonUnitRow(changed, width), at / width)
            << dimension << " " << at << " " << wrong;
      }
    }
  }
  EXPECT_EQ(FindNonUnitRow({}, 3), std::nullopt);
}

TEST(UnitVectorsTest, ToleratesRoundingAlone) {
  const auto of_squared_length = [](double squared) {
    return std::array{static_cast<float>(std::sqrt(squared)), 0.0f};
  };
  for (const double near : {1 - 0.9e-4, 1 + 0.9e-4}) {
    EXPECT_FALSE(FindNonUnitRow(of_squared_length(near), 2).has_value());
  }
  for (const double far : {0.0, 1 - 1.1e-4, 1 + 1.1e-4}) {
    EXPECT_TRUE(FindNonUnitRow(of_squared_length(far), 2).has_value());
  }
}

VectorRecord Record(const std::string& id, const std::string& asset) {
  VectorRecord record;
  record.id = id;
  record.asset = asset;
  record.metadata = "{}";
  return record;
}

TEST(RecordLinesTest, TheShortestLineIsAsShortAsIsSaid) {
  std::string line;
  ASSERT_TRUE(AppendRecordLine(Record("a", "b"), &line).has_value());
  EXPECT_EQ(line.size(), kMinRecordLineBytes);
}

TEST(RecordLinesTest, EveryCharacterComesBack) {
  VectorRecord record = Record("a", "b");
  for (int c = 0; c < 128; ++c) record.owner.push_back(static_cast<char>(c));
  record.owner += "\xc2\x80\xdf\xbf\xe0\xa0\x80\xf4\x8f\xbf\xbf";
  std::string line;
  ASSERT_TRUE(AppendRecordLine(record, &line).has_value());
  ASSERT_EQ(line.find('\n'), line.size() - 1);
  line.pop_back();
  EXPECT_EQ(ParseRecordLine(line), record);
}

TEST(RecordLinesTest, ARecordThatCannotBeStoredLeavesNoTrace) {
  std::string lines = "before";
  VectorRecord record = Record("a", "b");
  record.owner = std::string(kMaxRecordLineBytes, 'x');
  EXPECT_FALSE(AppendRecordLine(record, &lines).has_value());
  EXPECT_EQ(lines, "before");
}

TEST(RecordLinesTest, DuplicatesAndAssets) {
  std::vector<VectorRecord> records;
  EXPECT_EQ(FindDuplicateId(records), "");
  for (const auto& [id, asset] :
       {std::pair("c", "y"), {"a", "x"}, {"b", "y"}, {"d", "x"}}) {
    records.push_back(Record(id, asset));
  }
  EXPECT_EQ(FindDuplicateId(records), "");
  EXPECT_THAT(AssetsOf(records), ElementsAre("x", "y"));
  records[3].id = "c";
  EXPECT_EQ(FindDuplicateId(records), "c");
}

TEST(PlainNameTest, IsNoPath) {
  for (const char* name : {"a", "lines", "2026-11-22_run.1", "A-Z", "_", "-"}) {
    EXPECT_TRUE(IsPlainName(name)) << name;
  }
  for (const char* name : {"", ".", "..", ".a", "a/b", "a\\b", "a b", "a\n",
                           "\xc3\xa9", "a:b", "~", "*"}) {
    EXPECT_FALSE(IsPlainName(name)) << name;
  }
  EXPECT_TRUE(IsPlainName(std::string(128, 'a')));
  EXPECT_FALSE(IsPlainName(std::string(129, 'a')));
  EXPECT_FALSE(IsPlainName(std::string_view("a\0b", 3)));
}

TEST(FixedJsonTest, StaysWrongOnceItWas) {
  FixedJsonReader reader("{\"a\":1}");
  reader.Literal("[");
  EXPECT_FALSE(reader.ok());
  reader.Literal("{");
  EXPECT_EQ(reader.Integer(), 0);
  EXPECT_EQ(reader.String(), "");
  EXPECT_EQ(reader.Digest(), Sha256Digest{});
  EXPECT_FALSE(reader.Skip("{"));
  EXPECT_FALSE(reader.ok());
}

TEST(FixedJsonTest, TakesIntegersInOneFormOnly) {
  for (const char* text :
       {"0", "1", "-1", "9223372036854775807", "-9223372036854775808"}) {
    FixedJsonReader reader(text);
    EXPECT_EQ(std::to_string(reader.Integer()), text);
    EXPECT_TRUE(reader.ok() && reader.rest().empty()) << text;
  }
  for (const char* text :
       {"", "-", "-0", "00", "01", "+1", " 1", "9223372036854775808", "x"}) {
    FixedJsonReader reader(text);
    (void)reader.Integer();
    EXPECT_FALSE(reader.ok()) << text;
  }
}

TEST(StoredZipTest, IsWhatAnotherHandWrites) {
  const std::string a = "some content";
  const std::vector<StoredZipEntry> entries = {
      {"one.txt", std::as_bytes(std::span(a))}, {"empty", {}}};
  const auto built = BuildStoredZip(entries);
  ASSERT_TRUE(built.has_value()) << built.error().message;
  testing::RawZip zip;
  zip.entries = {testing::PlainEntry("one.txt", a),
                 testing::PlainEntry("empty", "")};
  EXPECT_EQ(
      std::string(reinterpret_cast<const char*>(built->data()), built->size()),
      testing::Encode(zip));
}

TEST(StoredZipTest, WhatNeedsZip64IsRefused) {
  // Nobody looks at bytes that are too many.
  const std::byte one{};
  const std::vector<StoredZipEntry> entries = {
      {"large", std::span(&one, std::size_t{1} << 32)}};
  const auto built = BuildStoredZip(entries);
  ASSERT_FALSE(built.has_value());
  EXPECT_EQ(built.error().code, ErrorCode::kLimit);
}

TEST(StoredZipTest, AFileChangedBehindTheCheckIsAnError) {
  const TemporaryFolder folder;
  testing::RawZip zip;
  zip.entries = {testing::PlainEntry("a", std::string(100'000, 'a'))};
  WriteFileBytes(folder / "z", testing::Encode(zip));
  const auto file = InputFile::Open(folder / "z", 1 << 20);
  ASSERT_TRUE(file.has_value());
  const std::array<std::string_view, 1> names = {"a"};
  const auto opened = StoredZip::Open(*file, names);
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  ASSERT_EQ(opened->Size(0), 100'000u);
  std::vector<std::byte> piece(1000);
  std::size_t seen = 0;
  const auto read = [&] {
    seen = 0;
    return opened->ReadEntry(
        0, [&] { return std::span(piece); },
        [&](std::span<const std::byte> bytes) -> Status {
          seen += bytes.size();
          return {};
        });
  };
  EXPECT_TRUE(read().has_value());
  EXPECT_EQ(seen, 100'000u);
  ASSERT_EQ(truncate((folder / "z").c_str(), 50'000), 0);
  const Status cut = read();
  ASSERT_FALSE(cut.has_value());
  EXPECT_EQ(cut.error().code, ErrorCode::kCorruption);
  EXPECT_LE(seen, 50'000u);
}

TEST(InputFileTest, ReadsAndHashesPieces) {
  const TemporaryFolder folder;
  std::string content(700'000, 'a');
  for (std::size_t i = 0; i < content.size(); i += 997) content[i] = 'b';
  WriteFileBytes(folder / "f", content);
  const auto file = InputFile::Open(folder / "f", content.size());
  ASSERT_TRUE(file.has_value()) << file.error().message;
  EXPECT_EQ(file->size(), content.size());
  for (const std::size_t from : {0, 1, 262'144, 699'999, 700'000}) {
    EXPECT_EQ(file->HashOf(from, content.size() - from),
              Sha256Of(std::string_view(content).substr(from)));
  }
  std::array<std::byte, 2> two;
  const Status beyond = file->ReadAt(content.size() - 1, two);
  ASSERT_FALSE(beyond.has_value());
  EXPECT_EQ(beyond.error().code, ErrorCode::kCorruption);
  EXPECT_THAT(beyond.error().message, HasSubstr(folder / "f"));
  EXPECT_EQ(InputFile::Open(folder / "f", content.size() - 1).error().code,
            ErrorCode::kLimit);
}

TEST(InputFileTest, AFileCutOffWhileItIsReadIsAnError) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "f", std::string(5000, 'a'));
  const auto file = InputFile::Open(folder / "f", 5000);
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(truncate((folder / "f").c_str(), 100), 0);
  EXPECT_EQ(file->HashOf(0, 5000).error().code, ErrorCode::kCorruption);
}

}  // namespace
}  // namespace rescan::index
