#ifndef RESCAN_TOOLS_BANK_HOLIDAYS_FILE_H_
#define RESCAN_TOOLS_BANK_HOLIDAYS_FILE_H_

#include <string>

#include "engine/documents/timesheet/bank_holidays.h"
#include "kernels/base/result.h"

namespace rescan::cli {

// The bank holidays that sheets are understood with: bank-holidays.json in
// `workspace`, else the shipped bank-holidays/uk.json. Error kInvalidArgument:
// there is none, or what is wrong with it; kLimit and kIo.
[[nodiscard]] Result<timesheet::BankHolidays> LoadBankHolidays(
    const std::string& workspace);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_BANK_HOLIDAYS_FILE_H_
