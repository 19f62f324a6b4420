#include "tools/dictionary_command.h"

#include <fmt/format.h>

#include <utility>

#include "tools/bank_holidays_file.h"
#include "tools/fail.h"
#include "tools/output.h"
#include "tools/result_file.h"
#include "tools/table.h"

namespace rescan::cli {

std::unique_ptr<TimesheetRecords> DictionaryCommand::Open(
    StoreMode mode, int* exit_code) const {
  auto records = TimesheetRecords::Open(common_.workspace, mode);
  if (!records) {
    *exit_code = Fail(records.error(), ErrorSource::kStore);
    return nullptr;
  }
  if (mode == StoreMode::kReadOnly) return *std::move(records);
  // For Finish; their faults are told before anything is changed.
  auto holidays = LoadBankHolidays(common_.workspace);
  if (!holidays) {
    *exit_code = Fail(holidays.error(), ErrorSource::kRequest);
    return nullptr;
  }
  (*records)->UseBankHolidays(*std::move(holidays));
  return *std::move(records);
}

int DictionaryCommand::Fail(const Error& error, ErrorSource source) const {
  return FailWith(name_, error, source);
}

int DictionaryCommand::Finish(TimesheetRecords& records,
                              const std::string& text, Json json) const {
  const auto settled = records.InterpretAgain();
  if (!settled) return Fail(settled.error(), ErrorSource::kStore);
  if (common_.json) {
    json["sheets_settled"] = *settled;
    Print(JsonLine(json));
    return kExitDone;
  }
  Print(WithoutControls(text) + "\n");
  if (*settled > 0) {
    Print(fmt::format("{} that waited for a person {} proved now.\n",
                      Counted(*settled, "sheet"),
                      *settled == 1 ? "is" : "are"));
  }
  return kExitDone;
}

int DictionaryCommand::Export(const std::string& document,
                              const std::string& file, std::size_t rows,
                              const Noun& what) const {
  if (file.empty()) {
    Print(common_.json ? JsonLine(Json::parse(document)) : document);
    return kExitDone;
  }
  return WriteResultFile(name_, common_, file, document, rows, what);
}

}  // namespace rescan::cli
