#include "tests/support/reference_geometry.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>

namespace rescan::reference {
namespace {

constexpr double kPi = 3.14159265358979323846;

Picture Drawn(int width, int height,
              const std::function<double(int, int)>& level) {
  Picture out{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double exact = std::clamp(level(x, y), 0.0, 255.0);
      out.samples.push_back(static_cast<std::uint8_t>(std::floor(exact + 0.5)));
    }
  }
  return out;
}

// How much of [begin, end) the pixel [i, i + 1) covers.
double Cover(double begin, double end, int i) {
  return std::max(0.0, std::min(end, i + 1.0) - std::max(begin, i + 0.0));
}

// Keys' kernel with a = -0.75, at a distance.
double Keys(double distance) {
  constexpr double a = -0.75;
  const double x = std::abs(distance);
  if (x <= 1) return (a + 2) * x * x * x - (a + 3) * x * x + 1;
  if (x < 2) return a * x * x * x - 5 * a * x * x + 8 * a * x - 4 * a;
  return 0;
}

}  // namespace

Picture ResizeArea(const Picture& in, int width, int height) {
  const double by_x = static_cast<double>(in.width) / width;
  const double by_y = static_cast<double>(in.height) / height;
  return Drawn(width, height, [&](int x, int y) {
    const double left = x * by_x;
    const double top = y * by_y;
    double sum = 0;
    double area = 0;
    const int last_row = std::min(in.height - 1, static_cast<int>(top + by_y));
    const int last_column =
        std::min(in.width - 1, static_cast<int>(left + by_x));
    for (int i = static_cast<int>(top); i <= last_row; ++i) {
      for (int k = static_cast<int>(left); k <= last_column; ++k) {
        const double part =
            Cover(top, top + by_y, i) * Cover(left, left + by_x, k);
        sum += part * in.At(k, i);
        area += part;
      }
    }
    return sum / area;
  });
}

Picture ResizeCubic(const Picture& in, int width, int height) {
  return Drawn(width, height, [&](int x, int y) {
    const double u = (x + 0.5) * in.width / width - 0.5;
    const double v = (y + 0.5) * in.height / height - 0.5;
    double sum = 0;
    for (int i = static_cast<int>(std::floor(v)) - 1; i <= std::floor(v) + 2;
         ++i) {
      for (int k = static_cast<int>(std::floor(u)) - 1; k <= std::floor(u) + 2;
           ++k) {
        sum += Keys(u - k) * Keys(v - i) *
               in.At(std::clamp(k, 0, in.width - 1),
                     std::clamp(i, 0, in.height - 1));
      }
    }
    return sum;
  });
}

Picture Rotate(const Picture& in, double degrees, int width, int height,
               int background) {
  const double angle = degrees * kPi / 180;
  const auto level = [&](double column, double row) {
    const int x = static_cast<int>(column);
    const int y = static_cast<int>(row);
    const bool inside = x >= 0 && x < in.width && y >= 0 && y < in.height;
    return inside ? in.At(x, y) : background;
  };
  return Drawn(width, height, [&](int x, int y) {
    // From the centre to the centre of the pixel, turned back.
    const double right = x + 0.5 - width / 2.0;
    const double down = y + 0.5 - height / 2.0;
    const double u =
        std::cos(angle) * right + std::sin(angle) * down + in.width / 2.0 - 0.5;
    const double v = std::cos(angle) * down - std::sin(angle) * right +
                     in.height / 2.0 - 0.5;
    const double a = u - std::floor(u);
    const double b = v - std::floor(v);
    return (1 - b) * ((1 - a) * level(std::floor(u), std::floor(v)) +
                      a * level(std::floor(u) + 1, std::floor(v))) +
           b * ((1 - a) * level(std::floor(u), std::floor(v) + 1) +
                a * level(std::floor(u) + 1, std::floor(v) + 1));
  });
}

std::vector<Component> InkComponents(const Picture& mask) {
  std::vector<Component> found;
  std::vector<bool> seen(mask.samples.size());
  const auto is_ink = [&](int x, int y) {
    return x >= 0 && x < mask.width && y >= 0 && y < mask.height &&
           mask.At(x, y) != 0;
  };
  const auto index = [&](int x, int y) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) +
           static_cast<std::size_t>(x);
  };
  for (int top = 0; top < mask.height; ++top) {
    for (int first = 0; first < mask.width; ++first) {
      if (!is_ink(first, top) || seen[index(first, top)]) continue;
      Component component{first, top, first + 1, top + 1, 0, 0};
      std::vector<std::pair<int, int>> open = {{first, top}};
      seen[index(first, top)] = true;
      while (!open.empty()) {
        const auto [x, y] = open.back();
        open.pop_back();
        component.left = std::min(component.left, x);
        component.right = std::max(component.right, x + 1);
        component.bottom = std::max(component.bottom, y + 1);
        ++component.area;
        if (!is_ink(x - 1, y)) ++component.runs;
        for (int j = y - 1; j <= y + 1; ++j) {
          for (int i = x - 1; i <= x + 1; ++i) {
            if (!is_ink(i, j) || seen[index(i, j)]) continue;
            seen[index(i, j)] = true;
            open.emplace_back(i, j);
          }
        }
      }
      found.push_back(component);
    }
  }
  return found;
}

double SkewDegrees(const Picture& mask, double max_degrees, double step) {
  double best = 0;
  double most = -1;
  const int steps = static_cast<int>(std::lround(max_degrees / step));
  for (int i = -steps; i <= steps; ++i) {
    const double slope = std::tan(i * step * kPi / 180);
    const int margin = static_cast<int>(mask.width * std::abs(slope)) + 1;
    std::vector<double> rows(
        static_cast<std::size_t>(mask.height + 2 * margin + 1));
    for (int y = 0; y < mask.height; ++y) {
      for (int x = 0; x < mask.width; ++x) {
        if (mask.At(x, y) == 0) continue;
        ++rows[static_cast<std::size_t>(std::lround(y - x * slope) + margin)];
      }
    }
    double sum = 0;
    for (std::size_t row = 1; row < rows.size(); ++row) {
      sum += (rows[row] - rows[row - 1]) * (rows[row] - rows[row - 1]);
    }
    if (sum > most) {
      most = sum;
      best = i * step;
    }
  }
  return best;
}

}  // namespace rescan::reference
