// What the records keep of timesheets: rows as they stand in the database.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_STORED_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_STORED_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/interpret.h"
#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// What became of a sheet.
enum class SheetState {
  kStored,     // its hours, or its zero-hour marker, stand in the tables
  kPending,    // waits for a person: in the approval queue
  kRejected,   // its status is not Posted: a rejection record stands
  kDiscarded,  // a person rejected it; the next run queues it again
  kReplaced,   // another sheet stands for its person and week, or no file has
               // its bytes any more
};

// "stored", "pending", "rejected", "discarded", "replaced" (persistent).
[[nodiscard]] std::string_view SheetStateName(SheetState state);
[[nodiscard]] std::optional<SheetState> SheetStateFromName(
    std::string_view name);

// "ok", "corrected", "needs_review", "unreadable" (persistent).
[[nodiscard]] std::string_view ValueStateName(ValueState state);
[[nodiscard]] std::optional<ValueState> ValueStateFromName(
    std::string_view name);

// The inverse of VerdictName.
[[nodiscard]] std::optional<Verdict> VerdictFromName(std::string_view name);

// One sheet: the bytes of one screenshot for one user, whatever paths they
// have. What is not known is empty.
struct SheetRecord {
  std::int64_t id = 0;
  std::string user;
  std::string image;         // path of the first copy, raw bytes
  std::string image_sha256;  // hex
  std::string full_version;  // of the OCR that its values come from
  std::string processed_at;  // UTC, ISO 8601 with Z: when they were understood
  double processing_seconds = 0;  // of reading the image
  SheetState state = SheetState::kPending;
  Verdict verdict = Verdict::kNotReadable;
  bool valid = false;             // no error among the findings
  bool approved_by_hand = false;  // it stands because a person said so
  std::string person_key, person;
  std::optional<Day> week;  // its Monday
  std::string date_range;   // as printed
  std::string status;       // as printed
  bool zero_hour = false;
  std::string zero_hour_reason;
  std::optional<Hundredths> weekly_total;  // of the header
  // Rows that it has in the tables, or would have if it were approved.
  std::int64_t entry_count = 0;
  // Of the rows that stand: how many a person changed, and the sum of their
  // hours, whosever and of whatever day they are now; none without rows.
  std::int64_t rows_by_hand = 0;
  std::optional<Hundredths> stored_hours;
  // Why it is in its state, then those of the verdict.
  std::vector<std::string> reasons;
  std::string summary, repair;  // as in Interpretation
  Findings findings;
};

// One row of hours. Unique by user, person_key, date and key.
struct EntryRecord {
  std::int64_t id = 0;
  std::int64_t sheet = 0;
  std::string user, person_key, person;
  Day date{}, week{};
  // Of the code; "?1", "?2", ... where that could not be read.
  std::string key;
  std::string code, name;
  std::optional<Hundredths> hours;  // none: unreadable
  ValueState state = ValueState::kUnreadable;
  bool by_hand = false;  // changed by a person; the last corrections say how
  std::string raw;       // what was read
  float confidence = 0;
  PixelBox box;
  std::vector<Correction> corrections;  // of the hours; by hand: of any field
  std::string image, full_version, processed_at;  // of the sheet
  double processing_seconds = 0;
};

// A week without hours. Unique by user, person_key and week.
struct ZeroHourRecord {
  std::int64_t sheet = 0;
  std::string user, person_key, person;
  Day week{};
  std::string reason;    // "ABSENCE", "ANNUAL_LEAVE"
  bool by_hand = false;  // changed by a person
  std::string image, full_version, processed_at;
  double processing_seconds = 0;
};

// A sheet that is not stored for its status.
struct RejectionRecord {
  std::int64_t sheet = 0;
  std::string user, person_key, person;  // may be empty
  std::string date_range;
  std::optional<Day> week;
  std::string status, reason;
  std::string image, full_version, processed_at;
  double processing_seconds = 0;
};

struct Timesheets {
  std::vector<EntryRecord> entries;         // by user, person_key, date, key
  std::vector<ZeroHourRecord> zero_hours;   // by user, person_key, week
  std::vector<RejectionRecord> rejections;  // by sheet
  std::vector<SheetRecord> sheets;          // by id
};

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_STORED_H_
