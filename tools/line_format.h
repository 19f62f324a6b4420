// Lines that a search found, for people and for programs.
#ifndef RESCAN_TOOLS_LINE_FORMAT_H_
#define RESCAN_TOOLS_LINE_FORMAT_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/records/line_search.h"
#include "tools/json_line.h"

namespace rescan::cli {

// Why a line is shown that does not hold the words.
struct Likeness {
  double similarity = 0;  // percent
  std::string band;       // "automatic", "review", "new"
  float score = 0;        // cosine
};

struct ShownLine {
  FoundLine line;
  std::optional<Likeness> likeness;  // none: it holds the words
};

// A table: image, line, place, text, and the similarity where any line has
// one. With `marks` what matched stands out on a terminal. Empty for no lines.
[[nodiscard]] std::string LineTable(const std::vector<ShownLine>& lines,
                                    bool marks);

// Fields in engine/doc/formats.md.
[[nodiscard]] Json LineMatchJson(const ShownLine& shown);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_LINE_FORMAT_H_
