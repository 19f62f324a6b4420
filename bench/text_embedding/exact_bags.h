#ifndef RESCAN_BENCH_TEXT_EMBEDDING_EXACT_BAGS_H_
#define RESCAN_BENCH_TEXT_EMBEDDING_EXACT_BAGS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/reference_text.h"

namespace rescan::bench {

// Cosines of bags of n-grams without any hashing: what the embedding
// approaches, and the place to try other weights. By an inverted list.
class ExactBags {
 public:
  explicit ExactBags(reference::GramWeight weight)
      : weight_(std::move(weight)) {}

  // The next text; numbered from 0.
  void Add(const std::string& ascii);

  // out[i] = cosine of `ascii` with text i. REQUIRES: out has room for all.
  void Cosines(const std::string& ascii, std::span<float> out) const;

 private:
  struct Posting {
    std::uint32_t text;
    float value;  // of a bag of length 1
  };

  [[nodiscard]] reference::Bag UnitBag(const std::string& ascii) const;

  reference::GramWeight weight_;
  std::uint32_t count_ = 0;
  std::map<std::u32string, std::vector<Posting>> postings_;
};

// Weights by length and rarity: log((N + 1) / (n + 1)) / log(N + 1), where n of
// the N texts have the n-gram, to the power of `power`.
[[nodiscard]] reference::GramWeight RarityWeight(
    const std::vector<std::string>& texts, double power);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TEXT_EMBEDDING_EXACT_BAGS_H_
