#include "engine/documents/timesheet/similarity.h"

#include <string>
#include <vector>

#include "engine/documents/timesheet/plain_text.h"
#include "kernels/base/text.h"

namespace rescan::timesheet {
namespace {

using Characters = std::vector<std::string_view>;

struct Range {
  std::size_t a_begin, a_end, b_begin, b_end;
};

struct Block {
  std::size_t a = 0, b = 0, size = 0;
};

// runs[j + 1] is the length of the common run that ends at a[i] and b[j].
Block LongestBlock(const Characters& a, const Characters& b, const Range& in) {
  Block best{in.a_begin, in.b_begin, 0};
  std::vector<std::size_t> runs(b.size() + 1, 0);
  for (std::size_t i = in.a_begin; i < in.a_end; ++i) {
    std::size_t diagonal = 0;
    for (std::size_t j = in.b_begin; j < in.b_end; ++j) {
      const std::size_t above = runs[j + 1];
      runs[j + 1] = a[i] == b[j] ? diagonal + 1 : 0;
      diagonal = above;
      if (runs[j + 1] > best.size) {
        best = {i + 1 - runs[j + 1], j + 1 - runs[j + 1], runs[j + 1]};
      }
    }
  }
  return best;
}

std::size_t CommonCharacters(const Characters& a, const Characters& b) {
  std::size_t common = 0;
  std::vector<Range> open = {{0, a.size(), 0, b.size()}};
  while (!open.empty()) {
    const Range range = open.back();
    open.pop_back();
    if (range.a_begin == range.a_end || range.b_begin == range.b_end) continue;
    const Block block = LongestBlock(a, b, range);
    if (block.size == 0) continue;
    common += block.size;
    open.push_back({range.a_begin, block.a, range.b_begin, block.b});
    open.push_back(
        {block.a + block.size, range.a_end, block.b + block.size, range.b_end});
  }
  return common;
}

}  // namespace

double Similarity(std::string_view a, std::string_view b) {
  const Characters x =
      SplitCharacters(TruncateCharacters(a, kMaxComparedCharacters));
  const Characters y =
      SplitCharacters(TruncateCharacters(b, kMaxComparedCharacters));
  if (x.empty() && y.empty()) return 1;
  return 2.0 * static_cast<double>(CommonCharacters(x, y)) /
         static_cast<double>(x.size() + y.size());
}

double NameSimilarity(std::string_view a, std::string_view b) {
  return Similarity(Lower(a), Lower(b));
}

}  // namespace rescan::timesheet
