// Bank holidays as data: which days, by year, and under which name.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_BANK_HOLIDAYS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_BANK_HOLIDAYS_H_

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "engine/documents/timesheet/sheet.h"
#include "kernels/base/result.h"

namespace rescan::timesheet {

struct BankHolidays {
  std::string region;
  std::map<Day, std::string> days;
  // A year that is not here is unknown, not free of holidays.
  std::set<int> years;

  [[nodiscard]] bool Contains(Day day) const { return days.contains(day); }
  [[nodiscard]] bool Knows(Day day) const;
};

// The form of data/bank-holidays/uk.json:
//   {"region": "...", "years": {"2025": [{"date": "2025-01-01", "name":
//   ".."}]}}
// Error kCorruption: not JSON, another form, a date outside its year or given
// twice; the message begins with `source`.
[[nodiscard]] Result<BankHolidays> ParseBankHolidays(std::string_view json,
                                                     const std::string& source);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_BANK_HOLIDAYS_H_
