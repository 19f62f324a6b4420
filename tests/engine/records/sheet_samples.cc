#include "tests/engine/records/sheet_samples.h"

#include <set>
#include <stdexcept>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/run/decide.h"

namespace rescan::testing {

using timesheet::D;
using timesheet::FormatDay;
using timesheet::Hundredths;
using timesheet::RawSheet;
using timesheet::TrueSheet;

SheetFile FileOf(int number, const TrueSheet& truth) {
  return FileAt(MakePath(number), number, truth);
}

SheetFile FileOf(int number, const RawSheet& sheet) {
  return {MakePath(number), number, sheet};
}

SheetFile FileAt(const std::string& path, int number, const TrueSheet& truth) {
  return {path, number, Draw(truth)};
}

Outcome OutcomeOf(const SheetFile& file) {
  Outcome outcome = MakeSuccess(file.number, {1, 1, 2});
  outcome.reading->timesheet = file.sheet;
  return outcome;
}

TrueSheet GoodSheet(Hundredths a_day) {
  return timesheet::OneProject({a_day, a_day, a_day, a_day, a_day, 0, 0});
}

TrueSheet SheetOf(const std::string& person, timesheet::Day monday,
                  Hundredths a_day) {
  TrueSheet sheet = GoodSheet(a_day);
  sheet.person = person;
  sheet.monday = monday;
  return sheet;
}

TrueSheet ZeroHourSheet() {
  TrueSheet sheet;
  sheet.monday = D(2025, 9, 22);
  return sheet;
}

TrueSheet DraftSheet() {
  TrueSheet sheet = GoodSheet();
  sheet.status = "Draft";
  return sheet;
}

RawSheet BrokenSheet(const TrueSheet& truth) {
  RawSheet sheet = Draw(truth);
  sheet.rows.at(1).cells[0].text = "1.23";
  return sheet;
}

Sheets::Sheets(const StoreOptions& options) : records_(options) {
  timesheets_ = Must(TimesheetRecords::Open(records_.workspace(),
                                            StoreMode::kReadWrite, options));
}

void Sheets::Read(const std::vector<SheetFile>& files, const std::string& user,
                  int version) {
  const RunId run = records_.Begin(RunMode::kAll, version, user);
  std::vector<PlanItem> plan;
  for (const SheetFile& file : files) {
    plan.push_back({file.path, MakeDigest(file.number), 1000});
  }
  const std::vector<RunItem> items = records_.Plan(run, plan);
  for (std::size_t i = 0; i < files.size(); ++i) {
    Must(records_->RecordOutcome(run, items.at(i), {}, OutcomeOf(files[i])));
  }
  Must(records_->EndRun(run, RunState::kFinished, ""));
}

RunResult Sheets::RunMissing(const std::vector<SheetFile>& files,
                             const std::string& user, int version) {
  RunResult result;
  const OcrVersion ocr = MakeVersion(version);
  const RunId run = records_.Begin(RunMode::kMissing, version, user);
  std::vector<PlanItem> plan;
  std::vector<const SheetFile*> planned;
  std::vector<Decision> decisions;
  for (const SheetFile& file : files) {
    const KnownInput known =
        Must(records_->LookUp(user, file.path, MakeDigest(file.number)));
    const Decision decision = Decide(RunMode::kMissing, ocr, true, known);
    if (decision == Decision::kUnchanged) {
      ++result.unchanged;
      continue;
    }
    plan.push_back({file.path, MakeDigest(file.number), 1000});
    planned.push_back(&file);
    decisions.push_back(decision);
  }
  const std::vector<RunItem> items = records_.Plan(run, plan, result.unchanged);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (decisions[i] == Decision::kLink) {
      Must(records_->RecordDuplicate(run, items[i]));
      ++result.linked;
    } else {
      Must(records_->RecordOutcome(run, items[i], {}, OutcomeOf(*planned[i])));
      ++result.read;
    }
  }
  Must(records_->EndRun(run, RunState::kFinished, ""));
  return result;
}

timesheet::Timesheets Sheets::Load(const TimesheetFilter& filter) {
  return Must(timesheets_->Load(filter));
}

timesheet::SheetRecord Sheets::Of(const SheetFile& file,
                                  const std::string& user) {
  const std::string sha256 = ToHex(MakeDigest(file.number));
  for (timesheet::SheetRecord& sheet : Load({user, {}, {}}).sheets) {
    if (sheet.image_sha256 == sha256) return std::move(sheet);
  }
  throw std::runtime_error("no sheet of " + file.path);
}

std::vector<std::int64_t> Sheets::Pending() {
  std::vector<std::int64_t> ids;
  for (const timesheet::SheetRecord& sheet : Load().sheets) {
    if (sheet.state == timesheet::SheetState::kPending) ids.push_back(sheet.id);
  }
  return ids;
}

std::vector<std::string> Sheets::Rows() {
  const timesheet::Timesheets all = Load();
  std::set<std::string> people;
  for (const auto& row : all.entries) people.insert(row.user + row.person_key);
  for (const auto& row : all.zero_hours) {
    people.insert(row.user + row.person_key);
  }
  const auto named = [&](const auto& row, std::string text) {
    if (people.size() < 2) return text;
    return row.user + " " + row.person + " " + text;
  };
  std::vector<std::string> rows;
  for (const auto& row : all.entries) {
    rows.push_back(named(
        row,
        FormatDay(row.date) + " " + row.key + " " +
            (row.hours ? timesheet::FormatHours(*row.hours) : "unreadable")));
  }
  for (const auto& row : all.zero_hours) {
    rows.push_back(named(row, FormatDay(row.week) + " " + row.reason));
  }
  return rows;
}

}  // namespace rescan::testing
