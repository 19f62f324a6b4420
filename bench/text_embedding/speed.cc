#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bench/measure/measure.h"
#include "bench/text_embedding/quality.h"
#include "index/text_embedder.h"
#include "kernels/base/thread_cpu.h"
#include "tools/samples/words.h"

namespace rescan::bench {
namespace {

constexpr double kGoal = 300'000;

// Lines as they stand on invoices and receipts; 4 to about 40 characters.
std::vector<std::string> ShortLines(std::size_t count) {
  samples::TextSource source{samples::Rng(7)};
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string price = samples::Amount(source.Price(100, 20000));
    switch (i % 6) {
      case 0:
        lines.push_back(source.Grocery() + " " + price);
        break;
      case 1:
        lines.push_back(source.Product());
        break;
      case 2:
        lines.push_back("TOTAL " + price);
        break;
      case 3:
        lines.push_back(source.Street());
        break;
      case 4:
        lines.push_back(source.Date() + " " + source.Time());
        break;
      default:
        lines.push_back(source.Company());
    }
  }
  return lines;
}

double Characters(const std::vector<std::string>& lines) {
  double sum = 0;
  for (const std::string& line : lines) {
    sum += static_cast<double>(line.size());
  }
  return sum / static_cast<double>(lines.size());
}

// Lines a second of CPU time, the median of several rounds.
double Rate(const index::TextEmbedder& embedder,
            const std::vector<std::string>& lines, bool context) {
  constexpr int kRounds = 9;
  std::vector<float> vector(static_cast<std::size_t>(embedder.dimension()));
  std::vector<double> rates;
  for (int round = 0; round < kRounds; ++round) {
    const double start = ThreadCpuSeconds();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::array<std::string_view, 2> around = {
          i > 0 ? std::string_view(lines[i - 1]) : index::kEdge,
          i + 1 < lines.size() ? std::string_view(lines[i + 1]) : index::kEdge};
      const Status embedded = context ? embedder.Embed(lines[i], around, vector)
                                      : embedder.Embed(lines[i], vector);
      if (!embedded) return 0;
    }
    rates.push_back(static_cast<double>(lines.size()) /
                    (ThreadCpuSeconds() - start));
  }
  return Median(rates);
}

}  // namespace

bool PrintSpeed() {
  const std::vector<std::string> lines = ShortLines(20'000);
  fmt::print("{} short lines, {:.1f} characters on average, one thread:\n",
             lines.size(), Characters(lines));
  bool met = true;
  for (const int dimension : {256, 512, 1024}) {
    const auto embedder =
        index::TextEmbedder::Create(index::TextUnit::kLine, dimension);
    if (!embedder) return false;
    const double alone = Rate(*embedder, lines, false);
    fmt::print("  {:>4}: {:>9.0f} lines/s, {:>9.0f} with the rows around\n",
               dimension, alone, Rate(*embedder, lines, true));
    if (dimension == 512) {
      met = Verdict("short lines a second", alone, ">= 300000", alone >= kGoal);
    }
  }
  return met;
}

}  // namespace rescan::bench
