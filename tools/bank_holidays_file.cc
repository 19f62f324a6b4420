#include "tools/bank_holidays_file.h"

#include "kernels/base/text.h"
#include "tools/data_folder.h"
#include "tools/text_file.h"

namespace rescan::cli {

Result<timesheet::BankHolidays> LoadBankHolidays(const std::string& workspace) {
  const auto path =
      UserFileOrData(workspace, "bank-holidays.json", "bank-holidays/uk.json");
  if (!path) return tl::unexpected(path.error());
  const auto text = ReadTextFile(*path);
  if (!text) return tl::unexpected(text.error());
  auto holidays = timesheet::ParseBankHolidays(*text, PathForDisplay(*path));
  if (!holidays) {
    return Fail(ErrorCode::kInvalidArgument, holidays.error().message);
  }
  return holidays;
}

}  // namespace rescan::cli
