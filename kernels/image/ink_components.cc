#include "kernels/image/ink_components.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/ink_components.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Bit i % 64 of words[i / 64] = pixel i is not 0; bits from n on are 0.
// `words` has (n + 63) / 64 elements.
void InkBits(const std::uint8_t* HWY_RESTRICT pixels, std::size_t n,
             std::uint64_t* HWY_RESTRICT words) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint8_t> d8;
  const std::size_t lanes = hn::Lanes(d8);
  for (; i + 64 <= n; i += 64) {
    std::uint8_t bits[8 + HWY_MAX_BYTES];
    for (std::size_t k = 0; k < 64; k += lanes) {
      const auto row = hn::LoadU(d8, pixels + i + k);
      hn::StoreMaskBits(d8, hn::Ne(row, hn::Zero(d8)), bits + k / 8);
    }
    std::memcpy(words + i / 64, bits, 8);
  }
#endif
  for (; i < n; i += 64) {
    std::uint64_t word = 0;
    const std::size_t part = std::min<std::size_t>(64, n - i);
    for (std::size_t k = 0; k < part; ++k) {
      word |= std::uint64_t{pixels[i + k] != 0} << k;
    }
    words[i / 64] = word;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
HWY_EXPORT(InkBits);

namespace {

struct Run {
  int begin = 0;
  int end = 0;
  std::uint32_t part = 0;
};

// Appends the runs of a row of `width` bits.
void FindRuns(const std::vector<std::uint64_t>& words, int width,
              std::vector<Run>& runs) {
  std::uint64_t before = 0;  // the bit left of the word's first
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint64_t word = words[i];
    // Bits that differ from the one to their left: a run begins or ends.
    std::uint64_t edges = word ^ (word << 1 | before);
    before = word >> 63;
    while (edges != 0) {
      const int x = static_cast<int>(i) * 64 + std::countr_zero(edges);
      edges &= edges - 1;
      if ((word >> (x % 64) & 1) != 0) {
        runs.push_back({x, width, 0});
      } else {
        runs.back().end = x;
      }
    }
  }
}

// Parts of components: each run that touches none above it begins a part, and
// parts join when a run touches both.
class Parts {
 public:
  [[nodiscard]] std::size_t size() const { return parts_.size(); }

  [[nodiscard]] std::uint32_t Add() {
    parts_.push_back({static_cast<std::uint32_t>(parts_.size()), {}});
    return parts_.back().parent;
  }

  [[nodiscard]] std::uint32_t Root(std::uint32_t part) {
    while (parts_[part].parent != part) {
      parts_[part].parent = parts_[parts_[part].parent].parent;
      part = parts_[part].parent;
    }
    return part;
  }

  // The older part stays: so components keep the order of their tops.
  [[nodiscard]] std::uint32_t Join(std::uint32_t a, std::uint32_t b) {
    if (a == b) return a;
    if (a > b) std::swap(a, b);
    parts_[b].parent = a;
    Merge(parts_[b].component, parts_[a].component);
    return a;
  }

  void AddRun(std::uint32_t root, const Run& run, int y) {
    const auto length = static_cast<std::uint32_t>(run.end - run.begin);
    Merge({{run.begin, y, run.end, y + 1}, length, 1}, parts_[root].component);
  }

  // Appends the components and makes the runs' parts indices into them.
  void Take(std::vector<InkComponent>& components, std::vector<InkRun>& runs) {
    std::vector<std::uint32_t> index(parts_.size());
    for (std::uint32_t i = 0; i < parts_.size(); ++i) {
      // A root is older than its parts, so its index stands already.
      const std::uint32_t root = Root(i);
      if (root != i) {
        index[i] = index[root];
        continue;
      }
      index[i] = static_cast<std::uint32_t>(components.size());
      components.push_back(parts_[i].component);
    }
    for (InkRun& run : runs) run.component = index[run.component];
  }

 private:
  struct Part {
    std::uint32_t parent = 0;
    InkComponent component;
  };

  static void Merge(const InkComponent& from, InkComponent& to) {
    if (to.runs == 0) {
      to = from;
      return;
    }
    to.box.left = std::min(to.box.left, from.box.left);
    to.box.top = std::min(to.box.top, from.box.top);
    to.box.right = std::max(to.box.right, from.box.right);
    to.box.bottom = std::max(to.box.bottom, from.box.bottom);
    to.area += from.area;
    to.runs += from.runs;
  }

  std::vector<Part> parts_;
};

// Gives the runs of row `y` to the parts that they touch in the row above.
// False if a part more than `limit` would be needed.
bool JoinRows(const std::vector<Run>& above, std::vector<Run>& runs, int y,
              std::size_t limit, Parts& parts) {
  std::size_t first = 0;
  for (Run& run : runs) {
    while (first < above.size() && above[first].end < run.begin) ++first;
    bool joined = false;
    for (std::size_t i = first; i < above.size() && above[i].begin <= run.end;
         ++i) {
      const std::uint32_t root = parts.Root(above[i].part);
      run.part = joined ? parts.Join(run.part, root) : root;
      joined = true;
    }
    if (!joined) {
      if (parts.size() == limit) return false;
      run.part = parts.Add();
    }
    parts.AddRun(run.part, run, y);
  }
  return true;
}

}  // namespace

InkComponents FindInkComponents(GreyView mask,
                                const InkComponentOptions& options) {
  assert(mask.pixel_count() >> 32 == 0);
  std::vector<std::uint64_t> words((static_cast<std::size_t>(mask.width) + 63) /
                                   64);
  std::vector<Run> above;
  std::vector<Run> runs;
  Parts parts;
  InkComponents found;
  const std::size_t limit =
      std::min<std::size_t>(options.max_components, UINT32_MAX);
  for (; found.rows < mask.height; ++found.rows) {
    const auto row = mask.RowSpan(found.rows);
    HWY_DYNAMIC_DISPATCH(InkBits)(row.data(), row.size(), words.data());
    runs.clear();
    FindRuns(words, mask.width, runs);
    if (!JoinRows(above, runs, found.rows, limit, parts)) {
      found.complete = false;
      break;
    }
    if (options.max_runs > 0) {
      if (found.runs.size() + runs.size() > options.max_runs) {
        found.complete = false;
        break;
      }
      for (const Run& run : runs) {
        found.runs.push_back({found.rows, run.begin, run.end, run.part});
      }
    }
    above.swap(runs);
  }
  parts.Take(found.components, found.runs);
  return found;
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
