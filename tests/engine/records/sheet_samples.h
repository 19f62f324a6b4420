// Timesheets that are read into a workspace without pixels.
#ifndef RESCAN_TESTS_ENGINE_RECORDS_SHEET_SAMPLES_H_
#define RESCAN_TESTS_ENGINE_RECORDS_SHEET_SAMPLES_H_

#include <memory>
#include <string>
#include <vector>

#include "engine/records/timesheet_records.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"
#include "tests/engine/records/record_samples.h"

namespace rescan::testing {

// A file with the bytes MakeDigest(number) that shows `sheet`.
struct SheetFile {
  std::string path;
  int number = 0;
  timesheet::RawSheet sheet;
};

// "/in/NUMBER.png", which says nothing of a time of capture.
[[nodiscard]] SheetFile FileOf(int number, const timesheet::TrueSheet& truth);
[[nodiscard]] SheetFile FileOf(int number, const timesheet::RawSheet& sheet);
[[nodiscard]] SheetFile FileAt(const std::string& path, int number,
                               const timesheet::TrueSheet& truth);

// What a worker makes of it.
[[nodiscard]] Outcome OutcomeOf(const SheetFile& file);

// Of Avery Brooks, week of 22 September 2025, Monday to Friday; another person.
[[nodiscard]] timesheet::TrueSheet GoodSheet(timesheet::Hundredths a_day = 750);
[[nodiscard]] timesheet::TrueSheet SheetOf(const std::string& person,
                                           timesheet::Day monday,
                                           timesheet::Hundredths a_day = 750);
[[nodiscard]] timesheet::TrueSheet ZeroHourSheet();
[[nodiscard]] timesheet::TrueSheet DraftSheet();
// One cell contradicts all sums.
[[nodiscard]] timesheet::RawSheet BrokenSheet(
    const timesheet::TrueSheet& truth = GoodSheet());

struct RunResult {
  int read = 0, linked = 0, unchanged = 0;

  friend bool operator==(const RunResult&, const RunResult&) = default;
};

class Sheets {
 public:
  explicit Sheets(const StoreOptions& options = {});

  Records& records() { return records_; }
  [[nodiscard]] std::string database() const { return records_.database(); }

  // Reads the files whatever is known of them, one run.
  void Read(const std::vector<SheetFile>& files, const std::string& user = "u",
            int version = 0);
  void Read(const SheetFile& file, const std::string& user = "u",
            int version = 0) {
    Read(std::vector{file}, user, version);
  }
  // A run of mode missing over the files, as the planner decides.
  RunResult RunMissing(const std::vector<SheetFile>& files,
                       const std::string& user = "u", int version = 0);

  TimesheetRecords* operator->() { return timesheets_.get(); }
  timesheet::Timesheets Load(const TimesheetFilter& filter = {});
  // The sheet of an image; throws when there is none.
  timesheet::SheetRecord Of(const SheetFile& file,
                            const std::string& user = "u");
  timesheet::SheetState StateOf(const SheetFile& file,
                                const std::string& user = "u") {
    return Of(file, user).state;
  }
  std::vector<std::int64_t> Pending();
  // "2025-09-22 PJ100001 7.50" of each row, in order; a week without hours as
  // "2025-09-22 ABSENCE". With the person in front when several have rows.
  std::vector<std::string> Rows();

 private:
  Records records_;
  std::unique_ptr<TimesheetRecords> timesheets_;
};

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_ENGINE_RECORDS_SHEET_SAMPLES_H_
