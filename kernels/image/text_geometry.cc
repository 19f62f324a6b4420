#include "kernels/image/text_geometry.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

namespace rescan::kernels {
namespace {

bool NearBorder(const InkBox& box, int border, int width, int height) {
  return box.left < border || box.top < border || box.right > width - border ||
         box.bottom > height - border;
}

// The value with `share` of all on its left. Reorders. REQUIRES: not empty.
int Quantile(std::vector<int>& values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(
      share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

InkBox BoxAround(const std::vector<InkBox>& boxes, int width, int height,
                 const TextGeometryOptions& options) {
  std::vector<int> edges(boxes.size());
  const auto quantile = [&](int InkBox::*edge, double share) {
    for (std::size_t i = 0; i < boxes.size(); ++i) edges[i] = boxes[i].*edge;
    return Quantile(edges, share);
  };
  const double low = options.edge_share;
  const double high = 1 - options.edge_share;
  const int padding = options.padding;
  InkBox box;
  box.left = std::max(quantile(&InkBox::left, low) - padding, 0);
  box.top = std::max(quantile(&InkBox::top, low) - padding, 0);
  box.right = std::min(quantile(&InkBox::right, high) + padding, width);
  box.bottom = std::min(quantile(&InkBox::bottom, high) + padding, height);
  return box;
}

// Distance between the feet of each character and the next one below it that
// stands in the same column of `cell` pixels' width: characters of
// neighbouring lines, whatever the lines' skew and however many columns of
// text the page has. Distances outside [least, most] are left out.
std::vector<int> DistancesDown(std::vector<InkBox>& boxes, int cell, int least,
                               int most) {
  const auto cell_of = [cell](const InkBox& box) {
    return (box.left + box.right) / 2 / cell;
  };
  std::sort(boxes.begin(), boxes.end(), [&](const InkBox& a, const InkBox& b) {
    const int cell_a = cell_of(a);
    const int cell_b = cell_of(b);
    return cell_a != cell_b ? cell_a < cell_b : a.bottom < b.bottom;
  });
  std::vector<int> distances;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    for (std::size_t k = i + 1;
         k < boxes.size() && cell_of(boxes[k]) == cell_of(boxes[i]); ++k) {
      const int distance = boxes[k].bottom - boxes[i].bottom;
      if (distance < least) continue;
      if (distance <= most) distances.push_back(distance);
      break;
    }
  }
  return distances;
}

struct Cluster {
  std::size_t count = 0;
  double mean = 0;
};

// The distances within `reach` of `middle`; counts[d] = how many are d.
Cluster Around(const std::vector<std::size_t>& counts, int middle, int reach) {
  Cluster cluster;
  std::size_t sum = 0;
  const int last = static_cast<int>(counts.size()) - 1;
  for (int d = std::max(middle - reach, 0); d <= std::min(middle + reach, last);
       ++d) {
    const std::size_t here = counts[static_cast<std::size_t>(d)];
    cluster.count += here;
    sum += here * static_cast<std::size_t>(d);
  }
  if (cluster.count > 0) {
    cluster.mean =
        static_cast<double>(sum) / static_cast<double>(cluster.count);
  }
  return cluster;
}

// The mean of the distances around the most frequent one; 0 if less than a
// third of them are there, as no page's lines are spaced like that.
double UsualDistance(const std::vector<int>& distances, int most, int reach) {
  std::vector<std::size_t> counts(static_cast<std::size_t>(most) + 1);
  for (const int distance : distances) {
    ++counts[static_cast<std::size_t>(distance)];
  }
  Cluster best;
  for (int middle = 0; middle <= most; ++middle) {
    const Cluster cluster = Around(counts, middle, reach);
    if (cluster.count > best.count) best = cluster;
  }
  if (3 * best.count < distances.size()) return 0;
  // The fullest window takes in what it can at one end (the feet of g, say):
  // move it until the cluster is in its middle.
  for (int i = 0; i < 3; ++i) {
    best = Around(counts, static_cast<int>(std::lround(best.mean)), reach);
  }
  return best.mean;
}

double LinePitch(std::vector<InkBox>& characters, double height,
                 std::size_t min_characters) {
  // Lines closer than the characters are high would touch; the feet of g and
  // a in one line differ by a third of it.
  const int least = static_cast<int>(std::ceil(0.8 * height));
  const int most = static_cast<int>(6 * height);
  const int cell = std::max(static_cast<int>(height), 1);
  const std::vector<int> distances =
      DistancesDown(characters, cell, least, most);
  if (distances.size() < min_characters) return 0;
  return UsualDistance(distances, most, static_cast<int>(height / 5));
}

}  // namespace

bool IsText(const InkComponent& component, const TextFilter& filter, int width,
            int height) {
  const InkBox& box = component.box;
  return box.height() >= filter.min_height &&
         box.height() <= filter.max_height && box.width() >= filter.min_width &&
         box.width() <= filter.max_width && component.area >= filter.min_area &&
         !NearBorder(box, filter.border, width, height);
}

bool IsCharacter(const InkComponent& component, const CharacterFilter& filter,
                 int width, int height) {
  const InkBox& box = component.box;
  return box.height() >= filter.min_height &&
         box.height() <= filter.max_height &&
         box.width() <= filter.max_width_per_height * box.height() &&
         component.area >= filter.min_area_per_height * box.height() &&
         !NearBorder(box, filter.border, width, height);
}

TextGeometry MeasureText(std::span<const InkComponent> components, int width,
                         int height, const TextGeometryOptions& options) {
  std::vector<InkBox> text;
  std::vector<InkBox> characters;
  for (const InkComponent& component : components) {
    if (IsText(component, options.text, width, height)) {
      text.push_back(component.box);
    }
    if (IsCharacter(component, options.character, width, height)) {
      characters.push_back(component.box);
    }
  }
  TextGeometry geometry;
  geometry.text_count = text.size();
  geometry.character_count = characters.size();
  if (!text.empty() && text.size() >= options.min_text) {
    geometry.ink_box = BoxAround(text, width, height, options);
  }
  if (!characters.empty() && characters.size() >= options.min_characters) {
    std::vector<int> heights;
    heights.reserve(characters.size());
    for (const InkBox& box : characters) heights.push_back(box.height());
    geometry.character_height = Quantile(heights, 0.5);
    geometry.line_pitch = LinePitch(characters, geometry.character_height,
                                    options.min_characters);
  }
  return geometry;
}

}  // namespace rescan::kernels
