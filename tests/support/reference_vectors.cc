#include "tests/support/reference_vectors.h"

#include <cmath>

namespace rescan::reference {

double InnerProduct(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
  return sum;
}

double SquaredDistance(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference =
        static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += difference * difference;
  }
  return sum;
}

double Length(std::span<const float> a) {
  return std::sqrt(InnerProduct(a, a));
}

}  // namespace rescan::reference

namespace rescan::support {

std::vector<float> RandomFloats(std::mt19937& rng, std::size_t size) {
  std::vector<float> floats(size);
  for (float& x : floats) {
    x = static_cast<float>(static_cast<double>(rng()) / 0x80000000u - 1);
  }
  return floats;
}

std::vector<float> RandomUnitRows(std::mt19937& rng, std::size_t count,
                                  std::size_t dimension) {
  std::vector<float> rows(count * dimension);
  for (std::size_t row = 0; row < count; ++row) {
    const auto vector = std::span(rows).subspan(row * dimension, dimension);
    for (float& x : vector) {
      // Twelve uniform numbers make a normal one near enough.
      double sum = -6;
      for (int i = 0; i < 12; ++i) sum += static_cast<double>(rng()) / 0x1p32;
      x = static_cast<float>(sum);
    }
    const double length = reference::Length(vector);
    for (float& x : vector) {
      x = static_cast<float>(static_cast<double>(x) / length);
    }
  }
  return rows;
}

}  // namespace rescan::support
