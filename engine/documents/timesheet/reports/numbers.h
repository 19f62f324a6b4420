// The numbers of reports: exact in integers, rounded once, half up (away from
// zero).
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_NUMBERS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_NUMBERS_H_

#include <cstdint>
#include <string>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet::reports {

inline constexpr Hundredths kHoursOfADay = 750;  // 7.50 hours are one day

// numerator / denominator. REQUIRES: denominator > 0.
[[nodiscard]] std::int64_t DivideRounded(std::int64_t numerator,
                                         std::int64_t denominator);

// Days in hundredths: 22.50 hours are 300.
[[nodiscard]] std::int64_t DaysInHundredths(Hundredths hours);

// "37.5": hours, and the days they are, to one decimal.
[[nodiscard]] std::string HoursToOneDecimal(Hundredths hours);
[[nodiscard]] std::string DaysToOneDecimal(Hundredths hours);

// A number of tenths, "-0.3" for -3.
[[nodiscard]] std::string FormatTenths(std::int64_t tenths);

// part of whole in per mille; 0 of nothing is 0. "66.7" for 2 of 3.
[[nodiscard]] std::int64_t PerMille(std::int64_t part, std::int64_t whole);
[[nodiscard]] std::string PercentText(std::int64_t part, std::int64_t whole);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_NUMBERS_H_
