// Vectors of short texts: what looks alike lies close together, also after
// recognition errors.
#ifndef RESCAN_INDEX_TEXT_EMBEDDER_H_
#define RESCAN_INDEX_TEXT_EMBEDDER_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "index/match_policy.h"
#include "kernels/base/result.h"

namespace rescan::index {

// What stands for a neighbour that is not there, at the edge of a page.
inline constexpr std::string_view kEdge = "<EDGE>";

// What is embedded. Part of the model's name, so that a collection of one takes
// none of the other.
enum class TextUnit {
  kLine,  // a row of a page; context: the rows above and below
  kWord,  // context: two words on each side
};

// Everything that changes the vectors.
struct TextEmbedderOptions {
  TextUnit unit = TextUnit::kLine;
  int dimension = 512;  // 64..4096
  // The context's part of the squared length, in [0, 0.5). Without a value 0.4,
  // which was measured.
  std::optional<double> context_share;
  // Also compare with confusable characters made equal (text_symbols.h).
  bool fold_confusions = true;
};

// An embedding that is computed, not learned, and pinned by tests: a model id
// stands for the same vectors for ever, on every machine. (Characters that are
// newer than the ICU of one of two machines are letters on the other alone.)
//
// Runs of 3, 4 and 5 symbols of the text (text_symbols.h), weighted 3, 2 and 1
// for each occurrence, once as they are and once with confusable characters
// folded, are hashed with signs into `dimension` sums; so are those of the
// context, all its texts together, under other hashes. The target's sums and
// the context's, each of length 1, are blended by context_share. So the cosine
// of two texts without context is that of their runs; a bare query's and the
// same text's with context is sqrt(1 - context_share); and equal texts are told
// apart by their surroundings. Why these weights, and why not by rarity (IDF):
// engine/doc/decisions.md.
//
// Immutable; thread-safe.
class TextEmbedder {
 public:
  // Errors: kInvalidArgument for options out of range.
  [[nodiscard]] static Result<TextEmbedder> Create(
      const TextEmbedderOptions& options = {});
  [[nodiscard]] static Result<TextEmbedder> Create(TextUnit unit,
                                                   int dimension = 512);

  // The vector of `target` among `context` (texts or kEdge; none for a query
  // that somebody typed), of length 1, in `out`. Any bytes are allowed; of a
  // very long text the beginning counts. About 2 microseconds for a line.
  //
  // Errors, `out` left as it was: kUnsupported if the target has nothing to
  // compare (no letter, number or picture); kInvalidArgument unless
  // out.size() == dimension() and context.size() <= 64; kInternal without ICU's
  // data.
  [[nodiscard]] Status Embed(std::string_view target,
                             std::span<const std::string_view> context,
                             std::span<float> out) const;
  [[nodiscard]] Status Embed(std::string_view target,
                             std::span<float> out) const {
    return Embed(target, {}, out);
  }

  // "text-ngrams-1-line-512": the algorithm with its version, the unit, the
  // dimension, and options that are not the usual ones.
  [[nodiscard]] const std::string& model() const {
    return calibration_.model();
  }
  [[nodiscard]] int dimension() const { return options_.dimension; }
  [[nodiscard]] TextUnit unit() const { return options_.unit; }

  // Percentages of the cosines of two vectors with context, or of two without
  // it where bare texts are compared with bare ones.
  [[nodiscard]] const SimilarityCalibration& calibration() const {
    return calibration_;
  }

  // The same of a vector without context, as of a typed query, with one that
  // has it: such cosines end at sqrt(1 - context_share).
  [[nodiscard]] const SimilarityCalibration& bare_calibration() const {
    return bare_calibration_;
  }

 private:
  TextEmbedder(const TextEmbedderOptions& options, double context_share,
               SimilarityCalibration calibration,
               SimilarityCalibration bare_calibration);

  TextEmbedderOptions options_;
  double context_share_;
  SimilarityCalibration calibration_;
  SimilarityCalibration bare_calibration_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_TEXT_EMBEDDER_H_
