#include "bench/text_embedding/quality.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "bench/measure/measure.h"
#include "bench/text_embedding/measured.h"

namespace rescan::bench {
namespace {

using index::TextEmbedderOptions;
using index::TextUnit;

constexpr double kLinesGoal = 97;  // percent
constexpr std::size_t kMostWordPages = 60;

struct Setting {
  int dimension;
  bool context;
  bool folded;
};
constexpr Setting kSettings[] = {
    {512, true, true},  {256, true, true},   {1024, true, true},
    {512, true, false}, {512, false, true},  {512, false, false},
    {256, false, true}, {1024, false, true},
};

double Percent(std::size_t part, std::size_t whole) {
  return whole == 0
             ? 0
             : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

void PrintRow(const std::string& name, const NearestFigures& figures) {
  fmt::print("  {:<28} {:>8.2f} {:>9.2f} {:>9.2f} {:>9.2f}\n", name,
             Percent(figures.reads_the_same, figures.queries),
             Percent(figures.single_same_page, figures.single),
             Percent(figures.same_page, figures.queries),
             Percent(figures.alone, figures.queries));
}

// The table of a set; the figures of the usual setting.
NearestFigures PrintTable(const NamedPages& set, TextUnit unit) {
  std::optional<NearestFigures> usual;
  for (const Setting& setting : kSettings) {
    TextEmbedderOptions options;
    options.unit = unit;
    options.dimension = setting.dimension;
    options.fold_confusions = setting.folded;
    if (!setting.context) options.context_share = 0;
    const Measured measured = Measure(set.pages, options);
    if (!usual) {
      usual = measured.figures;
      fmt::print(
          "{}: {} true, {} queries ({} on no true one, not counted), {} of "
          "them with a twin on another page\n"
          "  {:<28} {:>8} {:>9} {:>9} {:>9}\n",
          set.name, measured.truth.entries.size(), usual->queries, usual->off,
          usual->queries - usual->single, "percent whose nearest", "reads so",
          "no twin", "page", "strict");
    }
    PrintRow(fmt::format("{:>4}{}{}", setting.dimension,
                         setting.context ? ", context" : "",
                         setting.folded ? ", folded" : ""),
             measured.figures);
  }
  return *usual;
}

void PrintLegend() {
  fmt::print(
      "reads so: has the letters and digits of the one the query lies on. "
      "page: "
      "and is on its page;\nequal vectors count as right. no twin: the same, "
      "where no other page has it with the same\nneighbours. strict: the very "
      "one, and no other as near.\n\n");
}

void ListWrong(const NamedPages& set) {
  const Measured measured = Measure(set.pages, {});
  for (const Found& found : measured.found) {
    if (found.reads_the_same) continue;
    fmt::print("  {} read [{}] true [{}] {:.3f} nearest [{}] {:.3f}\n",
               set.pages[measured.truth.entries[found.right].page].stem,
               measured.read.entries[found.query].text,
               measured.truth.entries[found.right].text, found.right_score,
               measured.truth.entries[found.nearest].text, found.nearest_score);
  }
}

}  // namespace

bool PrintLines(const std::vector<NamedPages>& sets, bool list) {
  bool met = true;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const NearestFigures figures =
        PrintTable({"lines, " + sets[i].name, sets[i].pages}, TextUnit::kLine);
    if (list) ListWrong(sets[i]);
    if (i == 0) {
      const double text = Percent(figures.reads_the_same, figures.queries);
      met = Verdict("nearest line reads as the right one, percent", text,
                    ">= 97", text >= kLinesGoal);
      const double page = Percent(figures.same_page, figures.queries);
      met &= Verdict("and is on the right page, percent", page, ">= 97",
                     page >= kLinesGoal);
    }
  }
  PrintLegend();
  return met;
}

void PrintWords(const std::vector<NamedPages>& sets) {
  for (const NamedPages& set : sets) {
    // Every word with every other: quadratic.
    const std::size_t pages = std::min(set.pages.size(), kMostWordPages);
    PrintTable({fmt::format("words, {} of {}", pages, set.name),
                {set.pages.begin(),
                 set.pages.begin() + static_cast<std::ptrdiff_t>(pages)}},
               TextUnit::kWord);
  }
  PrintLegend();
}

}  // namespace rescan::bench
