#ifndef RESCAN_BENCH_READING_LEVENSHTEIN_H_
#define RESCAN_BENCH_READING_LEVENSHTEIN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace rescan::bench {

// Number of insertions, deletions and replacements of single symbols that turn
// `a` into `b`. Bit-parallel (Myers 1999, Hyyro 2003), 64 rows at a time:
// O(a * b / 64) time, O(a) memory; a page of 5,000 characters takes about a
// millisecond.
[[nodiscard]] std::size_t Levenshtein(std::span<const std::uint32_t> a,
                                      std::span<const std::uint32_t> b);

// The same over bytes.
[[nodiscard]] std::size_t Levenshtein(std::string_view a, std::string_view b);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_READING_LEVENSHTEIN_H_
