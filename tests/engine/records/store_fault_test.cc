// The disk fills up, a write is refused, the process is killed: what is there
// afterwards is the state before or after a call, never one in between.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/records/store.h"
#include "tests/engine/records/record_samples.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using support::Below;
using support::Seed;
using testing::Contradictions;
using ::testing::IsEmpty;
using testing::kReceiptShape;
using testing::MakeDigest;
using testing::MakeFailure;
using testing::MakeItems;
using testing::MakePath;
using testing::MakeSuccess;
using testing::MakeVersion;
using testing::Must;
using testing::Records;
using testing::Sql;
using testing::SqlNumber;
using testing::SqlRow;
using testing::TemporaryFolder;

using Step = std::function<Status(RecordStore&)>;

// Time stands still, so that the same steps give the same rows.
StoreOptions FixedClock(std::int64_t max_pages = 0) {
  StoreOptions options;
  options.max_pages = max_pages;
  options.now = [] { return std::chrono::system_clock::time_point{}; };
  return options;
}

RunItem ItemOf(int number) {
  // Ids are given out in the order of the plan.
  return RunItem{number + 1, MakePath(number), MakeDigest(number), 0};
}

template <class T>
Status Only(const Result<T>& result) {
  if (!result) return tl::unexpected(result.error());
  return {};
}

// Every kind of write there is, in an order that works.
const std::vector<Step>& Steps() {
  static const std::vector<Step> kSteps = {
      [](RecordStore& s) { return Only(s.RegisterVersion(MakeVersion())); },
      [](RecordStore& s) {
        RunKey key;
        key.inputs = {"/in", std::string(6000, 'x')};
        key.version = 1;
        return Only(s.BeginRun(key));
      },
      [](RecordStore& s) {
        return Only(s.SetPlan(1, MakeItems(0, 200), 3, 4));
      },
      [](RecordStore& s) {
        return s.RecordOutcome(1, ItemOf(0), {}, MakeSuccess(0, kReceiptShape));
      },
      [](RecordStore& s) {
        return s.RecordAttempt(1, ItemOf(1), MakeFailure(1));
      },
      [](RecordStore& s) {
        Outcome outcome = MakeFailure(1);
        outcome.failure->raw_ocr_output = std::string(10000, 'r');
        outcome.failure->stack_trace = std::string(5000, 's');
        return s.RecordOutcome(1, ItemOf(1), {}, outcome);
      },
      [](RecordStore& s) {
        return s.RecordOutcome(1, ItemOf(2), {}, MakeSuccess(7, kReceiptShape));
      },
      [](RecordStore& s) {
        RunItem item = ItemOf(3);
        item.sha256 = MakeDigest(7);
        return s.RecordDuplicate(1, item);
      },
      [](RecordStore& s) { return s.EndRun(1, RunState::kStopped, "stop"); },
      [](RecordStore& s) { return s.ResumeRun(1); },
      [](RecordStore& s) { return Only(s.SetPlan(1, MakeItems(4, 5), 3, 4)); },
      [](RecordStore& s) {
        return s.RecordOutcome(1, ItemOf(4), {}, MakeSuccess(0, kReceiptShape));
      },
      [](RecordStore& s) { return s.EndRun(1, RunState::kFinished, ""); },
  };
  return kSteps;
}

// All rows of all tables.
std::vector<SqlRow> Dump(const std::string& database) {
  std::vector<SqlRow> rows;
  for (const SqlRow& table :
       Sql(database,
           "SELECT name FROM sqlite_schema WHERE type = 'table'"
           " AND name NOT LIKE 'sqlite_%' ORDER BY name")) {
    rows.push_back(table);
    for (SqlRow& row : Sql(database, "SELECT * FROM " + table[0])) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// What the database holds after each number of steps.
std::vector<std::vector<SqlRow>> ExpectedStates() {
  const TemporaryFolder folder;
  std::vector<std::vector<SqlRow>> states;
  const auto store =
      Must(RecordStore::Open(folder.path(), StoreMode::kCreate, FixedClock()));
  states.push_back(Dump(folder / "rescan.db"));
  for (const Step& step : Steps()) {
    Must(step(*store));
    states.push_back(Dump(folder / "rescan.db"));
    EXPECT_FALSE(states.back() == states[states.size() - 2]);
  }
  return states;
}

// Runs the steps from `first` on; returns how many of all were done when the
// first error came.
std::size_t RunSteps(RecordStore& store, std::size_t first, Error& error) {
  for (std::size_t i = first; i < Steps().size(); ++i) {
    const Status status = Steps()[i](store);
    if (!status) {
      error = status.error();
      return i;
    }
  }
  return Steps().size();
}

void ExpectSound(const std::string& workspace) {
  const auto store = Must(RecordStore::Open(workspace, StoreMode::kReadOnly));
  const Status verified = store->Verify();
  EXPECT_TRUE(verified.has_value()) << verified.error().message;
  EXPECT_THAT(Contradictions(workspace + "/rescan.db"), IsEmpty());
}

// With room for n pages, n growing until everything fits.
TEST(StoreFull, EveryStepIsWholeOrAbsent) {
  const auto states = ExpectedStates();
  std::size_t done = 0;
  int creations_refused = 0;
  std::vector<int> stopped_at(Steps().size(), 0);
  for (std::int64_t pages = 1; done < Steps().size(); ++pages) {
    SCOPED_TRACE(pages);
    ASSERT_LT(pages, 500);
    const TemporaryFolder folder;
    const std::string database = folder / "rescan.db";
    done = 0;
    auto store =
        RecordStore::Open(folder.path(), StoreMode::kCreate, FixedClock(pages));
    if (!store) {
      EXPECT_EQ(store.error().code, ErrorCode::kStorageFull)
          << store.error().message;
      ++creations_refused;
    } else {
      Error error;
      done = RunSteps(**store, 0, error);
      EXPECT_TRUE(Dump(database) == states[done]);
      if (done < Steps().size()) {
        EXPECT_EQ(error.code, ErrorCode::kStorageFull) << error.message;
        EXPECT_THAT(error.message, ::testing::HasSubstr(database));
        ++stopped_at[done];
        // The store goes on answering.
        EXPECT_TRUE((*store)->LatestRun().has_value());
        EXPECT_TRUE((*store)->Verify().has_value());
        Error again;
        EXPECT_EQ(RunSteps(**store, done, again), done);
        EXPECT_EQ(again.code, ErrorCode::kStorageFull);
      }
      store->reset();
      ExpectSound(folder.path());
    }
    // Space is back.
    const auto reopened = Must(
        RecordStore::Open(folder.path(), StoreMode::kCreate, FixedClock()));
    Error error;
    EXPECT_EQ(RunSteps(*reopened, done, error), Steps().size())
        << error.message;
    EXPECT_TRUE(Dump(database) == states.back());
  }
  EXPECT_GT(creations_refused, 0);
  // The steps that need most room were among those that failed.
  for (const std::size_t step : {1u, 2u, 3u, 5u, 6u, 11u}) {
    EXPECT_GT(stopped_at[step], 0) << step;
  }
}

TEST(StoreFull, AnOpenStoreGoesOnWhenSpaceIsBack) {
  Records records(FixedClock());
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 2));
  records.Close();
  // Ballast takes what room there is.
  Sql(records.database(),
      "CREATE TABLE ballast (x); INSERT INTO ballast VALUES "
      "(zeroblob(300000))");
  records.Open(StoreMode::kReadWrite,
               FixedClock(SqlNumber(records.database(), "PRAGMA page_count")));
  const Outcome outcome = MakeSuccess(0, kReceiptShape);
  const Status full = records->RecordOutcome(run, items[0], {}, outcome);
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().code, ErrorCode::kStorageFull);
  EXPECT_EQ(records.Count(run).pending, 2);
  Sql(records.database(), "DROP TABLE ballast");
  Must(records->RecordOutcome(run, items[0], {}, outcome));
  EXPECT_EQ(records.Count(run).done, 1);
  ExpectSound(records.workspace());
}

// Runs the steps in a process whose files may not grow beyond `limit` bytes;
// returns how many were done, or -1 when the store did not open. The system
// refuses the write itself here, in the middle of a commit.
int StepsWithFileLimit(const std::string& workspace, rlim_t limit) {
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit file_size = {limit, limit};
    setrlimit(RLIMIT_FSIZE, &file_size);
    const auto store =
        RecordStore::Open(workspace, StoreMode::kCreate, FixedClock());
    if (!store) {
      _exit(store.error().code == ErrorCode::kStorageFull ? 100 : 101);
    }
    Error error;
    const std::size_t done = RunSteps(**store, 0, error);
    const bool right =
        done == Steps().size() || error.code == ErrorCode::kStorageFull;
    _exit(right ? static_cast<int>(done) : 102);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  const int code = WEXITSTATUS(status);
  EXPECT_LE(code, 100);
  return code < 100 ? code : -1;
}

TEST(StoreFull, ARefusedWriteLeavesTheStateBefore) {
  const auto states = ExpectedStates();
  int done = 0;
  int broken_off = 0;
  for (rlim_t limit = 2048; done < static_cast<int>(Steps().size());
       limit += 17000) {
    SCOPED_TRACE(limit);
    ASSERT_LT(limit, 8'000'000u);
    const TemporaryFolder folder;
    done = StepsWithFileLimit(folder.path(), limit);
    const auto reopened = Must(
        RecordStore::Open(folder.path(), StoreMode::kCreate, FixedClock()));
    const std::size_t before = done < 0 ? 0 : static_cast<std::size_t>(done);
    EXPECT_TRUE(Dump(folder / "rescan.db") == states[before]);
    ExpectSound(folder.path());
    if (before > 0 && before < Steps().size()) ++broken_off;
    Error error;
    EXPECT_EQ(RunSteps(*reopened, before, error), Steps().size());
    EXPECT_TRUE(Dump(folder / "rescan.db") == states.back());
  }
  EXPECT_GT(broken_off, 10);
}

// Works through a run as fast as it can; a byte into `ack` after each image.
[[noreturn]] void WriteUntilKilled(const std::string& workspace, int ack,
                                   std::uint32_t seed) {
  std::mt19937 rng(seed);
  const auto store = RecordStore::Open(workspace, StoreMode::kReadWrite);
  if (!store) _exit(1);
  const auto pending = (*store)->SetPlan(1, MakeItems(0, 400), 0, 0);
  if (!pending) _exit(2);
  for (const RunItem& item : *pending) {
    const int number = std::stoi(item.path.substr(4));
    Status status;
    if (Below(rng, 4) == 0) {
      status = (*store)->RecordAttempt(1, item, MakeFailure(number));
      if (!status) _exit(3);
    }
    status = (*store)->RecordOutcome(1, item, {},
                                     Below(rng, 4) == 0
                                         ? MakeFailure(number)
                                         : MakeSuccess(number, {10, 4, 5}));
    if (!status) _exit(4);
    if (write(ack, "x", 1) != 1) _exit(5);
  }
  _exit(0);
}

// Reads until `least` bytes have come or the other end is closed.
std::int64_t ReadPipe(int fd, std::int64_t least) {
  std::int64_t total = 0;
  char byte = 0;
  while (total < least && read(fd, &byte, 1) == 1) ++total;
  return total;
}

TEST(StoreKilled, NothingHalfDoneAndNothingLost) {
  std::mt19937 rng(Seed(31));
  Records records;
  records.Begin();
  records.Close();
  std::int64_t acknowledged = 0;
  std::int64_t ended = 0;
  int killed = 0;
  for (int round = 0; round < 40; ++round) {
    SCOPED_TRACE(round);
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const std::uint32_t seed = Below(rng, 1u << 30);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(pipe_ends[0]);
      WriteUntilKilled(records.workspace(), pipe_ends[1], seed);
    }
    close(pipe_ends[1]);
    // Somewhere in the image after these.
    acknowledged += ReadPipe(pipe_ends[0], Below(rng, 10));
    std::this_thread::sleep_for(std::chrono::microseconds(Below(rng, 3000)));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++killed;
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << status;
    acknowledged +=
        ReadPipe(pipe_ends[0], std::numeric_limits<std::int64_t>::max());
    close(pipe_ends[0]);

    ExpectSound(records.workspace());
    const std::int64_t now =
        SqlNumber(records.database(),
                  "SELECT count(*) FROM run_items WHERE state <> 'pending'");
    EXPECT_GE(now, acknowledged);
    EXPECT_GE(now, ended);
    // One image of the round may be there without having been told of.
    EXPECT_LE(now, acknowledged + round + 1);
    ended = now;
    if (now == 400) break;
  }
  EXPECT_GT(killed, 10);
  EXPECT_GT(ended, 50);
  // It can be brought to its end.
  records.Open();
  for (const RunItem& item : records.Plan(1, MakeItems(0, 400))) {
    const int number = std::stoi(item.path.substr(4));
    Must(records->RecordOutcome(1, item, {}, MakeSuccess(number)));
  }
  Must(records->EndRun(1, RunState::kFinished, ""));
  EXPECT_EQ(records.Count(1).inputs, 400);
  EXPECT_EQ(records.Exported().size(), 400u);
  EXPECT_THAT(Contradictions(records.database()), IsEmpty());
}

// What a reader beside a writer may see: whole images, counts that add up.
bool LooksWhole(RecordStore& store) {
  ExportRequest request;
  request.with_page = true;
  const Status status =
      store.Export(request, [](const ExportedImage& image) -> Status {
        const bool whole =
            image.status == "SUCCESS"
                ? image.reading &&
                      image.reading->page.lines.size() ==
                          static_cast<std::size_t>(image.line_count)
                : !image.reading;
        if (!whole) return Fail(ErrorCode::kInternal, image.path);
        return {};
      });
  const auto counts = store.CountRun(1);
  return status && counts && counts->pending + counts->done == 150 &&
         counts->inputs == 150;
}

TEST(StoreReaders, ProcessesReadWhileAnotherWrites) {
  Records records;
  const RunId run = records.Begin();
  const auto items = records.Plan(run, MakeItems(0, 150));
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  std::vector<pid_t> readers;
  for (int i = 0; i < 2; ++i) {
    readers.push_back(fork());
    ASSERT_GE(readers.back(), 0);
    if (readers.back() != 0) continue;
    close(pipe_ends[0]);
    const auto store =
        RecordStore::Open(records.workspace(), StoreMode::kReadOnly);
    if (!store) _exit(1);
    for (bool first = true;; first = false) {
      if (!LooksWhole(**store)) _exit(2);
      if (first && write(pipe_ends[1], "x", 1) != 1) _exit(3);
      const auto counts = (*store)->CountRun(1);
      if (counts && counts->pending == 0) _exit(0);
    }
  }
  close(pipe_ends[1]);
  // Both are at it.
  char started[2];
  for (char& byte : started) ASSERT_EQ(read(pipe_ends[0], &byte, 1), 1);
  for (int i = 0; i < 150; ++i) {
    Must(records->RecordOutcome(run, items[static_cast<std::size_t>(i)], {},
                                MakeSuccess(i, {10, 4, 5})));
  }
  for (const pid_t reader : readers) {
    int status = -1;
    waitpid(reader, &status, 0);
    EXPECT_EQ(status, 0);
  }
  close(pipe_ends[0]);
}

}  // namespace
}  // namespace rescan
