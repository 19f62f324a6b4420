#include "engine/documents/timesheet/reports/alike_names.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/similarity.h"
#include "kernels/base/text.h"

namespace rescan::timesheet::reports {
namespace {

// How few pairs of neighbouring characters two names with a similarity of
// `least` or more have in common, for any two with `length` characters
// together.
//
// The similarity is 2 m / length, where m characters stand in matched blocks.
// u = length - 2 m of them do not, at most (1 - least) * length. Between two
// neighbouring blocks stands one of those at least: else they would be one
// block. So there are no more than u + 1 blocks, and a block of s characters
// has s - 1 neighbours within: m - (u + 1) in all. That is the least for the
// greatest u, which is odd or even as `length` is.
std::ptrdiff_t SharedNeighbours(std::size_t length, double least) {
  const auto characters = static_cast<std::ptrdiff_t>(length);
  // A little more than may be: what is near a bound is compared.
  auto unmatched = static_cast<std::ptrdiff_t>(
      std::floor((1 - least) * static_cast<double>(length) + 1e-6));
  if ((characters - unmatched) % 2 != 0) --unmatched;
  return (characters - unmatched) / 2 - (unmatched + 1);
}

using Bits = std::array<std::uint64_t, 4>;

struct Name {
  std::size_t place = 0;                  // in the caller's list
  std::string text;                       // as NameSimilarity compares it
  std::size_t length = 0;                 // characters
  std::vector<std::uint32_t> neighbours;  // by rank, the rarest first
  // A bit for each of them, several of them share one.
  Bits bits{};
};

// The second and third time that the same neighbours occur in one name are
// other ones.
using Neighbours = std::pair<std::string_view, std::uint32_t>;

std::vector<Neighbours> NeighboursOf(std::string_view text,
                                     std::size_t* length) {
  const auto characters =
      SplitCharacters(TruncateCharacters(text, kMaxComparedCharacters));
  *length = characters.size();
  std::vector<Neighbours> found;
  std::map<std::string_view, std::uint32_t> times;
  for (std::size_t i = 1; i < characters.size(); ++i) {
    const std::string_view two(characters[i - 1].data(),
                               characters[i - 1].size() + characters[i].size());
    found.emplace_back(two, times[two]++);
  }
  return found;
}

// The shortest first.
std::vector<Name> Prepare(std::span<const std::string> names) {
  std::vector<Name> prepared(names.size());
  std::vector<std::vector<Neighbours>> all(names.size());
  std::map<Neighbours, std::uint32_t> counts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    prepared[i].place = i;
    prepared[i].text = Lower(names[i]);
    all[i] = NeighboursOf(prepared[i].text, &prepared[i].length);
    for (const Neighbours& two : all[i]) ++counts[two];
  }
  std::vector<std::pair<std::uint32_t, Neighbours>> rarest;
  for (const auto& [two, count] : counts) rarest.emplace_back(count, two);
  std::sort(rarest.begin(), rarest.end());
  for (std::uint32_t rank = 0; rank < rarest.size(); ++rank) {
    counts[rarest[rank].second] = rank;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (const Neighbours& two : all[i]) {
      prepared[i].neighbours.push_back(counts[two]);
    }
    std::sort(prepared[i].neighbours.begin(), prepared[i].neighbours.end());
    for (const std::uint32_t rank : prepared[i].neighbours) {
      prepared[i].bits[rank / 64 % 4] |= std::uint64_t{1} << (rank % 64);
    }
  }
  std::stable_sort(
      prepared.begin(), prepared.end(),
      [](const Name& a, const Name& b) { return a.length < b.length; });
  return prepared;
}

// How many bits of `a` are not in `b`. Inline, where a compiler for any x86-64
// calls a function for std::popcount.
std::ptrdiff_t BitsLacking(const Bits& a, const Bits& b) {
  std::uint64_t bytes = 0;  // up to 32 in each
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::uint64_t word = a[i] & ~b[i];
    word -= (word >> 1) & 0x5555555555555555U;
    word = (word & 0x3333333333333333U) + ((word >> 2) & 0x3333333333333333U);
    bytes += (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fU;
  }
  // The sum is up to 256, more than the highest byte of a product holds.
  bytes = (bytes & 0x00ff00ff00ff00ffU) + ((bytes >> 8) & 0x00ff00ff00ff00ffU);
  return static_cast<std::ptrdiff_t>((bytes * 0x0001000100010001U) >> 48);
}

std::ptrdiff_t CommonNeighbours(const Name& a, const Name& b) {
  std::ptrdiff_t common = 0;
  auto x = a.neighbours.begin();
  auto y = b.neighbours.begin();
  while (x != a.neighbours.end() && y != b.neighbours.end()) {
    if (*x == *y) {
      ++common;
      ++x;
      ++y;
    } else if (*x < *y) {
      ++x;
    } else {
      ++y;
    }
  }
  return common;
}

class Search {
 public:
  Search(std::span<const std::string> names, double least)
      : least_(least), names_(Prepare(names)), seen_(names.size(), kNobody) {
    for (std::size_t length = 0; length < shared_.size(); ++length) {
      shared_[length] = SharedNeighbours(length, least);
    }
  }

  std::vector<AlikeNames> Find() {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const std::size_t probes = ProbesOf(names_[i]);
      if (probes > names_[i].neighbours.size()) {
        for (std::size_t j = 0; j < i; ++j) Compare(j, i);
        anything_.push_back(i);
        continue;
      }
      for (const std::size_t j : anything_) Compare(j, i);
      for (std::size_t k = 0; k < probes; ++k) LookAt(i, k);
    }
    std::sort(found_.begin(), found_.end(),
              [](const AlikeNames& x, const AlikeNames& y) {
                return std::pair(x.a, x.b) < std::pair(y.a, y.b);
              });
    return std::move(found_);
  }

 private:
  static constexpr std::size_t kNobody =
      std::numeric_limits<std::size_t>::max();

  // A name that has some neighbours as its `place`-th.
  struct Holder {
    std::uint32_t name = 0;
    std::uint16_t length = 0, place = 0;
    Bits bits{};
  };

  // Name i with all before it that hold its k-th neighbours among their first.
  // Where those are the first that both have, there can be no more than behind
  // them in either; else the two have met before.
  void LookAt(std::size_t i, std::size_t k) {
    const Name& name = names_[i];
    std::vector<Holder>& holders = by_neighbours_[name.neighbours[k]];
    const auto all = static_cast<std::ptrdiff_t>(name.neighbours.size());
    const std::ptrdiff_t left = all - static_cast<std::ptrdiff_t>(k);
    auto holder = std::partition_point(
        holders.begin(), holders.end(), [&](const Holder& other) {
          return !LengthsAllow(other.length, name.length);
        });
    for (; holder != holders.end(); ++holder) {
      const std::ptrdiff_t shared = shared_[name.length + holder->length];
      // A name has one pair of neighbours less than characters.
      if (left < shared || holder->length - 1 - holder->place < shared) {
        continue;
      }
      // A bit that the other lacks is a pair at least that it lacks.
      if (BitsLacking(name.bits, holder->bits) > all - shared) {
        continue;
      }
      Compare(holder->name, i);
    }
    holders.push_back({static_cast<std::uint32_t>(i),
                       static_cast<std::uint16_t>(name.length),
                       static_cast<std::uint16_t>(k), name.bits});
  }

  // Of two names that share t neighbours, each has one of them among its
  // rarest n - t + 1, in the same order for both. So many of this one's must
  // be looked at for whatever other name; more than it has: all names must.
  [[nodiscard]] std::size_t ProbesOf(const Name& name) const {
    auto shared = std::numeric_limits<std::ptrdiff_t>::max();
    for (std::size_t other = 0;
         LengthsAllow(name.length, other) || other <= name.length; ++other) {
      if (!LengthsAllow(name.length, other)) continue;
      shared = std::min(shared, SharedNeighbours(name.length + other, least_));
    }
    const auto own = static_cast<std::ptrdiff_t>(name.neighbours.size());
    return static_cast<std::size_t>(
        std::max<std::ptrdiff_t>(0, own - shared + 1));
  }

  // Whether names of these lengths can be alike: all of the shorter one would
  // have to be in the longer.
  [[nodiscard]] bool LengthsAllow(std::size_t a, std::size_t b) const {
    return 2 * static_cast<double>(std::min(a, b)) + 1e-6 >=
           least_ * static_cast<double>(a + b);
  }

  void Compare(std::size_t a, std::size_t b) {
    const Name& x = names_[a];
    const Name& y = names_[b];
    const std::ptrdiff_t shared = shared_[x.length + y.length];
    if (seen_[a] == b) return;
    seen_[a] = b;
    if (!LengthsAllow(x.length, y.length) || CommonNeighbours(x, y) < shared) {
      return;
    }
    const double likeness =
        std::max(Similarity(x.text, y.text), Similarity(y.text, x.text));
    if (likeness < least_) return;
    found_.push_back(
        {std::min(x.place, y.place), std::max(x.place, y.place), likeness});
  }

  const double least_;
  const std::vector<Name> names_;
  // SharedNeighbours by the length of both names.
  std::array<std::ptrdiff_t, 2 * kMaxComparedCharacters + 1> shared_{};
  std::vector<std::size_t> seen_;  // the last name that this was compared with
  std::map<std::uint32_t, std::vector<Holder>> by_neighbours_;
  std::vector<std::size_t> anything_;  // names that must be compared with all
  std::vector<AlikeNames> found_;
};

}  // namespace

std::vector<AlikeNames> FindAlikeNames(std::span<const std::string> names,
                                       double least) {
  assert(least > 0.5 && least <= 1);
  return Search(names, least).Find();
}

}  // namespace rescan::timesheet::reports
