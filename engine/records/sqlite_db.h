// RAII around the few things of SQLite that the records need. Private to
// engine/records: SQLite's own header is included in sqlite_db.cc alone.
#ifndef RESCAN_ENGINE_RECORDS_SQLITE_DB_H_
#define RESCAN_ENGINE_RECORDS_SQLITE_DB_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

struct sqlite3;
struct sqlite3_stmt;

namespace rescan {

// Bound as BLOB, where a bare string_view is bound as TEXT. Both keep every
// byte.
struct BlobView {
  std::string_view bytes;
};

// One connection. Not thread-safe. All error messages begin with the file.
class Database {
 public:
  enum class Access {
    kRead,       // the file exists and is not written
    kReadWrite,  // the file exists
    kCreate,     // the file is made when absent
  };

  // Foreign keys on, no schema trust, waits up to ten seconds for a lock.
  // Errors: kIo, kCorruption.
  [[nodiscard]] static Result<std::unique_ptr<Database>> Open(
      const std::string& path, Access access);
  // For a file that no process is writing, in a folder that cannot be written:
  // reads it without locks and without the files SQLite keeps beside it.
  [[nodiscard]] static Result<std::unique_ptr<Database>> OpenImmutable(
      const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs one or more statements without parameters.
  [[nodiscard]] Status Execute(const char* sql);
  // First column of the first row of a statement without parameters.
  [[nodiscard]] Result<std::int64_t> Number(const char* sql);

  [[nodiscard]] bool read_only() const;
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] std::int64_t last_insert_id() const;
  // Rows that the last statement inserted, updated or deleted.
  [[nodiscard]] std::int64_t changes() const;
  // The error that SQLite's result code `rc` of the last call means. A prepare
  // that fails for a missing table or column is corruption: all SQL is ours.
  [[nodiscard]] Error ErrorOf(int rc, bool preparing = false) const;
  // An error about this file that SQLite did not notice.
  [[nodiscard]] Error ErrorAbout(ErrorCode code, std::string_view what) const;

 private:
  friend class Query;
  Database(sqlite3* db, std::string name);
  [[nodiscard]] static Result<std::unique_ptr<Database>> OpenWith(
      const std::string& filename, const std::string& path, int flags);
  // A prepared statement that nobody is using, or null and the reason. `sql`
  // must be a literal: its address is the key of the cache.
  sqlite3_stmt* Take(const char* sql, int* rc);
  void GiveBack(const char* sql, sqlite3_stmt* statement);

  sqlite3* db_;
  std::string name_;  // for messages
  std::unordered_map<const char*, std::vector<sqlite3_stmt*>> idle_;
};

// One execution of a prepared statement. Lives inside the scope that runs it;
// the statement goes back to the connection's cache at the end.
class Query {
 public:
  // Parameters ?1, ?2, ... are bound from `args`: integers, double (not a
  // number becomes NULL), text, BlobView, Sha256Digest, and std::optional of
  // these (absent becomes NULL). They are copied. `sql` must be a literal.
  template <class... Args>
  Query(Database& db, const char* sql, const Args&... args)
      : Query(db, sql, Unbound{}) {
    int index = 0;
    (Bind(++index, args), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Goes to the next row; false at the end. Whatever went wrong in preparing
  // and binding, or in reading the columns of the last row, shows here.
  [[nodiscard]] Result<bool> Step();
  // Steps to the end.
  [[nodiscard]] Status Run();
  // The error of reading the columns of the current row, if any.
  [[nodiscard]] Status Check() const;

  // Columns of the current row, counted from 0. A value that cannot be what
  // is asked for gives zero and makes Check() and the next Step() fail.
  [[nodiscard]] bool IsNull(int column) const;
  [[nodiscard]] std::int64_t Int64(int column) const;
  [[nodiscard]] int Int(int column);
  [[nodiscard]] double Real(int column) const;  // NULL is not-a-number
  [[nodiscard]] std::string Text(int column) const;
  // Valid until the next step.
  [[nodiscard]] std::string_view Bytes(int column) const;
  [[nodiscard]] std::optional<Sha256Digest> Digest(int column);
  [[nodiscard]] std::optional<std::int64_t> OptionalInt64(int column) const;
  // Notes that the current row makes no sense.
  void Malformed(std::string_view what);

 private:
  struct Unbound {};
  Query(Database& db, const char* sql, Unbound);

  void Bind(int index, std::int64_t value);
  void Bind(int index, int value) { Bind(index, std::int64_t{value}); }
  void Bind(int index, bool value) { Bind(index, std::int64_t{value}); }
  void Bind(int index, double value);
  void Bind(int index, std::string_view value);
  void Bind(int index, const std::string& value) {
    Bind(index, std::string_view(value));
  }
  void Bind(int index, const char* value) {
    Bind(index, std::string_view(value));
  }
  void Bind(int index, BlobView value);
  void Bind(int index, const Sha256Digest& value);
  void Bind(int index, std::nullopt_t);
  template <class T>
  void Bind(int index, const std::optional<T>& value) {
    if (value) {
      Bind(index, *value);
    } else {
      Bind(index, std::nullopt);
    }
  }
  void Keep(int rc);

  Database& db_;
  const char* sql_;
  sqlite3_stmt* statement_ = nullptr;
  std::optional<Error> error_;
};

// Prepares, binds and runs one statement that returns no rows.
template <class... Args>
[[nodiscard]] Status Execute(Database& db, const char* sql,
                             const Args&... args) {
  return Query(db, sql, args...).Run();
}

// Takes the write lock at Begin. Whatever is not committed when the object
// dies is rolled back.
class WriteTransaction {
 public:
  explicit WriteTransaction(Database& db) : db_(db) {}
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  [[nodiscard]] Status Begin();
  [[nodiscard]] Status Commit();

 private:
  Database& db_;
  bool open_ = false;
};

// Everything read while it lives is one state of the database.
class ReadTransaction {
 public:
  explicit ReadTransaction(Database& db) : db_(db) {}
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

  [[nodiscard]] Status Begin();

 private:
  Database& db_;
  bool open_ = false;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_SQLITE_DB_H_
