// Start here: from what was found on a page to a record that says what may be
// stored.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_INTERPRET_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_INTERPRET_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/bank_holidays.h"
#include "engine/documents/timesheet/project_master.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

// What the user knows; all of it may be empty.
struct Dictionaries {
  ProjectMaster projects;
  Roster roster;
  BankHolidays holidays;
};

enum class Verdict {
  kStore,           // every value proved: its entries may be stored
  kZeroHour,        // a week without hours: its marker may be stored
  kRejectedStatus,  // not posted: a rejection is stored, no hours
  kInvalid,         // the sheet contradicts itself
  kNeedsReview,     // nothing may be stored before a person has looked
  kNotReadable,     // person, week or table could not be read
};

// "store", "zero_hour", "rejected_status", "invalid", "needs_review",
// "not_readable" (persistent).
[[nodiscard]] std::string_view VerdictName(Verdict verdict);

struct Interpretation {
  Sheet sheet;  // what is known, whatever the verdict
  Findings findings;
  Verdict verdict = Verdict::kNotReadable;
  std::vector<std::string> reasons;  // of the verdict, in words; never empty
  std::string summary;               // SummaryOf(findings)
  std::string repair;  // what auto-correction did or why not; "" = not tried
  bool valid = false;  // no errors among the findings
};

// Status, fields, person, header and bank holidays, validation, repair, in that
// order (the sheet then says which values are proved). Pure and thread-safe:
// the result depends on the arguments alone, and nothing is kept between calls.
// Any bytes may stand in the texts, any number of rows be given; all text of
// the result is valid UTF-8. Findings beyond the first 200 are counted, not
// kept.
[[nodiscard]] Interpretation Interpret(const RawSheet& raw,
                                       const Dictionaries& dictionaries);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_INTERPRET_H_
