#ifndef RESCAN_TOOLS_CSV_READER_H_
#define RESCAN_TOOLS_CSV_READER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"

namespace rescan::cli {

struct CsvRecord {
  std::size_t line = 1;  // of the text, on which it begins
  std::vector<std::string> cells;
};

// All records of `text` by the letter of RFC 4180, the header among them;
// records end with CRLF or, as editors leave it, LF, and the last one's end may
// be missing. A byte order mark in front is skipped. An empty text has none.
//
// Error kInvalidArgument, which begins with `source` and names the line: not
// UTF-8, a NUL, a quote inside an unquoted cell or text behind a quoted one, a
// quote that is never closed, a carriage return alone outside quotes, a record
// of another number of cells than the first. Nothing is repaired or passed
// over. O(text).
[[nodiscard]] Result<std::vector<CsvRecord>> ReadCsv(std::string_view text,
                                                     const std::string& source);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_CSV_READER_H_
