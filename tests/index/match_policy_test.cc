#include "index/match_policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace rescan::index {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double Below(double value) { return std::nextafter(value, -kInfinity); }
double Above(double value) { return std::nextafter(value, kInfinity); }

TEST(MatchPolicyTest, BothBoundsBelongToTheUpperBand) {
  const MatchPolicy policy;
  const struct {
    double similarity;
    MatchBand band;
  } kCases[] = {{100, MatchBand::kAutomatic},
                {Above(95.0), MatchBand::kAutomatic},
                {95.0, MatchBand::kAutomatic},
                {Below(95.0), MatchBand::kReview},
                {94.999, MatchBand::kReview},
                {Above(80.0), MatchBand::kReview},
                {80.0, MatchBand::kReview},
                {Below(80.0), MatchBand::kNew},
                {79.999, MatchBand::kNew},
                {0, MatchBand::kNew},
                {-1, MatchBand::kNew},
                {-kInfinity, MatchBand::kNew},
                {kInfinity, MatchBand::kAutomatic}};
  for (const auto& [similarity, band] : kCases) {
    EXPECT_EQ(policy.BandOf(similarity), band) << similarity;
  }
}

TEST(MatchPolicyTest, NotANumberMatchesNothing) {
  EXPECT_EQ(MatchPolicy().BandOf(kNaN), MatchBand::kNew);
  EXPECT_EQ(MatchPolicy::Create(0, 0).value().BandOf(kNaN), MatchBand::kNew);
}

TEST(MatchPolicyTest, BoundsOfACollectionOfItsOwn) {
  for (const auto& [automatic_at, review_at] :
       {std::pair{90.0, 60.0}, {100.0, 0.0}, {70.0, 70.0}, {0.0, 0.0}}) {
    const auto policy = MatchPolicy::Create(automatic_at, review_at);
    ASSERT_TRUE(policy.has_value());
    EXPECT_EQ(policy->automatic_at(), automatic_at);
    EXPECT_EQ(policy->review_at(), review_at);
    EXPECT_EQ(policy->BandOf(automatic_at), MatchBand::kAutomatic);
    EXPECT_NE(policy->BandOf(Below(automatic_at)), MatchBand::kAutomatic);
    EXPECT_NE(policy->BandOf(review_at), MatchBand::kNew);
    EXPECT_EQ(policy->BandOf(Below(review_at)), MatchBand::kNew);
  }
}

TEST(MatchPolicyTest, ImpossibleBoundsAreRefused) {
  for (const auto& [automatic_at, review_at] : {std::pair{80.0, Above(80.0)},
                                                {Above(100.0), 80.0},
                                                {95.0, Below(0.0)},
                                                {kNaN, 80.0},
                                                {95.0, kNaN},
                                                {kInfinity, 80.0},
                                                {95.0, -kInfinity}}) {
    const auto policy = MatchPolicy::Create(automatic_at, review_at);
    ASSERT_FALSE(policy.has_value()) << automatic_at << " " << review_at;
    EXPECT_EQ(policy.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(MatchPolicyTest, ACapIsTheMostThatIsSaid) {
  const auto review = MatchPolicy::Create(95, 80, MatchBand::kReview).value();
  EXPECT_EQ(review.BandOf(100), MatchBand::kReview);
  EXPECT_EQ(review.BandOf(80), MatchBand::kReview);
  EXPECT_EQ(review.BandOf(79), MatchBand::kNew);
  const MatchPolicy nothing = MatchPolicy().CappedAt(MatchBand::kNew);
  EXPECT_EQ(nothing.BandOf(100), MatchBand::kNew);
  EXPECT_EQ(nothing.automatic_at(), 95);
  // A cap is never lifted.
  EXPECT_EQ(review.CappedAt(MatchBand::kAutomatic), review);
  EXPECT_EQ(review.CappedAt(MatchBand::kNew).BandOf(100), MatchBand::kNew);
}

TEST(MatchPolicyTest, NamesOfTheBands) {
  EXPECT_EQ(MatchBandName(MatchBand::kNew), "new");
  EXPECT_EQ(MatchBandName(MatchBand::kReview), "review");
  EXPECT_EQ(MatchBandName(MatchBand::kAutomatic), "automatic");
}

SimilarityCalibration Calibration(std::vector<CalibrationPoint> points) {
  return SimilarityCalibration::Create("test-1", std::move(points)).value();
}

TEST(SimilarityCalibrationTest, LinesBetweenPoints) {
  const auto calibration =
      Calibration({{0, 0}, {0.5F, 80}, {0.75F, 95}, {1, 100}});
  EXPECT_EQ(calibration.model(), "test-1");
  EXPECT_EQ(calibration.Percent(-1), 0);
  EXPECT_EQ(calibration.Percent(0), 0);
  EXPECT_EQ(calibration.Percent(0.25F), 40);
  EXPECT_EQ(calibration.Percent(0.5F), 80);
  EXPECT_EQ(calibration.Percent(0.625F), 87.5);
  EXPECT_EQ(calibration.Percent(0.75F), 95);
  EXPECT_EQ(calibration.Percent(1), 100);
  EXPECT_EQ(calibration.Percent(1.0001F), 100);
  EXPECT_TRUE(
      std::isnan(calibration.Percent(std::numeric_limits<float>::quiet_NaN())));
}

TEST(SimilarityCalibrationTest, EndsOfTheInverse) {
  const auto calibration = Calibration({{0, 10}, {0.5F, 80}, {0.9F, 90}});
  EXPECT_EQ(calibration.ScoreAt(-5), -1);
  EXPECT_EQ(calibration.ScoreAt(10), -1);
  EXPECT_EQ(calibration.ScoreAt(80), 0.5F);
  EXPECT_EQ(calibration.ScoreAt(90), 0.9F);
  EXPECT_EQ(calibration.ScoreAt(Above(90)),
            std::numeric_limits<float>::infinity());
  EXPECT_EQ(calibration.ScoreAt(kNaN), std::numeric_limits<float>::infinity());
}

// Points with awkward binary fractions, a steep and a flat part.
std::vector<CalibrationPoint> RandomPoints(std::mt19937& rng) {
  std::uniform_real_distribution<float> score(-1, 1);
  std::uniform_real_distribution<double> percent(0, 100);
  const std::size_t count = 2 + rng() % 5;
  std::vector<float> scores(count);
  std::vector<double> percents(count);
  std::generate(scores.begin(), scores.end(), [&] { return score(rng); });
  std::generate(percents.begin(), percents.end(), [&] { return percent(rng); });
  std::sort(scores.begin(), scores.end());
  std::sort(percents.begin(), percents.end());
  std::vector<CalibrationPoint> points;
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back({scores[i], percents[i]});
  }
  return points;
}

TEST(SimilarityCalibrationTest, TheInverseIsExactToTheLastBit) {
  std::mt19937 rng(4);
  for (int round = 0; round < 300; ++round) {
    const auto points = RandomPoints(rng);
    const auto created = SimilarityCalibration::Create("m", points);
    if (!created) continue;  // two equal random numbers
    std::uniform_real_distribution<double> percent(points.front().percent,
                                                   points.back().percent);
    for (int i = 0; i < 20; ++i) {
      const double wanted = i == 0 ? points.back().percent : percent(rng);
      const float at = created->ScoreAt(wanted);
      ASSERT_GE(created->Percent(at), wanted) << "round " << round;
      if (at > -1) {
        ASSERT_LT(created->Percent(std::nextafter(at, -2.0F)), wanted)
            << "round " << round << " percent " << wanted;
      }
    }
  }
}

TEST(SimilarityCalibrationTest, NeverFallsFromOneFloatToTheNext) {
  std::mt19937 rng(5);
  for (int round = 0; round < 100; ++round) {
    const auto points = RandomPoints(rng);
    const auto created = SimilarityCalibration::Create("m", points);
    if (!created) continue;
    for (const CalibrationPoint& point : points) {
      float score = point.score;
      for (int i = 0; i < 50; ++i) score = std::nextafter(score, -2.0F);
      for (int i = 0; i < 100; ++i) {
        const float next = std::nextafter(score, 2.0F);
        ASSERT_LE(created->Percent(score), created->Percent(next))
            << "round " << round << " at " << score;
        score = next;
      }
    }
  }
}

TEST(SimilarityCalibrationTest, PointsThatDoNotRiseAreRefused) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<std::vector<CalibrationPoint>> kBad = {
      {},
      {{0, 0}},
      {{0, 0}, {0, 100}},
      {{0, 50}, {1, 50}},
      {{0.5F, 0}, {0.4F, 100}},
      {{0, 60}, {1, 50}},
      {{-1.5F, 0}, {1, 100}},
      {{0, 0}, {1.5F, 100}},
      {{0, -1}, {1, 100}},
      {{0, 0}, {1, 101}},
      {{nan, 0}, {1, 100}},
      {{0, kNaN}, {1, 100}}};
  for (const auto& points : kBad) {
    const auto created = SimilarityCalibration::Create("m", points);
    ASSERT_FALSE(created.has_value());
    EXPECT_EQ(created.error().code, ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace rescan::index
