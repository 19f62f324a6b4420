#include "bench/index/vector_data.h"

#include <algorithm>
#include <cmath>

#include "kernels/vector/normalize.h"

namespace rescan::bench {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): any seed gives a stream of its own, so
// a cluster's centre is drawn again wherever it is needed.
class Stream {
 public:
  explicit Stream(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // In [0, 1).
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

  // A random direction. Sums of four uniform numbers are normal enough.
  void Direction(std::span<float> out) {
    for (float& x : out) {
      const std::uint64_t bits = Next();
      int sum = 0;
      for (int i = 0; i < 4; ++i) {
        sum += static_cast<std::int16_t>(bits >> (16 * i));
      }
      x = static_cast<float>(sum);
    }
    (void)kernels::Normalize(out);
  }

 private:
  std::uint64_t state_;
};

// `out` turned away from itself by a random direction of that length.
void Blur(float length, Stream* stream, std::vector<float>* direction,
          std::span<float> out) {
  direction->resize(out.size());
  stream->Direction(*direction);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] += length * (*direction)[i];
  }
  (void)kernels::Normalize(out);
}

constexpr std::size_t kRowsPerGroup = 2000;
constexpr std::size_t kClustersPerGroup = 40;
constexpr float kClusterBlur = 0.8f;
constexpr float kLeastRowBlur = 0.4f;
constexpr float kRowBlurRange = 1.0f;

VectorData Draw(Shape shape, std::size_t rows, std::size_t count,
                std::size_t dimension, std::uint64_t seed) {
  VectorData data{dimension, std::vector<float>(count * dimension)};
  const std::size_t groups = std::max<std::size_t>(1, rows / kRowsPerGroup);
  std::vector<float> direction;
  Stream choice(seed);
  for (std::size_t i = 0; i < count; ++i) {
    const auto out = std::span(data.values).subspan(i * dimension, dimension);
    Stream own(seed + 1000003 * (i + 1));
    if (shape == Shape::kUniform) {
      own.Direction(out);
      continue;
    }
    // The square of a uniform number falls on the low groups more often.
    const double uniform = choice.Uniform();
    const auto group = static_cast<std::uint64_t>(uniform * uniform *
                                                  static_cast<double>(groups));
    const std::uint64_t cluster = choice.Next() % kClustersPerGroup;
    Stream(group * 7919 + 17).Direction(out);
    Stream of_cluster((group * kClustersPerGroup + cluster) * 104729 + 29);
    Blur(kClusterBlur, &of_cluster, &direction, out);
    const float blur =
        kLeastRowBlur + kRowBlurRange * static_cast<float>(choice.Uniform());
    Blur(blur, &own, &direction, out);
  }
  return data;
}

}  // namespace

VectorData DrawRows(Shape shape, std::size_t count, std::size_t dimension) {
  return Draw(shape, count, count, dimension, 2026);
}

VectorData DrawQueries(Shape shape, std::size_t rows, std::size_t count,
                       std::size_t dimension) {
  return Draw(shape, rows, count, dimension, 777777);
}

}  // namespace rescan::bench
