#include "tests/support/reference_filters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace rescan::reference {
namespace {

Picture Blank(int width, int height) {
  return {width, height,
          std::vector<std::uint8_t>(static_cast<std::size_t>(width) *
                                    static_cast<std::size_t>(height))};
}

void Set(Picture& picture, int x, int y, int level) {
  picture.samples[static_cast<std::size_t>(y) *
                      static_cast<std::size_t>(picture.width) +
                  static_cast<std::size_t>(x)] =
      static_cast<std::uint8_t>(level);
}

int Replicated(const Picture& in, int x, int y) {
  return in.At(std::clamp(x, 0, in.width - 1), std::clamp(y, 0, in.height - 1));
}

// Walks from 0 to `index`, turning round at both ends.
int Reflect(int index, int size) {
  if (index >= 0 && index < size) return index;
  int at = 0;
  int step = index < 0 ? -1 : 1;
  for (int left = std::abs(index); left > 0; --left) {
    if (size == 1) return 0;
    if (at + step < 0 || at + step >= size) step = -step;
    at += step;
  }
  return at;
}

struct Moments {
  long long count = 0;
  long long sum = 0;
  long long squares = 0;
};

// How often `at` counts in the window around `centre` when what lies beyond
// the ends counts as the end.
int TimesInWindow(int at, int centre, int radius, int size) {
  if (at > 0 && at < size - 1) return 1;
  int times = 0;
  const int first = at == 0 ? centre - radius : at;
  const int last = at == size - 1 ? centre + radius : at;
  for (int i = first; i <= last; ++i) {
    if (std::abs(i - centre) <= radius) ++times;
  }
  return times;
}

Moments WindowMoments(const Picture& in, int x, int y, int radius) {
  Moments moments;
  const int right = std::min(in.width - 1, x + radius);
  const int bottom = std::min(in.height - 1, y + radius);
  for (int v = std::max(0, y - radius); v <= bottom; ++v) {
    const int rows = TimesInWindow(v, y, radius, in.height);
    for (int u = std::max(0, x - radius); u <= right; ++u) {
      const int times = rows * TimesInWindow(u, x, radius, in.width);
      const long long level = in.At(u, v);
      moments.count += times;
      moments.sum += times * level;
      moments.squares += times * level * level;
    }
  }
  return moments;
}

int RoundedMean(const Moments& moments) {
  return static_cast<int>((2 * moments.sum + moments.count) /
                          (2 * moments.count));
}

template <class F>
Picture Each(const Picture& in, F level_of) {
  Picture out = Blank(in.width, in.height);
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) Set(out, x, y, level_of(x, y));
  }
  return out;
}

}  // namespace

Picture BoxBlur(const Picture& in, int radius) {
  return Each(in, [&](int x, int y) {
    return RoundedMean(WindowMoments(in, x, y, radius));
  });
}

Picture GaussianBlur(const Picture& in, const std::vector<int>& weights) {
  const int radius = static_cast<int>(weights.size()) - 1;
  const auto weight = [&](int k) {
    return weights[static_cast<std::size_t>(std::abs(k))];
  };
  std::vector<int> columns(in.samples.size());
  const auto column = [&](int x, int y) -> int& {
    return columns[static_cast<std::size_t>(y * in.width + x)];
  };
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      int sum = 0;
      for (int k = -radius; k <= radius; ++k) {
        sum += weight(k) * in.At(x, Reflect(y + k, in.height));
      }
      column(x, y) = sum;
    }
  }
  return Each(in, [&](int x, int y) {
    int sum = column(x, y) * weight(0) / 256;
    for (int k = 1; k <= radius; ++k) {
      const int left = column(Reflect(x - k, in.width), y);
      const int right = column(Reflect(x + k, in.width), y);
      sum += (left + right + 1) / 2 * 2 * weight(k) / 256;
    }
    return (sum + 128) / 256;
  });
}

std::vector<double> ExactGaussianBlur(const Picture& in, double sigma) {
  const int radius = static_cast<int>(std::ceil(4 * sigma));
  std::vector<double> out;
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      double sum = 0;
      double total = 0;
      for (int dy = -radius; dy <= radius; ++dy) {
        for (int dx = -radius; dx <= radius; ++dx) {
          const double weight =
              std::exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
          total += weight;
          sum += weight *
                 in.At(Reflect(x + dx, in.width), Reflect(y + dy, in.height));
        }
      }
      out.push_back(sum / total);
    }
  }
  return out;
}

namespace {

int BlockMaximum(const Picture& page, int left, int top) {
  const auto mean = [](int a, int b) { return (a + b + 1) / 2; };
  int maximum = 0;
  for (int y = top; y < top + 8; y += 4) {
    for (int x = left; x < left + 8; x += 4) {
      std::array<int, 4> column{};
      for (int i = 0; i < 4; ++i) {
        column[static_cast<std::size_t>(i)] = mean(
            mean(Replicated(page, x + i, y), Replicated(page, x + i, y + 1)),
            mean(Replicated(page, x + i, y + 2),
                 Replicated(page, x + i, y + 3)));
      }
      maximum = std::max(maximum, mean(mean(column[0], column[1]),
                                       mean(column[2], column[3])));
    }
  }
  return maximum;
}

Picture WindowExtreme(const Picture& in, int radius, bool brightest) {
  return Each(in, [&](int x, int y) {
    int best = in.At(x, y);
    for (int v = std::max(0, y - radius);
         v <= std::min(in.height - 1, y + radius); ++v) {
      for (int u = std::max(0, x - radius);
           u <= std::min(in.width - 1, x + radius); ++u) {
        best = brightest ? std::max(best, in.At(u, v))
                         : std::min(best, in.At(u, v));
      }
    }
    return best;
  });
}

}  // namespace

Picture EstimateBackground(const Picture& page, double window_share,
                           bool keep_edges, double smooth_share) {
  Picture small = Blank((page.width + 7) / 8, (page.height + 7) / 8);
  small = Each(small,
               [&](int x, int y) { return BlockMaximum(page, 8 * x, 8 * y); });
  const int radius = std::min(
      63, static_cast<int>(std::round(window_share * page.width / 16)));
  small = WindowExtreme(small, radius, true);
  if (keep_edges) small = WindowExtreme(small, radius, false);
  return BoxBlur(small, std::min(63, static_cast<int>(std::round(
                                         smooth_share * (2 * radius + 1)))));
}

Picture DivideByBackground(const Picture& page, const Picture& background) {
  const auto gain = [&](int x, int y) {
    const double level = std::max(32, Replicated(background, x, y));
    return static_cast<int>(std::floor(255 * 8192 / level + 0.5));
  };
  return Each(page, [&](int x, int y) {
    // In 1/16 of a block from the centre of block (0, 0).
    const int across = 2 * x - 7;
    const int down = 2 * y - 7;
    const int left = static_cast<int>(std::floor(across / 16.0));
    const int top = static_cast<int>(std::floor(down / 16.0));
    const int fx = across - 16 * left;
    const int fy = down - 16 * top;
    const auto between = [&](int column) {
      return (gain(column, top) * (16 - fy) + gain(column, top + 1) * fy + 8) /
             16;
    };
    const int wanted =
        between(left) * (16 - fx) / 16 + between(left + 1) * fx / 16;
    return std::min(255, (page.At(x, y) * wanted / 256 + 16) / 32);
  });
}

namespace {

struct Tiles {
  int across;
  int down;
  int width;
  int height;
  // [tile][level]
  std::vector<std::array<int, 256>> tables;

  [[nodiscard]] int Level(int tile_x, int tile_y, int level) const {
    const int x = std::clamp(tile_x, 0, across - 1);
    const int y = std::clamp(tile_y, 0, down - 1);
    return tables[static_cast<std::size_t>(y * across + x)]
                 [static_cast<std::size_t>(level)];
  }
};

std::array<int, 256> TableOf(std::array<int, 256> histogram, int area,
                             double clip_limit) {
  if (clip_limit > 0) {
    const int limit = std::max(
        1, static_cast<int>(std::min<double>(area, clip_limit * area / 256)));
    int excess = 0;
    for (int& count : histogram) {
      excess += std::max(0, count - limit);
      count = std::min(count, limit);
    }
    for (int& count : histogram) count += excess / 256;
    const int rest = excess % 256;
    for (int i = 0; i < rest; ++i) {
      ++histogram[static_cast<std::size_t>(i * std::max(1, 256 / rest))];
    }
  }
  const float scale = 255.0F / static_cast<float>(area);
  std::array<int, 256> table{};
  int below = 0;
  for (std::size_t level = 0; level < 256; ++level) {
    below += histogram[level];
    // To even on a tie, as the default rounding mode has it.
    table[level] = std::min(
        255,
        static_cast<int>(std::nearbyint(static_cast<float>(below) * scale)));
  }
  return table;
}

Tiles MakeTiles(const Picture& in, double clip_limit, int across, int down) {
  int width = in.width;
  int height = in.height;
  if (width % across != 0 || height % down != 0) {
    width += across - width % across;
    height += down - height % down;
  }
  Tiles tiles{across, down, width / across, height / down, {}};
  for (int ty = 0; ty < down; ++ty) {
    for (int tx = 0; tx < across; ++tx) {
      std::array<int, 256> histogram{};
      for (int y = ty * tiles.height; y < (ty + 1) * tiles.height; ++y) {
        for (int x = tx * tiles.width; x < (tx + 1) * tiles.width; ++x) {
          ++histogram[static_cast<std::size_t>(
              in.At(Reflect(x, in.width), Reflect(y, in.height)))];
        }
      }
      tiles.tables.push_back(
          TableOf(histogram, tiles.width * tiles.height, clip_limit));
    }
  }
  return tiles;
}

// The tile before a sample and the share of the next, in 1/32768, cut off.
void Locate(int sample, int size, int& tile, int& share) {
  const double position = static_cast<double>(sample) / size - 0.5;
  tile = static_cast<int>(std::floor(position));
  const long long twice_offset =
      2LL * sample - size - 2LL * static_cast<long long>(tile) * size;
  share = static_cast<int>(twice_offset * 32768 / (2LL * size));
}

}  // namespace

Picture Clahe(const Picture& in, double clip_limit, int tiles_x, int tiles_y) {
  const Tiles tiles = MakeTiles(in, clip_limit, tiles_x, tiles_y);
  const auto between = [](int a, int b, int share) {
    return a +
           static_cast<int>(std::floor(((b - a) * share + 16384.0) / 32768.0));
  };
  return Each(in, [&](int x, int y) {
    int tx = 0;
    int ty = 0;
    int right = 0;
    int lower = 0;
    Locate(x, tiles.width, tx, right);
    Locate(y, tiles.height, ty, lower);
    const int level = in.At(x, y);
    const auto column = [&](int tile) {
      return between(128 * tiles.Level(tile, ty, level),
                     128 * tiles.Level(tile, ty + 1, level), lower);
    };
    return (between(column(tx), column(tx + 1), right) + 64) / 128;
  });
}

Picture ClaheInFloats(const Picture& in, double clip_limit, int tiles_x,
                      int tiles_y) {
  const Tiles tiles = MakeTiles(in, clip_limit, tiles_x, tiles_y);
  return Each(in, [&](int x, int y) {
    const float fx = static_cast<float>(x) / static_cast<float>(tiles.width);
    const float fy = static_cast<float>(y) / static_cast<float>(tiles.height);
    const int tx = static_cast<int>(std::floor(fx - 0.5F));
    const int ty = static_cast<int>(std::floor(fy - 0.5F));
    const float right = fx - 0.5F - static_cast<float>(tx);
    const float lower = fy - 0.5F - static_cast<float>(ty);
    const auto at = [&](int dx, int dy) {
      return static_cast<float>(tiles.Level(tx + dx, ty + dy, in.At(x, y)));
    };
    return static_cast<int>(std::nearbyint(
        (at(0, 0) * (1 - right) + at(1, 0) * right) * (1 - lower) +
        (at(0, 1) * (1 - right) + at(1, 1) * right) * lower));
  });
}

Picture AdaptiveThreshold(const Picture& in, int window, int below_mean) {
  return Each(in, [&](int x, int y) {
    const int mean = RoundedMean(WindowMoments(in, x, y, window / 2));
    return in.At(x, y) <= mean - below_mean ? 255 : 0;
  });
}

Picture SauvolaBinarize(const Picture& in, int window, float k, float range) {
  return Each(in, [&](int x, int y) {
    const Moments moments = WindowMoments(in, x, y, window / 2);
    // Each step through memory, so that none is fused with the next.
    volatile float reciprocal = 1.0F / static_cast<float>(moments.count);
    volatile float mean = static_cast<float>(moments.sum) * reciprocal;
    volatile float squares = static_cast<float>(moments.squares) * reciprocal;
    volatile float mean_squared = mean * mean;
    volatile float variance = squares - mean_squared;
    volatile float slope = k / range;
    volatile float calm = 1.0F - k;
    volatile float deviation = std::sqrt(std::max(0.0F, float{variance}));
    volatile float raise = slope * deviation;
    volatile float factor = calm + raise;
    volatile float threshold = mean * factor;
    return static_cast<float>(in.At(x, y)) < threshold ? 0 : 255;
  });
}

std::vector<double> SauvolaThresholds(const Picture& in, int window, double k,
                                      double range) {
  std::vector<double> thresholds;
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      const Moments moments = WindowMoments(in, x, y, window / 2);
      const auto count = static_cast<double>(moments.count);
      const double mean = static_cast<double>(moments.sum) / count;
      const double variance =
          static_cast<double>(moments.count * moments.squares -
                              moments.sum * moments.sum) /
          (count * count);
      thresholds.push_back(mean * (1 + k * (std::sqrt(variance) / range - 1)));
    }
  }
  return thresholds;
}

}  // namespace rescan::reference
