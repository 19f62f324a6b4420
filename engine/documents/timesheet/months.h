// Accounting months: blocks of whole weeks under a name, as data that the user
// may change. They are neither calendar months nor of one length.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_MONTHS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_MONTHS_H_

#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/sheet.h"
#include "kernels/base/result.h"

namespace rescan::timesheet {

struct Month {
  std::string name;     // "Nov-25"
  Day first, last;      // a Monday and a Sunday
  std::string display;  // "Nov-25 (20-Oct-25 to 16-Nov-25)"

  [[nodiscard]] int weeks() const {
    return static_cast<int>((last - first).count() + 1) / 7;
  }

  friend bool operator==(const Month&, const Month&) = default;
};

struct Months {
  std::vector<Month> months;  // by day, none overlapping
  std::string source;         // where they come from, for messages

  // In any case. Error kNotFound: there is none; the message names those that
  // there are (the last 24 of them).
  [[nodiscard]] Result<Month> Find(std::string_view name) const;
};

// The form of data/months.json:
//   {"clarity_months": [{"month": "Nov-25", "start_date": "2025-10-20",
//     "end_date": "2025-11-16", "display": "Nov-25 (20-Oct-25 to 16-Nov-25)"}]}
// or the list alone. Dates are YYYY-MM-DD, D-Mon-YY (of 2000 to 2099) or
// D-Mon-YYYY, of the years 1900 to 2199; "display" may be left out, and other
// members are ignored. Months may leave weeks out between them.
// Error kCorruption: not this form; a month that does not begin on a Monday,
// does not end on a Sunday or has more than 53 weeks; two that overlap or have
// one name. The message begins with `source`.
[[nodiscard]] Result<Months> ParseMonths(std::string_view json,
                                         const std::string& source);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_MONTHS_H_
