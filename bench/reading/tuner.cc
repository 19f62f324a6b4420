#include "bench/reading/tuner.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

namespace rescan::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostVariants = 1000;

std::string LastPart(const std::string& pointer) {
  return pointer.substr(pointer.rfind('/') + 1);
}

bool HasText(const Score& score) {
  return score.text.symbols > 0 || score.words.read > 0;
}

// Mean loss over the folds but `left_out`.
double MeanLoss(const std::vector<Score>& folds,
                std::optional<std::size_t> left_out) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < folds.size(); ++i) {
    if (i == left_out || !HasText(folds[i])) continue;
    sum += LossOf(folds[i]);
    ++count;
  }
  return count == 0 ? std::numeric_limits<double>::max() : sum / count;
}

std::size_t BestVariant(const std::vector<std::vector<Score>>& scores,
                        std::optional<std::size_t> left_out) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < scores.size(); ++i) {
    if (MeanLoss(scores[i], left_out) < MeanLoss(scores[best], left_out)) {
      best = i;
    }
  }
  return best;
}

}  // namespace

Result<std::vector<Variant>> VariantsOf(const std::string& profile,
                                        const std::string& grid) {
  try {
    const Json values = Json::parse(grid);
    std::vector<std::pair<std::string, Json>> variants = {
        {"", Json::parse(profile)}};
    for (const auto& [pointer, options] : values.items()) {
      const Json::json_pointer at(pointer);
      if (!options.is_array() || options.empty()) {
        return Fail(ErrorCode::kCorruption,
                    "grid: " + pointer + " needs an array of values");
      }
      if (!variants.front().second.contains(at)) {
        return Fail(ErrorCode::kInvalidArgument,
                    "grid: the profile has no " + pointer);
      }
      if (variants.size() * options.size() > kMostVariants) {
        return Fail(ErrorCode::kInvalidArgument,
                    "grid: more than 1000 combinations");
      }
      std::vector<std::pair<std::string, Json>> next;
      for (const auto& [label, base] : variants) {
        for (const Json& option : options) {
          auto& [text, json] = next.emplace_back(label, base);
          if (!text.empty()) text += ' ';
          text += LastPart(pointer);
          text += '=';
          text += option.dump();
          json[at] = option;
        }
      }
      variants = std::move(next);
    }
    std::vector<Variant> result;
    for (const auto& [label, json] : variants) {
      result.push_back({label.empty() ? "as it is" : label, json.dump(2)});
    }
    return result;
  } catch (const Json::exception& e) {
    return Fail(ErrorCode::kCorruption, std::string("grid: ") + e.what());
  }
}

std::size_t FoldOf(std::string_view stem, std::uint64_t seed,
                   std::size_t folds) {
  // FNV-1a, then SplitMix64's mixing: names differ in their last characters.
  std::uint64_t hash = 0xCBF29CE484222325 ^ seed;
  for (const char c : stem) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
  return (hash ^ (hash >> 31)) % folds;
}

double LossOf(const Score& score) {
  return score.text.Rate() + 1 - score.bare_words.F1();
}

CrossValidation CrossValidate(const std::vector<ImageScores>& readings,
                              std::size_t folds, std::uint64_t seed) {
  CrossValidation result;
  for (const ImageScores& images : readings) {
    std::vector<Score>& sums = result.scores.emplace_back(folds);
    for (const auto& [stem, score] : images) {
      sums[FoldOf(stem, seed, folds)] += score;
    }
  }
  for (std::size_t fold = 0; fold < folds; ++fold) {
    const std::size_t best = BestVariant(result.scores, fold);
    result.folds.push_back({best, result.scores[best][fold]});
    result.left_out += result.folds.back().left_out;
  }
  result.chosen = BestVariant(result.scores, std::nullopt);
  return result;
}

}  // namespace rescan::bench
