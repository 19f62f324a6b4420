#include "bench/text_embedding/nearest.h"

#include <map>
#include <set>
#include <utility>

#include "kernels/vector/dot.h"

namespace rescan::bench {

std::vector<bool> TwinsOf(const std::vector<Entry>& truth) {
  std::map<std::pair<std::string, std::string>, std::set<std::size_t>> pages;
  for (const Entry& entry : truth) {
    pages[{entry.key, entry.surroundings}].insert(entry.page);
  }
  std::vector<bool> twins;
  for (const Entry& entry : truth) {
    twins.push_back(pages[{entry.key, entry.surroundings}].size() > 1);
  }
  return twins;
}

NearestFigures FiguresOf(const std::vector<Found>& found,
                         const std::vector<std::optional<std::size_t>>& on) {
  NearestFigures figures;
  figures.queries = found.size();
  figures.off = on.size() - found.size();
  for (const Found& one : found) {
    figures.reads_the_same += one.reads_the_same;
    figures.same_page += one.same_page;
    figures.alone += one.alone;
    figures.single += !one.has_twin;
    figures.single_same_page += !one.has_twin && one.same_page;
  }
  return figures;
}

std::vector<Found> FindNearest(
    const std::vector<std::optional<std::size_t>>& on,
    const std::vector<Entry>& truth, const std::vector<bool>& twins,
    std::span<const float> query_vectors, std::span<const float> truth_vectors,
    std::size_t dimension) {
  const kernels::FloatRows rows = {truth_vectors.data(), truth.size(),
                                   dimension, dimension};
  return FindNearest(
      on, truth, twins, [&](std::size_t i, std::span<float> out) {
        kernels::InnerProducts(query_vectors.subspan(i * dimension, dimension),
                               rows, out);
      });
}

}  // namespace rescan::bench
