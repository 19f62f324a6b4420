#include "index/metadata_patch.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan::index {
namespace {

std::string Patched(const std::string& metadata, const std::string& patch) {
  const auto result = PatchedMetadata(metadata, patch);
  return result.has_value() ? *result : "error";
}

// The examples of RFC 7396, appendix A, of which both sides are objects.
TEST(MetadataPatchTest, ExamplesOfTheStandard) {
  EXPECT_EQ(R"({"a":"c"})", Patched(R"({"a":"b"})", R"({"a":"c"})"));
  EXPECT_EQ(R"({"a":"b","b":"c"})", Patched(R"({"a":"b"})", R"({"b":"c"})"));
  EXPECT_EQ("{}", Patched(R"({"a":"b"})", R"({"a":null})"));
  EXPECT_EQ(R"({"b":"c"})", Patched(R"({"a":"b","b":"c"})", R"({"a":null})"));
  EXPECT_EQ(R"({"a":"c"})", Patched(R"({"a":["b"]})", R"({"a":"c"})"));
  EXPECT_EQ(R"({"a":["b"]})", Patched(R"({"a":"c"})", R"({"a":["b"]})"));
  EXPECT_EQ(R"({"a":{"b":"d"}})",
            Patched(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})"));
  EXPECT_EQ(R"({"a":[1]})", Patched(R"({"a":[{"b":"c"}]})", R"({"a":[1]})"));
  EXPECT_EQ(R"({"e":null,"a":1})", Patched(R"({"e":null})", R"({"a":1})"));
  EXPECT_EQ(R"({"a":{"bb":{}}})",
            Patched("{}", R"({"a":{"bb":{"ccc":null}}})"));
}

TEST(MetadataPatchTest, KeysKeepTheirOrderAndNumbersTheirValue) {
  EXPECT_EQ(R"({"z":1,"a":0.1,"y":12345678901234567})",
            Patched(R"({"z":2,"a":0.1})", R"({"y":12345678901234567,"z":1})"));
}

TEST(MetadataPatchTest, EmptyMetadataIsAnEmptyObject) {
  EXPECT_EQ(R"({"a":1})", Patched("", R"({"a":1})"));
}

TEST(MetadataPatchTest, WhatIsNoObjectIsAnError) {
  for (const std::string bad : {"", "[]", "1", "{", "null", R"({"a":1}x)",
                                R"({"a":1,})", "{\"a\":\"\xff\"}"}) {
    const auto patch = PatchedMetadata("{}", bad);
    ASSERT_FALSE(patch.has_value()) << bad;
    EXPECT_EQ(ErrorCode::kInvalidArgument, patch.error().code);
    if (bad.empty()) continue;
    const auto metadata = PatchedMetadata(bad, "{}");
    ASSERT_FALSE(metadata.has_value()) << bad;
    EXPECT_EQ(ErrorCode::kCorruption, metadata.error().code);
  }
}

TEST(MetadataPatchTest, DepthIsBounded) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += R"({"a":)";
    return text + "1" + std::string(static_cast<std::size_t>(depth), '}');
  };
  EXPECT_EQ(nested(kMaxMetadataDepth),
            Patched("{}", nested(kMaxMetadataDepth)));
  EXPECT_EQ("error", Patched("{}", nested(kMaxMetadataDepth + 1)));
  EXPECT_EQ("error", Patched("{}", nested(100000)));
  EXPECT_EQ("error", Patched(nested(100000), "{}"));
}

}  // namespace
}  // namespace rescan::index
