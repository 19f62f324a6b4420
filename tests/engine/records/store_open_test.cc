// Opening what is there, what is not, and what should not be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/subprocess.h"

namespace rescan {
namespace {

using ::testing::HasSubstr;
using testing::MakeVersion;
using testing::Must;
using testing::ReadFileBytes;
using testing::Records;
using testing::Sql;
using testing::SqlNumber;
using testing::TemporaryFolder;
using testing::WriteFileBytes;

constexpr StoreMode kModes[] = {StoreMode::kReadOnly, StoreMode::kReadWrite,
                                StoreMode::kCreate};

Error ErrorOfOpen(const std::string& workspace, StoreMode mode) {
  const auto store = RecordStore::Open(workspace, mode);
  return store ? Error{ErrorCode::kInternal, "it opened"} : store.error();
}

// Runs `body` in a process that file permissions hold for, whoever runs the
// test; returns what it returns, or "" after a crash.
std::string WithoutPrivileges(const std::function<std::string()>& body) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) throw std::runtime_error("pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    if (geteuid() == 0 && (setegid(kNobody) != 0 || seteuid(kNobody) != 0)) {
      _exit(1);
    }
    const std::string text = body();
    _exit(write(pipe_ends[1], text.data(), text.size()) < 0 ? 1 : 0);
  }
  close(pipe_ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t n; (n = read(pipe_ends[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(n));
  }
  close(pipe_ends[0]);
  waitpid(child, nullptr, 0);
  return text;
}

std::string CountImages(const std::string& workspace) {
  const auto store = RecordStore::Open(workspace, StoreMode::kReadOnly);
  if (!store) return store.error().message;
  int images = 0;
  const Status status = (*store)->Export({}, [&](const ExportedImage&) {
    ++images;
    return Status();
  });
  if (!status) return status.error().message;
  return std::to_string(images) + " images";
}

TEST(StoreOpen, WithoutRecords) {
  const TemporaryFolder folder;
  for (const StoreMode mode : {StoreMode::kReadOnly, StoreMode::kReadWrite}) {
    const Error error = ErrorOfOpen(folder.path(), mode);
    EXPECT_EQ(error.code, ErrorCode::kNotFound);
    EXPECT_THAT(error.message, HasSubstr(folder / "rescan.db"));
    EXPECT_EQ(ErrorOfOpen(folder / "missing", mode).code, ErrorCode::kNotFound);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_TRUE(
      RecordStore::Open(folder / "a/b", StoreMode::kCreate).has_value());
  EXPECT_TRUE(
      RecordStore::Open(folder / "a/b", StoreMode::kReadOnly).has_value());
}

TEST(StoreOpen, AnEmptyFileIsCompletedByCreateAlone) {
  const TemporaryFolder folder;
  WriteFileBytes(folder / "rescan.db", "");
  EXPECT_EQ(ErrorOfOpen(folder.path(), StoreMode::kReadOnly).code,
            ErrorCode::kNotFound);
  EXPECT_EQ(ErrorOfOpen(folder.path(), StoreMode::kReadWrite).code,
            ErrorCode::kNotFound);
  EXPECT_EQ(ReadFileBytes(folder / "rescan.db"), "");
  EXPECT_TRUE(RecordStore::Open(folder.path(), StoreMode::kCreate).has_value());
}

TEST(StoreOpen, TheNewDatabaseIsAsDocumented) {
  Records records;
  records.ReadAll(0, 2);
  records.Close();
  const std::string& db = records.database();
  EXPECT_EQ(SqlNumber(db, "PRAGMA user_version"), RecordStore::kSchemaVersion);
  EXPECT_EQ(SqlNumber(db, "PRAGMA application_id"), 0x72657363);
  EXPECT_EQ(SqlNumber(db, "PRAGMA page_size"), 4096);
  EXPECT_EQ(Sql(db, "PRAGMA journal_mode").at(0).at(0), "wal");
  EXPECT_EQ(SqlNumber(db,
                      "SELECT count(*) FROM pragma_table_list"
                      " WHERE schema = 'main' AND type = 'table'"
                      " AND name NOT LIKE 'sqlite_%' AND NOT strict"),
            0);
  EXPECT_EQ(Sql(db, "PRAGMA integrity_check").at(0).at(0), "ok");
  EXPECT_EQ(Sql(db, "SELECT value FROM meta WHERE key = 'created_at'").size(),
            1u);
}

TEST(StoreOpen, ANewerSchemaIsLeftAlone) {
  Records records;
  records.ReadAll(0, 1);
  records.Close();
  Sql(records.database(), "PRAGMA user_version = 99");
  const std::string before = ReadFileBytes(records.database());
  for (const StoreMode mode : kModes) {
    const Error error = ErrorOfOpen(records.workspace(), mode);
    EXPECT_EQ(error.code, ErrorCode::kCorruption);
    EXPECT_THAT(error.message,
                HasSubstr("written by a newer rescan (schema 99, this one"
                          " knows " +
                          std::to_string(RecordStore::kSchemaVersion) + ")"));
    EXPECT_THAT(error.message, HasSubstr(records.database()));
  }
  EXPECT_EQ(ReadFileBytes(records.database()), before);
}

TEST(StoreOpen, WhatIsNotOursIsLeftAlone) {
  const TemporaryFolder folder;
  const std::string path = folder / "rescan.db";
  {
    // Another program's database.
    WriteFileBytes(path, "");
    Sql(path, "CREATE TABLE precious (x)");
  }
  const std::string database = ReadFileBytes(path);
  for (const std::string& content :
       {database, std::string("not a database at all, and long enough"),
        std::string(5000, '\0'), std::string("SQLite format 3\0", 16)}) {
    WriteFileBytes(path, content);
    for (const StoreMode mode : kModes) {
      EXPECT_EQ(ErrorOfOpen(folder.path(), mode).code, ErrorCode::kCorruption)
          << content.size();
    }
    EXPECT_EQ(ReadFileBytes(path), content);
  }
}

TEST(StoreOpen, AFolderInItsPlaceIsAnError) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "rescan.db");
  for (const StoreMode mode : kModes) {
    EXPECT_EQ(ErrorOfOpen(folder.path(), mode).code, ErrorCode::kIo);
  }
}

TEST(StoreOpen, AnyFolderNameWill) {
  for (const std::string name :
       {"with space", "new\nline", "\xff\xfe", "100%?#&=x", "file:x?mode=ro",
        "-wal", "'quoted\""}) {
    const TemporaryFolder folder;
    const std::string workspace = folder / name;
    std::filesystem::create_directory(workspace);
    ASSERT_TRUE(RecordStore::Open(workspace, StoreMode::kCreate).has_value())
        << name;
    EXPECT_TRUE(std::filesystem::exists(workspace + "/rescan.db"));
    EXPECT_EQ(CountImages(workspace), "0 images");
    // Once more without the right to write, which opens it by URI.
    chmod(workspace.c_str(), 0555);
    chmod((workspace + "/rescan.db").c_str(), 0444);
    chmod(folder.path().c_str(), 0755);
    std::filesystem::remove(workspace + "/rescan.db-wal");
    std::filesystem::remove(workspace + "/rescan.db-shm");
    EXPECT_EQ(WithoutPrivileges([&] { return CountImages(workspace); }),
              "0 images")
        << name;
    chmod(workspace.c_str(), 0755);
  }
}

TEST(StoreOpen, ARelativeNameThatLooksLikeAUri) {
  const TemporaryFolder folder;
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const bool opened =
      RecordStore::Open("file:w", StoreMode::kCreate).has_value();
  const bool there = std::filesystem::exists("file:w/rescan.db");
  std::filesystem::current_path(before);
  EXPECT_TRUE(opened);
  EXPECT_TRUE(there);
}

TEST(StoreOpen, WritingWithoutPermissionSaysSo) {
  Records records;
  records.ReadAll(0, 2);
  records.Close();
  const auto open_to_write = [&records] {
    return ErrorOfOpen(records.workspace(), StoreMode::kReadWrite).message;
  };
  // The file, then the folder.
  chmod(records.workspace().c_str(), 0755);
  chmod(records.database().c_str(), 0444);
  EXPECT_THAT(
      WithoutPrivileges(open_to_write),
      HasSubstr(records.database() + ": the database cannot be written"));
  chmod(records.workspace().c_str(), 0555);
  EXPECT_THAT(WithoutPrivileges(open_to_write), HasSubstr(records.database()));
  EXPECT_THAT(
      WithoutPrivileges([&] { return CountImages(records.workspace()); }),
      "2 images");
  chmod(records.workspace().c_str(), 0755);
}

TEST(StoreOpen, AWalThatCannotBeReadIsNotPassedOver) {
  Records records;
  records.ReadAll(0, 2);
  // As after a kill: the newest rows are in the WAL alone.
  const TemporaryFolder copy;
  for (const std::string name : {"rescan.db", "rescan.db-wal"}) {
    std::filesystem::copy_file(records.workspace() + "/" + name, copy / name);
    chmod((copy / name).c_str(), 0444);
  }
  ASSERT_GT(std::filesystem::file_size(copy / "rescan.db-wal"), 0u);
  chmod(copy.path().c_str(), 0555);
  const std::string answer =
      WithoutPrivileges([&] { return CountImages(copy.path()); });
  chmod(copy.path().c_str(), 0755);
  EXPECT_TRUE(answer == "2 images" ||
              answer.find("its last writer did not close it") !=
                  std::string::npos)
      << answer;
}

TEST(StoreOpen, ReadersSeeTheLastCommitWhileOthersWrite) {
  Records records;
  records.ReadAll(0, 2);
  const auto reader =
      Must(RecordStore::Open(records.workspace(), StoreMode::kReadOnly));
  int seen = 0;
  Must(reader->Export({}, [&](const ExportedImage&) -> Status {
    // A writer goes on in the middle of the export, which does not see it.
    if (seen++ == 0) records.ReadAll(2, 6);
    return {};
  }));
  EXPECT_EQ(seen, 2);
  EXPECT_EQ(CountImages(records.workspace()), "6 images");
  EXPECT_FALSE(reader->RegisterVersion(MakeVersion(50)).has_value());
}

TEST(StoreOpen, TwoMayCreateItAtOnce) {
  for (int round = 0; round < 10; ++round) {
    const TemporaryFolder folder;
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto store = RecordStore::Open(folder.path(), StoreMode::kCreate);
      if (!store) {
        std::fprintf(stderr, "child: %s\n", store.error().message.c_str());
        _exit(1);
      }
      const Status verified = (*store)->Verify();
      if (!verified) {
        std::fprintf(stderr, "child: %s\n", verified.error().message.c_str());
      }
      _exit(verified ? 0 : 2);
    }
    const auto store = RecordStore::Open(folder.path(), StoreMode::kCreate);
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    EXPECT_TRUE((*store)->Verify().has_value());
    EXPECT_EQ(SqlNumber(folder / "rescan.db", "SELECT count(*) FROM meta"), 1);
  }
}

}  // namespace
}  // namespace rescan
