#include "engine/documents/timesheet/raw_sheet_json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "kernels/base/text.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"
#include "tests/support/random.h"

namespace rescan::timesheet {
namespace {

using json = nlohmann::ordered_json;
using support::Below;

ReadField RandomField(std::mt19937& rng) {
  constexpr int kMost = std::numeric_limits<int>::max();
  ReadField field;
  field.text = support::RandomBytes(rng, Below(rng, 12)) +
               (Below(rng, 3) == 0 ? "\\x41\\\xC3\xA9" : "");
  field.box = {static_cast<int>(Below(rng, 9000)) - 100, -kMost - 1, kMost, 7};
  field.confidence = static_cast<float>(Below(rng, 1000)) / 999;
  field.readable = Below(rng, 2) == 0;
  return field;
}

std::optional<bool> RandomSign(std::mt19937& rng) {
  const std::uint32_t sign = Below(rng, 3);
  return sign == 2 ? std::nullopt : std::optional(sign == 1);
}

RawRow RandomRow(std::mt19937& rng) {
  RawRow row;
  row.name = RandomField(rng);
  row.bold = RandomSign(rng);
  row.chevron = RandomSign(rng);
  row.indented = RandomSign(rng);
  for (ReadField& cell : row.cells) cell = RandomField(rng);
  if (Below(rng, 2) == 0) row.total = RandomField(rng);
  if (Below(rng, 2) == 0) row.posted_actuals = RandomField(rng);
  return row;
}

RawSheet RandomRaw(std::mt19937& rng) {
  RawSheet raw;
  raw.file_name = support::RandomBytes(rng, Below(rng, 30));
  for (ReadField* field : {&raw.name, &raw.job_title, &raw.date_range,
                           &raw.status, &raw.percent}) {
    *field = RandomField(rng);
  }
  if (Below(rng, 2) == 0) {
    raw.percent_by_marker = 100.0 * Below(rng, 1000) / 999;
  }
  raw.header_found = Below(rng, 2) == 0;
  raw.grid_found = Below(rng, 2) == 0;
  raw.day_columns = static_cast<int>(Below(rng, 9));
  for (RawDay& day : raw.days) day = {RandomField(rng), RandomField(rng)};
  if (Below(rng, 2) == 0) raw.weekly_total = RandomField(rng);
  for (std::uint32_t rows = Below(rng, 4); rows > 0; --rows) {
    raw.rows.push_back(RandomRow(rng));
  }
  if (Below(rng, 2) == 0) raw.defect = "the picture is upside down";
  return raw;
}

// The places of all values, for changes of each.
void Places(const json& value, const json::json_pointer& place,
            std::vector<json::json_pointer>* to) {
  if (value.is_structured()) {
    for (const auto& [key, inner] : value.items()) {
      const auto next =
          value.is_array() ? place / std::stoul(key) : place / std::string(key);
      to->push_back(next);
      Places(inner, next, to);
    }
  }
}

std::vector<json::json_pointer> Places(const json& value) {
  std::vector<json::json_pointer> places;
  Places(value, json::json_pointer(), &places);
  return places;
}

// As sheets were written before there was such a member.
TEST(RawSheetJson, WithoutADefectThereIsNone) {
  RawSheet raw = Draw(SampleA());
  EXPECT_EQ(WriteRawSheet(raw).find("defect"), std::string::npos);
  raw.defect = "the picture is upside down";
  const auto parsed = ParseRawSheet(WriteRawSheet(raw), "test");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  EXPECT_EQ(parsed->defect, raw.defect);
}

json SampleJson() { return json::parse(WriteRawSheet(Draw(SampleA()))); }

ErrorCode CodeOf(const json& sheet) {
  const auto parsed = ParseRawSheet(sheet.dump(), "there");
  if (parsed.has_value()) return ErrorCode::kInternal;
  EXPECT_EQ(parsed.error().message.rfind("there: ", 0), 0U);
  return parsed.error().code;
}

TEST(RawSheetJson, EveryFieldComesBackWhateverItsBytes) {
  std::mt19937 rng(support::Seed(6101));
  for (int round = 0; round < 300; ++round) {
    const RawSheet raw = RandomRaw(rng);
    const std::string text = WriteRawSheet(raw);
    ASSERT_TRUE(IsValidUtf8(text));
    ASSERT_EQ(text.find('\n'), std::string::npos);
    const auto parsed = ParseRawSheet(text, "test");
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
    ASSERT_TRUE(*parsed == raw) << text;
  }
}

TEST(RawSheetJson, MeansTheSameAfterwards) {
  std::mt19937 rng(support::Seed(6102));
  for (int round = 0; round < 30; ++round) {
    const RawSheet raw = Draw(RandomSheet(rng));
    const auto parsed = ParseRawSheet(WriteRawSheet(raw), "test");
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(Describe(Interpret(*parsed, {})), Describe(Interpret(raw, {})));
  }
}

TEST(RawSheetJson, WhatIsNoNumberIsWrittenAsZero) {
  RawSheet raw;
  raw.name.confidence = std::numeric_limits<float>::quiet_NaN();
  raw.percent_by_marker = std::numeric_limits<double>::infinity();
  const auto parsed = ParseRawSheet(WriteRawSheet(raw), "test");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->name.confidence, 0);
  EXPECT_EQ(parsed->percent_by_marker, 0);
}

TEST(RawSheetJson, EveryMissingMemberIsRefused) {
  const json whole = SampleJson();
  ASSERT_TRUE(ParseRawSheet(whole.dump(), "whole").has_value());
  for (const auto& place : Places(whole)) {
    json part = whole;
    json& parent = part[place.parent_pointer()];
    // A row less is a sheet too.
    if (parent.is_array() && place.parent_pointer().to_string() == "/rows") {
      continue;
    }
    if (parent.is_array()) {
      parent.erase(std::stoul(place.back()));
    } else {
      parent.erase(place.back());
    }
    EXPECT_EQ(CodeOf(part), ErrorCode::kCorruption) << place.to_string();
  }
}

TEST(RawSheetJson, EveryMemberOfAnotherKindIsRefused) {
  const json whole = SampleJson();
  for (const auto& place : Places(whole)) {
    for (const json& other :
         {json("text"), json(true), json(7), json(0.5), json(-1),
          json::object(), json::array(), json({1, 2, 3, 4, 5})}) {
      const json& there = whole.at(place);
      if (other.type() == there.type() ||
          (other.is_number() && there.is_number()) ||
          (there.is_null() && other.is_primitive())) {
        continue;
      }
      json changed = whole;
      changed[place] = other;
      if (place.to_string() == "/rows" && other.empty()) continue;
      EXPECT_EQ(CodeOf(changed), ErrorCode::kCorruption)
          << place.to_string() << " " << other;
    }
  }
}

TEST(RawSheetJson, EveryUnknownMemberIsRefused) {
  const json whole = SampleJson();
  std::vector<json::json_pointer> places = Places(whole);
  places.emplace_back();
  for (const auto& place : places) {
    if (!whole.at(place).is_object()) continue;
    json more = whole;
    more[place]["more"] = 1;
    EXPECT_EQ(CodeOf(more), ErrorCode::kCorruption) << place.to_string();
  }
}

struct OutOfRange {
  const char* name;
  const char* place;
  json value;
};

TEST(RawSheetJson, NumbersOutOfRangeAreRefused) {
  const std::vector<OutOfRange> cases = {
      {"confidence above 1", "/name/confidence", 1.01},
      {"confidence below 0", "/name/confidence", -0.01},
      {"confidence null", "/name/confidence", nullptr},
      {"percent above 100", "/percent_by_marker", 100.5},
      {"percent below 0", "/percent_by_marker", -1},
      {"columns below 0", "/day_columns", -1},
      {"columns broken", "/day_columns", 6.5},
      {"side of no int", "/name/box/2", std::int64_t{1} << 31},
      {"side of no integer", "/name/box/2", ~std::uint64_t{0}},
      {"side broken", "/name/box/2", 1.5},
      {"box of five", "/name/box", {1, 2, 3, 4, 5}},
      {"eight days", "/days/7", SampleJson()["days"][0]},
  };
  for (const OutOfRange& wrong : cases) {
    json sheet = SampleJson();
    sheet[json::json_pointer(wrong.place)] = wrong.value;
    EXPECT_EQ(CodeOf(sheet), ErrorCode::kCorruption) << wrong.name;
  }
}

TEST(RawSheetJson, AnotherVersionIsSaidSo) {
  json sheet = SampleJson();
  sheet["version"] = kRawSheetVersion + 1;
  EXPECT_EQ(CodeOf(sheet), ErrorCode::kUnsupported);
  sheet["version"] = "1";
  EXPECT_EQ(CodeOf(sheet), ErrorCode::kCorruption);
}

TEST(RawSheetJson, EveryTruncationIsRefused) {
  const std::string text = WriteRawSheet(Draw(SampleA()));
  for (std::size_t size = 0; size < text.size(); ++size) {
    ASSERT_FALSE(ParseRawSheet(text.substr(0, size), "test").has_value());
  }
}

TEST(RawSheetJson, HostileTextNeverCrashes) {
  EXPECT_FALSE(ParseRawSheet(std::string(100'000, '['), "test").has_value());
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"name\":";
  EXPECT_FALSE(ParseRawSheet(deep, "test").has_value());
  const std::string text = WriteRawSheet(Draw(SampleA()));
  std::mt19937 rng(support::Seed(6103));
  for (int round = 0; round < 5000; ++round) {
    std::string flipped = text;
    const auto at = Below(rng, static_cast<std::uint32_t>(text.size()));
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << Below(rng, 8)));
    const auto parsed = ParseRawSheet(flipped, "test");
    if (!parsed.has_value()) continue;
    ASSERT_TRUE(std::isfinite(parsed->name.confidence));
  }
}

}  // namespace
}  // namespace rescan::timesheet
