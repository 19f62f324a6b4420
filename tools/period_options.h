// --from, --to and --month: which days a report is about.
#ifndef RESCAN_TOOLS_PERIOD_OPTIONS_H_
#define RESCAN_TOOLS_PERIOD_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "engine/documents/timesheet/sheet.h"
#include "kernels/base/result.h"

namespace rescan::cli {

struct PeriodOptions {
  std::optional<timesheet::Day> from, to;
  std::string month;        // "Nov-25"; excludes `from` and `to`
  std::string months_file;  // empty = the workspace's, else the shipped one
};

// Adds --from, --to, --month and --months. A day that is none, or not of 1900
// to 2199, is a usage error while parsing.
void AddPeriodOptions(CLI::App& command, PeriodOptions& options);

struct Period {
  std::optional<timesheet::Day> first, last;  // inclusive; empty = open
  // Of a month: "Nov-25", and "Nov-25 (20-Oct-25 to 16-Nov-25)".
  std::string month, display;

  // For a heading: the month's display, "2025-10-20 to 2025-11-16", "from
  // 2025-10-20", "up to 2025-11-16", or "all days".
  [[nodiscard]] std::string Text() const;
};

// What was asked for. Months come from --months, else from months.json in
// `workspace`, else from the one that is shipped. Error kInvalidArgument: a
// month beside days, an end before its beginning, an unknown month, a file
// that is missing or wrong; ready for the user.
[[nodiscard]] Result<Period> PeriodOf(const PeriodOptions& options,
                                      const std::string& workspace);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_PERIOD_OPTIONS_H_
