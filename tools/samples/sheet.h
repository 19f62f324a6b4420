// What a drawn timesheet says: one person's week of hours, how it was drawn,
// and what a reader of it must do. Part of the truth (truth.h).
#ifndef RESCAN_TOOLS_SAMPLES_SHEET_H_
#define RESCAN_TOOLS_SAMPLES_SHEET_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"
#include "tools/samples/geometry.h"

namespace rescan::samples {

// Hundredths of an hour, Monday first.
using WeekHours = std::array<int, 7>;

struct SheetSubtask {
  std::string name;   // "Build / Deploy and Test"
  std::string label;  // "BLDDPLYTEST"
  WeekHours hours_by_day{};
  int total = 0;                      // hundredths
  std::optional<int> posted_actuals;  // hundredths; empty: nothing printed
  friend bool operator==(const SheetSubtask&, const SheetSubtask&) = default;
};

struct SheetProject {
  std::string name;  // as printed, with the code in the last parentheses
  std::string code;
  WeekHours hours_by_day{};  // sums over the subtasks
  std::vector<SheetSubtask> subtasks;
  friend bool operator==(const SheetProject&, const SheetProject&) = default;
};

// What the page is, or what was done to it.
enum class SheetVariant {
  // Of the matrix.
  kRegular,
  kZeroHour,  // PROJECT TIME 0 %, no table
  kStatus,    // not posted
  kWrongDay,  // days of the header that are not those of the period
  kNoTotal,   // without the column Total
  // Bad input: only when asked for.
  kCut,          // one half of the table is missing
  kUpsideDown,   //
  kHalfZoom,     // browser zoom 50 %
  kTwoSheets,    // two windows side by side
  kOtherPage,    // another web page with a table
  kOverLimit,    // more than 60 hours
  kHeaderError,  // one day's total printed ten times too large
  kMonitorPhoto,
};
inline constexpr int kSheetVariants = 13;

// "regular", "zero-hour", ...
[[nodiscard]] std::string_view VariantName(SheetVariant variant);
[[nodiscard]] std::optional<SheetVariant> VariantNamed(std::string_view name);
[[nodiscard]] bool IsBadInput(SheetVariant variant);

// What a reader must do with the page.
enum class Expectation {
  kStore,           // the week's hours, exactly
  kZeroHour,        // the zero-hour mark of the week
  kRejectedStatus,  // nothing but a rejection that names the status
  kWrongDay,        // invalid: no hours stored as right
  kOverLimit,       // invalid or for review: the week exceeds 60 hours
  kIncomplete,      // for review or rejected: days, rows or fields are missing
  kReview,          // for review or rejected
  kExactOrReview,   // as kStore, or for review, or rejected
  kNotTimesheet,    // no timesheet at all
};
inline constexpr int kExpectations = 9;

// "store", "zero_hour", "rejected_status", ...
[[nodiscard]] std::string_view ExpectationName(Expectation expectation);
[[nodiscard]] std::optional<Expectation> ExpectationNamed(
    std::string_view name);

// One printed text of the sheet; blank cells have none.
struct SheetField {
  // resource_name, job_title, date_range, status, project_time; header_day,
  // daily_total (with `day`), weekly_total; project_name (with `project`);
  // subtask_name, cell (with `day`), row_total, posted_actuals (with `project`
  // and `subtask`). A wrapped name is one field.
  std::string field;
  int project = -1;  // from 0; -1: not of a project
  int subtask = -1;  // from 0
  int day = -1;      // 0 Monday .. 6 Sunday: the column, whatever it says
  std::string text;
  PixelBox box;  // around its ink, pixels of the final image
  friend bool operator==(const SheetField&, const SheetField&) = default;
};

// Where the page stands in the matrix. Values are described in README.md.
struct SheetDimensions {
  SheetVariant variant = SheetVariant::kRegular;
  int width = 0;     // of the window, pixels, before any crop
  int zoom = 0;      // browser zoom, percent
  int projects = 0;  // rows in bold
  int subtasks = 0;  // the most of one project
  std::string zeros;
  std::string week;
  std::string dates;
  std::string names;
  std::string edge;
  bool tooltip = false;
  bool side_tab = false;
  int jpeg_quality = 0;               // 0: PNG
  bool subpixel = false;              // letters with coloured edges
  std::vector<std::string> prefixes;  // of the codes, one a project
  friend bool operator==(const SheetDimensions&,
                         const SheetDimensions&) = default;
};

struct SheetTruth {
  Expectation expectation = Expectation::kStore;
  SheetDimensions dimensions;
  std::string resource_name;
  std::string job_title;
  std::string date_range;  // as printed
  std::string week_start;  // the period's Monday, "2025-09-22"
  std::string status;      // as printed
  int project_time = 0;    // percent
  bool is_zero_hour = false;
  WeekHours daily_totals{};  // as printed in the header; nothing printed is 0
  int weekly_total = 0;      // hundredths, as printed
  std::vector<SheetProject> projects;  // as on the screen, from the top
  std::vector<SheetField> fields;      // those wholly in the image
  friend bool operator==(const SheetTruth&, const SheetTruth&) = default;
};

// "7.50": always two decimals, as the page prints. REQUIRES: not negative.
[[nodiscard]] std::string HoursText(int hundredths);

// A JSON object, without a newline at its end: one project and one field a
// line.
[[nodiscard]] std::string SheetToJson(const SheetTruth& sheet);

// The inverse of SheetToJson. Errors: kCorruption for anything else.
[[nodiscard]] Result<SheetTruth> SheetFromJson(std::string_view json);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_SHEET_H_
