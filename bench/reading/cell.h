// Decimal numbers in the cells of a table, and how they were read.
#ifndef RESCAN_BENCH_READING_CELL_H_
#define RESCAN_BENCH_READING_CELL_H_

#include <string>
#include <string_view>
#include <vector>

#include "bench/reading/page.h"

namespace rescan::bench {

// True for what counts as a cell: an amount with two decimals such as "7.50",
// "1,234.56" or "$299.38".
[[nodiscard]] bool IsDecimalNumber(std::string_view folded);

enum class CellResult {
  kRight,
  kMisread,    // other characters, the point at its place
  kPointLost,  // no point, a comma for it, a second one, or at another place
  kMissing,    // no letter or digit was read there
};

// How `read` stands for `truth`, a decimal number. The point is at its place if
// there is one point, exactly two letters or digits from the end.
[[nodiscard]] CellResult JudgeCell(std::string_view truth,
                                   std::string_view read);

// What was read in a cell: the words whose centre lies in the number's box, or
// not farther beside it than half its height, left to right without blanks. A
// word that reaches over several cells belongs to each whose centre it covers.
[[nodiscard]] std::string TextInCell(const Box& cell,
                                     const std::vector<Box>& words);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_READING_CELL_H_
