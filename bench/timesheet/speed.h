#ifndef RESCAN_BENCH_TIMESHEET_SPEED_H_
#define RESCAN_BENCH_TIMESHEET_SPEED_H_

#include <string>
#include <vector>

namespace rescan::bench {

struct SpeedOptions {
  std::string rescan;   // the program
  std::string folder;   // of the images
  std::string scratch;  // a folder of our own
  std::vector<std::string> images;
  int rounds = 3;
  int jobs = 2;
};

// `rescan run` against the tesseract command under xargs, one reading of the
// whole page, in turn; prints the figures. Returns whether the goal is met: as
// many images a minute as the peer.
bool MeasureSheetSpeed(const SpeedOptions& options);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TIMESHEET_SPEED_H_
