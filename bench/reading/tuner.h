// Choosing parameters of a profile by cross-validation.
#ifndef RESCAN_BENCH_READING_TUNER_H_
#define RESCAN_BENCH_READING_TUNER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/reading/score.h"
#include "kernels/base/result.h"

namespace rescan::bench {

// A profile with some parameters set.
struct Variant {
  std::string label;    // "character_height=18 clip=2", for people
  std::string profile;  // JSON
};

// Every combination of a grid's values in a profile, the first parameter's
// values changing slowest. The grid is a JSON object of JSON pointers into the
// profile, each with the array of its values:
//   {"/preparation/scan/steps/1/character_height": [18, 20, 22]}
// Errors: kCorruption (not such a grid, no JSON), kInvalidArgument (a pointer
// to what the profile does not have, more than 1,000 combinations).
[[nodiscard]] Result<std::vector<Variant>> VariantsOf(
    const std::string& profile, const std::string& grid);

// The fold of an image, 0 .. folds - 1: by its name and the seed alone, so it
// stays when other images come or go.
[[nodiscard]] std::size_t FoldOf(std::string_view stem, std::uint64_t seed,
                                 std::size_t folds);

// What is minimised: CER + (1 - F1n) of the summed counts.
[[nodiscard]] double LossOf(const Score& score);

using ImageScores = std::vector<std::pair<std::string, Score>>;  // by stem

struct FoldChoice {
  std::size_t variant = 0;  // with the least mean loss over the other folds
  Score left_out;           // its score on this fold, which had no say
};

struct CrossValidation {
  std::vector<std::vector<Score>> scores;  // [variant][fold]
  std::vector<FoldChoice> folds;
  Score left_out;          // sum over the folds: what to expect elsewhere
  std::size_t chosen = 0;  // with the least mean loss over all folds
};

// `readings[v]` are the scores of variant v, of the same images for each.
// Folds without an image count nowhere. REQUIRES: readings is not empty,
// folds >= 2.
[[nodiscard]] CrossValidation CrossValidate(
    const std::vector<ImageScores>& readings, std::size_t folds,
    std::uint64_t seed);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_READING_TUNER_H_
