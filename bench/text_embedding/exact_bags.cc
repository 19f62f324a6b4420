#include "bench/text_embedding/exact_bags.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace rescan::bench {

reference::Bag ExactBags::UnitBag(const std::string& ascii) const {
  reference::Bag bag = reference::GramsOf(ascii, weight_);
  double squares = 0;
  for (const auto& [gram, value] : bag) squares += value * value;
  if (squares == 0) return {};
  for (auto& [gram, value] : bag) value /= std::sqrt(squares);
  return bag;
}

void ExactBags::Add(const std::string& ascii) {
  for (const auto& [gram, value] : UnitBag(ascii)) {
    postings_[gram].push_back({count_, static_cast<float>(value)});
  }
  ++count_;
}

void ExactBags::Cosines(const std::string& ascii, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  for (const auto& [gram, value] : UnitBag(ascii)) {
    const auto found = postings_.find(gram);
    if (found == postings_.end()) continue;
    for (const Posting& posting : found->second) {
      out[posting.text] += static_cast<float>(value) * posting.value;
    }
  }
}

reference::GramWeight RarityWeight(const std::vector<std::string>& texts,
                                   double power) {
  // The weight is asked for a bare gram, plain and folded alike, so both are
  // counted under its name.
  auto with = std::make_shared<std::map<std::u32string, double>>();
  for (const std::string& text : texts) {
    std::map<std::u32string, bool> seen;
    for (const auto& [gram, value] :
         reference::GramsOf(text, reference::LengthWeight)) {
      seen[gram.substr(1)] = true;
    }
    for (const auto& [gram, once] : seen) (*with)[gram] += 1;
  }
  const auto all = static_cast<double>(texts.size());
  return [with, all, power](const std::u32string& gram) {
    const auto found = with->find(gram);
    const double count = found == with->end() ? 0 : found->second;
    const double rarity = std::log((all + 1) / (count + 1)) / std::log(all + 1);
    return reference::LengthWeight(gram) * std::pow(rarity, power);
  };
}

}  // namespace rescan::bench
