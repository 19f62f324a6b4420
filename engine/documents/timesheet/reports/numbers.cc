#include "engine/documents/timesheet/reports/numbers.h"

#include <cassert>

namespace rescan::timesheet::reports {

std::int64_t DivideRounded(std::int64_t numerator, std::int64_t denominator) {
  assert(denominator > 0);
  const std::int64_t quotient = numerator / denominator;
  const std::int64_t rest = numerator % denominator;
  // Not 2 * rest, which could overflow.
  if (rest > 0 && rest >= denominator - rest) return quotient + 1;
  if (rest < 0 && -rest >= denominator + rest) return quotient - 1;
  return quotient;
}

std::int64_t DaysInHundredths(Hundredths hours) {
  return DivideRounded(hours * 100, kHoursOfADay);
}

std::string HoursToOneDecimal(Hundredths hours) {
  return FormatTenths(DivideRounded(hours, 10));
}

std::string DaysToOneDecimal(Hundredths hours) {
  return FormatTenths(DivideRounded(hours * 10, kHoursOfADay));
}

std::string FormatTenths(std::int64_t tenths) {
  const std::uint64_t size = tenths < 0 ? 0 - static_cast<std::uint64_t>(tenths)
                                        : static_cast<std::uint64_t>(tenths);
  std::string text = tenths < 0 ? "-" : "";
  text += std::to_string(size / 10);
  text += '.';
  return text += static_cast<char>('0' + size % 10);
}

std::int64_t PerMille(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : DivideRounded(part * 1000, whole);
}

std::string PercentText(std::int64_t part, std::int64_t whole) {
  return FormatTenths(PerMille(part, whole));
}

}  // namespace rescan::timesheet::reports
