// What the records say of one image: all that a sheet is judged by.
#ifndef RESCAN_BENCH_TIMESHEET_STORED_SHEET_H_
#define RESCAN_BENCH_TIMESHEET_STORED_SHEET_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rescan::bench {

// Hundredths of an hour; nothing: unreadable.
using StoredHours = std::optional<std::int64_t>;

// How an image ended.
enum class SheetEnd {
  kNoSheet,   // not taken for a timesheet
  kStored,    // its hours stand in the tables
  kZeroHour,  // its week stands there as one without hours
  kRejected,  // its status is not Posted
  kPending,   // waits for a person
  kOther,     // replaced or discarded: nothing that is drawn asks for it
};
inline constexpr int kSheetEnds = 6;
// "no sheet", "stored", "zero-hour", ...
[[nodiscard]] std::string_view EndName(SheetEnd end);

// A row of the table of hours.
struct StoredEntry {
  std::string person;
  std::string date;  // "2025-09-22"
  std::string key;   // of the code
  StoredHours hours;
  bool marked = false;  // corrected, needs review or unreadable
  std::string name;     // of the project
};

// A project as it was read, whether or not its sheet is stored.
struct ReadProject {
  std::string code;
  std::string raw_code;  // before any rule or dictionary
  std::string name;      // with the code in its last parentheses
  std::array<StoredHours, 7> hours;
};

struct StoredSheet {
  SheetEnd end = SheetEnd::kNoSheet;
  // As read; empty where they could not be.
  std::string person;
  std::string week;  // Monday, "2025-09-22"
  std::string status;
  bool zero_hour = false;  // taken for a week without hours, if it waits too
  std::vector<ReadProject> projects;
  std::vector<StoredEntry> entries;  // those in the tables
  // Of the zero-hour mark in the tables.
  std::string zero_hour_person, zero_hour_week;
  std::vector<std::string> reasons;  // of its state
  std::vector<std::string> rules;    // of the errors found: "V0", "V1", ...
};

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TIMESHEET_STORED_SHEET_H_
