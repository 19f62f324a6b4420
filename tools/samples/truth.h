// What a sample shows, exactly: its text, and where every word stands in the
// final image.
#ifndef RESCAN_TOOLS_SAMPLES_TRUTH_H_
#define RESCAN_TOOLS_SAMPLES_TRUTH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"
#include "tools/samples/geometry.h"
#include "tools/samples/sheet.h"

namespace rescan::samples {

enum class SampleClass { kNative, kScan, kPhoto };

// "NATIVE", "SCAN" or "PHOTO".
[[nodiscard]] std::string_view ClassName(SampleClass sample_class);

struct TruthWord {
  std::string text;
  PixelBox box;  // the smallest box of whole pixels around `quad`
  Quad quad;     // around the ink, before blur
  friend bool operator==(const TruthWord&, const TruthWord&) = default;
};

// The words on one base line that belong together: a line of a paragraph, a
// row of a table, an item and its price.
struct TruthLine {
  std::string text;  // the words, joined by one blank
  std::vector<TruthWord> words;
  friend bool operator==(const TruthLine&, const TruthLine&) = default;
};

struct Truth {
  std::string image;  // file name; empty for a sample that was not written
  SampleClass sample_class = SampleClass::kNative;
  int width = 0;   // pixels
  int height = 0;  // pixels
  std::uint64_t seed = 0;
  std::string theme;  // "light", "dark" or "paper"
  std::string page;   // "invoice", "chat", ...
  std::vector<TruthLine> lines;
  std::optional<SheetTruth> timesheet;  // of a timesheet alone
  friend bool operator==(const Truth&, const Truth&) = default;
};

// The text of all lines, each ended by a newline.
[[nodiscard]] std::string PlainText(const Truth& truth);

// The JSON document described in tools/samples/README.md, ended by a newline.
// One line of JSON per line of text, so that changes can be read in a diff.
[[nodiscard]] std::string TruthToJson(const Truth& truth);

// The inverse of TruthToJson. Errors: kCorruption for anything that is not
// such a document.
[[nodiscard]] Result<Truth> TruthFromJson(std::string_view json);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_TRUTH_H_
