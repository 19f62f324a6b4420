// A drawn timesheet against what became of it.
#ifndef RESCAN_BENCH_TIMESHEET_JUDGE_H_
#define RESCAN_BENCH_TIMESHEET_JUDGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "bench/timesheet/stored_sheet.h"
#include "tools/samples/sheet.h"

namespace rescan::bench {

struct SheetJudgement {
  // Hours in the tables that are wrong and not marked, each in words: another
  // value, one that the page has not, one that is missing beside others of the
  // sheet, one of a wrong person or day, a zero-hour mark that is wrong. Marked
  // are those that say corrected, needs review or unreadable. None is right.
  std::vector<std::string> wrong_hours;

  // What was read is what the page says: person, week, status, and every
  // project's code and hours (not of sheets that are not posted), whatever
  // became of the sheet.
  bool read_exactly = false;
  bool names_too = false;   // ... and the projects' names, to the letter
  std::string first_error;  // why not; empty if read exactly

  // It ended as it must (SheetTruth::expectation).
  bool right_end = false;
  // Read exactly, ended as it must, and the tables say what the page says.
  bool exact = false;

  // Characters of the codes that the page shows, and edits (of single
  // characters) from the codes as read; a project that was not found counts
  // with its whole code. 0 and 0 where no sheet was recognised or its table not
  // asked for: the sheet was rejected, or the page shows no week (ShowsAWeek).
  std::size_t code_characters = 0;
  std::size_t code_errors = 0;
};

// Hours are compared by person, date and the key that the code is stored under.
// Rows of 0 hours that say so are none.
[[nodiscard]] SheetJudgement JudgeSheet(const samples::SheetTruth& truth,
                                        const StoredSheet& stored);

// Whether the table may be read: fewer than four whole labels of days, as where
// the page is cut off behind the first of them, are no week's by rule. By what
// was drawn, whatever was read.
[[nodiscard]] bool ShowsAWeek(const samples::SheetTruth& truth);

// Whether a reader must have stored the sheet, its rejection or its error
// exactly: what is counted as exact or not. The others may wait for a person.
[[nodiscard]] bool MustBeExact(const samples::SheetTruth& truth);

// Whether rules ask a person about what the page says, however well it is read:
// a code that is probably a misread one (CodeDoubt), a week of exactly 60
// hours. Such a sheet may wait.
[[nodiscard]] bool AsksAPerson(const samples::SheetTruth& truth);

// Whether the sheet may end so.
[[nodiscard]] bool MayEnd(const samples::SheetTruth& truth,
                          const StoredSheet& stored);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TIMESHEET_JUDGE_H_
