// Pages with their truth and as they were read.
#ifndef RESCAN_BENCH_TEXT_EMBEDDING_PAGE_SET_H_
#define RESCAN_BENCH_TEXT_EMBEDDING_PAGE_SET_H_

#include <string>
#include <vector>

#include "bench/reading/page.h"
#include "engine/ocr/page.h"
#include "kernels/base/result.h"

namespace rescan::bench {

struct PagePair {
  std::string stem;
  Page truth;
  Page read;
};

// The truth as a page: a line for each box. Words take their boxes where the
// truth has them, else the line's, shared out by their letters.
[[nodiscard]] Page PageOfTruth(const TruthPage& truth);

// What `rescan ocr --format jsonl` wrote of one image. Error kCorruption.
[[nodiscard]] Result<Page> PageOfJsonLines(const std::string& bytes);

// The truth below `truth_folder` with the readings NAME.EXT.jsonl below
// `readings`. A page without a reading counts as read empty.
[[nodiscard]] Result<std::vector<PagePair>> LoadPairs(
    const std::string& truth_folder, const std::string& readings);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TEXT_EMBEDDING_PAGE_SET_H_
