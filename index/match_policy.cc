#include "index/match_policy.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace rescan::index {
namespace {

constexpr double kMostPercent = 100;

// Floats as whole numbers of the same order: the next float is the next number.
std::int32_t OrderOf(float value) {
  const auto bits = std::bit_cast<std::int32_t>(value);
  return bits >= 0 ? bits : std::numeric_limits<std::int32_t>::min() - bits;
}

float FloatOf(std::int32_t order) {
  return std::bit_cast<float>(
      order >= 0 ? order : std::numeric_limits<std::int32_t>::min() - order);
}

}  // namespace

std::string_view MatchBandName(MatchBand band) {
  switch (band) {
    case MatchBand::kNew:
      return "new";
    case MatchBand::kReview:
      return "review";
    case MatchBand::kAutomatic:
      return "automatic";
  }
  return "";
}

Result<MatchPolicy> MatchPolicy::Create(double automatic_at, double review_at,
                                        std::optional<MatchBand> cap) {
  // Written so that NaN is refused.
  if (!(0 <= review_at && review_at <= automatic_at &&
        automatic_at <= kMostPercent)) {
    return Fail(ErrorCode::kInvalidArgument,
                "match bounds: review " + std::to_string(review_at) +
                    ", automatic " + std::to_string(automatic_at) +
                    ": expected 0 <= review <= automatic <= 100");
  }
  MatchPolicy policy;
  policy.automatic_at_ = automatic_at;
  policy.review_at_ = review_at;
  policy.cap_ = cap.value_or(MatchBand::kAutomatic);
  return policy;
}

MatchBand MatchPolicy::BandOf(double similarity) const {
  MatchBand band = MatchBand::kNew;
  if (similarity >= automatic_at_) {
    band = MatchBand::kAutomatic;
  } else if (similarity >= review_at_) {
    band = MatchBand::kReview;
  }
  return std::min(band, cap_);
}

MatchPolicy MatchPolicy::CappedAt(MatchBand cap) const {
  MatchPolicy capped = *this;
  capped.cap_ = std::min(cap, cap_);
  return capped;
}

SimilarityCalibration::SimilarityCalibration(
    std::string model, std::vector<CalibrationPoint> points)
    : model_(std::move(model)), points_(std::move(points)) {}

Result<SimilarityCalibration> SimilarityCalibration::Create(
    std::string model, std::vector<CalibrationPoint> points) {
  bool valid = points.size() >= 2;
  for (std::size_t i = 0; i < points.size() && valid; ++i) {
    const auto& [score, percent] = points[i];
    valid = score >= -1 && score <= 1 && percent >= 0 &&
            percent <= kMostPercent &&
            (i == 0 ||
             (score > points[i - 1].score && percent > points[i - 1].percent));
  }
  if (!valid) {
    return Fail(ErrorCode::kInvalidArgument,
                "calibration of " + model +
                    ": needs two points or more, rising, scores within [-1, "
                    "1], percentages within [0, 100]");
  }
  return SimilarityCalibration(std::move(model), std::move(points));
}

double SimilarityCalibration::Percent(float score) const {
  if (score != score) return std::numeric_limits<double>::quiet_NaN();
  const auto upper = std::upper_bound(
      points_.begin(), points_.end(), score,
      [](float s, const CalibrationPoint& point) { return s < point.score; });
  if (upper == points_.begin()) return upper->percent;
  const CalibrationPoint& low = *(upper - 1);
  if (upper == points_.end()) return low.percent;
  // A double holds the difference of two floats of about the same size exactly,
  // and rounding keeps the order; the bound keeps it at the upper point.
  const double slope = (upper->percent - low.percent) /
                       (static_cast<double>(upper->score) - low.score);
  const double percent =
      low.percent + (static_cast<double>(score) - low.score) * slope;
  return std::min(percent, upper->percent);
}

float SimilarityCalibration::ScoreAt(double percent) const {
  constexpr float kLowest = -1;
  if (!(percent <= points_.back().percent)) {
    return std::numeric_limits<float>::infinity();
  }
  if (percent <= Percent(kLowest)) return kLowest;
  // The percentage never falls: halve until two neighbours are left.
  std::int32_t below = OrderOf(kLowest);
  std::int32_t reached = OrderOf(points_.back().score);
  while (std::int64_t{reached} - below > 1) {
    const auto middle =
        static_cast<std::int32_t>(below + (std::int64_t{reached} - below) / 2);
    (Percent(FloatOf(middle)) >= percent ? reached : below) = middle;
  }
  return FloatOf(reached);
}

}  // namespace rescan::index
