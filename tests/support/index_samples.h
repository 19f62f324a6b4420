// Small vectors with records, the same on every machine.
#ifndef RESCAN_TESTS_SUPPORT_INDEX_SAMPLES_H_
#define RESCAN_TESTS_SUPPORT_INDEX_SAMPLES_H_

#include <cstdint>
#include <vector>

#include "index/delta.h"
#include "index/vector_record.h"

namespace rescan::testing {

// `count` vectors of length 1, row by row.
[[nodiscard]] std::vector<float> SampleVectors(int count, int dimension,
                                               std::uint32_t seed = 1);

// Records of images with three lines each, with texts that need care: quotes,
// backslashes, control characters, letters of several bytes.
[[nodiscard]] std::vector<index::VectorRecord> SampleRecords(int count);

// Run "run-1" of collection "lines", model "sample-1".
[[nodiscard]] index::Delta SampleDelta(int count, int dimension);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_INDEX_SAMPLES_H_
