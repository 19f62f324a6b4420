// VectorRecords as text: one JSON object a line, as in a delta's records.jsonl.
//
//   {"id":"IMAGE#..","asset":"..","revision":3,"owner":"","metadata":{..}}
#ifndef RESCAN_INDEX_RECORD_LINES_H_
#define RESCAN_INDEX_RECORD_LINES_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/vector_record.h"
#include "kernels/base/result.h"

namespace rescan::index {

// A line is never longer, so that nobody needs more to read one.
inline constexpr std::size_t kMaxRecordLineBytes = 1 << 20;

// No line is shorter (its '\n' counted): a bound on the number of records
// before memory is taken for them.
inline constexpr std::size_t kMinRecordLineBytes = 61;

// Appends the line with its '\n'. The metadata are copied as they are.
// kInvalidArgument, naming the id, if the record cannot be stored: no id or
// asset, a negative revision, text that is not UTF-8, metadata that
// IsJsonObjectLine does not take, or a line longer than kMaxRecordLineBytes.
[[nodiscard]] Status AppendRecordLine(const VectorRecord& record,
                                      std::string* out);

// The inverse, without the '\n'. kCorruption, without the place, for anything
// that AppendRecordLine does not write.
[[nodiscard]] Result<VectorRecord> ParseRecordLine(std::string_view line);

// An id that occurs twice; empty if none does.
[[nodiscard]] std::string_view FindDuplicateId(
    std::span<const VectorRecord> records);

// The images of the records, each once, sorted.
[[nodiscard]] std::vector<std::string> AssetsOf(
    std::span<const VectorRecord> records);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_RECORD_LINES_H_
