// The tables of the measurement. Each prints, and returns whether every goal in
// it is met.
#ifndef RESCAN_BENCH_TIMESHEET_REPORT_H_
#define RESCAN_BENCH_TIMESHEET_REPORT_H_

#include <vector>

#include "bench/timesheet/figures.h"

namespace rescan::bench {

// Every wrong hour, and the figures with their goals.
bool ReportMatrix(const std::vector<JudgedSheet>& sheets);

// Each sheet that must be exact and is not, and each that ended otherwise than
// it may: why.
void ListInexact(const std::vector<JudgedSheet>& sheets);

// How each bad input ended.
bool ReportBadInput(const std::vector<JudgedSheet>& sheets);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TIMESHEET_REPORT_H_
