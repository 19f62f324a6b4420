#include "engine/records/timesheet_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/records/dictionary_rows.h"
#include "engine/records/entry_changes.h"
#include "engine/records/open_database.h"
#include "engine/records/sheet_rows.h"
#include "engine/records/sheet_writer.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/timesheet_rows.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using json = nlohmann::ordered_json;
using timesheet::SheetRecord;

std::optional<std::int64_t> IdOf(std::string_view text) {
  std::int64_t id = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id);
  if (error != std::errc() || stop != end || id <= 0) return std::nullopt;
  return id;
}

bool EndsWithName(std::string_view path, std::string_view name) {
  return path.size() > name.size() && path.ends_with(name) &&
         path[path.size() - name.size() - 1] == '/';
}

Result<std::optional<std::int64_t>> SheetOfPath(Database& db,
                                                const std::string& user,
                                                std::string_view path) {
  Query row(db,
            "SELECT s.id FROM images i JOIN sheets s"
            " ON s.content_id = i.content_id AND s.user = i.user"
            " WHERE i.path = ?2 AND i.user = ?1",
            user, path);
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  return *found ? row.OptionalInt64(0) : std::nullopt;
}

// Ids of the user's sheets with an image of this path, or else with one whose
// path ends so: those are all looked at.
Result<std::vector<std::int64_t>> SheetsOfPath(Database& db,
                                               const std::string& user,
                                               std::string_view path) {
  const Result<std::optional<std::int64_t>> exact = SheetOfPath(db, user, path);
  if (!exact) return tl::unexpected(exact.error());
  if (*exact) return std::vector{**exact};
  Query row(db,
            "SELECT s.id, i.path FROM sheets s JOIN images i"
            " ON i.content_id = s.content_id AND i.user = s.user"
            " WHERE s.user = ?1 ORDER BY s.id",
            user);
  std::vector<std::int64_t> ends;
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return ends;
    const std::int64_t id = row.Int64(0);
    if (EndsWithName(row.Bytes(1), path) && (ends.empty() || ends.back() != id))
      ends.push_back(id);
  }
}

template <class T>
json OrNull(const std::optional<T>& value) {
  return value ? json(*value) : json();
}

json JsonOf(const SheetRecord& sheet) {
  json findings = json::array();
  for (const timesheet::Finding& finding : sheet.findings) {
    const bool error = finding.severity == timesheet::Severity::kError;
    findings.push_back({{"severity", error ? "error" : "warning"},
                        {"rule", finding.rule},
                        {"message", finding.message}});
  }
  return {{"id", sheet.id},
          {"user", ToValidUtf8(sheet.user)},
          {"image", PathToText(sheet.image)},
          {"image_id", sheet.image_sha256},
          {"full_version", sheet.full_version},
          {"processed_at", sheet.processed_at},
          {"processing_seconds", sheet.processing_seconds},
          {"state", timesheet::SheetStateName(sheet.state)},
          {"verdict", timesheet::VerdictName(sheet.verdict)},
          {"valid", sheet.valid},
          {"approved_by_hand", sheet.approved_by_hand},
          {"person_key", sheet.person_key},
          {"person", sheet.person},
          {"week", OrNull(DayText(sheet.week))},
          {"weekly_total", OrNull(sheet.weekly_total)},
          {"entry_count", sheet.entry_count},
          {"rows_by_hand", sheet.rows_by_hand},
          {"stored_hours", OrNull(sheet.stored_hours)},
          {"reasons", sheet.reasons},
          {"summary", sheet.summary},
          {"repair", sheet.repair},
          {"findings", std::move(findings)}};
}

}  // namespace

TimesheetRecords::TimesheetRecords(StoreOptions options,
                                   std::unique_ptr<Database> db)
    : options_(std::move(options)),
      db_(std::move(db)),
      dictionaries_(std::make_unique<DictionaryCache>()) {}

TimesheetRecords::~TimesheetRecords() = default;

Result<std::unique_ptr<TimesheetRecords>> TimesheetRecords::Open(
    const std::string& workspace, StoreMode mode, const StoreOptions& options) {
  Result<std::unique_ptr<Database>> db = OpenDatabase(workspace, mode, options);
  if (!db) return tl::unexpected(db.error());
  return std::unique_ptr<TimesheetRecords>(
      new TimesheetRecords(options, std::move(*db)));
}

Result<timesheet::Timesheets> TimesheetRecords::Load(
    const TimesheetFilter& filter) {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  return ReadTimesheets(*db_, filter);
}

Result<std::vector<std::string>> TimesheetRecords::Users() {
  Query row(*db_, "SELECT DISTINCT user FROM sheets ORDER BY user");
  std::vector<std::string> users;
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return users;
    users.push_back(row.Text(0));
  }
}

Result<std::vector<timesheet::EntryRecord>> TimesheetRecords::EntriesOf(
    std::int64_t sheet) {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  return ReadEntriesOf(*db_, sheet);
}

Result<SheetRecord> TimesheetRecords::FindSheet(const std::string& user,
                                                std::string_view which) {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  std::optional<std::int64_t> id = IdOf(which);
  if (!id) {
    const Result<std::vector<std::int64_t>> ids =
        SheetsOfPath(*db_, user, which);
    if (!ids) return tl::unexpected(ids.error());
    if (ids->size() > 1) {
      return Fail(
          ErrorCode::kInvalidArgument,
          fmt::format("{} is the name of {} timesheets' images: give the path",
                      PathForDisplay(which), ids->size()));
    }
    if (!ids->empty()) id = ids->front();
  }
  Result<std::vector<SheetRecord>> sheets =
      id ? ReadSheets(*db_, user, id) : std::vector<SheetRecord>();
  if (!sheets) return tl::unexpected(sheets.error());
  if (sheets->empty()) {
    return Fail(ErrorCode::kNotFound,
                fmt::format("there is no timesheet {}", PathForDisplay(which)));
  }
  return std::move(sheets->front());
}

Result<std::string> TimesheetRecords::SheetJson(std::int64_t id) {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  const Result<std::vector<SheetRecord>> sheets = ReadSheets(*db_, "", id);
  if (!sheets) return tl::unexpected(sheets.error());
  const Result<std::optional<SheetRow>> row = SheetById(*db_, id);
  if (!row) return tl::unexpected(row.error());
  if (sheets->empty() || !*row) {
    return Fail(ErrorCode::kNotFound,
                fmt::format("there is no timesheet {}", id));
  }
  const json says = json::parse((*row)->interpretation, nullptr, false);
  if (!says.is_object()) {
    return tl::unexpected(db_->ErrorAbout(
        ErrorCode::kCorruption,
        fmt::format("the database is damaged: sheet {} has no interpretation",
                    id)));
  }
  json object = JsonOf(sheets->front());
  object["sheet"] = says;
  return object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<ApproveEffect> TimesheetRecords::Approve(std::int64_t sheet) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  SheetWriter writer(*db_, *dictionaries_, StoreNow(options_));
  Result<ApproveEffect> effect = writer.Approve(sheet);
  if (!effect) return effect;
  RESCAN_TRY(transaction.Commit());
  return effect;
}

Result<DiscardEffect> TimesheetRecords::Discard(std::int64_t sheet) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  SheetWriter writer(*db_, *dictionaries_, StoreNow(options_));
  Result<DiscardEffect> effect = writer.Discard(sheet);
  if (!effect) return effect;
  RESCAN_TRY(transaction.Commit());
  return effect;
}

Result<ChangeResults> TimesheetRecords::ApplyChanges(
    std::span<const EntryChange> entries,
    std::span<const ZeroHourChange> zero_hours) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  const std::string now = StoreNow(options_);
  ChangeResults results;
  Result<std::vector<ChangeResult>> of_entries =
      ChangeEntries(*db_, entries, now);
  if (!of_entries) return tl::unexpected(of_entries.error());
  results.entries = *std::move(of_entries);
  for (const ZeroHourChange& change : zero_hours) {
    Result<ChangeResult> result = ChangeZeroHours(*db_, change, now);
    if (!result) return tl::unexpected(result.error());
    results.zero_hours.push_back(*std::move(result));
  }
  RESCAN_TRY(transaction.Commit());
  return results;
}

Result<std::vector<ChangeResult>> TimesheetRecords::ApplyChanges(
    std::span<const EntryChange> entries) {
  Result<ChangeResults> results = ApplyChanges(entries, {});
  if (!results) return tl::unexpected(results.error());
  return std::move(results->entries);
}

void TimesheetRecords::UseBankHolidays(timesheet::BankHolidays holidays) {
  dictionaries_->SetHolidays(std::move(holidays));
}

Result<std::size_t> TimesheetRecords::InterpretAgain() {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  SheetWriter writer(*db_, *dictionaries_, StoreNow(options_));
  const Result<std::size_t> settled = writer.InterpretAgain();
  if (!settled) return settled;
  RESCAN_TRY(transaction.Commit());
  return settled;
}

Result<timesheet::ProjectMaster> TimesheetRecords::Projects() {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  return ReadProjects(*db_);
}

Result<timesheet::Roster> TimesheetRecords::People() {
  ReadTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  return ReadPeople(*db_);
}

Status TimesheetRecords::SaveProjects(const timesheet::ProjectMaster& master) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  RESCAN_TRY(WriteProjects(*db_, master));
  return transaction.Commit();
}

Status TimesheetRecords::SavePeople(const timesheet::Roster& roster) {
  WriteTransaction transaction(*db_);
  RESCAN_TRY(transaction.Begin());
  RESCAN_TRY(WritePeople(*db_, roster));
  return transaction.Commit();
}

}  // namespace rescan
