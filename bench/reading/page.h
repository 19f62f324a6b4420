// What stands on a page, and what was read there.
#ifndef RESCAN_BENCH_READING_PAGE_H_
#define RESCAN_BENCH_READING_PAGE_H_

#include <string>
#include <vector>

#include "kernels/base/result.h"

namespace rescan::bench {

// Pixels of the image, origin top left; the far edges are outside.
struct Box {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  std::string text;  // folded (fold.h)
  friend bool operator==(const Box&, const Box&) = default;
};

// What truly stands on an image.
struct TruthPage {
  std::string stem;  // of its file names: all before the first dot
  std::string kind;  // "NATIVE", "SCAN", "PHOTO"; empty when not known
  std::vector<Box> boxes;
  std::vector<Box> words;  // empty where the truth has lines only
};

struct Reading {
  std::vector<Box> words;
  std::vector<Box> lines;  // of those that have words
};

// Each row eight corner numbers, then the text, which may hold commas. Other
// rows are left out, as in the reference scorer.
[[nodiscard]] std::vector<Box> BoxesFromCsv(const std::string& bytes);

// The sample generator's truth (tools/samples/README.md): one box a line,
// around its words; `stem` is left empty. Error kCorruption: not that form.
[[nodiscard]] Result<TruthPage> PageFromTruthJson(const std::string& bytes);

// Tesseract's TSV: 12 columns, level 4 = line, 5 = word. Error kCorruption: a
// line or word whose box is not four numbers.
[[nodiscard]] Result<Reading> ReadingFromTsv(const std::string& bytes);

// The bytes of a file. Error kIo.
[[nodiscard]] Result<std::string> ReadFile(const std::string& path);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_READING_PAGE_H_
