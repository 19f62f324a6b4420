// The index of vectors and its deltas, for people and for programs.
#ifndef RESCAN_TOOLS_INDEX_FORMAT_H_
#define RESCAN_TOOLS_INDEX_FORMAT_H_

#include <string>
#include <vector>

#include "engine/records/vector_records.h"
#include "engine/run/index_upkeep.h"
#include "engine/run/text_index.h"
#include "index/collection_store.h"
#include "tools/json_line.h"

namespace rescan::cli {

// What a compaction or a rebuild did; several lines.
[[nodiscard]] std::string CompactionText(const std::string& collection,
                                         const index::CompactionReport& report);
// {"event": "compaction", ...}: fields in engine/doc/formats.md, as of the
// others here.
[[nodiscard]] Json CompactionJson(const std::string& collection,
                                  const index::CompactionReport& report);

// One line for each delta.
[[nodiscard]] std::string DeltaTable(const std::vector<DeltaRow>& deltas);
// All of it, several lines.
[[nodiscard]] std::string DeltaDetails(const DeltaRow& delta);
[[nodiscard]] Json DeltaJson(const DeltaRow& delta);

[[nodiscard]] std::string StatsText(const std::string& collection,
                                    const index::CollectionStats& stats);
[[nodiscard]] Json StatsJson(const std::string& collection,
                             const index::CollectionStats& stats);

[[nodiscard]] std::string CheckText(const std::string& collection,
                                    const IndexCheck& check);
[[nodiscard]] Json CheckJson(const std::string& collection,
                             const IndexCheck& check);

// Nearest first; empty for none.
[[nodiscard]] std::string SimilarTable(const std::vector<SimilarText>& found);
[[nodiscard]] Json SimilarJson(const std::string& collection,
                               const SimilarText& found);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_INDEX_FORMAT_H_
