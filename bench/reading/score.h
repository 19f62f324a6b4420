// How well a page was read. The definitions are those of the project's
// reference scorer, to the last digit.
#ifndef RESCAN_BENCH_READING_SCORE_H_
#define RESCAN_BENCH_READING_SCORE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "bench/reading/page.h"

namespace rescan::bench {

// Found, expected and read words of a bag of words.
struct BagCounts {
  std::size_t both = 0;
  std::size_t truth = 0;
  std::size_t read = 0;

  // 2 both / (truth + read); 0 for two empty bags.
  [[nodiscard]] double F1() const;
  BagCounts& operator+=(const BagCounts& other);
};

// Errors among so many reference symbols.
struct ErrorCounts {
  std::size_t errors = 0;
  std::size_t symbols = 0;

  // errors / symbols (at least 1); above 1 when more was read than stands
  // there.
  [[nodiscard]] double Rate() const;
  ErrorCounts& operator+=(const ErrorCounts& other);
};

// Counts of one page, or summed over several: rates of a sum are micro
// averages.
struct Score {
  BagCounts words;         // F1: as written (upper case)
  BagCounts bare_words;    // F1n: letters A-Z and digits only
  ErrorCounts text;        // CER: page text, rows top to bottom
  ErrorCounts text_words;  // WER: the same by words
  ErrorCounts boxes;       // bCER: words inside a reference box, each box's
                           // errors at most its length

  Score& operator+=(const Score& other);
};

[[nodiscard]] Score ScorePage(const std::vector<Box>& truth,
                              const Reading& reading);

// The boxes' texts in reading order: clustered into rows by vertical centre,
// rows top to bottom, boxes left to right.
[[nodiscard]] std::string PageText(const std::vector<Box>& boxes);

// "F1n=0.768 F1=0.700 CER=0.152 WER=0.364 bCER=0.123"
[[nodiscard]] std::string Figures(const Score& score);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_READING_SCORE_H_
