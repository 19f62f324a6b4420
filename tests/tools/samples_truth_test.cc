#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tools/samples/truth.h"

namespace rescan::samples {
namespace {

Truth Example() {
  Truth truth;
  truth.image = "a \"quoted\" name.png";
  truth.sample_class = SampleClass::kPhoto;
  truth.width = 640;
  truth.height = 480;
  truth.seed = std::numeric_limits<std::uint64_t>::max();
  truth.theme = "paper";
  truth.page = "receipt";
  truth.lines = {
      {"Total $1.05",
       {{"Total", {1, 2, 30, 10}, {{{1.25, 2.5}, {31, 2}, {31, 12}, {1, 12}}}},
        {"$1.05", {40, 2, 30, 10}, {{{40, 2}, {70, 2}, {70, 12}, {40, 12}}}}}},
      {"back\\slash", {{"back\\slash", {0, 20, 9, 9}, {}}}}};
  return truth;
}

TEST(SamplesTruth, JsonRoundTrip) {
  const Truth truth = Example();
  const auto back = TruthFromJson(TruthToJson(truth));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(*back, truth);
}

TEST(SamplesTruth, JsonOfNoLines) {
  Truth truth = Example();
  truth.lines.clear();
  const auto back = TruthFromJson(TruthToJson(truth));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(*back, truth);
}

TEST(SamplesTruth, JsonIsAsDocumented) {
  Truth truth = Example();
  truth.lines.pop_back();
  truth.lines[0].words.pop_back();
  truth.lines[0].text = "Total";
  EXPECT_EQ(TruthToJson(truth),
            R"({"image":"a \"quoted\" name.png","class":"PHOTO",)"
            R"("width":640,"height":480,"seed":18446744073709551615,)"
            R"("theme":"paper","page":"receipt","lines":[)"
            "\n"
            R"({"text":"Total","words":[{"text":"Total","box":[1,2,30,10],)"
            R"("quad":[1.25,2.5,31.0,2.0,31.0,12.0,1.0,12.0]}]}]})"
            "\n");
}

// A cut-off document is never taken for a whole one.
TEST(SamplesTruth, EveryTruncationIsAnError) {
  const std::string json = TruthToJson(Example());
  // The last byte is the newline after the document.
  for (std::size_t length = 0; length + 1 < json.size(); ++length) {
    const auto truth = TruthFromJson(json.substr(0, length));
    ASSERT_FALSE(truth.has_value()) << "length " << length;
    EXPECT_EQ(truth.error().code, ErrorCode::kCorruption);
  }
}

TEST(SamplesTruth, WrongDocumentsAreErrors) {
  for (const char* json :
       {"", "7", "[]", "{}", R"({"class":"FAX"})",
        R"({"image":"a","class":"SCAN","width":"1","height":1,"seed":1,)"
        R"("theme":"","page":"","lines":[]})",
        R"({"image":"a","class":"SCAN","width":1,"height":1,"seed":1,)"
        R"("theme":"","page":"","lines":[{"text":"x","words":[)"
        R"({"text":"x","box":[1,2,3],"quad":[1,2,3,4,5,6,7,8]}]}]})"}) {
    EXPECT_FALSE(TruthFromJson(json).has_value()) << json;
  }
}

TEST(SamplesTruth, PlainTextIsTheLines) {
  EXPECT_EQ(PlainText(Example()), "Total $1.05\nback\\slash\n");
}

}  // namespace
}  // namespace rescan::samples
