#include "tests/support/delta_parts.h"

#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "index/record_lines.h"
#include "kernels/base/sha256.h"
#include "tests/support/index_samples.h"

namespace rescan::testing {

DeltaParts::DeltaParts(const index::Delta& delta) {
  vectors.resize(delta.vectors.size() * sizeof(float));
  std::memcpy(vectors.data(), delta.vectors.data(), vectors.size());
  for (const index::VectorRecord& record : delta.records) {
    const Status appended = index::AppendRecordLine(record, &records);
    if (!appended.has_value()) {
      throw std::runtime_error(appended.error().message);
    }
  }
  manifest.run_id = delta.run_id;
  manifest.collection = delta.collection;
  manifest.model = delta.model;
  manifest.dimension = delta.dimension;
  manifest.count = static_cast<std::int64_t>(delta.records.size());
  manifest.image_ids = index::AssetsOf(delta.records);
  Measure();
}

void DeltaParts::Measure() {
  manifest.vectors = {vectors.size(), Sha256Of(vectors)};
  manifest.records = {records.size(), Sha256Of(records)};
}

RawZip DeltaParts::Zip() const {
  RawZip zip;
  zip.entries = {PlainEntry("manifest.json", index::EncodeManifest(manifest)),
                 PlainEntry("vectors.f32", vectors),
                 PlainEntry("records.jsonl", records)};
  return zip;
}

DeltaParts SampleParts() { return DeltaParts(SampleDelta(4, 3)); }

}  // namespace rescan::testing
