#include "engine/records/store.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "engine/records/open_database.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/store_impl.h"

namespace rescan {

std::string_view RunModeName(RunMode mode) {
  switch (mode) {
    case RunMode::kMissing:
      return "missing";
    case RunMode::kOutdated:
      return "outdated";
    case RunMode::kFailed:
      return "failed";
    case RunMode::kAll:
      return "all";
  }
  return "";
}

std::string_view RunStateName(RunState state) {
  switch (state) {
    case RunState::kRunning:
      return "running";
    case RunState::kFinished:
      return "finished";
    case RunState::kStopped:
      return "stopped";
    case RunState::kBroken:
      return "broken";
    case RunState::kAbandoned:
      return "abandoned";
  }
  return "";
}

RecordStore::RecordStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RecordStore::~RecordStore() = default;

Result<std::unique_ptr<RecordStore>> RecordStore::Open(
    const std::string& workspace, StoreMode mode, const StoreOptions& options) {
  Result<std::unique_ptr<Database>> db = OpenDatabase(workspace, mode, options);
  if (!db) return tl::unexpected(db.error());
  auto impl = std::make_unique<Impl>(std::move(*db), options);
  return std::unique_ptr<RecordStore>(new RecordStore(std::move(impl)));
}

Status RecordStore::Verify() {
  Database& db = *impl_->db;
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  Query check(db, "PRAGMA quick_check(1)");
  const Result<bool> row = check.Step();
  if (!row) return tl::unexpected(row.error());
  if (*row && check.Bytes(0) != "ok") {
    return tl::unexpected(db.ErrorAbout(
        ErrorCode::kCorruption,
        fmt::format("the database is damaged: {}", check.Bytes(0))));
  }
  Query keys(db, "PRAGMA foreign_key_check");
  const Result<bool> orphan = keys.Step();
  if (!orphan) return tl::unexpected(orphan.error());
  if (*orphan) {
    return tl::unexpected(db.ErrorAbout(
        ErrorCode::kCorruption,
        fmt::format("the database is damaged: a row of {} points to a row of"
                    " {} that is not there",
                    keys.Bytes(0), keys.Bytes(2))));
  }
  return {};
}

std::vector<std::string> RecordStore::TakeWarnings() {
  return std::exchange(impl_->warnings, {});
}

void RecordStore::UseBankHolidays(timesheet::BankHolidays holidays) {
  impl_->dictionaries.SetHolidays(std::move(holidays));
}

}  // namespace rescan
