#include "engine/documents/timesheet/reports/similar_codes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

EntryRecord Row(const std::string& code, const std::string& name,
                Day date = D(2025, 9, 22),
                const std::string& person = "Avery_Brooks") {
  EntryRecord entry;
  entry.person_key = person;
  entry.date = date;
  entry.key = entry.code = code;
  entry.name = name;
  entry.hours = 750;
  return entry;
}

std::vector<std::string> PairsOf(std::vector<EntryRecord> entries) {
  Timesheets sheets;
  sheets.entries = std::move(entries);
  std::vector<std::string> pairs;
  for (const SimilarCodes& pair : FindSimilarCodes(sheets)) {
    pairs.push_back(pair.marked_a + "/" + pair.marked_b + " " +
                    std::to_string(pair.distance));
  }
  return pairs;
}

using Pairs = std::vector<std::string>;

TEST(SimilarCodesTest, FindsTheDocumentedPair) {
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core Migration (PJ024542)"),
                     Row("PJ024642", "Core Migration (PJ024642)")}),
            Pairs{"PJ024[5]42/PJ024[6]42 1"});
}

TEST(SimilarCodesTest, SkipsOtherNamesDaysPeopleAndUsers) {
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core Migration (PJ024542)"),
                     Row("PJ024642", "Till Upgrade (PJ024642)")}),
            Pairs{});
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core (PJ024542)", D(2025, 9, 22)),
                     Row("PJ024642", "Core (PJ024642)", D(2025, 9, 23))}),
            Pairs{});
  EXPECT_EQ(
      PairsOf({Row("PJ024542", "Core (PJ024542)"),
               Row("PJ024642", "Core (PJ024642)", D(2025, 9, 22), "Jo_Ash")}),
      Pairs{});
  EntryRecord other = Row("PJ024642", "Core (PJ024642)");
  other.user = "u2";
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core (PJ024542)"), other}), Pairs{});
}

TEST(SimilarCodesTest, TwoEditsAreNearAndThreeAreNot) {
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core"), Row("PJ02454", "Core")}),
            Pairs{"PJ02454[2]/PJ02454[] 1"});
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core"), Row("PJ924549", "Core")}),
            Pairs{"PJ[0]2454[2]/PJ[9]2454[9] 2"});
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core"), Row("PJ924599", "Core")}),
            Pairs{});
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core"), Row("PJ02454266", "Core")}),
            Pairs{"PJ024542[]/PJ024542[66] 2"});
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core"), Row("PJ024542666", "Core")}),
            Pairs{});
}

TEST(SimilarCodesTest, ComparesNamesBeforeTheirFirstParenthesis) {
  EXPECT_EQ(PairsOf({Row("PJ024542", "Core (one) (PJ024542)"),
                     Row("PJ024642", "Core (quite another) (PJ024642)")}),
            Pairs{"PJ024[5]42/PJ024[6]42 1"});
  // Where nothing stands before it, the rest decides.
  EXPECT_EQ(PairsOf({Row("PJ024542", "(NDA) Core Migration (PJ024542)"),
                     Row("PJ024642", "(NDA) Till Upgrades (PJ024642)")}),
            Pairs{});
  // 0.70 in one order is enough: 7 of 10 characters.
  EXPECT_EQ(
      PairsOf({Row("PJ024542", "abcdefghij"), Row("PJ024642", "abcdefgxyz")}),
      Pairs{"PJ024[5]42/PJ024[6]42 1"});
  EXPECT_EQ(
      PairsOf({Row("PJ024542", "abcdefghij"), Row("PJ024642", "abcdefwxyz")}),
      Pairs{});
}

TEST(SimilarCodesTest, LeavesOutRowsWithoutCode) {
  EXPECT_EQ(PairsOf({Row("?1", "Core"), Row("?2", "Core")}), Pairs{});
  EXPECT_EQ(PairsOf({Row("", "Core"), Row("P1", "Core")}), Pairs{});
}

TEST(SimilarCodesTest, ReportsEachPairOfThree) {
  EXPECT_EQ(PairsOf({Row("PJ100001", "Core"), Row("PJ100002", "Core"),
                     Row("PJ100003", "Core")})
                .size(),
            3u);
}

// By the recursion of the definition.
std::size_t SlowDistance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  if (a[0] == b[0]) return SlowDistance(a.substr(1), b.substr(1));
  return 1 +
         std::min({SlowDistance(a.substr(1), b), SlowDistance(a, b.substr(1)),
                   SlowDistance(a.substr(1), b.substr(1))});
}

std::string WithoutBrackets(std::string text) {
  std::erase(text, '[');
  std::erase(text, ']');
  return text;
}

TEST(SimilarCodesTest, DistanceAndMarksAgreeWithTheirDefinition) {
  std::mt19937 rng(11);
  const auto random_text = [&rng] {
    std::string text(rng() % 6, 'a');
    for (char& c : text) c = static_cast<char>('a' + rng() % 3);
    return text;
  };
  for (int round = 0; round < 500; ++round) {
    const std::string a = random_text();
    const std::string b = random_text();
    ASSERT_EQ(EditDistance(a, b), SlowDistance(a, b)) << a << " " << b;
    const Marked marked = MarkDifference(a, b);
    ASSERT_EQ(WithoutBrackets(marked.a), a);
    ASSERT_EQ(WithoutBrackets(marked.b), b);
    ASSERT_EQ(marked.a.find('[') == std::string::npos, a == b) << a << b;
  }
}

}  // namespace
}  // namespace rescan::timesheet::reports
