#ifndef RESCAN_KERNELS_VECTOR_TOP_K_H_
#define RESCAN_KERNELS_VECTOR_TOP_K_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace rescan::kernels {

// A row of a scan and its score; the higher the better.
struct ScoredRow {
  float score;
  std::uint32_t row;

  friend bool operator==(const ScoredRow&, const ScoredRow&) = default;
};

// Of equal scores the lower row goes first.
struct LowerRowFirst {
  bool operator()(std::uint32_t a, std::uint32_t b) const { return a < b; }
};

// Collects the best rows of a scan. Scores are totally ordered (no NaN), equal
// ones by `TieOrder`, so that the result does not depend on the order in which
// rows are offered. Not thread-safe. O(log k) for a row that gets in, O(1) for
// one that does not; memory grows with what is kept, not with the limit.
template <class TieOrder = LowerRowFirst>
class TopK {
 public:
  // Keeps the best `limit` rows of those that score at least `floor`.
  explicit TopK(std::size_t limit,
                float floor = -std::numeric_limits<float>::infinity(),
                TieOrder tie_order = TieOrder())
      : limit_(limit), floor_(floor), tie_order_(std::move(tie_order)) {}

  // No row that scores below this can get in; one that scores this may. Only
  // rises.
  [[nodiscard]] float threshold() const {
    if (limit_ == 0) return std::numeric_limits<float>::infinity();
    return kept_.size() < limit_ ? floor_ : kept_.front().score;
  }

  // REQUIRES: each row is offered once.
  void Offer(float score, std::uint32_t row) {
    // `!(>=)` keeps a NaN out too.
    if (limit_ == 0 || !(score >= floor_)) return;
    const auto better = [this](const ScoredRow& a, const ScoredRow& b) {
      return Better(a, b);
    };
    const ScoredRow offered{score, row};
    if (kept_.size() == limit_) {
      if (!Better(offered, kept_.front())) return;
      std::pop_heap(kept_.begin(), kept_.end(), better);
      kept_.back() = offered;
    } else {
      kept_.push_back(offered);
    }
    std::push_heap(kept_.begin(), kept_.end(), better);
  }

  // The rows kept, best first; leaves the collector empty.
  [[nodiscard]] std::vector<ScoredRow> Take() {
    std::sort(kept_.begin(), kept_.end(),
              [this](const ScoredRow& a, const ScoredRow& b) {
                return Better(a, b);
              });
    return std::exchange(kept_, {});
  }

 private:
  bool Better(const ScoredRow& a, const ScoredRow& b) const {
    if (a.score != b.score) return a.score > b.score;
    return tie_order_(a.row, b.row);
  }

  std::size_t limit_;
  float floor_;
  TieOrder tie_order_;
  std::vector<ScoredRow> kept_;  // a heap, the worst in front
};

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_VECTOR_TOP_K_H_
