#include "engine/documents/timesheet/months.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/documents/timesheet/dates.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

std::string Shipped() {
  std::ifstream file(std::string(RESCAN_SOURCE_DIR) + "/data/months.json");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string ErrorOf(const std::string& json) {
  const auto months = ParseMonths(json, "my/months.json");
  if (months.has_value()) return "accepted";
  EXPECT_EQ(months.error().code, ErrorCode::kCorruption);
  return months.error().message;
}

// A list of one month.
std::string One(const std::string& name, const std::string& first,
                const std::string& last) {
  return R"([{"month": ")" + name + R"(", "start_date": ")" + first +
         R"(", "end_date": ")" + last + R"("}])";
}

TEST(Months, ShippedOnesAreThoseOf2025) {
  const auto months = ParseMonths(Shipped(), "months.json");
  ASSERT_TRUE(months.has_value()) << months.error().message;
  constexpr int kWeeks[] = {5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 5};
  ASSERT_EQ(months->months.size(), std::size(kWeeks));
  Day next = D(2024, 12, 16);
  for (std::size_t i = 0; i < std::size(kWeeks); ++i) {
    const Month& month = months->months[i];
    EXPECT_EQ(month.weeks(), kWeeks[i]) << month.name;
    EXPECT_EQ(month.first, next) << month.name;
    next = month.last + std::chrono::days(1);
    const std::string name =
        std::string(ShortMonthName(static_cast<int>(i + 1))) + "-25";
    EXPECT_EQ(month.name, name);
  }
  EXPECT_EQ(next, D(2025, 12, 22));
  EXPECT_EQ(months->months[10].display, "Nov-25 (20-Oct-25 to 16-Nov-25)");
}

TEST(Months, DisplayIsMadeWhereItIsLeftOut) {
  // As the shipped file writes it by hand.
  const auto shipped = ParseMonths(Shipped(), "months.json");
  ASSERT_TRUE(shipped.has_value());
  for (const Month& month : shipped->months) {
    const auto bare = ParseMonths(
        One(month.name, FormatDay(month.first), FormatDay(month.last)), "x");
    ASSERT_TRUE(bare.has_value());
    EXPECT_EQ(bare->months.front(), month);
  }
}

TEST(Months, FoundInAnyCase) {
  const auto months = ParseMonths(Shipped(), "months.json");
  ASSERT_TRUE(months.has_value());
  for (const char* name : {"Nov-25", "nov-25", "NOV-25", " Nov-25 "}) {
    const auto month = months->Find(name);
    ASSERT_TRUE(month.has_value()) << name;
    EXPECT_EQ(month->first, D(2025, 10, 20));
    EXPECT_EQ(month->last, D(2025, 11, 16));
  }
}

TEST(Months, UnknownOneNamesThoseThatThereAre) {
  const auto months = ParseMonths(Shipped(), "my/months.json");
  ASSERT_TRUE(months.has_value());
  const auto month = months->Find("Nov-26");
  ASSERT_FALSE(month.has_value());
  EXPECT_EQ(month.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(month.error().message,
            "there is no month 'Nov-26' in my/months.json; it has Jan-25, "
            "Feb-25, Mar-25, Apr-25, May-25, Jun-25, Jul-25, Aug-25, Sep-25, "
            "Oct-25, Nov-25, Dec-25");
  EXPECT_EQ(ParseMonths("[]", "f")->Find("x").error().message,
            "there is no month 'x' in f, which has none");
}

TEST(Months, BothDateNotationsAndTheBareListAreRead) {
  const Month expected{"Nov-25", D(2025, 10, 20), D(2025, 11, 16),
                       "Nov-25 (20-Oct-25 to 16-Nov-25)"};
  for (const auto& [first, last] :
       {std::pair("2025-10-20", "2025-11-16"),
        std::pair("20-Oct-25", "16-Nov-25"),
        std::pair("20-OCT-2025", "16-november-2025")}) {
    const std::string list = One("Nov-25", first, last);
    for (const std::string& text :
         {list, R"({"clarity_months": )" + list + "}"}) {
      const auto months = ParseMonths(text, "x");
      ASSERT_TRUE(months.has_value()) << months.error().message;
      EXPECT_EQ(months->months, std::vector<Month>{expected}) << text;
    }
  }
}

TEST(Months, AreSortedByDay) {
  const auto months = ParseMonths(
      R"([{"month": "b", "start_date": "2025-01-13", "end_date": "2025-01-19"},
          {"month": "a", "start_date": "6-Jan-25", "end_date": "12-Jan-25"}])",
      "x");
  ASSERT_TRUE(months.has_value());
  EXPECT_EQ(months->months[0].name, "a");
}

TEST(Months, FaultsAreSaidWithTheFile) {
  struct Case {
    const char* name;
    std::string json;
    const char* message;
  };
  const Case cases[] = {
      {"not JSON", "{", "my/months.json: not JSON"},
      {"empty", "", "my/months.json: not JSON"},
      {"number", "7",
       "my/months.json: needs a list of months, or an object with one named "
       "\"clarity_months\""},
      {"no list", R"({"clarity_months": {}})",
       "my/months.json: needs a list of months, or an object with one named "
       "\"clarity_months\""},
      {"text", R"(["Nov-25"])", "my/months.json: a month must be an object"},
      {"no name", One(" ", "2025-10-20", "2025-11-16"),
       "my/months.json: a month needs a name, \"month\""},
      {"Tuesday", One("N", "2025-10-21", "2025-11-16"),
       "my/months.json: month 'N': it begins on 2025-10-21, which is no "
       "Monday"},
      {"Saturday", One("N", "2025-10-20", "2025-11-15"),
       "my/months.json: month 'N': it ends on 2025-11-15, which is no Sunday"},
      {"reversed", One("N", "2025-11-17", "2025-11-09"),
       "my/months.json: month 'N': it ends before it begins"},
      {"endless", One("N", "2024-01-01", "2025-01-12"),
       "my/months.json: month 'N': it has more than 53 weeks"},
      {"no such day", One("N", "30-Feb-25", "2025-11-16"),
       "my/months.json: month 'N': \"start_date\" must be a day such as "
       "2025-10-20 or 20-Oct-25, found '30-Feb-25'"},
      {"too early", One("N", "0001-01-01", "2025-11-16"),
       "my/months.json: month 'N': \"start_date\" must be a day such as "
       "2025-10-20 or 20-Oct-25, found '0001-01-01'"},
      {"no end", R"([{"month": "N", "start_date": "2025-10-20"}])",
       "my/months.json: month 'N': \"end_date\" must be a day such as "
       "2025-10-20 or 20-Oct-25, found ''"},
      {"end a number",
       R"([{"month": "N", "start_date": "2025-10-20", "end_date": 7}])",
       "my/months.json: month 'N': \"end_date\" must be a day such as "
       "2025-10-20 or 20-Oct-25, found ''"},
      {"overlap",
       R"([{"month": "A", "start_date": "2025-01-06", "end_date": "2025-01-19"},
           {"month": "B", "start_date": "2025-01-13", "end_date": "2025-01-26"}
          ])",
       "my/months.json: months 'A' and 'B' overlap"},
      {"twice",
       R"([{"month": "A", "start_date": "2025-01-06", "end_date": "2025-01-12"},
           {"month": "a", "start_date": "2025-01-13", "end_date": "2025-01-19"}
          ])",
       "my/months.json: month 'a' is given twice"},
  };
  for (const Case& c : cases) EXPECT_EQ(ErrorOf(c.json), c.message) << c.name;
}

TEST(Months, OddDaysAreNoDays) {
  for (const char* day :
       {"", "-", "--", "20--25", "-Oct-25", "20-Oct-", "20-Oct-5", "20-Oct-025",
        "20-Oct-20255", "020-Oct-25", "0-Oct-25", "32-Oct-25", "20-Okt-25",
        "20 Oct 25", "2-0-Oct-25", "20-Oct-2x", "20-Oct-99999999999999999999",
        "+1-Oct-25", "2025-13-01"}) {
    EXPECT_NE(ErrorOf(One("N", day, "2025-11-16")), "accepted") << day;
  }
}

TEST(Months, EveryTruncationOfTheShippedFileIsRefused) {
  const std::string text = Shipped();
  const std::size_t end = text.find_last_not_of('\n');
  ASSERT_NE(end, std::string::npos);
  for (std::size_t length = 0; length <= end; ++length) {
    EXPECT_NE(ErrorOf(text.substr(0, length)), "accepted") << length;
  }
}

TEST(Months, HostileInputsEndInAnError) {
  EXPECT_NE(ErrorOf(std::string(100'000, '[')), "accepted");
  EXPECT_NE(ErrorOf(std::string("\0\xff\xfe", 3)), "accepted");
  // As many months as a file may hold; all but the first overlap.
  std::string many = "[";
  for (int i = 0; i < 20'000; ++i) {
    const std::string one = One(std::to_string(i), "2025-01-06", "2025-01-12");
    if (i > 0) many += ',';
    many.append(one, 1, one.size() - 2);
  }
  EXPECT_EQ(ErrorOf(many + "]"), "my/months.json: months '0' and '1' overlap");
  const std::string bytes = ErrorOf(One("\xc3", "2025-01-07", "2025-01-12"));
  EXPECT_EQ(bytes, "my/months.json: not JSON");
}

}  // namespace
}  // namespace rescan::timesheet
