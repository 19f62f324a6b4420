#include "index/text_embedder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "index/text_symbols.h"
#include "kernels/text/ngram_sums.h"
#include "kernels/text/unit_blend.h"

namespace rescan::index {
namespace {

constexpr int kLeastDimension = 64;
constexpr int kMostDimension = 4096;
// Keeps every sum below 2^23: texts times symbols times 3 + 2 + 1, twice.
constexpr std::size_t kMostContextTexts = 64;
static_assert(kMostContextTexts * kMostTextSymbols * 6 * 2 < (1U << 23));

constexpr kernels::NgramWeights kWeights = {3, 2, 1};

// Keep what stands in the target, in the context, and folded, apart from each
// other. Any numbers would do; these are fixed with the model's version.
struct Seeds {
  std::uint32_t plain;
  std::uint32_t folded;
};
constexpr Seeds kTargetSeeds = {0x7A11E70Fu, 0x5EED0F01u};
constexpr Seeds kContextSeeds = {0x1C0471E3u, 0x90D5C22Bu};

// Private, so no text has it: text_symbols.h makes it a blank.
constexpr std::array<std::uint32_t, 3> kEdgeSymbols = {' ', 0xE000, ' '};

// By cross-validation over receipts; the same for words.
constexpr double kUsualContextShare = 0.4;

std::string ModelName(const TextEmbedderOptions& options) {
  std::string name = "text-ngrams-1-";
  name += options.unit == TextUnit::kLine ? "line-" : "word-";
  name += std::to_string(options.dimension);
  if (options.context_share) {
    name += "-context" + std::to_string(*options.context_share);
  }
  if (!options.fold_confusions) name += "-unfolded";
  return name;
}

// Chosen on generated pages: engine/doc/decisions.md, "Text embedding".
constexpr CalibrationPoint kPoints[] = {
    {0.0F, 0}, {0.65F, 80}, {0.85F, 95}, {1.0F, 100}};

// The points for cosines that end at `most`.
std::vector<CalibrationPoint> PointsUpTo(double most) {
  std::vector<CalibrationPoint> points(std::begin(kPoints), std::end(kPoints));
  for (CalibrationPoint& point : points) {
    point.score = static_cast<float>(most * point.score);
  }
  return points;
}

using Sums = std::array<std::int32_t, kMostDimension>;

// Buffers of one call, kept from text to text.
struct Scratch {
  TextSymbols symbols;
  TextSymbols folded;
};

// Adds the runs of `text`, plain and folded.
Status AddText(std::string_view text, const Seeds& seeds, bool fold,
               Scratch& scratch, std::span<std::int32_t> sums) {
  RESCAN_TRY(ToTextSymbols(text, scratch.symbols));
  kernels::AddNgrams(scratch.symbols, seeds.plain, kWeights, sums);
  if (fold) {
    FoldConfusions(scratch.symbols, scratch.folded);
    kernels::AddNgrams(scratch.folded, seeds.folded, kWeights, sums);
  }
  return {};
}

}  // namespace

TextEmbedder::TextEmbedder(const TextEmbedderOptions& options,
                           double context_share,
                           SimilarityCalibration calibration,
                           SimilarityCalibration bare_calibration)
    : options_(options),
      context_share_(context_share),
      calibration_(std::move(calibration)),
      bare_calibration_(std::move(bare_calibration)) {}

Result<TextEmbedder> TextEmbedder::Create(const TextEmbedderOptions& options) {
  const double share = options.context_share.value_or(kUsualContextShare);
  if (options.dimension < kLeastDimension ||
      options.dimension > kMostDimension || !(share >= 0 && share < 0.5)) {
    return Fail(ErrorCode::kInvalidArgument,
                "text embedding: dimension " +
                    std::to_string(options.dimension) + ", context share " +
                    std::to_string(share) +
                    ": expected 64 to 4096, and 0 to below 0.5");
  }
  const std::string model = ModelName(options);
  auto calibration = SimilarityCalibration::Create(model, PointsUpTo(1));
  if (!calibration) return tl::unexpected(calibration.error());
  auto bare = SimilarityCalibration::Create(model + " bare",
                                            PointsUpTo(std::sqrt(1 - share)));
  if (!bare) return tl::unexpected(bare.error());
  return TextEmbedder(options, share, std::move(*calibration),
                      std::move(*bare));
}

Result<TextEmbedder> TextEmbedder::Create(TextUnit unit, int dimension) {
  TextEmbedderOptions options;
  options.unit = unit;
  options.dimension = dimension;
  return Create(options);
}

Status TextEmbedder::Embed(std::string_view target,
                           std::span<const std::string_view> context,
                           std::span<float> out) const {
  const auto size = static_cast<std::size_t>(options_.dimension);
  if (out.size() != size || context.size() > kMostContextTexts) {
    return Fail(ErrorCode::kInvalidArgument,
                model() + ": the vector has room for " +
                    std::to_string(out.size()) + " numbers, the context has " +
                    std::to_string(context.size()) + " texts");
  }
  Sums target_sums;
  Sums context_sums;
  const auto of_target = std::span(target_sums).first(size);
  const auto of_context = std::span(context_sums).first(size);
  std::fill(of_target.begin(), of_target.end(), 0);
  std::fill(of_context.begin(), of_context.end(), 0);

  Scratch scratch;
  RESCAN_TRY(AddText(target, kTargetSeeds, options_.fold_confusions, scratch,
                     of_target));
  for (const std::string_view text : context) {
    if (text == kEdge) {
      kernels::AddNgrams(kEdgeSymbols, kContextSeeds.plain, kWeights,
                         of_context);
    } else {
      RESCAN_TRY(AddText(text, kContextSeeds, options_.fold_confusions, scratch,
                         of_context));
    }
  }
  if (kernels::UnitBlend(of_target, of_context, context_share_, out)) return {};
  // The one run of a single symbol may meet its folded twin with the other
  // sign. Once more without that, the plain run stands.
  RESCAN_TRY(AddText(target, kTargetSeeds, false, scratch, of_target));
  if (!kernels::UnitBlend(of_target, of_context, context_share_, out)) {
    return Fail(ErrorCode::kUnsupported,
                "the text has no letter or number to compare");
  }
  return {};
}

}  // namespace rescan::index
