// Draws the timesheets of a measurement into a folder, and reads their truths.
#ifndef RESCAN_BENCH_TIMESHEET_DRAWN_SHEETS_H_
#define RESCAN_BENCH_TIMESHEET_DRAWN_SHEETS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "kernels/base/result.h"
#include "tools/samples/timesheet.h"

namespace rescan::bench {

struct NamedSheet {
  std::string name;  // of the files, without ending
  samples::SheetSpec spec;
};

// `count` sheets of the matrix: those that `rescan-samples --class timesheet`
// draws with this seed.
[[nodiscard]] std::vector<NamedSheet> MatrixSheets(int count,
                                                   std::uint64_t seed);

// Every kind of bad input in both themes, `times` over.
[[nodiscard]] std::vector<NamedSheet> BadSheets(int times, std::uint64_t seed);

// Draws them into `folder`, which is made, on `threads` threads. A sheet whose
// person and week another has already is drawn again with another seed: the
// records keep one sheet of them. Errors as DrawTimesheet's and WriteSample's.
[[nodiscard]] Status DrawSheets(const std::vector<NamedSheet>& sheets,
                                const std::string& folder, int threads);

// The truths in `folder`, by the name of their image. Errors: kIo;
// kCorruption, also for an image of something else.
[[nodiscard]] Result<std::map<std::string, samples::Truth>> ReadTruths(
    const std::string& folder);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TIMESHEET_DRAWN_SHEETS_H_
