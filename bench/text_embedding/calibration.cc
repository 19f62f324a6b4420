// Scores of right and of wrong pairs, and what the calibration makes of them.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bench/measure/measure.h"
#include "bench/reading/levenshtein.h"
#include "bench/text_embedding/drawn_errors.h"
#include "bench/text_embedding/measured.h"
#include "bench/text_embedding/quality.h"

namespace rescan::bench {
namespace {

using index::TextEmbedder;
using index::TextEmbedderOptions;
using index::TextUnit;

// Two texts are practically the same if at most this share of the letters and
// digits, and at most one more, differ.
constexpr double kFewErrors = 0.1;

// The pages with errors drawn into each word of what is taken as read.
std::vector<PagePair> WithDrawnErrors(const std::vector<PagePair>& pages,
                                      double rate) {
  samples::Rng rng(11);
  std::vector<PagePair> drawn = pages;
  for (PagePair& pair : drawn) {
    pair.read = pair.truth;
    for (Line& line : pair.read.lines) {
      line.text.clear();
      for (Word& word : line.words) {
        word.text = WithRecognitionErrors(word.text, rate, rng);
        if (!line.text.empty()) line.text += ' ';
        line.text += word.text;
      }
    }
  }
  return drawn;
}

bool FewErrors(const std::string& read, const std::string& truth) {
  return static_cast<double>(Levenshtein(read, truth)) <=
         std::max(1.0, kFewErrors * static_cast<double>(truth.size()));
}

struct Scores {
  std::vector<float> few;    // right pairs with few errors
  std::vector<float> many;   // other right pairs
  std::vector<float> wrong;  // each query's best that reads otherwise
  std::vector<std::pair<float, bool>> nearest;  // and whether it reads so
};

void Add(const Measured& measured, const std::vector<Found>& found,
         Scores& scores) {
  for (const Found& one : found) {
    const bool few = FewErrors(measured.read.entries[one.query].key,
                               measured.truth.entries[one.right].key);
    (few ? scores.few : scores.many).push_back(one.right_score);
    scores.wrong.push_back(one.wrong_score);
    scores.nearest.emplace_back(one.nearest_score, one.reads_the_same);
  }
}

// The same queries by their text alone.
std::vector<Found> FindBare(const Measured& measured,
                            const TextEmbedderOptions& options) {
  const auto embedder = TextEmbedder::Create(options).value();
  const auto size = static_cast<std::size_t>(options.dimension);
  std::vector<float> vectors(measured.read.vectors.size());
  for (std::size_t i = 0; i < measured.read.entries.size(); ++i) {
    // What was embedded with its context can be embedded without.
    (void)embedder.Embed(measured.read.entries[i].text,
                         std::span(vectors).subspan(i * size, size));
  }
  return FindNearest(measured.on, measured.truth.entries, measured.twins,
                     vectors, measured.truth.vectors, size);
}

double ShareFrom(const std::vector<float>& scores, float least) {
  if (scores.empty()) return 0;
  const auto above =
      std::count_if(scores.begin(), scores.end(),
                    [least](float score) { return score >= least; });
  return 100 * static_cast<double>(above) / static_cast<double>(scores.size());
}

// Of the nearest ones that score so much, the share that reads as it should.
double PrecisionFrom(const std::vector<std::pair<float, bool>>& nearest,
                     float least) {
  std::size_t all = 0, right = 0;
  for (const auto& [score, reads_so] : nearest) {
    if (score < least) continue;
    ++all;
    right += reads_so;
  }
  return all == 0 ? 100
                  : 100 * static_cast<double>(right) / static_cast<double>(all);
}

void Print(const std::string& name, const Scores& scores,
           const index::SimilarityCalibration& calibration) {
  fmt::print(
      "{}: {} right pairs with few errors, {} with more\n"
      "  {:>6} {:>8} {:>9} {:>9} {:>9} {:>11}\n",
      name, scores.few.size(), scores.many.size(), "cosine", "percent",
      "few >=", "more >=", "wrong >=", "nearest so");
  std::vector<float> steps = {calibration.ScoreAt(80), calibration.ScoreAt(95)};
  for (int i = 40; i < 100; i += 5)
    steps.push_back(static_cast<float>(i) / 100);
  std::sort(steps.begin(), steps.end());
  for (const float step : steps) {
    fmt::print("  {:>6.3f} {:>8.1f} {:>9.2f} {:>9.2f} {:>9.2f} {:>11.2f}\n",
               step, calibration.Percent(step), ShareFrom(scores.few, step),
               ShareFrom(scores.many, step), ShareFrom(scores.wrong, step),
               PrecisionFrom(scores.nearest, step));
  }
}

void PrintUnit(const NamedPages& set, TextUnit unit, bool drawn) {
  TextEmbedderOptions options;
  options.unit = unit;
  const auto embedder = TextEmbedder::Create(options).value();
  Scores with_context, bare;
  std::vector<std::vector<PagePair>> sources = {set.pages};
  if (drawn) {
    for (const double rate : {0.05, 0.1, 0.2}) {
      sources.push_back(WithDrawnErrors(set.pages, rate));
    }
  }
  for (const auto& pages : sources) {
    const Measured measured = Measure(pages, options);
    Add(measured, measured.found, with_context);
    Add(measured, FindBare(measured, options), bare);
  }
  const std::string name =
      set.name + (drawn ? ", as read and with drawn errors" : ", as read");
  Print(embedder.model() + ", " + name, with_context, embedder.calibration());
  Print(embedder.model() + " without the query's context, " + name, bare,
        embedder.bare_calibration());
}

// Every true line typed with two wrong letters, by itself.
bool PrintTyped(const NamedPages& set) {
  const TextEmbedderOptions options;
  const auto embedder = TextEmbedder::Create(options).value();
  const Measured measured = Measure(set.pages, options);
  samples::Rng rng(3);
  const auto size = static_cast<std::size_t>(options.dimension);
  std::vector<float> vectors;
  std::vector<std::optional<std::size_t>> on;
  std::size_t queries = 0, bands[3] = {};
  for (std::size_t i = 0; i < measured.truth.entries.size(); ++i) {
    // Long enough that two letters are errors and not another text.
    constexpr std::size_t kLeastLetters = 12;
    const Entry& entry = measured.truth.entries[i];
    const bool counts = entry.key.size() >= kLeastLetters;
    vectors.resize(vectors.size() + size);
    on.push_back(counts ? std::optional(i) : std::nullopt);
    (void)embedder.Embed(WithWrongLetters(entry.text, 2, rng),
                         std::span(vectors).last(size));
    queries += counts;
  }
  const auto found = FindNearest(on, measured.truth.entries, measured.twins,
                                 vectors, measured.truth.vectors, size);
  const auto figures = FiguresOf(found, on);
  for (const Found& one : found) {
    const double percent = embedder.bare_calibration().Percent(one.right_score);
    ++bands[static_cast<std::size_t>(index::MatchPolicy().BandOf(percent))];
  }
  const double first = 100 * static_cast<double>(figures.reads_the_same) /
                       static_cast<double>(queries);
  fmt::print(
      "{}: {} lines of 12 letters and digits or more, typed with two "
      "wrong letters:\n  {} automatic, {} for review, {} new\n",
      set.name, queries, bands[2], bands[1], bands[0]);
  return Verdict("typed with two wrong letters, found first, percent", first,
                 ">= 97", first >= 97);
}

}  // namespace

bool PrintCalibration(const std::vector<NamedPages>& sets) {
  const NamedPages& generated = sets.back();
  PrintUnit(generated, TextUnit::kLine, true);
  const std::size_t some = std::min<std::size_t>(generated.pages.size(), 40);
  const NamedPages few = {
      fmt::format("{} of {}", some, generated.name),
      {generated.pages.begin(),
       generated.pages.begin() + static_cast<std::ptrdiff_t>(some)}};
  PrintUnit(few, TextUnit::kWord, true);
  if (sets.size() > 1) {
    PrintUnit(sets.front(), TextUnit::kLine, false);
    PrintUnit(sets.front(), TextUnit::kWord, false);
  }
  bool met = true;
  for (const NamedPages& set : sets) met &= PrintTyped(set);
  return met;
}

}  // namespace rescan::bench
