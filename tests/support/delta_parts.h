#ifndef RESCAN_TESTS_SUPPORT_DELTA_PARTS_H_
#define RESCAN_TESTS_SUPPORT_DELTA_PARTS_H_

#include <string>

#include "index/delta.h"
#include "index/delta_manifest.h"
#include "tests/support/raw_zip.h"

namespace rescan::testing {

// The parts of a delta, each of which a test may spoil before it puts them
// together without the code under test.
struct DeltaParts {
  explicit DeltaParts(const index::Delta& delta);

  // Puts sizes and hashes of the parts as they are now into the manifest.
  void Measure();
  [[nodiscard]] RawZip Zip() const;

  index::DeltaManifest manifest;
  std::string vectors;
  std::string records;
};

// Of SampleDelta(4, 3).
[[nodiscard]] DeltaParts SampleParts();

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_DELTA_PARTS_H_
