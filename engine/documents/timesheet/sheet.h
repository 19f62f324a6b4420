// The types of a timesheet: what the page reader found, and the record that is
// made of it.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_SHEET_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_SHEET_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/ocr/page.h"

namespace rescan::timesheet {

inline constexpr std::size_t kDaysOfWeek = 7;  // Monday first, everywhere

// Hours in hundredths: 7.50 hours are 750. Never a floating-point number.
using Hundredths = std::int64_t;
// A day without time zone.
using Day = std::chrono::sys_days;

// ---- What the page reader found -------------------------------------------

// One field of the page. A field without ink is readable and its text empty;
// ink that could not be read is not readable, and its text means nothing.
struct ReadField {
  std::string text;  // as recognised, any bytes
  PixelBox box;
  float confidence = 0;  // (0, 1]; 0 = nothing recognised
  bool readable = true;

  friend bool operator==(const ReadField&, const ReadField&) = default;
};

struct RawDay {
  ReadField label;  // "Mon. 22"
  ReadField total;  // "7.50"; empty where the header shows none

  friend bool operator==(const RawDay&, const RawDay&) = default;
};

struct RawRow {
  ReadField name;  // the whole Name cell, wrapped lines joined by a blank
  // Signs that the row is a parent (bold, chevron) or a child (indented);
  // nullopt = not determined. None is trusted alone.
  std::optional<bool> bold, chevron, indented;
  std::array<ReadField, kDaysOfWeek> cells;  // by column, never by order
  // nullopt = there is no such column on the page.
  std::optional<ReadField> total, posted_actuals;

  friend bool operator==(const RawRow&, const RawRow&) = default;
};

struct RawSheet {
  std::string file_name;  // for the capture date; may be empty
  ReadField name, job_title, date_range, status, percent;
  // PROJECT TIME by the progress bar's marker, 0 to 100.
  std::optional<double> percent_by_marker;
  bool header_found = false;  // the row with the day labels
  bool grid_found = false;    // the table's lines
  // How many day columns there are; the cells of others are not readable.
  int day_columns = static_cast<int>(kDaysOfWeek);
  std::array<RawDay, kDaysOfWeek> days;
  std::optional<ReadField> weekly_total;  // nullopt = no Total column
  std::vector<RawRow> rows;
  // Why the picture could not be read as a sheet, for the reviewer; empty = it
  // could, whatever its fields say.
  std::string defect;

  friend bool operator==(const RawSheet&, const RawSheet&) = default;
};

// ---- The record ------------------------------------------------------------

// What a rule changed. `rule` is a stable name such as "hours.missing_point".
struct Correction {
  std::string rule, before, after;

  friend bool operator==(const Correction&, const Correction&) = default;
};

enum class ValueState {
  kOk,           // as read, and every check that there is agrees
  kCorrected,    // changed by a rule, and every check agrees
  kNeedsReview,  // a person has to look, changed or not
  kUnreadable,   // there is no value
};

// One value of the record with everything known of where it comes from.
// Invariant: `value` is empty exactly when `state` is kUnreadable.
template <class T>
struct Value {
  std::optional<T> value;
  std::string raw;  // what was read; valid UTF-8
  PixelBox box;
  float confidence = 0;
  ValueState state = ValueState::kUnreadable;
  std::vector<Correction> corrections;  // in the order they were made

  [[nodiscard]] bool corrected() const { return !corrections.empty(); }

  void Set(T new_value) {
    value = std::move(new_value);
    if (state == ValueState::kUnreadable) state = ValueState::kOk;
  }
  // Notes that a rule made the value what it is now.
  void Note(Correction correction) {
    corrections.push_back(std::move(correction));
    if (state == ValueState::kOk) state = ValueState::kCorrected;
  }
  void AskReview() {
    if (state != ValueState::kUnreadable) state = ValueState::kNeedsReview;
  }
};

using TextValue = Value<std::string>;
using HoursValue = Value<Hundredths>;
using WeekHours = std::array<HoursValue, kDaysOfWeek>;

// One row of the table.
struct Task {
  std::string name;                 // the Name cell, valid UTF-8
  bool parent_row = false;          // the hours stand in the parent's own row
  WeekHours cells;                  // an empty cell is 0
  std::optional<HoursValue> total;  // nullopt = no Total column
};

struct Project {
  // As printed, repaired where a rule could ("PJ023275", "sps1995").
  TextValue code;
  // What rows are stored and compared under (NormaliseCode); empty when the
  // code is unreadable.
  std::string key;
  TextValue name;  // ends with " (CODE)"
  // Why the parent or its rows may be taken wrongly; empty = no doubt.
  std::string doubt;
  // Known codes that this one may really be; for the reviewer.
  std::vector<std::string> suggestions;
  std::vector<Task> tasks;
  // The tasks' cells summed; unreadable when one of them is.
  WeekHours hours;
};

struct Sheet {
  TextValue person;
  TextValue job_title;
  TextValue date_range;  // the text, for records of rejected sheets
  Value<Day> week;       // its Monday
  TextValue status;
  bool zero_hour = false;
  std::string zero_hour_reason;  // "ABSENCE" where zero_hour, else empty
  std::vector<Project> projects;
  WeekHours daily_totals;   // of the header; no ink is 0
  HoursValue weekly_total;  // of the header
  // The page shows Posted Actuals but no Total beside them: nothing is cut off,
  // there is no weekly total.
  bool without_total = false;
  std::array<bool, kDaysOfWeek> bank_holidays{};
};

// ---- What is said about it -------------------------------------------------

enum class Severity { kError, kWarning };

struct Finding {
  Severity severity = Severity::kError;
  std::string rule;     // "V1", "ROW", "code.unknown", ...
  std::string message;  // one sentence for the reviewer
};

using Findings = std::vector<Finding>;

inline void AddError(Findings* findings, std::string_view rule,
                     std::string message) {
  findings->push_back(
      {Severity::kError, std::string(rule), std::move(message)});
}
inline void AddWarning(Findings* findings, std::string_view rule,
                       std::string message) {
  findings->push_back(
      {Severity::kWarning, std::string(rule), std::move(message)});
}

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_SHEET_H_
