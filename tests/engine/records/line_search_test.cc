#include "engine/records/line_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/records/search_query.h"
#include "engine/records/vector_records.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeItem;
using testing::MakeSuccess;
using testing::MakeVersion;
using testing::Must;
using testing::Records;
using testing::Sql;
using ::testing::UnorderedElementsAre;

TEST(FullTextExpression, WordsPhrasesAndPrefixes) {
  EXPECT_EQ(FullTextExpression("total due"), R"("total" "due")");
  EXPECT_EQ(FullTextExpression("\"total due\""), R"("total due")");
  EXPECT_EQ(FullTextExpression("tot*"), R"("tot" *)");
  EXPECT_EQ(FullTextExpression("\"total d\"*"), R"("total d" *)");
  EXPECT_EQ(FullTextExpression(" 12.50\t"), R"("12.50")");
}

TEST(FullTextExpression, OperatorsOnlyBetweenTwoTerms) {
  EXPECT_EQ(FullTextExpression("cash OR card"), R"("cash" OR "card")");
  EXPECT_EQ(FullTextExpression("a b NOT c"), R"("a" "b" NOT "c")");
  EXPECT_EQ(FullTextExpression("NOT FOUND"), R"("NOT" "FOUND")");
  EXPECT_EQ(FullTextExpression("cash OR"), R"("cash" "OR")");
  EXPECT_EQ(FullTextExpression("a OR AND b"), R"("a" "OR" "AND" "b")");
  EXPECT_EQ(FullTextExpression("a \"OR\" b"), R"("a" "OR" "b")");
  EXPECT_EQ(FullTextExpression("a or b"), R"("a" "or" "b")");
}

TEST(FullTextExpression, EverythingElseIsText) {
  EXPECT_EQ(FullTextExpression(""), R"("")");
  EXPECT_EQ(FullTextExpression("*"), R"("*")");
  EXPECT_EQ(FullTextExpression("5\" nail"), "\"5\"\"\" \"nail\"");
  EXPECT_EQ(FullTextExpression("\"open"), R"("open")");
  EXPECT_EQ(FullTextExpression("text:x ^y (z)"), R"x("text:x" "^y" "(z)")x");
  EXPECT_EQ(FullTextExpression(std::string("a\0b", 3)), R"("a")");
}

// Images with one line for each text.
class LineSearchTest : public ::testing::Test {
 protected:
  Outcome Page(int number, const std::vector<std::string>& texts) {
    Outcome outcome = MakeSuccess(number);
    std::vector<Line>& lines = outcome.reading->page.lines;
    lines.clear();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      Line line;
      line.id = static_cast<int>(i) + 1;
      line.text = texts[i];
      line.box = {10, 20 + static_cast<int>(i), 300, 30};
      line.confidence = 0.5F;
      lines.push_back(line);
    }
    return outcome;
  }

  void Read(int number, const std::vector<std::string>& texts,
            int version = 0) {
    const RunId run = records_.Begin(RunMode::kAll, version);
    const auto items = records_.Plan(run, {MakeItem(number)});
    Must(records_->RecordOutcome(run, items.at(0), {}, Page(number, texts)));
    Must(records_->EndRun(run, RunState::kFinished, ""));
  }

  std::vector<FoundLine> Find(const LineQuery& query) {
    return Must(Must(LineSearch::Open(records_.workspace()))->Find(query));
  }
  std::vector<std::string> Texts(const std::string& typed) {
    std::vector<std::string> texts;
    for (const FoundLine& line : Find({.text = typed})) {
      texts.push_back(line.text);
    }
    return texts;
  }

  Records records_;
};

TEST_F(LineSearchTest, FindsWhatIsTypedAsItIsTyped) {
  Read(0, {"TOTAL DUE RM12.50", "Total 12.50", "amount 12 due", "1.12.50x",
           "Invoice PJ023275", "café crème", "due: the total"});
  EXPECT_THAT(Texts("12.50"), ElementsAre("Total 12.50"));
  EXPECT_THAT(Texts("rm12.50"), ElementsAre("TOTAL DUE RM12.50"));
  EXPECT_THAT(Texts("PJ023275"), ElementsAre("Invoice PJ023275"));
  EXPECT_THAT(Texts("pj02*"), ElementsAre("Invoice PJ023275"));
  EXPECT_THAT(Texts("cafe"), ElementsAre("café crème"));
  EXPECT_THAT(Texts("due total"),
              UnorderedElementsAre("TOTAL DUE RM12.50", "due: the total"));
  EXPECT_THAT(Texts("\"total due\""), ElementsAre("TOTAL DUE RM12.50"));
  EXPECT_THAT(Texts("invoice OR cafe"),
              UnorderedElementsAre("Invoice PJ023275", "café crème"));
  EXPECT_THAT(Texts("due NOT total"), ElementsAre("amount 12 due"));
  EXPECT_THAT(Texts("nowhere"), IsEmpty());
  EXPECT_THAT(Texts("---"), IsEmpty());
  EXPECT_THAT(Texts(""), IsEmpty());
  // Punctuation between words is no word.
  EXPECT_THAT(Texts("total : 12.50"), ElementsAre("Total 12.50"));
}

TEST_F(LineSearchTest, ALineComesWithItsPlaceAndMatches) {
  Read(1, {"nothing", "to pay: Total 12.50 (TOTAL)"});
  const auto found = Find({.text = "total"});
  ASSERT_EQ(found.size(), 1u);
  const FoundLine& line = found[0];
  EXPECT_EQ(line.path, "/in/1.png");
  EXPECT_EQ(line.other_paths, 0);
  EXPECT_EQ(line.line_id, 2);
  EXPECT_EQ(line.box, (PixelBox{10, 21, 300, 30}));
  EXPECT_EQ(line.page_width, 1000);
  EXPECT_EQ(line.image_class, "NATIVE");
  EXPECT_EQ(line.profile, "profile-0");
  EXPECT_TRUE(line.current);
  EXPECT_THAT(line.matches, ElementsAre(std::pair{8u, 5u}, std::pair{21u, 5u}));
  EXPECT_THAT(Find({.text = "\"pay total\""})[0].matches,
              ElementsAre(std::pair{3u, 10u}));
}

TEST_F(LineSearchTest, ByClassAndVersion) {
  Read(0, {"old zero"});
  Read(1, {"old one"});
  Read(1, {"new one"}, /*version=*/1);
  EXPECT_EQ(Find({.text = "zero OR one"}).size(), 2u);
  EXPECT_EQ(Find({.text = "zero OR one", .image_class = "SCAN"}).size(), 1u);
  EXPECT_EQ(Find({.text = "old"}).size(), 1u)
      << "superseded lines do not count";
  const auto old = Find({.text = "old", .version = "profile-0"});
  ASSERT_EQ(old.size(), 2u);
  EXPECT_NE(old[0].current, old[1].current);
  EXPECT_EQ(
      Find({.text = "new", .version = MakeVersion(1).full_version}).size(), 1u);
  EXPECT_EQ(Find({.text = "new", .version = "profile-0"}).size(), 0u);
  EXPECT_EQ(Find({.text = "zero OR one", .limit = 1}).size(), 1u);
}

TEST_F(LineSearchTest, NoQueryIsAnError) {
  Read(0, {"some text"});
  const auto search = Must(LineSearch::Open(records_.workspace()));
  std::mt19937 rng(7);
  static constexpr std::string_view kPieces[] = {
      "\"", "*", "(", ")", "AND", "OR", "NOT", "NEAR", "+",    "^", ":",
      "-",  " ", "a", "é", ",",   "{",  "}",   "'",    "\xff", ";", "\\"};
  for (int i = 0; i < 2000; ++i) {
    std::string typed;
    for (std::uint32_t n = support::Below(rng, 12); n > 0; --n) {
      typed += kPieces[support::Below(rng, std::size(kPieces))];
    }
    const auto found = search->Find({.text = typed});
    EXPECT_TRUE(found.has_value()) << typed;
  }
  std::string words;
  for (int i = 0; i < 20'000; ++i) words += "a ";
  EXPECT_TRUE(search->Find({.text = words}).has_value());
  std::string nots = "a";
  for (int i = 0; i < 2000; ++i) nots += " NOT b";
  const auto deep = search->Find({.text = nots});
  if (!deep) {
    EXPECT_EQ(deep.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST_F(LineSearchTest, RowsSurviveAVacuum) {
  Read(0, {"alpha"});
  Read(1, {"beta"});
  Read(0, {"gamma"}, /*version=*/1);
  records_.Close();
  Sql(records_.database(), "VACUUM");
  EXPECT_THAT(Texts("beta"), ElementsAre("beta"));
  EXPECT_THAT(Texts("gamma"), ElementsAre("gamma"));
  EXPECT_THAT(Texts("alpha"), IsEmpty());
  const auto counts =
      Must(Must(VectorRecords::Open(records_.workspace(), StoreMode::kReadOnly))
               ->CountText());
  EXPECT_EQ(counts.lines, 3);
  EXPECT_EQ(counts.indexed, 3);
}

TEST_F(LineSearchTest, TheLineOfAnImage) {
  Read(1, {"first", "second"});
  const auto search = Must(LineSearch::Open(records_.workspace()));
  EXPECT_EQ(Must(search->LineOf(testing::MakeDigest(1), 2)).text, "second");
  EXPECT_EQ(search->LineOf(testing::MakeDigest(1), 3).error().code,
            ErrorCode::kNotFound);
}

}  // namespace
}  // namespace rescan
