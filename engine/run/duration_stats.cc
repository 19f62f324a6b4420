#include "engine/run/duration_stats.h"

#include <algorithm>
#include <cmath>

namespace rescan {
namespace {

constexpr double kSmallest = 1e-6;
constexpr double kStep = 1.01;
constexpr std::size_t kBuckets = 2800;

std::size_t BucketOf(double seconds) {
  if (seconds <= kSmallest) return 0;
  const double index =
      std::round(std::log(seconds / kSmallest) / std::log(kStep));
  return static_cast<std::size_t>(
      std::min(index, static_cast<double>(kBuckets - 1)));
}

}  // namespace

DurationStats::DurationStats() : buckets_(kBuckets) {}

void DurationStats::Add(double seconds) {
  const double value = std::max(seconds, 0.0);
  ++buckets_[BucketOf(value)];
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = std::max(max_, value);
  ++count_;
}

double DurationStats::Percentile(double share) const {
  if (count_ == 0) return 0;
  const auto rank = std::max<std::int64_t>(
      1, static_cast<std::int64_t>(
             std::ceil(share * static_cast<double>(count_))));
  std::int64_t seen = 0;
  std::size_t bucket = 0;
  while (bucket + 1 < kBuckets && (seen += buckets_[bucket]) < rank) ++bucket;
  if (bucket == 0) return min_;
  const double centre =
      kSmallest * std::pow(kStep, static_cast<double>(bucket));
  return std::clamp(centre, min_, max_);
}

}  // namespace rescan
