#include "engine/json/json_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace rescan {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

json Sample() {
  return {{"number", 1.5},   {"numbers", {1, 2.5}}, {"integer", 7},
          {"flag", true},    {"text", "a\nb"},      {"texts", {{"x", "1"}}},
          {"list", {1, "b"}}};
}

struct Values {
  double number = -1;
  std::vector<double> numbers;
  int integer = -1;
  bool flag = false;
  std::string text;
  std::map<std::string, std::string> texts;
  std::size_t listed = 0;
};

Values Take(JsonFields& fields) {
  Values values;
  fields.Number("number", 0, 2, values.number);
  fields.Numbers("numbers", 1, 3, 2, values.numbers);
  fields.Integer("integer", 7, 8, values.integer);
  fields.Flag("flag", values.flag);
  fields.Text("text", values.text);
  fields.Texts("texts", values.texts);
  values.listed = fields.List("list").size();
  return values;
}

TEST(JsonFieldsTest, TakesEveryKindOfValue) {
  const json object = Sample();
  JsonFields fields(object, "w: ");
  const Values values = Take(fields);
  ASSERT_TRUE(fields.Finish().has_value());
  EXPECT_EQ(1.5, values.number);
  EXPECT_THAT(values.numbers, ElementsAre(1, 2.5));
  EXPECT_EQ(7, values.integer);
  EXPECT_TRUE(values.flag);
  EXPECT_EQ("a\nb", values.text);
  EXPECT_EQ((std::map<std::string, std::string>{{"x", "1"}}), values.texts);
  EXPECT_EQ(2u, values.listed);
}

std::string FaultOf(const json& object) {
  JsonFields fields(object, "w: ");
  Take(fields);
  const Status status = fields.Finish();
  if (status.has_value()) return "none";
  EXPECT_EQ(ErrorCode::kCorruption, status.error().code);
  return status.error().message;
}

TEST(JsonFieldsTest, EachFaultIsToldWithItsPlace) {
  struct Case {
    const char* field;
    json value;
    const char* message;
  };
  const Case cases[] = {
      {"number", 2.5, "w: field \"number\" must be a number from 0 to 2"},
      {"number", -0.1, "w: field \"number\" must be a number from 0 to 2"},
      {"number", "1", "w: field \"number\" must be a number from 0 to 2"},
      {"number", std::numeric_limits<double>::quiet_NaN(),
       "w: field \"number\" must be a number from 0 to 2"},
      {"numbers", json::array(),
       "w: field \"numbers\" must be a list of 1 to 2 numbers from 1 to 3"},
      {"numbers", {1, 1, 1}, "w: field \"numbers\" must be a list of 1 to 2"},
      {"numbers", {1, 4}, "w: field \"numbers\" must be a list of 1 to 2"},
      {"numbers", {1, "2"}, "w: field \"numbers\" must be a list of 1 to 2"},
      {"numbers", 1, "w: field \"numbers\" must be a list of 1 to 2"},
      {"integer", 6, "w: field \"integer\" must be an integer from 7 to 8"},
      {"integer", 9, "w: field \"integer\" must be an integer from 7 to 8"},
      {"integer", 7.0, "w: field \"integer\" must be an integer from 7 to 8"},
      {"integer", std::numeric_limits<std::uint64_t>::max(),
       "w: field \"integer\" must be an integer from 7 to 8"},
      {"flag", 1, "w: field \"flag\" must be true or false"},
      {"text", 1, "w: field \"text\" must be a text"},
      {"texts", "x", "w: field \"texts\" must be an object of texts"},
      {"texts", {{"x", 1}}, "w: field \"texts\": \"x\" must be a text"},
      {"list", json::object(), "w: field \"list\" must be a list"},
      {"other", 1, "w: field \"other\" is unknown"},
  };
  for (const Case& c : cases) {
    json object = Sample();
    object[c.field] = c.value;
    EXPECT_THAT(FaultOf(object), HasSubstr(c.message)) << object;
  }
  const json sample = Sample();
  for (const auto& [name, value] : sample.items()) {
    json object = sample;
    object.erase(name);
    EXPECT_EQ("w: field \"" + name + "\" is missing", FaultOf(object));
  }
  for (const json& object : {json(), json(7), json::array()}) {
    EXPECT_EQ("w: must be an object", FaultOf(object));
  }
}

TEST(JsonFieldsTest, TheFirstFaultStaysAndStopsTheRest) {
  const json object = {{"a", 1}, {"b", "text"}};
  JsonFields fields(object, "");
  std::string text = "as before";
  fields.Text("a", text);
  fields.Text("b", text);
  fields.Fault("another");
  EXPECT_EQ("as before", text);
  EXPECT_EQ(nullptr, fields.Get("b"));
  EXPECT_EQ(nullptr, fields.Find("b"));
  EXPECT_EQ("field \"a\" must be a text", fields.Finish().error().message);
}

TEST(JsonFieldsTest, ATextOfAForm) {
  const json object = {{"a", "yes"}};
  const auto is_yes = [](std::string_view text) { return text == "yes"; };
  const auto is_no = [](std::string_view text) { return text == "no"; };
  std::string text;
  JsonFields good(object, "");
  good.Text("a", is_yes, "\"yes\"", text);
  EXPECT_TRUE(good.Finish().has_value());
  EXPECT_EQ("yes", text);
  JsonFields bad(object, "");
  bad.Text("a", is_no, "\"no\"", text);
  EXPECT_EQ("field \"a\" must be \"no\"", bad.Finish().error().message);
}

TEST(JsonFieldsTest, FieldsMayBeLeftOutOrOthersBeThere) {
  const json object = {{"a", 1}};
  JsonFields fields(object, "");
  EXPECT_EQ(nullptr, fields.Find("b"));
  EXPECT_TRUE(fields.FinishWithOthers().has_value());
  EXPECT_FALSE(fields.Finish().has_value());
  JsonFields again(object, "");
  ASSERT_NE(nullptr, again.Find("a"));
  EXPECT_TRUE(again.Finish().has_value());
}

TEST(ParseJsonObjectTest, NoFieldTwiceAtAnyDepth) {
  const auto good = ParseJsonObject(R"({"a": {"a": 1}, "b": [{"a": 1}]})", "f");
  ASSERT_TRUE(good.has_value()) << good.error().message;
  EXPECT_EQ(1, (*good)["a"]["a"]);
  for (const char* text :
       {R"({"a": 1, "a": 2})", R"({"b": [{"a": 1, "a": 1}]})"}) {
    const auto twice = ParseJsonObject(text, "f");
    ASSERT_FALSE(twice.has_value()) << text;
    EXPECT_EQ("f: field \"a\" is given twice", twice.error().message);
  }
  for (const char* text : {"[]", "7", "null"}) {
    const auto none = ParseJsonObject(text, "f");
    ASSERT_FALSE(none.has_value()) << text;
    EXPECT_EQ(ErrorCode::kCorruption, none.error().code);
    EXPECT_EQ("f: not a JSON object", none.error().message) << text;
  }
}

TEST(ParseJsonObjectTest, TellsWhereTheTextIsNotJson) {
  for (const auto& [text, message] :
       std::vector<std::pair<std::string, std::string>>{
           {"", "f: not JSON at line 1, column 1"},
           {"{", "f: not JSON at line 1, column 2"},
           {"{} x", "f: not JSON at line 1, column 4"},
           {"\xff", "f: not JSON at line 1, column 1"},
           {"{\n  \"a\": 1,\n}", "f: not JSON at line 3, column 1"},
           {"{\"a\": 1,\n \"b\": ?}", "f: not JSON at line 2, column 7"},
           {"{\"a\": 1e999}", "f: a number is too large"}}) {
    const auto none = ParseJsonObject(text, "f");
    ASSERT_FALSE(none.has_value()) << text;
    EXPECT_EQ(ErrorCode::kCorruption, none.error().code);
    EXPECT_EQ(message, none.error().message) << text;
  }
}

}  // namespace
}  // namespace rescan
