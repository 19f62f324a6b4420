// What the embedding's parameters were chosen by.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bench/text_embedding/drawn_errors.h"
#include "bench/text_embedding/exact_bags.h"
#include "bench/text_embedding/measured.h"
#include "bench/text_embedding/quality.h"

namespace rescan::bench {
namespace {

using index::TextEmbedderOptions;
using index::TextUnit;

double Percent(double part, std::size_t whole) {
  return whole == 0 ? 0 : 100 * part / static_cast<double>(whole);
}

// Found right, and all, of each page.
struct PageCounts {
  std::size_t right = 0, all = 0;
};

std::vector<PageCounts> CountsOf(const NamedPages& set,
                                 const Measured& measured) {
  std::vector<PageCounts> counts(set.pages.size());
  for (const Found& found : measured.found) {
    PageCounts& page = counts[measured.truth.entries[found.right].page];
    page.right += found.same_page;
    ++page.all;
  }
  return counts;
}

// The share of the pages left out that is found with what is best on the rest,
// in five parts: page i is in part i % 5.
void PrintCrossValidation(const std::vector<std::vector<PageCounts>>& counts,
                          const std::vector<double>& shares) {
  constexpr std::size_t kParts = 5;
  std::size_t right = 0, all = 0;
  std::string chosen;
  for (std::size_t part = 0; part < kParts; ++part) {
    const auto sum = [&](std::size_t setting, bool inside) {
      PageCounts sums;
      for (std::size_t i = 0; i < counts[setting].size(); ++i) {
        if ((i % kParts == part) != inside) continue;
        sums.right += counts[setting][i].right;
        sums.all += counts[setting][i].all;
      }
      return sums;
    };
    std::size_t best = 0;
    for (std::size_t s = 1; s < counts.size(); ++s) {
      if (sum(s, false).right > sum(best, false).right) best = s;
    }
    right += sum(best, true).right;
    all += sum(best, true).all;
    chosen += fmt::format(" {}", shares[best]);
  }
  fmt::print("  chosen without the part:{}; on the parts left out {:.2f}\n",
             chosen, Percent(static_cast<double>(right), all));
}

void PrintShares(const NamedPages& set, TextUnit unit) {
  const std::vector<double> shares = {0,    0.1, 0.2,  0.25, 0.3,
                                      0.35, 0.4, 0.45, 0.49};
  fmt::print("  {:>5} {:>9} {:>7}\n", "share", "reads so", "page");
  std::vector<std::vector<PageCounts>> counts;
  for (const double share : shares) {
    TextEmbedderOptions options;
    options.unit = unit;
    options.context_share = share;
    const Measured measured = Measure(set.pages, options);
    counts.push_back(CountsOf(set, measured));
    const NearestFigures& figures = measured.figures;
    fmt::print(
        "  {:>5} {:>9.2f} {:>7.2f}\n", share,
        Percent(static_cast<double>(figures.reads_the_same), figures.queries),
        Percent(static_cast<double>(figures.same_page), figures.queries));
  }
  PrintCrossValidation(counts, shares);
}

// A true line is looked for by itself with errors drawn into it, nothing else
// known of it.
void PrintFolding(const NamedPages& set) {
  fmt::print(
      "a line with drawn errors, without its neighbours, {}: percent found\n"
      "  {:>9} {:>9} {:>9}\n",
      set.name, "errors", "unfolded", "folded");
  for (const double rate : {0.05, 0.1, 0.2, 0.3}) {
    fmt::print("  {:>9}", rate);
    for (const bool folded : {false, true}) {
      TextEmbedderOptions options;
      options.fold_confusions = folded;
      options.context_share = 0;
      const Measured measured = Measure(set.pages, options);
      const auto embedder = index::TextEmbedder::Create(options).value();
      samples::Rng rng(5);
      std::vector<float> vectors(measured.truth.vectors.size());
      std::vector<std::optional<std::size_t>> on;
      const std::size_t size = static_cast<std::size_t>(options.dimension);
      for (const Entry& entry : measured.truth.entries) {
        const std::string text = WithRecognitionErrors(entry.text, rate, rng);
        const bool embedded =
            embedder
                .Embed(text, std::span(vectors).subspan(on.size() * size, size))
                .has_value();
        on.push_back(embedded ? std::optional(on.size()) : std::nullopt);
      }
      const auto figures =
          FiguresOf(FindNearest(on, measured.truth.entries, measured.twins,
                                vectors, measured.truth.vectors, size),
                    on);
      fmt::print(" {:>9.2f}",
                 Percent(static_cast<double>(figures.reads_the_same),
                         measured.truth.entries.size()));
    }
    fmt::print("\n");
  }
}

std::vector<std::string> TrueLines(const NamedPages& set) {
  const Measured measured = Measure(set.pages, {});
  std::set<std::string> texts;
  for (const Entry& entry : measured.truth.entries) texts.insert(entry.text);
  return {texts.begin(), texts.end()};
}

// Exact cosines of targets alone.
void PrintWeight(const std::string& name, const reference::GramWeight& weight,
                 const Measured& measured) {
  ExactBags bags(weight);
  for (const Entry& entry : measured.truth.entries) bags.Add(entry.text);
  const auto figures =
      FiguresOf(FindNearest(measured.on, measured.truth.entries, measured.twins,
                            [&](std::size_t i, std::span<float> out) {
                              bags.Cosines(measured.read.entries[i].text, out);
                            }),
                measured.on);
  fmt::print(
      "  {:<44} {:>6.2f}\n", name,
      Percent(static_cast<double>(figures.reads_the_same), figures.queries));
}

void PrintRarity(const NamedPages& set, const NamedPages& own) {
  const Measured measured = Measure(set.pages, {});
  fmt::print("weights, {}, exact cosines, no context: percent that reads so\n",
             set.name);
  const auto ours = TrueLines(own);
  PrintWeight("length alone (3, 2, 1)", reference::LengthWeight, measured);
  PrintWeight(
      "all lengths alike", [](const std::u32string&) { return 1.0; }, measured);
  PrintWeight("and rarity in " + own.name, RarityWeight(ours, 1), measured);
  PrintWeight("and its square root", RarityWeight(ours, 0.5), measured);
  PrintWeight("and rarity among the lines searched themselves",
              RarityWeight(TrueLines(set), 1), measured);
}

}  // namespace

void PrintChoices(const std::vector<NamedPages>& sets) {
  for (const NamedPages& set : sets) {
    fmt::print("context's share of a line, {}: percent right\n", set.name);
    PrintShares(set, TextUnit::kLine);
  }
  fmt::print("context's share of a word, {}: percent right\n",
             sets.front().name);
  PrintShares(sets.front(), TextUnit::kWord);
  for (const NamedPages& set : sets) PrintFolding(set);
  for (const NamedPages& set : sets) PrintRarity(set, sets.back());
  fmt::print("\n");
}

}  // namespace rescan::bench
