#include "tests/support/index_samples.h"

#include <array>
#include <cmath>
#include <random>
#include <string>

#include "kernels/base/sha256.h"
#include "tests/support/random.h"

namespace rescan::testing {
namespace {

std::string Padded(int number) {
  const std::string digits = std::to_string(number);
  return std::string(5 - digits.size(), '0') + digits;
}

}  // namespace

std::vector<float> SampleVectors(int count, int dimension, std::uint32_t seed) {
  std::mt19937 rng(seed);
  std::vector<float> vectors;
  vectors.reserve(static_cast<std::size_t>(count) * dimension);
  for (int row = 0; row < count; ++row) {
    double squared = 0;
    for (int i = 0; i < dimension; ++i) {
      // Never zero, so that one dimension is enough.
      const double value = (support::Below(rng, 2000) + 0.5) / 1000 - 1;
      vectors.push_back(static_cast<float>(value));
      squared += value * value;
    }
    for (std::size_t i = vectors.size() - dimension; i < vectors.size(); ++i) {
      vectors[i] = static_cast<float>(vectors[i] / std::sqrt(squared));
    }
  }
  return vectors;
}

std::vector<index::VectorRecord> SampleRecords(int count) {
  const std::array<std::string, 4> texts = {
      R"({"text":"TOTAL 12.50"})",
      R"({"text":"a \"quoted\" \\ word","x":0.125})",
      "{\"text\":\"Gr\u00fc\u00dfe \u20ac 5\",\"confidence\":0.98}", "{}"};
  std::vector<index::VectorRecord> records;
  for (int i = 0; i < count; ++i) {
    index::VectorRecord record;
    record.asset = ToHex(Sha256Of("image " + std::to_string(i / 3)));
    record.id = "IMAGE#" + record.asset + "#LINE#" + Padded(i % 3 + 1);
    record.revision = 1 + i / 3;
    record.owner = i % 2 == 0 ? "" : "ann \"the\\tester\"\t";
    record.metadata = texts[static_cast<std::size_t>(i) % texts.size()];
    records.push_back(record);
  }
  return records;
}

index::Delta SampleDelta(int count, int dimension) {
  return {.run_id = "run-1",
          .collection = "lines",
          .model = "sample-1",
          .dimension = dimension,
          .records = SampleRecords(count),
          .vectors = SampleVectors(count, dimension)};
}

}  // namespace rescan::testing
