#include "engine/records/open_database.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "engine/records/schema.h"
#include "engine/records/timestamp.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using Access = Database::Access;

constexpr std::int64_t kLongestWalBytes = 64 << 20;

Access AccessOf(StoreMode mode) {
  switch (mode) {
    case StoreMode::kReadOnly:
      return Access::kRead;
    case StoreMode::kReadWrite:
      return Access::kReadWrite;
    case StoreMode::kCreate:
      return Access::kCreate;
  }
  return Access::kRead;
}

Error NoRecords(const std::string& path) {
  return Error{ErrorCode::kNotFound,
               PathForDisplay(path) + ": there are no records yet"};
}

Status CheckThere(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return tl::unexpected(NoRecords(path));
  }
  if (error) {
    return Fail(ErrorCode::kIo,
                fmt::format("{}: {}", PathForDisplay(path), error.message()));
  }
  if (!std::filesystem::is_regular_file(status)) {
    return Fail(ErrorCode::kIo, PathForDisplay(path) + ": is not a file");
  }
  return {};
}

Status CheckSchema(Database& db, const std::string& path) {
  const Result<int> version = SchemaVersionOf(db);
  if (!version) return tl::unexpected(version.error());
  if (*version == 0) return tl::unexpected(NoRecords(path));
  if (*version < RecordStore::kSchemaVersion) {
    return tl::unexpected(db.ErrorAbout(
        ErrorCode::kIo,
        fmt::format("has the schema {} of an older rescan; the next run brings"
                    " it to {}",
                    *version, RecordStore::kSchemaVersion)));
  }
  return {};
}

Result<std::unique_ptr<Database>> Checked(Result<std::unique_ptr<Database>> db,
                                          const std::string& path) {
  if (db) RESCAN_TRY(CheckSchema(**db, path));
  return db;
}

// A WAL database wants two more files beside it, which a folder that cannot
// be written does not allow. With nothing in the WAL the database file alone
// is the whole truth.
Result<std::unique_ptr<Database>> OpenForReading(const std::string& path) {
  Result<std::unique_ptr<Database>> db =
      Checked(Database::Open(path, Access::kRead), path);
  if (db || db.error().code != ErrorCode::kIo) return db;
  std::error_code error;
  const auto wal_size = std::filesystem::file_size(path + "-wal", error);
  if (!error && wal_size > 0) {
    return Fail(ErrorCode::kIo,
                db.error().message +
                    "; its last writer did not close it, and reading it then"
                    " needs a folder that can be written");
  }
  return Checked(Database::OpenImmutable(path), path);
}

Status SwitchToWal(Database& db) {
  Query mode(db, "PRAGMA journal_mode = WAL");
  const Result<bool> row = mode.Step();
  if (!row) return tl::unexpected(row.error());
  if (*row && mode.Bytes(0) != "wal") {
    return tl::unexpected(db.ErrorAbout(
        ErrorCode::kIo, "its file system does not support SQLite's WAL"));
  }
  return {};
}

// SQLite does not wait for another process here, as it does elsewhere: two that
// create the database at once meet on this step.
Status SwitchToWalInTime(Database& db) {
  constexpr int kTries = 500;
  constexpr std::chrono::milliseconds kPause{10};
  Status switched = SwitchToWal(db);
  for (int i = 1;
       i < kTries && !switched && switched.error().code == ErrorCode::kLocked;
       ++i) {
    std::this_thread::sleep_for(kPause);
    switched = SwitchToWal(db);
  }
  return switched;
}

// A small page cache: what a run writes it does not read again, and a large one
// only fills, which looks like a leak.
Status UseWal(Database& db) {
  RESCAN_TRY(
      db.Execute("PRAGMA page_size = 4096;"
                 "PRAGMA synchronous = FULL;"
                 "PRAGMA cache_size = -1000"));
  RESCAN_TRY(SwitchToWalInTime(db));
  return db.Execute(
      fmt::format("PRAGMA journal_size_limit = {}", kLongestWalBytes).c_str());
}

Result<std::unique_ptr<Database>> OpenForWriting(const std::string& path,
                                                 Access access,
                                                 const StoreOptions& options) {
  Result<std::unique_ptr<Database>> opened = Database::Open(path, access);
  if (!opened) return opened;
  Database& db = **opened;
  // SQLite falls back to reading when the file cannot be written.
  if (db.read_only()) {
    return tl::unexpected(
        db.ErrorAbout(ErrorCode::kIo, "the database cannot be written"));
  }
  // Before anything is written into a file that may not be ours.
  const Result<int> version = SchemaVersionOf(db);
  if (!version) return tl::unexpected(version.error());
  if (*version == 0 && access != Access::kCreate) {
    return tl::unexpected(NoRecords(path));
  }
  if (options.max_pages > 0) {
    RESCAN_TRY(db.Execute(
        fmt::format("PRAGMA max_page_count = {}", options.max_pages).c_str()));
  }
  RESCAN_TRY(UseWal(db));
  // Shows a folder in which the WAL cannot be made.
  WriteTransaction probe(db);
  RESCAN_TRY(probe.Begin());
  return opened;
}

}  // namespace

std::string StoreNow(const StoreOptions& options) {
  return TimestampOf(options.now ? options.now()
                                 : std::chrono::system_clock::now());
}

Result<std::unique_ptr<Database>> OpenDatabase(const std::string& workspace,
                                               StoreMode mode,
                                               const StoreOptions& options) {
  const std::string path = workspace + "/rescan.db";
  if (mode == StoreMode::kCreate) {
    std::error_code error;
    std::filesystem::create_directories(workspace, error);
    if (error) {
      return Fail(ErrorCode::kIo,
                  fmt::format("{}: cannot be made: {}",
                              PathForDisplay(workspace), error.message()));
    }
  }
  const Status there = CheckThere(path);
  if (!there && !(mode == StoreMode::kCreate &&
                  there.error().code == ErrorCode::kNotFound)) {
    return tl::unexpected(there.error());
  }
  Result<std::unique_ptr<Database>> db =
      mode == StoreMode::kReadOnly
          ? OpenForReading(path)
          : OpenForWriting(path, AccessOf(mode), options);
  if (db && mode != StoreMode::kReadOnly) {
    RESCAN_TRY(Migrate(**db, StoreNow(options)));
  }
  return db;
}

}  // namespace rescan
