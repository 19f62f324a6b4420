#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tools/samples/words.h"

namespace rescan::samples {
namespace {

TEST(SamplesWords, AmountsHaveTwoDecimalsAndGroups) {
  EXPECT_EQ(Amount(0), "0.00");
  EXPECT_EQ(Amount(5), "0.05");
  EXPECT_EQ(Amount(99999), "999.99");
  EXPECT_EQ(Amount(100000), "1,000.00");
  EXPECT_EQ(Amount(100200305), "1,002,003.05");
  EXPECT_EQ(Amount(-123456), "-1,234.56");
}

// Words of the truth are cut at single blanks, so texts must have no others;
// and they must be ASCII to suit every font.
TEST(SamplesWords, TextsAreCleanWhateverTheSeed) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    TextSource s{Rng(seed)};
    const std::vector<std::string> texts = {
        s.Person(),  s.Company(),  s.Shop(),    s.Street(),  s.PostCode(),
        s.Email(),   s.Site(),     s.Phone(),   s.Date(),    s.LongDate(),
        s.Time(),    s.NextTime(), s.Code(),    s.Digits(6), s.Product(),
        s.Grocery(), s.Subject(),  s.Prose(20), s.Task(),    s.Status(),
        s.Chat(),    s.FileName(), s.LogLine()};
    for (const std::string& text : texts) {
      ASSERT_FALSE(text.empty()) << "seed " << seed;
      EXPECT_NE(text.front(), ' ') << text;
      EXPECT_NE(text.back(), ' ') << text;
      EXPECT_EQ(text.find("  "), std::string::npos) << text;
      EXPECT_EQ(text.find_first_of("{}\n\t"), std::string::npos) << text;
      for (const char c : text) {
        ASSERT_TRUE(c >= ' ' && c <= '~') << text;
      }
    }
  }
}

TEST(SamplesWords, NumbersAreOfTheFictionalRanges) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    TextSource s{Rng(seed)};
    EXPECT_NE(s.Phone().find("555"), std::string::npos);
    EXPECT_TRUE(s.Email().ends_with(".example"));
    EXPECT_TRUE(s.Site().ends_with(".example"));
    EXPECT_NE(s.Digits(4).front(), '0');
  }
}

TEST(SamplesWords, OneSourceWritesDatesInOneWay) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    TextSource s{Rng(seed)};
    const auto shape = [](std::string date) {
      for (char& c : date) c = c >= '0' && c <= '9' ? '0' : c;
      return date.substr(date.size() - 4);
    };
    const std::string first = shape(s.Date());
    for (int i = 0; i < 10; ++i) EXPECT_EQ(shape(s.Date()), first);
  }
}

TEST(SamplesWords, PricesStayInTheirRange) {
  TextSource s{Rng(9)};
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t price = s.Price(60, 2400);
    EXPECT_GE(price, 60);
    EXPECT_LE(price, 2409);
  }
}

}  // namespace
}  // namespace rescan::samples
