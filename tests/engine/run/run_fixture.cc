#include "tests/engine/run/run_fixture.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace rescan::testing {

void ExpectAddsUp(const RunCounts& counts) {
  EXPECT_EQ(counts.inputs,
            counts.done + counts.failed + counts.unchanged + counts.pending);
  EXPECT_LE(counts.duplicates, counts.done);
  EXPECT_LE(counts.failed_earlier, counts.failed);
  EXPECT_GE(counts.pending, 0);
}

void Watcher::OnPlanned(const RunCounts& counts, std::int64_t to_do, bool) {
  ExpectAddsUp(counts);
  planned = counts;
  total = to_do;
}

void Watcher::OnWouldProcess(std::int64_t n, const std::string& path) {
  would.push_back(path);
  EXPECT_EQ(n, static_cast<std::int64_t>(would.size()));
}

void Watcher::OnImage(const std::string& path, const Outcome& outcome,
                      bool final) {
  EXPECT_NE(outcome.reading.has_value(), outcome.failure.has_value());
  (final ? images : attempts).push_back(path);
  if (on_image) on_image(path);
}

void Watcher::OnDuplicate(const std::string& path) {
  duplicates.push_back(path);
}

void Watcher::OnProgress(const RunCounts& counts, double, double) {
  ExpectAddsUp(counts);
  if (on_progress) on_progress();
}

void Watcher::OnWarning(const std::string& message) {
  warnings.push_back(message);
}

void Watcher::OnRunning(
    const std::vector<std::pair<std::string, double>>& images_running) {
  running = images_running;
  ++running_reports;
}

OcrVersion FakeVersion(const std::string& number) {
  OcrVersion version;
  version.profile.name = "fake";
  version.profile.version = number;
  version.profile.build_date = "2026-01-01";
  version.profile.engine = "tesseract";
  version.profile.language = "eng";
  version.full_version = number + "-2026-01-01";
  version.fingerprint = "fingerprint of " + number;
  return version;
}

RunTest::RunTest() {
  mkdir((folder_ / "in").c_str(), 0755);
  options_.inputs = {folder_ / "in"};
  options_.workspace = Workspace();
  options_.version = FakeVersion("1.0");
  options_.stop_files = {Workspace() + "/STOP_RESCAN"};
  // No test relies on these by accident.
  options_.max_consecutive_failures = 1000;
  options_.failure_window = 1000;
}

std::string RunTest::Put(const std::string& name,
                         const std::string& order) const {
  WriteFileBytes(In(name), FakeImage(order));
  return In(name);
}

void RunTest::PutMany(int count) const {
  for (int i = 0; i < count; ++i) {
    Put(fmt::format("ok-{:03}.png", i), fmt::format("ok text {}", i));
  }
}

RunEnvironment RunTest::Environment() {
  return {.make_lane = make_lane_ ? make_lane_ : world_.Factory(),
          .stall_clock = stall_clock_};
}

RunSummary RunTest::Run() {
  Watcher fresh;
  fresh.on_image = std::move(watcher_.on_image);
  fresh.on_progress = std::move(watcher_.on_progress);
  watcher_ = std::move(fresh);
  const Result<RunSummary> summary =
      RunImagesIn(Environment(), options_, watcher_);
  if (!summary) {
    ADD_FAILURE() << "the run did not begin: " << summary.error().message;
    return {};
  }
  ExpectAddsUp(summary->counts);
  if (summary->run == 0) return *summary;
  // What the observer was told, what the records say and what the summary
  // says is the same.
  const auto told = static_cast<std::int64_t>(watcher_.images.size() +
                                              watcher_.duplicates.size());
  EXPECT_EQ(summary->processed_now, told);
  EXPECT_EQ(watcher_.planned->inputs, summary->counts.inputs);
  EXPECT_EQ(watcher_.planned->pending - told, summary->counts.pending);
  const Result<RunCounts> counted = Store()->CountRun(summary->run);
  EXPECT_TRUE(counted);
  EXPECT_EQ(counted->done, summary->counts.done);
  EXPECT_EQ(counted->failed, summary->counts.failed);
  EXPECT_EQ(counted->pending, summary->counts.pending);
  EXPECT_EQ(StateOf(summary->run) == RunState::kFinished,
            summary->counts.pending == 0);
  return *summary;
}

void RunTest::EachLookTakes(std::chrono::seconds time) {
  stall_clock_ = [this, time] {
    return std::chrono::steady_clock::time_point(time * looks_++);
  };
}

Error RunTest::RunError() {
  const Result<RunSummary> summary =
      RunImagesIn(Environment(), options_, watcher_);
  EXPECT_FALSE(summary) << "the run began";
  return summary ? Error{} : summary.error();
}

std::unique_ptr<RecordStore> StoreIn(const std::string& workspace) {
  Result<std::unique_ptr<RecordStore>> store =
      RecordStore::Open(workspace, StoreMode::kReadOnly);
  EXPECT_TRUE(store) << store.error().message;
  return store ? std::move(*store) : nullptr;
}

std::vector<std::string> RecordsIn(const std::string& workspace) {
  std::vector<std::string> lines;
  const Status status = StoreIn(workspace)->Export(
      {.with_page = true, .with_superseded = true, .user = ""},
      [&](const ExportedImage& image) -> Status {
        std::string text;
        if (image.reading) {
          for (const Line& line : image.reading->page.lines) text += line.text;
        }
        lines.push_back(fmt::format("{} {} copy of [{}] [{}] {} {}", image.path,
                                    image.status, image.duplicate_of, text,
                                    image.full_version,
                                    image.current ? "current" : "superseded"));
        return {};
      });
  EXPECT_TRUE(status);
  return lines;
}

std::vector<std::string> FailuresIn(const std::string& workspace) {
  std::vector<std::string> lines;
  const Result<std::vector<FailureRow>> rows =
      StoreIn(workspace)->ListFailures({});
  EXPECT_TRUE(rows);
  for (const FailureRow& row : *rows) {
    lines.push_back(fmt::format("{} {} {}", row.path, row.type, row.attempt));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

RunState RunTest::StateOf(RunId run) const {
  const Result<std::optional<RunInfo>> info = Store()->FindRun(run);
  EXPECT_TRUE(info && *info);
  return (*info)->state;
}

}  // namespace rescan::testing
