// Folders of truth and of readings.
#ifndef RESCAN_BENCH_READING_FOLDER_H_
#define RESCAN_BENCH_READING_FOLDER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/reading/page.h"
#include "bench/reading/score.h"
#include "kernels/base/result.h"

namespace rescan::bench {

// The truth of a folder, N.csv and N.truth.json, sorted by file name. Error
// kNotFound: there is none; kIo, kCorruption: names the file.
[[nodiscard]] Result<std::vector<TruthPage>> LoadTruth(
    const std::string& folder);

struct FolderScore {
  Score total;
  int pages = 0;
  int missing = 0;  // pages without a TSV: they count as read empty
  std::vector<std::pair<std::string, Score>> each;  // by stem, as in the truth
};

// "n=60 missing=0 F1n=..."
[[nodiscard]] std::string Figures(const FolderScore& score);

// Scores the TSV files below `folder` (N.tsv or N.jpg.tsv) against `truth`.
// Error kCorruption: a file that is no TSV of Tesseract's form.
[[nodiscard]] Result<FolderScore> ScoreFolder(
    const std::vector<TruthPage>& truth, const std::string& folder);

// The TSV files below `folder` by stem.
[[nodiscard]] std::map<std::string, std::string> FindTsv(
    const std::string& folder);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_READING_FOLDER_H_
