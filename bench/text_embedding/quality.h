// What text_embedding_bench does. Each prints its figures and returns whether
// the goals it states are met.
#ifndef RESCAN_BENCH_TEXT_EMBEDDING_QUALITY_H_
#define RESCAN_BENCH_TEXT_EMBEDDING_QUALITY_H_

#include <string>
#include <vector>

#include "bench/text_embedding/page_set.h"

namespace rescan::bench {

// A set of pages and how it is called.
struct NamedPages {
  std::string name;
  std::vector<PagePair> pages;
};

// Short lines a second, one thread.
bool PrintSpeed();

// The nearest true line of each line as read: all settings on the lines of
// `sets`, and the goal on the first set.
bool PrintLines(const std::vector<NamedPages>& sets, bool list);

// The same for words.
void PrintWords(const std::vector<NamedPages>& sets);

// The context's share chosen by cross-validation over the first set's pages,
// and rarity (IDF) instead of length as weight, counted exactly.
void PrintChoices(const std::vector<NamedPages>& sets);

// Scores of right and wrong pairs, as read and with drawn errors, and what the
// calibration makes of them.
bool PrintCalibration(const std::vector<NamedPages>& sets);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TEXT_EMBEDDING_QUALITY_H_
