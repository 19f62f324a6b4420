// What a similarity means: the one place with the bands, and the way from a
// model's raw score to the percentage they are defined on.
#ifndef RESCAN_INDEX_MATCH_POLICY_H_
#define RESCAN_INDEX_MATCH_POLICY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"

namespace rescan::index {

// In order: a later one takes more for granted.
enum class MatchBand { kNew, kReview, kAutomatic };

// "new", "review" or "automatic".
[[nodiscard]] std::string_view MatchBandName(MatchBand band);

// Bounds of the bands, in percent; both belong to the upper band. A collection
// may have its own. A value, always valid, thread-compatible.
class MatchPolicy {
 public:
  // Automatic from 95, review from 80, no cap.
  MatchPolicy() = default;

  // Nothing is matched above `cap`, whatever its similarity (for example
  // kReview for faces too small to be trusted). Errors: kInvalidArgument
  // unless 0 <= review_at <= automatic_at <= 100.
  [[nodiscard]] static Result<MatchPolicy> Create(
      double automatic_at, double review_at, std::optional<MatchBand> cap = {});

  // The band of a similarity in percent, compared as it is, never rounded. NaN
  // is kNew: what cannot be compared matches nothing.
  [[nodiscard]] MatchBand BandOf(double similarity) const;

  // The same bounds with nothing above `cap`; never lifts a cap.
  [[nodiscard]] MatchPolicy CappedAt(MatchBand cap) const;

  [[nodiscard]] double automatic_at() const { return automatic_at_; }
  [[nodiscard]] double review_at() const { return review_at_; }
  [[nodiscard]] MatchBand cap() const { return cap_; }

  friend bool operator==(const MatchPolicy&, const MatchPolicy&) = default;

 private:
  double automatic_at_ = 95;
  double review_at_ = 80;
  MatchBand cap_ = MatchBand::kAutomatic;
};

struct CalibrationPoint {
  float score = 0;     // a cosine
  double percent = 0;  // of similarity
  friend bool operator==(const CalibrationPoint&,
                         const CalibrationPoint&) = default;
};

// The percentage of a model's cosine: straight lines between fixed points,
// never falling. Immutable and thread-safe.
class SimilarityCalibration {
 public:
  // `model` is the id of the model whose scores are meant. Errors:
  // kInvalidArgument unless there are two points or more, scores within
  // [-1, 1] and percentages within [0, 100], both rising from point to point.
  [[nodiscard]] static Result<SimilarityCalibration> Create(
      std::string model, std::vector<CalibrationPoint> points);

  // Below the first point its percentage, above the last one's that. Never
  // falls with a rising score, to the last bit. NaN for NaN.
  [[nodiscard]] double Percent(float score) const;

  // The lowest score, to the last bit, whose Percent is at least `percent`:
  // Percent(s) >= percent exactly if s >= ScoreAt(percent), for s within
  // [-1, 1]. -1 if all have it, infinity if none has (also for NaN).
  [[nodiscard]] float ScoreAt(double percent) const;

  [[nodiscard]] const std::string& model() const { return model_; }
  [[nodiscard]] const std::vector<CalibrationPoint>& points() const {
    return points_;
  }

 private:
  SimilarityCalibration(std::string model,
                        std::vector<CalibrationPoint> points);

  std::string model_;
  std::vector<CalibrationPoint> points_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_MATCH_POLICY_H_
