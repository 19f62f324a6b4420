#include "index/json_check.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>

#include "tests/support/random.h"

namespace rescan::index {
namespace {

TEST(JsonCheckTest, AcceptsObjects) {
  for (const char* text :
       {"{}", " {}", "{ \t}", "{} \t", R"({"a":1})", R"({"":{"":[]}})",
        R"({"a":[1,-0,0.5,1e5,1E+5,2e-7,-12.25]})",
        R"({"a":"\"\\\/\b\f\n\r\t"})", R"({"a":"\u0041\uD83E\uddfe"})",
        R"({"a":true,"b":false,"c":null})",
        R"( {"a" : [ 1 , {} , [ ] ] , "a" : "ä€🧾" } )",
        R"({"a":1.7976931348623157e308})"}) {
    EXPECT_EQ(IsJsonObjectLine(text), text[0] == '{') << text;
    EXPECT_TRUE(nlohmann::json::accept(text)) << text;
  }
}

TEST(JsonCheckTest, RejectsTheRest) {
  for (const char* text : {"",
                           "[]",
                           "1",
                           "\"a\"",
                           "null",
                           "{",
                           "}",
                           "{}{}",
                           "{},",
                           "{,}",
                           R"({"a"})",
                           R"({"a":})",
                           R"({"a":1,})",
                           R"({"a":1 "b":2})",
                           "{a:1}",
                           "{'a':1}",
                           R"({1:1})",
                           R"({"a":[})",
                           R"({"a":[1,]})",
                           R"({"a":[,1]})",
                           R"({"a":[1 2]})",
                           R"({"a":01})",
                           R"({"a":+1})",
                           R"({"a":.5})",
                           R"({"a":1.})",
                           R"({"a":1.e5})",
                           R"({"a":1e})",
                           R"({"a":1e+})",
                           R"({"a":-})",
                           R"({"a":0x10})",
                           R"({"a":NaN})",
                           R"({"a":1e309})",
                           R"({"a":-1e99999})",
                           R"({"a":tru})",
                           R"({"a":nulll})",
                           R"({"a":"b)",
                           R"({"a":"\x"})",
                           R"({"a":"\u12"})",
                           R"({"a":"\u12g4"})",
                           R"({"a":"\u-123"})",
                           R"({"a":"\uD83E"})",
                           R"({"a":"\uDDFE"})",
                           R"({"a":"\uD83E\u0041"})",
                           R"({"a":"\uD83Ex"})",
                           "{\"a\":\"\t\"}",
                           "{\"a\":\"\xff\"}",
                           "{\"\xc3(\":1}",
                           "{\"a\":1}//",
                           "{\n}",
                           "{\"a\":\r1}",
                           "\xef\xbb\xbf{}"}) {
    EXPECT_FALSE(IsJsonObjectLine(text)) << text;
  }
  EXPECT_FALSE(IsJsonObjectLine(std::string_view("{}\0", 3)));
  EXPECT_FALSE(IsJsonObjectLine(std::string_view("{\"a\":\"\0\"}", 9)));
}

TEST(JsonCheckTest, DepthIsLimited) {
  const auto nested = [](int levels) {
    return "{\"a\":" + std::string(levels - 1, '[') +
           std::string(levels - 1, ']') + "}";
  };
  EXPECT_TRUE(IsJsonObjectLine(nested(64)));
  EXPECT_FALSE(IsJsonObjectLine(nested(65)));
  EXPECT_FALSE(IsJsonObjectLine(nested(1'000'000)));
}

TEST(JsonCheckTest, LongNumbersAreMeasured) {
  EXPECT_TRUE(IsJsonObjectLine("{\"a\":" + std::string(308, '1') + "}"));
  EXPECT_FALSE(IsJsonObjectLine("{\"a\":" + std::string(310, '1') + "}"));
}

// On texts that differ a little from JSON the answer is another parser's.
TEST(JsonCheckTest, AgreesWithAnIndependentParser) {
  std::mt19937 rng(support::Seed(7));
  const std::string text =
      R"({"text":"a \"q\" \u00e9\\","n":[0,-1.5e3,{"x":null}],"b":true,"c":[]})";
  constexpr std::string_view kBytes =
      "{}[]\",:\\u0129deE+-. \tnrtfal\x01\xc3\xa9";
  int accepted = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string changed = text;
    for (std::uint32_t edits = 1 + support::Below(rng, 3); edits > 0; --edits) {
      const auto size = static_cast<std::uint32_t>(changed.size());
      const auto at = support::Below(rng, size);
      const char byte = kBytes[support::Below(
          rng, static_cast<std::uint32_t>(kBytes.size()))];
      switch (support::Below(rng, 3)) {
        case 0:
          changed[at] = byte;
          break;
        case 1:
          changed.insert(at, 1, byte);
          break;
        default:
          changed.erase(at, 1 + support::Below(rng, 3));
      }
      if (changed.empty()) changed = "{}";
    }
    const bool expected = changed[0] == '{' && nlohmann::json::accept(changed);
    ASSERT_EQ(IsJsonObjectLine(changed), expected) << changed;
    accepted += expected ? 1 : 0;
  }
  EXPECT_GT(accepted, 10'000);
}

}  // namespace
}  // namespace rescan::index
