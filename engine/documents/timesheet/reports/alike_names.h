// Which names of many are alike, without comparing each with each.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_ALIKE_NAMES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_ALIKE_NAMES_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace rescan::timesheet::reports {

struct AlikeNames {
  std::size_t a = 0, b = 0;  // places in the list, a < b
  double likeness = 0;       // NameSimilarity, the greater of both orders

  friend bool operator==(const AlikeNames&, const AlikeNames&) = default;
};

// Every pair of `names` whose NameSimilarity, in either order, is `least` or
// more; by a, then b. No pair is lost: only pairs are passed over that are too
// different for it by their lengths or by how many pairs of neighbouring
// characters they share (alike_names.cc has the bound).
//
// Time: 0.6 s of CPU for 10,000 names out of 60 first and 2,000 last ones,
// whose parts are alike, 14 s for 50,000; O(n * n) where all share their rarest
// neighbours. Memory: O(characters).
// REQUIRES: 0.5 < least <= 1.
[[nodiscard]] std::vector<AlikeNames> FindAlikeNames(
    std::span<const std::string> names, double least);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_ALIKE_NAMES_H_
