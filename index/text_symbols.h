// Text as the embedding compares it.
#ifndef RESCAN_INDEX_TEXT_SYMBOLS_H_
#define RESCAN_INDEX_TEXT_SYMBOLS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"

namespace rescan::index {

// Code points, a blank at both ends and one between words.
using TextSymbols = std::vector<std::uint32_t>;

// What is longer is cut here; the rest does not count.
inline constexpr std::size_t kMostTextBytes = 16384;
inline constexpr std::size_t kMostTextSymbols = 4096;

// The symbols of `text`, in `out` in place of what was there; empty if there
// is nothing to compare.
//
// Unicode's NFKC_Casefold (compatibility forms, case and what is invisible),
// then letters, marks, numbers of any script and pictures (category So beyond
// Latin-1, as emoji) stay and everything else is a blank: punctuation, currency
// and mathematical signs, controls, private characters, and the bytes of broken
// UTF-8. Marks and points are what recognition gets wrong most. Any bytes are
// allowed. Thread-safe. Error kInternal: ICU's data is missing.
[[nodiscard]] Status ToTextSymbols(std::string_view text, TextSymbols& out);

// The symbols with each family that recognition confuses made one: 0 o q;
// 1 i j l; 5 s; 8 b; 2 z; 6 9 g; 7 t; 4 a; c e; u v y; rn m; vv w. Replaces
// `out`.
void FoldConfusions(std::span<const std::uint32_t> symbols, TextSymbols& out);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_TEXT_SYMBOLS_H_
