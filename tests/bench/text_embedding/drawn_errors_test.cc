#include "bench/text_embedding/drawn_errors.h"

#include <gtest/gtest.h>

#include <string>

#include "bench/reading/levenshtein.h"

namespace rescan::bench {
namespace {

const std::string kText = "THANK YOU FOR SHOPPING, total 12.50";

TEST(DrawnErrorsTest, AsManyAsAskedFor) {
  samples::Rng rng(1);
  EXPECT_EQ(WithRecognitionErrors(kText, 0, rng), kText);
  double errors = 0;
  constexpr int kRounds = 400;
  for (int i = 0; i < kRounds; ++i) {
    errors += static_cast<double>(
        Levenshtein(kText, WithRecognitionErrors(kText, 0.1, rng)));
  }
  // A few are no errors: another character that happens to be the same.
  EXPECT_NEAR(errors / kRounds / static_cast<double>(kText.size()), 0.1, 0.01);
}

TEST(DrawnErrorsTest, TheSameSeedDrawsTheSame) {
  samples::Rng a(5), b(5);
  EXPECT_EQ(WithRecognitionErrors(kText, 0.3, a),
            WithRecognitionErrors(kText, 0.3, b));
}

TEST(DrawnErrorsTest, ExactlySoManyWrongLetters) {
  samples::Rng rng(2);
  for (int i = 0; i < 300; ++i) {
    const std::string typed = WithWrongLetters(kText, 2, rng);
    ASSERT_EQ(typed.size(), kText.size());
    int wrong = 0;
    for (std::size_t k = 0; k < kText.size(); ++k) {
      wrong += typed[k] != kText[k];
    }
    ASSERT_EQ(wrong, 2) << typed;
    ASSERT_EQ(typed.substr(kText.size() - 5), "12.50");
  }
  EXPECT_EQ(WithWrongLetters("12.50", 2, rng), "12.50");
  EXPECT_NE(WithWrongLetters("A", 2, rng), "A");
}

}  // namespace
}  // namespace rescan::bench
