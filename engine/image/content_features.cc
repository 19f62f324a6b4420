#include "engine/image/content_features.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/image/picture_rows.h"
#include "kernels/image/picture_stats.h"

namespace rescan {
namespace {

using kernels::PictureStats;
using kernels::TileStats;

constexpr int kQuietRange = 16;
constexpr int kInkPixels = 8;

constexpr std::array<FeatureInfo, kFeatureCount> kInfo = {{
    {"flat", "share of perfectly even areas"},
    {"flat_white", "share of perfectly even white areas"},
    {"flat_black", "share of perfectly even black areas"},
    {"flat_between", "share of perfectly even areas neither white nor black"},
    {"flat_levels", "different levels of perfectly even areas"},
    {"quiet", "share of nearly even areas"},
    {"noise", "grain of the nearly even areas"},
    {"texture", "share of soft texture without sharp edges"},
    {"ink", "share of areas with sharp edges"},
    {"no_gradient", "neighbouring pixels that are exactly alike"},
    {"faint_gradient", "neighbouring pixels that differ by one or two levels"},
    {"soft_gradient", "neighbouring pixels that differ softly"},
    {"strong_gradient", "very sharp edges among all edges"},
    {"axis_aligned", "edges that run exactly across or down"},
    {"straight_down", "long exactly vertical lines"},
    {"straight_across", "long exactly horizontal lines"},
    {"mean_chroma", "colourfulness"},
    {"coloured", "share of coloured pixels"},
    {"colourful", "share of strongly coloured pixels"},
    {"chroma_spread", "variation of colourfulness over the picture"},
    {"white", "share of white pixels"},
    {"black", "share of black pixels"},
    {"middle", "share of middle tones"},
    {"brightness_spread", "variation of brightness over the picture"},
    {"paper_spread", "uneven light on the even areas"},
    {"shading", "slow change of brightness between neighbouring areas"},
    {"border_flat", "share of the border that is perfectly even"},
    {"border_bright", "share of the border that is bright and grey"},
    {"border_spread", "variation of brightness along the border"},
    {"top_colour", "share of the most frequent colour"},
    {"top_colours", "share of the eight most frequent colours"},
    {"colour_count", "number of different colours"},
    {"ink_margin", "free margin around the sharp edges"},
    {"ink_evenness", "how evenly sharp edges fill the picture"},
    {"clean_ink", "perfectly even ground right beside sharp edges"},
    {"ink_levels", "the same few darkest levels beside all sharp edges"},
    {"paper_levels", "the same few brightest levels beside all sharp edges"},
    {"comb", "edges that begin and end in the same row of pixels"},
}};

double Share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0
                    : static_cast<double>(part) / static_cast<double>(whole);
}

// Differences of small shares matter as much as those of large ones.
double Root(double share) { return std::sqrt(std::clamp(share, 0.0, 1.0)); }

class Spread {
 public:
  void Add(double value) {
    ++count_;
    sum_ += value;
    squares_ += value * value;
  }
  [[nodiscard]] double Deviation() const {
    if (count_ == 0) return 0;
    const double mean = sum_ / count_;
    return std::sqrt(std::max(0.0, squares_ / count_ - mean * mean));
  }

 private:
  double count_ = 0, sum_ = 0, squares_ = 0;
};

// The value below which `share` of all lie; 0 without any. Reorders them.
double Quantile(std::vector<int>& values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(
      share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

int RangeOf(const TileStats& tile) { return tile.max - tile.min; }
bool IsEven(const TileStats& tile) { return RangeOf(tile) <= kQuietRange; }
bool IsInk(const TileStats& tile) { return tile.strong >= kInkPixels; }

// Share of the four most frequent levels.
double TopShare(std::array<std::uint64_t, 256>& counts, std::uint64_t all) {
  constexpr int kTop = 4;
  std::partial_sort(counts.begin(), counts.begin() + kTop, counts.end(),
                    std::greater<>());
  return Share(counts[0] + counts[1] + counts[2] + counts[3], all);
}

class Collector {
 public:
  explicit Collector(const PictureStats& stats) : stats_(stats) {}

  ContentFeatures All(const ColourBins& colours) {
    Tiles();
    Gradients();
    Levels();
    Neighbours();
    Border();
    Colours(colours);
    Layout();
    for (double& value : features_) value = std::clamp(value, 0.0, 1.0);
    return features_;
  }

 private:
  double& operator[](Feature feature) {
    return features_[static_cast<std::size_t>(feature)];
  }
  [[nodiscard]] const TileStats& Tile(int column, int row) const {
    return stats_.tiles[static_cast<std::size_t>(row) *
                            static_cast<std::size_t>(stats_.tile_columns) +
                        static_cast<std::size_t>(column)];
  }

  void Tiles() {
    std::array<std::uint64_t, 256> levels = {};
    std::uint64_t flat = 0, white = 0, black = 0, quiet = 0, texture = 0,
                  ink = 0;
    std::vector<int> ranges, means;
    std::array<std::uint64_t, 256> darkest = {}, brightest = {};
    double clean = 0;
    Spread chroma, brightness;
    for (const TileStats& tile : stats_.tiles) {
      const int range = RangeOf(tile);
      chroma.Add(tile.mean_chroma);
      brightness.Add(tile.mean);
      if (IsEven(tile)) means.push_back(tile.mean);
      if (range == 0) {
        ++flat;
        ++levels[tile.mean];
        white += tile.mean >= 250 ? 1 : 0;
        black += tile.mean <= 8 ? 1 : 0;
      } else if (IsEven(tile)) {
        ++quiet;
        ranges.push_back(range);
      } else if (IsInk(tile)) {
        ++ink;
        ++darkest[tile.min];
        ++brightest[tile.max];
        clean += tile.even / 255.0;
      } else {
        ++texture;
      }
    }
    const std::uint64_t all = stats_.tiles.size();
    (*this)[Feature::kFlat] = Share(flat, all);
    (*this)[Feature::kFlatWhite] = Share(white, all);
    (*this)[Feature::kFlatBlack] = Root(Share(black, all));
    (*this)[Feature::kFlatBetween] = Root(Share(flat - white - black, all));
    const auto used = std::count_if(
        levels.begin(), levels.end(),
        [all](std::uint64_t count) { return Share(count, all) >= 0.002; });
    (*this)[Feature::kFlatLevels] =
        std::log2(1.0 + static_cast<double>(used)) / 5;
    (*this)[Feature::kQuiet] = Share(quiet, all);
    (*this)[Feature::kNoise] = Quantile(ranges, 0.5) / kQuietRange;
    if (ink > 0) clean /= static_cast<double>(ink);
    (*this)[Feature::kCleanInk] = clean;
    (*this)[Feature::kInkLevels] = TopShare(darkest, ink);
    (*this)[Feature::kPaperLevels] = TopShare(brightest, ink);
    (*this)[Feature::kTexture] = Share(texture, all);
    (*this)[Feature::kInk] = Share(ink, all);
    (*this)[Feature::kChromaSpread] = Root(chroma.Deviation() / 127);
    (*this)[Feature::kBrightnessSpread] = brightness.Deviation() / 127;
    const double high = Quantile(means, 0.9);
    (*this)[Feature::kPaperSpread] = (high - Quantile(means, 0.3)) / 255;
  }

  void Gradients() {
    const auto& limits = stats_.gradient_at_most;
    const std::uint64_t all = stats_.gradients;
    const std::uint64_t edges = all - limits[6];  // above 32
    (*this)[Feature::kNoGradient] = Share(limits[0], all);
    (*this)[Feature::kFaintGradient] = Share(limits[2] - limits[0], all);
    (*this)[Feature::kSoftGradient] = Share(limits[5] - limits[2], all);
    (*this)[Feature::kStrongGradient] = Share(all - limits[7], edges);
    (*this)[Feature::kAxisAligned] = Share(stats_.axis_aligned, edges);
    (*this)[Feature::kComb] = Share(stats_.step_changes, 2 * stats_.steps_down);
    (*this)[Feature::kStraightDown] =
        Root(Share(stats_.vertical_straight, edges));
    (*this)[Feature::kStraightAcross] =
        Root(Share(8 * stats_.horizontal_straight, edges));
  }

  void Levels() {
    const std::uint64_t all = stats_.pixels;
    (*this)[Feature::kWhite] = Share(stats_.white, all);
    (*this)[Feature::kBlack] = Share(stats_.black, all);
    (*this)[Feature::kMiddle] = Share(stats_.middle, all);
    (*this)[Feature::kColoured] = Root(Share(stats_.coloured, all));
    (*this)[Feature::kColourful] = Root(Share(stats_.colourful, all));
    std::uint64_t chroma = 0;
    for (const TileStats& tile : stats_.tiles) chroma += tile.mean_chroma;
    (*this)[Feature::kMeanChroma] =
        Root(Share(chroma, 128 * stats_.tiles.size()));
  }

  // Screens change in steps, scans not at all, photos slowly everywhere.
  void Neighbours() {
    std::uint64_t pairs = 0, slow = 0;
    const auto compare = [&](const TileStats& a, const TileStats& b) {
      if (!IsEven(a) || !IsEven(b)) return;
      ++pairs;
      const int step = std::abs(a.mean - b.mean);
      slow += step >= 1 && step <= 12 ? 1 : 0;
    };
    for (int row = 0; row < stats_.tile_rows; ++row) {
      for (int column = 0; column < stats_.tile_columns; ++column) {
        const TileStats& tile = Tile(column, row);
        if (column > 0) compare(Tile(column - 1, row), tile);
        if (row > 0) compare(Tile(column, row - 1), tile);
      }
    }
    (*this)[Feature::kShading] = Share(slow, pairs);
  }

  void Border() {
    std::uint64_t all = 0, flat = 0, bright = 0;
    Spread brightness;
    const int columns = stats_.tile_columns, rows = stats_.tile_rows;
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        if (row != 0 && row != rows - 1 && column != 0 &&
            column != columns - 1) {
          continue;
        }
        const TileStats& tile = Tile(column, row);
        ++all;
        flat += RangeOf(tile) == 0 ? 1 : 0;
        bright += tile.mean >= 217 && tile.mean_chroma <= 24 ? 1 : 0;
        brightness.Add(tile.mean);
      }
    }
    (*this)[Feature::kBorderFlat] = Share(flat, all);
    (*this)[Feature::kBorderBright] = Share(bright, all);
    (*this)[Feature::kBorderSpread] = brightness.Deviation() / 127;
  }

  void Colours(const ColourBins& colours) {
    std::vector<std::uint32_t> counts;
    std::uint64_t all = 0;
    for (const std::uint32_t count : colours) {
      all += count;
      if (count > 0) counts.push_back(count);
    }
    const std::size_t top = std::min<std::size_t>(8, counts.size());
    std::partial_sort(counts.begin(),
                      counts.begin() + static_cast<std::ptrdiff_t>(top),
                      counts.end(), std::greater<>());
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < top; ++i) first += counts[i];
    (*this)[Feature::kTopColour] = top == 0 ? 0 : Share(counts[0], all);
    (*this)[Feature::kTopColours] = Share(first, all);
    // A single pixel may be an accident of the codec.
    const auto used = std::count_if(
        counts.begin(), counts.end(),
        [all](std::uint32_t count) { return Share(count, all) >= 2e-5; });
    (*this)[Feature::kColourCount] =
        std::log2(1.0 + static_cast<double>(used)) / 12;
  }

  void Layout() {
    const int columns = stats_.tile_columns, rows = stats_.tile_rows;
    int left = columns, right = columns, top = rows, bottom = rows;
    // Ink tiles in each cell of 4 x 4 over the picture.
    std::array<double, 16> cells = {};
    double total = 0;
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        if (!IsInk(Tile(column, row))) continue;
        left = std::min(left, column);
        right = std::min(right, columns - 1 - column);
        top = std::min(top, row);
        bottom = std::min(bottom, rows - 1 - row);
        cells[static_cast<std::size_t>(4 * row / rows * 4 +
                                       4 * column / columns)] += 1;
        ++total;
      }
    }
    if (total == 0) {
      (*this)[Feature::kInkMargin] = 1;
      return;
    }
    (*this)[Feature::kInkMargin] =
        0.5 * (static_cast<double>(left + right) / columns +
               static_cast<double>(top + bottom) / rows);
    double entropy = 0;
    for (const double cell : cells) {
      if (cell > 0) entropy -= cell / total * std::log2(cell / total);
    }
    (*this)[Feature::kInkEvenness] = entropy / 4;
  }

  const PictureStats& stats_;
  ContentFeatures features_ = {};
};

}  // namespace

const FeatureInfo& FeatureInfoOf(Feature feature) {
  return kInfo[static_cast<std::size_t>(feature)];
}

ContentFeatures ContentFeaturesOf(const Raster& raster) {
  PictureRows rows(raster, kMostFeaturePixels);
  kernels::PictureStatsBuilder builder(rows.width());
  while (rows.Next()) builder.AddRow(rows.luma(), rows.chroma());
  const PictureStats stats = builder.Finish();
  return Collector(stats).All(rows.colours());
}

}  // namespace rescan
