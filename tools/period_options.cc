#include "tools/period_options.h"

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/months.h"
#include "kernels/base/text.h"
#include "tools/data_folder.h"
#include "tools/options.h"
#include "tools/text_file.h"

namespace rescan::cli {
namespace {

using timesheet::Day;
using timesheet::FormatDay;

constexpr const char* kMonthsFile = "months.json";

void AddDay(CLI::App& command, const std::string& name,
            std::optional<Day>& value, const std::string& description) {
  command
      .add_option_function<std::string>(
          name,
          [&value, name](const std::string& text) {
            const auto day = timesheet::ParseDay(text);
            if (!day || timesheet::YearOf(*day) < 1900 ||
                timesheet::YearOf(*day) > 2199) {
              throw CLI::ValidationError(
                  name,
                  "'" + text + "' is no day of 1900 to 2199 as YYYY-MM-DD");
            }
            value = *day;
          },
          description)
      ->type_name("DAY");
}

Result<timesheet::Month> FindMonth(const PeriodOptions& options,
                                   const std::string& workspace) {
  const auto path = options.months_file.empty()
                        ? UserFileOrData(workspace, kMonthsFile, kMonthsFile)
                        : Result<std::string>(options.months_file);
  if (!path) return tl::unexpected(path.error());
  const auto text = ReadTextFile(*path);
  if (!text) return tl::unexpected(text.error());
  const auto months = timesheet::ParseMonths(*text, PathForDisplay(*path));
  if (!months) return tl::unexpected(months.error());
  return months->Find(options.month);
}

}  // namespace

void AddPeriodOptions(CLI::App& command, PeriodOptions& options) {
  AddDay(command, "--from", options.from, "First day, YYYY-MM-DD");
  AddDay(command, "--to", options.to, "Last day, YYYY-MM-DD");
  AddText(command, "--month", options.month, "NAME",
          "A month of the months file, such as\nNov-25");
  AddText(command, "--months", options.months_file, "FILE",
          "The months file (default: months.json\n"
          "of the workspace, else the shipped one)");
}

std::string Period::Text() const {
  if (!display.empty()) return display;
  if (first && last) return FormatDay(*first) + " to " + FormatDay(*last);
  if (first) return "from " + FormatDay(*first);
  if (last) return "up to " + FormatDay(*last);
  return "all days";
}

Result<Period> PeriodOf(const PeriodOptions& options,
                        const std::string& workspace) {
  Period period{options.from, options.to, {}, {}};
  if (options.month.empty()) {
    if (!options.months_file.empty()) {
      return Fail(ErrorCode::kInvalidArgument, "--months needs --month");
    }
    if (period.first && period.last && *period.last < *period.first) {
      return Fail(ErrorCode::kInvalidArgument,
                  "--to " + FormatDay(*period.last) + " is before --from " +
                      FormatDay(*period.first));
    }
    return period;
  }
  if (period.first || period.last) {
    return Fail(ErrorCode::kInvalidArgument,
                "--month cannot be given with --from or --to");
  }
  auto month = FindMonth(options, workspace);
  if (!month) {
    return Fail(ErrorCode::kInvalidArgument,
                "--month: " + month.error().message);
  }
  return Period{month->first, month->last, month->name, month->display};
}

}  // namespace rescan::cli
