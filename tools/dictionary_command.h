// What `rescan projects` and `rescan timesheets roster` have in common: they
// change a dictionary, and sheets that wait may be proved by it.
#ifndef RESCAN_TOOLS_DICTIONARY_COMMAND_H_
#define RESCAN_TOOLS_DICTIONARY_COMMAND_H_

#include <memory>
#include <string>
#include <utility>

#include "engine/records/timesheet_records.h"
#include "tools/exit_code.h"
#include "tools/json_line.h"
#include "tools/numbers.h"
#include "tools/options.h"

namespace rescan::cli {

// One call of such a command. Members that report an error say it under the
// command's name and return the exit code.
class DictionaryCommand {
 public:
  DictionaryCommand(std::string name, const CommonOptions& common)
      : name_(std::move(name)), common_(common) {}

  // Opens the records of the workspace; kCreate makes them where there are
  // none: dictionaries may come before the first run. nullptr after an error,
  // with its code in `*exit_code`.
  [[nodiscard]] std::unique_ptr<TimesheetRecords> Open(StoreMode mode,
                                                       int* exit_code) const;

  [[nodiscard]] int Fail(const Error& error, ErrorSource source) const;

  // With records of Open, after a change was saved: understands waiting sheets
  // anew, then reports `text` (one line, without its end) or `json`, to which
  // the number of sheets that are proved now is added ("sheets_settled").
  [[nodiscard]] int Finish(TimesheetRecords& records, const std::string& text,
                           Json json) const;

  // Writes `document`, a JSON text, as WriteResultFile does, or prints it if
  // `file` is empty (on one line with --json).
  [[nodiscard]] int Export(const std::string& document, const std::string& file,
                           std::size_t rows, const Noun& what) const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const CommonOptions& common() const { return common_; }

 private:
  const std::string name_;
  const CommonOptions common_;
};

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_DICTIONARY_COMMAND_H_
