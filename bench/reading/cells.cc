// Decimal points of generated table cells, by theme.
#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "bench/measure/command.h"
#include "bench/measure/measure.h"
#include "bench/measure/ocr_commands.h"
#include "bench/reading/cell.h"
#include "bench/reading/commands.h"
#include "bench/reading/folder.h"

namespace rescan::bench {
namespace {

struct Counts {
  std::array<int, 4> of{};  // by CellResult
  int cells = 0;

  [[nodiscard]] int Of(CellResult result) const {
    return of[static_cast<std::size_t>(result)];
  }
};

constexpr std::array kNames = {"right", "misread", "point lost", "missing"};

// Images of each theme: each has its own letters, so a few cells of many.
constexpr int kPages = 25;

// `count` of the page's cells, spread over it; all if there are fewer.
std::vector<Box> CellsOf(const TruthPage& page, std::size_t count) {
  std::vector<Box> cells;
  for (const Box& word : page.words) {
    if (IsDecimalNumber(word.text)) cells.push_back(word);
  }
  if (cells.size() <= count) return cells;
  std::vector<Box> chosen;
  for (std::size_t i = 0; i < count; ++i) {
    chosen.push_back(cells[i * cells.size() / count]);
  }
  return chosen;
}

// The cells of the pages, as they were read to `tsv`.
Result<Counts> CountCells(const std::vector<TruthPage>& truth,
                          const std::string& tsv, const CellsOptions& options) {
  const auto files = FindTsv(tsv);
  Counts counts;
  for (const TruthPage& page : truth) {
    Reading reading;
    if (const auto file = files.find(page.stem); file != files.end()) {
      const auto bytes = ReadFile(file->second);
      if (!bytes) return tl::unexpected(bytes.error());
      auto read = ReadingFromTsv(*bytes);
      if (!read) return tl::unexpected(read.error());
      reading = std::move(*read);
    }
    const int each = (options.cells + kPages - 1) / kPages;
    for (const Box& cell : CellsOf(page, static_cast<std::size_t>(each))) {
      if (counts.cells == options.cells) return counts;
      const std::string read = TextInCell(cell, reading.words);
      const CellResult result = JudgeCell(cell.text, read);
      ++counts.cells;
      ++counts.of[static_cast<std::size_t>(result)];
      if (options.list && result != CellResult::kRight) {
        fmt::print("  {} ({}, {}): {} read as '{}': {}\n", page.stem, cell.x0,
                   cell.y0, cell.text, read,
                   kNames[static_cast<std::size_t>(result)]);
      }
    }
  }
  return counts;
}

Result<Counts> ReadTheme(const Programs& programs, const CellsOptions& options,
                         const std::string& theme) {
  const std::string images =
      DrawSamples(programs, "cells-" + theme, kPages,
                  {"--class", "native", "--page", "numbers", "--theme", theme});
  const auto truth = LoadTruth(images);
  if (!truth) return tl::unexpected(truth.error());
  const std::string tsv = EmptyFolder(programs, "tsv-" + theme);
  RunOrDie(OcrCommand(programs.rescan, options.version,
                      {images, tsv, "tsv", programs.jobs}),
           {0, 3});
  return CountCells(*truth, tsv, options);
}

}  // namespace

int PrintCells(const Programs& programs, const CellsOptions& options) {
  bool met = true;
  for (const char* theme : {"dark", "light"}) {
    const auto counts = ReadTheme(programs, options, theme);
    if (!counts) {
      fmt::print(stderr, "reading_bench: {}\n", counts.error().message);
      return 2;
    }
    fmt::print("{}, {} theme: {} cells", options.version, theme, counts->cells);
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      fmt::print(", {} {}", counts->of[i], kNames[i]);
    }
    fmt::print("\n");
    const int lost = counts->Of(CellResult::kPointLost);
    met &= Verdict(fmt::format("decimal points lost, {} theme", theme), lost,
                   "= 0", lost == 0 && counts->cells == options.cells);
    const int missing = counts->Of(CellResult::kMissing);
    met &= Verdict(fmt::format("cells not read at all, {} theme", theme),
                   missing, "= 0", missing == 0);
  }
  return met ? 0 : 1;
}

}  // namespace rescan::bench
