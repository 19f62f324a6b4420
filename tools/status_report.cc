#include "tools/status_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "engine/records/run_lock.h"
#include "kernels/base/text.h"
#include "tools/numbers.h"
#include "tools/report.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

constexpr double kSlowImagesPerMinute = 10;
constexpr double kWarmUpSeconds = 60;
constexpr std::int64_t kFailurePercent = 10;
constexpr double kStaleSeconds = 5 * 60;

// A run that holds no lock any more but never said that it ended was killed.
std::string StateText(const StatusReport& report) {
  if (report.running()) {
    return fmt::format("running (process {})", report.owner);
  }
  if (report.run->state == RunState::kRunning) {
    return "killed; run the same command again to resume";
  }
  std::string text(RunStateName(report.run->state));
  if (!report.run->stop_reason.empty()) text += ": " + report.run->stop_reason;
  return text;
}

double SilentSeconds(const StatusReport& report) {
  return report.progress->seconds_since_new_rows + report.progress_age_seconds;
}

}  // namespace

double SecondsSinceUtc(const std::string& utc) {
  std::tm tm{};
  const char* rest = strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%S", &tm);
  if (rest == nullptr) return -1;
  // In floating point: any year that parses is further than the clock's range.
  const std::chrono::duration<double> now =
      std::chrono::system_clock::now().time_since_epoch();
  return std::max(0.0, now.count() - static_cast<double>(timegm(&tm)));
}

Result<StatusReport> GatherStatus(const std::string& workspace) {
  auto store = RecordStore::Open(workspace, StoreMode::kReadOnly);
  if (!store.has_value()) return tl::unexpected(store.error());
  StatusReport report;
  report.workspace = workspace;
  report.owner = RunLock::OwnerOf(workspace);
  auto run = (*store)->LatestRun();
  if (!run.has_value()) return tl::unexpected(run.error());
  report.run = *std::move(run);
  if (!report.run) return report;

  auto counts = (*store)->CountRun(report.run->id);
  if (!counts.has_value()) return tl::unexpected(counts.error());
  report.counts = *counts;
  auto failures = (*store)->FailureTypesOfRun(report.run->id);
  if (!failures.has_value()) return tl::unexpected(failures.error());
  report.failures = *std::move(failures);

  // While it plans, a run has the lock but its progress is the last run's.
  auto progress = ReadProgress(workspace);
  if (report.running() && progress.has_value() &&
      progress->process_id == report.owner && progress->run == report.run->id) {
    report.progress = *std::move(progress);
    report.progress_age_seconds =
        std::max(0.0, SecondsSinceUtc(report.progress->updated_at));
    report.running_seconds =
        std::max(0.0, SecondsSinceUtc(report.progress->session_started_at));
  }
  return report;
}

std::vector<std::string> StatusWarnings(const StatusReport& report) {
  std::vector<std::string> warnings;
  if (!report.progress) return warnings;
  const Progress& progress = *report.progress;
  if (report.running_seconds > kWarmUpSeconds &&
      progress.images_per_minute < kSlowImagesPerMinute) {
    warnings.push_back(
        fmt::format("slow: {:.1f} images/min", progress.images_per_minute));
  }
  const BarState bar = BarOf(report);
  if (bar.failed * 100 > bar.processed * kFailurePercent) {
    warnings.push_back(
        fmt::format("{} of {} images failed", bar.failed, bar.processed));
  }
  if (SilentSeconds(report) > kStaleSeconds) {
    warnings.push_back("no new rows for " + ClockText(SilentSeconds(report)));
  }
  return warnings;
}

BarState BarOf(const StatusReport& report) {
  const RunCounts& counts = report.counts;
  BarState bar;
  bar.succeeded = counts.done;
  bar.failed = counts.failed - counts.failed_earlier;
  bar.processed = bar.succeeded + bar.failed;
  bar.total = bar.processed + counts.pending;
  if (report.progress) {
    bar.images_per_minute = report.progress->images_per_minute;
    bar.eta_seconds = report.progress->eta_seconds;
  }
  return bar;
}

std::string StatusText(const StatusReport& report) {
  const std::string workspace = PathForDisplay(report.workspace);
  if (report.planning()) {
    return fmt::format("A run is being planned in {} (process {})\n", workspace,
                       report.owner);
  }
  if (!report.run) return "Nothing was run yet in " + workspace + "\n";
  Table table({Table::Align::kLeft, Table::Align::kLeft});
  table.Add({"workspace", workspace});
  table.Add({"state", StateText(report)});
  table.Add({"started", report.run->started_at});
  if (!report.run->ended_at.empty() && !report.running()) {
    table.Add({"ended", report.run->ended_at});
  }
  table.Add({"mode", fmt::format("{}, {}", RunModeName(report.run->key.mode),
                                 report.run->full_version)});
  table.Add({"inputs", CountsEquation(report.counts)});
  for (const auto& [type, count] : report.failures) {
    table.Add({"failed", fmt::format("{} {}", type, count)});
  }
  std::string text = fmt::format("Run {}\n{}", report.run->id, table.Text(2));
  if (report.progress) {
    text += ProgressBar(BarOf(report)) + "\n";
    for (const auto& image : report.progress->running) {
      text += fmt::format("  reading for {:.1f} s: {}\n",
                          image.age_seconds + report.progress_age_seconds,
                          PathForDisplay(image.path));
    }
  }
  for (const std::string& warning : StatusWarnings(report)) {
    text += "  warning: " + warning + "\n";
  }
  return text;
}

Json StatusJson(const StatusReport& report) {
  Json json = {{"event", "status"},
               {"workspace", PathToText(report.workspace)},
               {"running", report.running()},
               {"process_id", report.owner}};
  if (report.planning()) json["state"] = "planning";
  if (report.planning() || !report.run) {
    json["run"] = nullptr;
    return json;
  }
  const RunInfo& run = *report.run;
  json["run"] = run.id;
  json["state"] = RunStateName(run.state);
  json["stop_reason"] = run.stop_reason;
  json["started_at"] = run.started_at;
  json["ended_at"] = run.ended_at;
  json["mode"] = RunModeName(run.key.mode);
  json["kind"] = run.key.kind;
  json["user"] = run.key.user;
  json["full_version"] = run.full_version;
  json.update(CountsJson(report.counts));
  json["failures"] = Json::object();
  for (const auto& [type, count] : report.failures) {
    json["failures"][type] = count;
  }
  const BarState bar = BarOf(report);
  json["processed"] = bar.processed;
  json["total"] = bar.total;
  json["percent"] = Percent(bar.processed, bar.total);
  json["images_per_minute"] = bar.images_per_minute;
  json["eta_seconds"] =
      bar.eta_seconds < 0 ? Json(nullptr) : Json(bar.eta_seconds);
  Json& images = json["images"] = Json::array();
  if (report.progress) {
    for (const auto& image : report.progress->running) {
      images.push_back(
          {{"path", PathToText(image.path)},
           {"age_seconds", image.age_seconds + report.progress_age_seconds}});
    }
    json["seconds_since_new_rows"] = SilentSeconds(report);
  }
  json["warnings"] = StatusWarnings(report);
  return json;
}

}  // namespace rescan::cli
