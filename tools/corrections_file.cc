#include "tools/corrections_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/plain_text.h"
#include "kernels/base/text.h"
#include "tools/csv_reader.h"
#include "tools/json_line.h"
#include "tools/table.h"
#include "tools/text_file.h"
#include "tools/timesheets_data.h"

namespace rescan::cli {
namespace {

using timesheet::reports::CorrectionRow;
using timesheet::reports::EntryCorrection;
using timesheet::reports::kExportColumnCount;
using timesheet::reports::kExportColumns;
using timesheet::reports::RowFault;
using timesheet::reports::ZeroHourCorrection;

constexpr std::size_t kFaultsShown = 10;

// Where each column of the export stands in the file.
using ColumnPlaces = std::array<std::size_t, kExportColumnCount>;

Result<ColumnPlaces> PlacesOf(const std::vector<std::string>& header,
                              const std::string& source) {
  const auto refuse = [&source](const std::string& what) {
    return Fail(ErrorCode::kInvalidArgument, source + ": " + what);
  };
  std::array<std::optional<std::size_t>, kExportColumnCount> found;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto* column =
        std::find(kExportColumns.begin(), kExportColumns.end(), header[i]);
    if (column == kExportColumns.end()) {
      if (header[i].find_first_of(";\t") != std::string::npos) {
        return refuse("the columns are not parted by commas");
      }
      return refuse("there is no column " + timesheet::Quoted(header[i]) +
                    " in the export");
    }
    auto& place =
        found[static_cast<std::size_t>(column - kExportColumns.begin())];
    if (place) return refuse("two columns are named " + header[i]);
    place = i;
  }
  ColumnPlaces places{};
  std::string missing;
  for (std::size_t column = 0; column < kExportColumnCount; ++column) {
    places[column] = found[column].value_or(0);
    if (!found[column]) {
      missing +=
          (missing.empty() ? "" : ", ") + std::string(kExportColumns[column]);
    }
  }
  if (!missing.empty()) {
    return refuse("columns of the export are missing: " + missing);
  }
  return places;
}

// A day as spreadsheets of some country write it: 22/09/2025, 9/22/25.
bool IsCountrysDate(const std::string& cell) {
  std::size_t parts = 1;
  for (const char c : cell) {
    if (c == '/' || c == '.' || c == '-') {
      ++parts;
    } else if (!timesheet::IsDigit(c)) {
      return false;
    }
  }
  return parts == 3 && !timesheet::ParseDay(cell);
}

// A spreadsheet writes every date anew in the form of its country, which cannot
// be told from the numbers: 5/9 may be either. That is one fault of the file
// and not one of each row.
Status CheckDates(const std::vector<CorrectionRow>& rows,
                  const std::string& source) {
  using timesheet::reports::kDate;
  const auto countrys = [](const CorrectionRow& row) {
    return IsCountrysDate(row.cells[kDate]);
  };
  if (rows.empty() || !std::all_of(rows.begin(), rows.end(), countrys)) {
    return {};
  }
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("{}: every Date is written as {}; give the columns "
                          "Date, WeekStartDate and WeekEndDate the format "
                          "YYYY-MM-DD and YearMonth YYYY-MM in the spreadsheet "
                          "(or import them as text) and save it again",
                          source, timesheet::Quoted(rows[0].cells[kDate])));
}

EntryChange ChangeOf(const timesheet::EntryRecord& entry,
                     const EntryCorrection& correction) {
  EntryChange change;
  change.row = {entry.user, entry.person_key, entry.date, entry.key};
  change.person = correction.person;
  change.code = correction.code;
  change.name = correction.name;
  change.date = correction.date;
  change.hours = correction.hours;
  return change;
}

ZeroHourChange ChangeOf(const timesheet::ZeroHourRecord& week,
                        const ZeroHourCorrection& correction) {
  ZeroHourChange change;
  change.user = week.user;
  change.person_key = week.person_key;
  change.week = week.week;
  change.person = correction.person;
  change.reason = correction.reason;
  return change;
}

// Counts what was made; what was not joins the faults.
template <class Correction>
void TakeResults(const std::vector<Correction>& corrections,
                 const std::vector<ChangeResult>& results,
                 ImportOutcome* outcome) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    switch (results[i].outcome) {
      case ChangeOutcome::kUpdated:
        ++outcome->updated;
        break;
      case ChangeOutcome::kUnchanged:
        break;
      case ChangeOutcome::kNotFound:
      case ChangeOutcome::kRefused:
        outcome->plan.faults.push_back(
            {corrections[i].line, results[i].message});
        break;
    }
  }
}

std::size_t UnchangedOf(const ImportOutcome& outcome) {
  return outcome.plan.read - outcome.plan.faults.size() - outcome.updated;
}

std::vector<RowFault> FirstFaults(const ImportOutcome& outcome) {
  std::vector<RowFault> faults = outcome.plan.faults;
  std::stable_sort(
      faults.begin(), faults.end(),
      [](const RowFault& a, const RowFault& b) { return a.line < b.line; });
  if (faults.size() > kFaultsShown) faults.resize(kFaultsShown);
  return faults;
}

}  // namespace

Result<std::vector<CorrectionRow>> ParseCorrections(std::string_view text,
                                                    const std::string& source) {
  auto records = ReadCsv(text, source);
  if (!records) return tl::unexpected(std::move(records.error()));
  if (records->empty()) {
    return Fail(ErrorCode::kInvalidArgument, source + ": the file is empty");
  }
  const auto places = PlacesOf(records->front().cells, source);
  if (!places) return tl::unexpected(places.error());
  std::vector<CorrectionRow> rows;
  for (std::size_t i = 1; i < records->size(); ++i) {
    CsvRecord& record = (*records)[i];
    CorrectionRow& row = rows.emplace_back();
    row.line = record.line;
    for (std::size_t column = 0; column < kExportColumnCount; ++column) {
      row.cells[column] = std::move(record.cells[(*places)[column]]);
    }
  }
  RESCAN_TRY(CheckDates(rows, source));
  return rows;
}

Result<std::vector<CorrectionRow>> ReadCorrectionsFile(
    const std::string& path) {
  const auto text = ReadTextFile(path, std::uint64_t{1} << 30);
  if (!text) return tl::unexpected(text.error());
  return ParseCorrections(*text, PathForDisplay(path));
}

ImportOutcome PlannedImport(const timesheet::Timesheets& sheets,
                            const std::vector<CorrectionRow>& rows) {
  ImportOutcome outcome;
  outcome.plan = timesheet::reports::PlanCorrections(sheets, rows);
  outcome.updated =
      outcome.plan.entries.size() + outcome.plan.zero_hours.size();
  return outcome;
}

Status MakeCorrections(TimesheetRecords& records,
                       const timesheet::Timesheets& sheets,
                       ImportOutcome* outcome) {
  outcome->updated = 0;
  std::vector<EntryChange> entries;
  for (const EntryCorrection& correction : outcome->plan.entries) {
    entries.push_back(ChangeOf(sheets.entries[correction.entry], correction));
  }
  std::vector<ZeroHourChange> weeks;
  for (const ZeroHourCorrection& correction : outcome->plan.zero_hours) {
    weeks.push_back(
        ChangeOf(sheets.zero_hours[correction.zero_hour], correction));
  }
  const auto made = records.ApplyChanges(entries, weeks);
  if (!made) return tl::unexpected(made.error());
  TakeResults(outcome->plan.entries, made->entries, outcome);
  TakeResults(outcome->plan.zero_hours, made->zero_hours, outcome);
  return {};
}

std::string ImportText(const ImportOutcome& outcome, bool dry_run) {
  std::string text = fmt::format(
      "{} read: {} checked, {} {}updated, {} unchanged, {} skipped\n",
      Counted(outcome.plan.read, "row"), outcome.plan.checked, outcome.updated,
      dry_run ? "would be " : "", UnchangedOf(outcome),
      outcome.plan.faults.size());
  for (const RowFault& fault : FirstFaults(outcome)) {
    text += WithoutControls(
                fmt::format("  line {}: {}", fault.line, fault.message)) +
            "\n";
  }
  if (outcome.plan.faults.size() > kFaultsShown) {
    text += fmt::format("  ... and {} more\n",
                        outcome.plan.faults.size() - kFaultsShown);
  }
  return text;
}

std::string ImportJson(const ImportOutcome& outcome, bool dry_run) {
  Json errors = Json::array();
  for (const RowFault& fault : FirstFaults(outcome)) {
    errors.push_back({{"line", fault.line}, {"message", fault.message}});
  }
  return JsonLine({{"event", "import"},
                   {"dry_run", dry_run},
                   {"read", outcome.plan.read},
                   {"checked", outcome.plan.checked},
                   {"updated", outcome.updated},
                   {"unchanged", UnchangedOf(outcome)},
                   {"skipped", outcome.plan.faults.size()},
                   {"errors", std::move(errors)}});
}

}  // namespace rescan::cli
