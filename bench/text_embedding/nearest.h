// Is the nearest true entry the right one?
#ifndef RESCAN_BENCH_TEXT_EMBEDDING_NEAREST_H_
#define RESCAN_BENCH_TEXT_EMBEDDING_NEAREST_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bench/text_embedding/entries.h"

namespace rescan::bench {

// How one query came out.
struct Found {
  std::size_t query = 0;
  std::size_t right = 0;    // the true entry it lies on
  std::size_t nearest = 0;  // the true entry that came first
  float right_score = 0;    // of `right`
  float nearest_score = 0;  // of `nearest`
  // The best among those that read otherwise than the right one.
  float wrong_score = 0;
  bool reads_the_same = false;  // the nearest has the right one's key
  // And is on its page; of those that score alike, as equal vectors do, the
  // right one counts as the first.
  bool same_page = false;
  bool alone = false;  // the very one, and no other scores as much
  // An entry of another page has the right one's key and surroundings: nothing
  // in the query can tell which page it is from.
  bool has_twin = false;
};

struct NearestFigures {
  std::size_t queries = 0;  // that lie on a true entry
  std::size_t off = 0;      // that lie on none, and do not count
  std::size_t reads_the_same = 0, same_page = 0, alone = 0;
  std::size_t single = 0, single_same_page = 0;  // of those without a twin
};

// For each query, scores of all true entries come from `scores(i, out)`.
template <class Scores>
[[nodiscard]] std::vector<Found> FindNearest(
    const std::vector<std::optional<std::size_t>>& on,
    const std::vector<Entry>& truth, const std::vector<bool>& twins,
    const Scores& scores) {
  std::vector<Found> all;
  std::vector<float> row(truth.size());
  for (std::size_t i = 0; i < on.size(); ++i) {
    if (!on[i]) continue;
    scores(i, std::span<float>(row));
    Found found{i, *on[i]};
    const Entry& right = truth[found.right];
    found.right_score = row[found.right];
    found.wrong_score = -1;
    found.nearest = found.right;
    found.alone = true;
    for (std::size_t k = 0; k < truth.size(); ++k) {
      if (row[k] > row[found.nearest]) found.nearest = k;
      found.alone &= k == found.right || row[k] < found.right_score;
      if (truth[k].key != right.key && row[k] > found.wrong_score) {
        found.wrong_score = row[k];
      }
    }
    found.nearest_score = row[found.nearest];
    const Entry& nearest = truth[found.nearest];
    found.reads_the_same = nearest.key == right.key;
    found.same_page = found.reads_the_same && nearest.page == right.page;
    found.has_twin = twins[found.right];
    all.push_back(found);
  }
  return all;
}

// Which entries have a twin on another page.
[[nodiscard]] std::vector<bool> TwinsOf(const std::vector<Entry>& truth);

[[nodiscard]] NearestFigures FiguresOf(
    const std::vector<Found>& found,
    const std::vector<std::optional<std::size_t>>& on);

// Cosines of the queries' vectors with the truth's.
[[nodiscard]] std::vector<Found> FindNearest(
    const std::vector<std::optional<std::size_t>>& on,
    const std::vector<Entry>& truth, const std::vector<bool>& twins,
    std::span<const float> query_vectors, std::span<const float> truth_vectors,
    std::size_t dimension);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TEXT_EMBEDDING_NEAREST_H_
