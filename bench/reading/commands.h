// What reading_bench does. Each prints its figures and returns the program's
// exit code: 0, 1 for a missed goal, 2 when something it needs is not there.
#ifndef RESCAN_BENCH_READING_COMMANDS_H_
#define RESCAN_BENCH_READING_COMMANDS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace rescan::bench {

// What all of them use.
struct Programs {
  std::string rescan;
  std::string samples;  // the sample generator
  std::string scratch;  // empty folder of our own, removed at the end
  int jobs = 2;
  std::uint64_t seed = 0;  // of the generated pages
};

struct TableOptions {
  std::string receipts;  // folder with img/ and box/; left out if absent
  std::vector<std::string> versions;
  int pages = 100;  // generated, of each class
  int runs = 5;     // counted runs of each subject over the receipts
  // The same over each class of generated pages; 0 = each page is read once.
  int generated_runs = 0;
  int cells = 500;  // table cells of each theme
};
int PrintTable(const Programs& programs, const TableOptions& options);

struct ScoreOptions {
  std::string images;
  std::string truth;  // folder; empty = beside the images
  std::string version;
  std::string tsv;  // score these readings instead of reading the images
  bool per_image = false;
};
int PrintScore(const Programs& programs, const ScoreOptions& options);

struct CellsOptions {
  std::string version;
  int cells = 500;    // of each theme
  bool list = false;  // print each cell that is not right
};
int PrintCells(const Programs& programs, const CellsOptions& options);

struct TuneOptions {
  std::string data;  // folder with ocr-versions/ and models.json
  std::string base;  // OCR version
  std::string grid;  // JSON file
  std::string images;
  std::string truth;  // folder; empty = beside the images
  int folds = 5;
  std::uint64_t seed = 1;
};
int PrintTuning(const Programs& programs, const TuneOptions& options);

// Draws `count` images with a fixed seed into a new folder of the scratch
// folder and returns it. Exits the program when that fails.
[[nodiscard]] std::string DrawSamples(const Programs& programs,
                                      const std::string& name, int count,
                                      const std::vector<std::string>& options);

// An empty folder of that name in the scratch folder.
[[nodiscard]] std::string EmptyFolder(const Programs& programs,
                                      const std::string& name);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_READING_COMMANDS_H_
