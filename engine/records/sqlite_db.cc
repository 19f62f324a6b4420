#include "engine/records/sqlite_db.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <limits>
#include <utility>

#include "kernels/base/text.h"

namespace rescan {
namespace {

constexpr int kBusyMilliseconds = 10'000;

// SQLite would take a name that begins with "file:" for a URI.
std::string PlainFilename(const std::string& path) {
  return path.starts_with('/') ? path : "./" + path;
}

// Every byte that means something in a URI, or is not ASCII, escaped.
std::string ImmutableUri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : PlainFilename(path)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '/' || c == '.' ||
                       c == '-' || c == '_';
    uri += plain ? std::string(1, c)
                 : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

bool MeansNoSpace(int system_errno) {
  return system_errno == ENOSPC || system_errno == EDQUOT ||
         system_errno == EFBIG;
}

// What the system said when a write to the database or its WAL failed. By the
// time an error is reported other calls may have changed errno.
bool WriteFailedForSpace(sqlite3* db) {
  int last = 0;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &last);
  if (MeansNoSpace(last)) return true;
  sqlite3_file* wal = nullptr;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
  if (wal == nullptr || wal->pMethods == nullptr) return false;
  last = 0;
  wal->pMethods->xFileControl(wal, SQLITE_FCNTL_LAST_ERRNO, &last);
  return MeansNoSpace(last);
}

ErrorCode CodeOf(sqlite3* db, int rc, bool preparing) {
  switch (rc & 0xff) {
    case SQLITE_FULL:
      return ErrorCode::kStorageFull;
    case SQLITE_IOERR:
      // SQLite tells a full disk from other errors, but not a quota, nor a
      // full disk under the WAL's index.
      return MeansNoSpace(sqlite3_system_errno(db)) ||
                     (rc == SQLITE_IOERR_WRITE && WriteFailedForSpace(db))
                 ? ErrorCode::kStorageFull
                 : ErrorCode::kIo;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::kLocked;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::kCorruption;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ErrorCode::kIo;
    case SQLITE_ERROR:
      return preparing ? ErrorCode::kCorruption : ErrorCode::kInternal;
    default:
      return ErrorCode::kInternal;
  }
}

}  // namespace

Database::Database(sqlite3* db, std::string name)
    : db_(db), name_(std::move(name)) {}

Database::~Database() {
  for (auto& [sql, statements] : idle_) {
    for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  }
  sqlite3_close_v2(db_);
}

Result<std::unique_ptr<Database>> Database::OpenWith(
    const std::string& filename, const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int rc = sqlite3_open_v2(filename.c_str(), &raw,
                                 flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (raw == nullptr) {
    return Fail(ErrorCode::kInternal,
                PathForDisplay(path) + ": no memory to open the database");
  }
  std::unique_ptr<Database> db(new Database(raw, PathForDisplay(path)));
  if (rc != SQLITE_OK) return tl::unexpected(db->ErrorOf(rc));
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kBusyMilliseconds);
  // The file may come from anywhere: nothing in its schema may run code, and
  // its pages are checked as they are read.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  RESCAN_TRY(
      db->Execute("PRAGMA cell_size_check = ON;"
                  "PRAGMA foreign_keys = ON;"));
  return db;
}

Result<std::unique_ptr<Database>> Database::Open(const std::string& path,
                                                 Access access) {
  int flags = SQLITE_OPEN_READONLY;
  if (access != Access::kRead) flags = SQLITE_OPEN_READWRITE;
  if (access == Access::kCreate) flags |= SQLITE_OPEN_CREATE;
  return OpenWith(PlainFilename(path), path, flags);
}

Result<std::unique_ptr<Database>> Database::OpenImmutable(
    const std::string& path) {
  return OpenWith(ImmutableUri(path), path,
                  SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

Status Database::Execute(const char* sql) {
  const int rc = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (rc != SQLITE_OK) return tl::unexpected(ErrorOf(rc));
  return {};
}

Result<std::int64_t> Database::Number(const char* sql) {
  Query query(*this, sql);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.Int64(0) : 0;
}

bool Database::read_only() const {
  return sqlite3_db_readonly(db_, "main") == 1;
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(db_) == 0;
}

std::int64_t Database::last_insert_id() const {
  return sqlite3_last_insert_rowid(db_);
}

std::int64_t Database::changes() const { return sqlite3_changes64(db_); }

Error Database::ErrorOf(int rc, bool preparing) const {
  const ErrorCode code = CodeOf(db_, rc, preparing);
  std::string_view reason;
  switch (code) {
    case ErrorCode::kStorageFull:
      reason = "no space left for the records: ";
      break;
    case ErrorCode::kLocked:
      reason = "another process holds the database: ";
      break;
    case ErrorCode::kCorruption:
      reason = "the database is damaged: ";
      break;
    default:
      if ((rc & 0xff) == SQLITE_READONLY) {
        reason = "it or its folder cannot be written: ";
      }
      break;
  }
  return Error{code, fmt::format("{}: {}{} (SQLite {})", name_, reason,
                                 sqlite3_errmsg(db_), rc)};
}

Error Database::ErrorAbout(ErrorCode code, std::string_view what) const {
  return Error{code, fmt::format("{}: {}", name_, what)};
}

sqlite3_stmt* Database::Take(const char* sql, int* rc) {
  std::vector<sqlite3_stmt*>& idle = idle_[sql];
  *rc = SQLITE_OK;
  if (!idle.empty()) {
    sqlite3_stmt* statement = idle.back();
    idle.pop_back();
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  *rc = sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr);
  return statement;
}

void Database::GiveBack(const char* sql, sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  idle_[sql].push_back(statement);
}

Query::Query(Database& db, const char* sql, Unbound) : db_(db), sql_(sql) {
  int rc = SQLITE_OK;
  statement_ = db_.Take(sql, &rc);
  if (rc != SQLITE_OK) error_ = db_.ErrorOf(rc, /*preparing=*/true);
}

Query::~Query() {
  if (statement_ != nullptr) db_.GiveBack(sql_, statement_);
}

void Query::Keep(int rc) {
  if (rc != SQLITE_OK && !error_) error_ = db_.ErrorOf(rc);
}

void Query::Bind(int index, std::int64_t value) {
  if (statement_) Keep(sqlite3_bind_int64(statement_, index, value));
}

void Query::Bind(int index, double value) {
  if (statement_) Keep(sqlite3_bind_double(statement_, index, value));
}

void Query::Bind(int index, std::string_view value) {
  if (statement_ == nullptr) return;
  // A null pointer would be bound as NULL.
  const char* data = value.data() == nullptr ? "" : value.data();
  Keep(sqlite3_bind_text64(statement_, index, data, value.size(),
                           SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Query::Bind(int index, BlobView value) {
  if (statement_ == nullptr) return;
  const char* data = value.bytes.data() == nullptr ? "" : value.bytes.data();
  Keep(sqlite3_bind_blob64(statement_, index, data, value.bytes.size(),
                           SQLITE_TRANSIENT));
}

void Query::Bind(int index, const Sha256Digest& value) {
  Bind(index, BlobView{std::string_view(
                  reinterpret_cast<const char*>(value.data()), value.size())});
}

void Query::Bind(int index, std::nullopt_t) {
  if (statement_) Keep(sqlite3_bind_null(statement_, index));
}

Result<bool> Query::Step() {
  if (error_) return tl::unexpected(*error_);
  const int rc = sqlite3_step(statement_);
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  // The schema is prepared again by step itself when another process changed
  // it, so an error here may be a failed prepare; the message tells.
  error_ = db_.ErrorOf(rc);
  return tl::unexpected(*error_);
}

Status Query::Run() {
  while (true) {
    const Result<bool> row = Step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
  }
}

Status Query::Check() const {
  if (error_) return tl::unexpected(*error_);
  return {};
}

bool Query::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::Int64(int column) const {
  return sqlite3_column_int64(statement_, column);
}

int Query::Int(int column) {
  const std::int64_t value = Int64(column);
  if (value < std::numeric_limits<int>::min() ||
      value > std::numeric_limits<int>::max()) {
    Malformed("a number is out of range");
    return 0;
  }
  return static_cast<int>(value);
}

double Query::Real(int column) const {
  if (IsNull(column)) return std::numeric_limits<double>::quiet_NaN();
  return sqlite3_column_double(statement_, column);
}

std::string_view Query::Bytes(int column) const {
  // Also right for TEXT: in a UTF-8 database nothing is converted.
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (data == nullptr || size <= 0) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

std::string Query::Text(int column) const { return std::string(Bytes(column)); }

std::optional<Sha256Digest> Query::Digest(int column) {
  if (IsNull(column)) return std::nullopt;
  const std::string_view bytes = Bytes(column);
  Sha256Digest digest{};
  if (bytes.size() != digest.size()) {
    Malformed("a hash has the wrong length");
    return std::nullopt;
  }
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

std::optional<std::int64_t> Query::OptionalInt64(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Int64(column);
}

void Query::Malformed(std::string_view what) {
  if (error_) return;
  error_ = db_.ErrorAbout(ErrorCode::kCorruption,
                          fmt::format("the database is damaged: {}", what));
}

WriteTransaction::~WriteTransaction() {
  // A full disk may have rolled back already. A rollback that fails leaves
  // nothing to do: the transaction ends with the connection at the latest.
  if (open_ && db_.in_transaction()) (void)db_.Execute("ROLLBACK");
}

Status WriteTransaction::Begin() {
  RESCAN_TRY(db_.Execute("BEGIN IMMEDIATE"));
  open_ = true;
  return {};
}

Status WriteTransaction::Commit() {
  RESCAN_TRY(db_.Execute("COMMIT"));
  open_ = false;
  return {};
}

ReadTransaction::~ReadTransaction() {
  if (open_ && db_.in_transaction()) (void)db_.Execute("ROLLBACK");
}

Status ReadTransaction::Begin() {
  // Inside another one (an export's receiver asking questions), that one
  // already fixes the state.
  if (db_.in_transaction()) return {};
  RESCAN_TRY(db_.Execute("BEGIN"));
  open_ = true;
  return {};
}

}  // namespace rescan
