// Text embedding, written down plainly: one run of symbols at a time, sums in a
// map, no vector instructions, nothing shared with kernels/text or index/.
#ifndef RESCAN_TESTS_SUPPORT_REFERENCE_TEXT_H_
#define RESCAN_TESTS_SUPPORT_REFERENCE_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace rescan::reference {

// What is added to which of `size` sums by the runs of 3, 4 and 5 symbols.
[[nodiscard]] std::map<std::size_t, std::int64_t> NgramSums(
    const std::u32string& symbols, std::uint32_t seed, const int (&weights)[3],
    std::size_t size);

// kernels::UnitBlend; empty where that is false.
[[nodiscard]] std::vector<float> UnitBlend(
    const std::vector<std::int32_t>& main,
    const std::vector<std::int32_t>& side, double side_share);

// ASCII texts as the embedding compares them: lower case, letters and digits,
// one blank around and between words; empty if nothing is left. `folded` makes
// what recognition confuses equal.
[[nodiscard]] std::u32string AsciiSymbols(const std::string& text, bool folded);

// A bag of runs and their weight times count: what the embedding hashes.
using Bag = std::map<std::u32string, double>;
using GramWeight = std::function<double(const std::u32string& gram)>;

// The weight of a run by its length alone: 3, 2, 1.
[[nodiscard]] double LengthWeight(const std::u32string& gram);

// Runs of the text as it is and folded, which are kept apart by a mark in
// front.
[[nodiscard]] Bag GramsOf(const std::string& ascii, const GramWeight& weight);

// The cosine of two bags; 0 if one is empty.
[[nodiscard]] double Cosine(const Bag& a, const Bag& b);

}  // namespace rescan::reference

#endif  // RESCAN_TESTS_SUPPORT_REFERENCE_TEXT_H_
