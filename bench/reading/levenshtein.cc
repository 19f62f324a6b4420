#include "bench/reading/levenshtein.h"

#include <unordered_map>
#include <vector>

namespace rescan::bench {
namespace {

constexpr std::size_t kRows = 64;  // of the table in one machine word

// Bit i of word w says that symbol number w * 64 + i of `a` is the symbol.
class Positions {
 public:
  explicit Positions(std::span<const std::uint32_t> a)
      : words_((a.size() + kRows - 1) / kRows), none_(words_, 0) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      auto& bits = bits_.try_emplace(a[i], none_).first->second;
      bits[i / kRows] |= std::uint64_t{1} << (i % kRows);
    }
  }

  [[nodiscard]] const std::vector<std::uint64_t>& Of(
      std::uint32_t symbol) const {
    const auto found = bits_.find(symbol);
    return found == bits_.end() ? none_ : found->second;
  }
  [[nodiscard]] std::size_t words() const { return words_; }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> none_;
  std::unordered_map<std::uint32_t, std::vector<std::uint64_t>> bits_;
};

// 64 rows of a column: bit i says that going from row i - 1 to row i adds
// (plus) or takes away (minus) one.
struct Block {
  std::uint64_t plus = ~std::uint64_t{0};
  std::uint64_t minus = 0;
};

// The step to the next column: what it adds to the row above the block
// (`carry`: -1, 0 or 1) goes in, what it adds to row `last` comes out.
int Advance(Block& block, std::uint64_t equal, int carry, std::size_t last) {
  const std::uint64_t vertical = equal | block.minus;
  if (carry < 0) equal |= 1;
  const std::uint64_t horizontal =
      (((equal & block.plus) + block.plus) ^ block.plus) | equal;
  std::uint64_t plus = block.minus | ~(horizontal | block.plus);
  std::uint64_t minus = block.plus & horizontal;
  const int out =
      static_cast<int>(plus >> last & 1) - static_cast<int>(minus >> last & 1);
  plus = plus << 1 | (carry > 0 ? 1U : 0U);
  minus = minus << 1 | (carry < 0 ? 1U : 0U);
  block.plus = minus | ~(vertical | plus);
  block.minus = plus & vertical;
  return out;
}

}  // namespace

std::size_t Levenshtein(std::span<const std::uint32_t> a,
                        std::span<const std::uint32_t> b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const Positions positions(a);
  std::vector<Block> column(positions.words());
  auto distance = static_cast<std::ptrdiff_t>(a.size());
  for (const std::uint32_t symbol : b) {
    const std::vector<std::uint64_t>& equal = positions.Of(symbol);
    int carry = 1;  // the row above the first grows by one a column
    for (std::size_t w = 0; w < column.size(); ++w) {
      const bool end = w + 1 == column.size();
      const std::size_t last = end ? (a.size() - 1) % kRows : kRows - 1;
      carry = Advance(column[w], equal[w], carry, last);
    }
    distance += carry;
  }
  return static_cast<std::size_t>(distance);
}

std::size_t Levenshtein(std::string_view a, std::string_view b) {
  const auto symbols = [](std::string_view text) {
    std::vector<std::uint32_t> all;
    for (const char c : text) all.push_back(static_cast<unsigned char>(c));
    return all;
  };
  return Levenshtein(symbols(a), symbols(b));
}

}  // namespace rescan::bench
