#include "tools/report.h"

#include <fmt/format.h>

#include <utility>

#include "kernels/base/text.h"
#include "tools/numbers.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

using Align = Table::Align;

// As the end of a sentence that begins with the run. Most reasons have the verb
// in them.
std::string Stopped(const std::string& reason) {
  const bool has_verb = reason.starts_with("stopped ");
  return (has_verb ? "" : "stopped: ") + WithoutControls(reason);
}

std::string Title(const RunSummary& summary) {
  if (summary.dry_run) return "Dry run: nothing was changed.\n";
  if (summary.run == 0) {
    return "No run was begun: " + WithoutControls(summary.stop_message) + "\n";
  }
  const std::string run = fmt::format("Run {}", summary.run);
  const std::string resume = "Run the same command again to resume.\n";
  switch (summary.end) {
    case RunEnd::kDone:
      if (summary.counts.pending > 0) {
        return run + " reached its limit. " + resume;
      }
      return run + " finished.\n";
    case RunEnd::kInterrupted:
    case RunEnd::kTerminated:
    case RunEnd::kStopFile:
    case RunEnd::kBreaker:
    case RunEnd::kStall:
      return run + " " + Stopped(summary.stop_message) + "\n" + resume;
    case RunEnd::kStoreFailed:
    case RunEnd::kWorkersFailed:
      return run + " stopped: " + WithoutControls(summary.error.message) +
             "\n" + "Once that is mended: " + resume;
  }
  return run + "\n";
}

template <class Map>
std::string Listed(const Map& counts) {
  std::string text;
  for (const auto& [name, count] : counts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, count);
  }
  return text;
}

std::string PercentilesText(const Percentiles& p) {
  return fmt::format("p50 {:.3f} s, p95 {:.3f} s", p.p50, p.p95);
}

// Whether the run got as far as numbers: a dry run has no id.
bool HasNumbers(const RunSummary& summary) {
  return summary.run != 0 || summary.end == RunEnd::kDone;
}

void AddCounts(const RunSummary& summary, Table& table) {
  const RunCounts& counts = summary.counts;
  table.Add({"inputs", CountsEquation(counts)});
  if (counts.duplicates > 0) {
    table.Add({"duplicates",
               fmt::format("{} linked to an equal file", counts.duplicates)});
  }
  if (counts.failed_earlier > 0) {
    table.Add(
        {"failed before", fmt::format("{} not tried again (--mode failed does)",
                                      counts.failed_earlier)});
  }
  if (!summary.classes.empty()) {
    table.Add({"classes", Listed(summary.classes)});
  }
  if (!summary.failures.empty()) {
    table.Add({"failures",
               Listed(summary.failures) + " (see: rescan failures list)"});
  }
  if (summary.ignored_files > 0) {
    table.Add({"ignored", fmt::format("{} files that are no images",
                                      summary.ignored_files)});
  }
  if (!summary.skipped_entries.empty()) {
    table.Add({"passed over", Listed(summary.skipped_entries)});
  }
  if (summary.unreadable_entries > 0) {
    table.Add({"unreadable", "images may have been passed over there"});
  }
  if (summary.extra_frames > 0) {
    table.Add({"extra frames", fmt::format("{} not read: only the first page "
                                           "of a file is, so far",
                                           summary.extra_frames)});
  }
  if (summary.with_warnings > 0) {
    table.Add({"damaged", fmt::format("{} read around some damage",
                                      summary.with_warnings)});
  }
}

void AddIndex(const IndexSummary& index, Table& table) {
  if (index.deltas > 0) {
    table.Add(
        {"vectors",
         fmt::format("{} of lines, {} of words, {} on disk", index.line_vectors,
                     index.word_vectors,
                     BytesText(static_cast<std::uint64_t>(index.bytes)))});
  }
  std::string merged;
  for (const std::string& name : index.compacted) {
    merged += (merged.empty() ? "" : ", ") + name;
  }
  if (!merged.empty()) table.Add({"merged into", "the index of " + merged});
  if (index.waiting > 0) {
    table.Add({"not merged",
               fmt::format("{} vectors (rescan compact does)", index.waiting)});
  }
  if (index.missing > 0) {
    table.Add({"no vectors", fmt::format("{} images so far (the next run or "
                                         "rescan compact makes them)",
                                         index.missing)});
  }
}

Json IndexJson(const IndexSummary& index) {
  Json json = {{"enabled", index.enabled},
               {"deltas", index.deltas},
               {"readings", index.readings},
               {"line_vectors", index.line_vectors},
               {"word_vectors", index.word_vectors},
               {"bytes", index.bytes},
               {"cpu_seconds", index.cpu_seconds},
               {"compacted", index.compacted},
               {"waiting_vectors", index.waiting},
               {"readings_without_delta", index.missing}};
  json["error"] = index.error ? Json(index.error->message) : Json(nullptr);
  return json;
}

void AddSpeed(const RunSummary& summary, Table& table) {
  table.Add(
      {"time", fmt::format("{} for {} images, {:.1f} images/min",
                           ClockText(summary.elapsed_seconds),
                           summary.processed_now, summary.images_per_minute)});
  if (summary.processed_now > 0) {
    table.Add({"per image", PercentilesText(summary.per_image)});
    for (const auto& [stage, percentiles] : summary.per_stage) {
      table.Add({"  " + stage, PercentilesText(percentiles) + " CPU"});
    }
  }
  std::string memory =
      BytesText(summary.supervisor_peak_rss_bytes) + " supervisor";
  if (summary.worker_peak_rss_bytes > 0) {
    memory +=
        ", " + BytesText(summary.worker_peak_rss_bytes) + " largest worker";
  }
  table.Add({"peak memory", memory});
}

}  // namespace

const char* RunEndName(RunEnd end) {
  switch (end) {
    case RunEnd::kDone:
      return "done";
    case RunEnd::kBreaker:
      return "breaker";
    case RunEnd::kStall:
      return "stall";
    case RunEnd::kStopFile:
      return "stop_file";
    case RunEnd::kInterrupted:
      return "interrupted";
    case RunEnd::kTerminated:
      return "terminated";
    case RunEnd::kStoreFailed:
      return "store_failed";
    case RunEnd::kWorkersFailed:
      return "workers_failed";
  }
  return "unknown";
}

std::string CountsEquation(const RunCounts& counts) {
  return fmt::format("{} = {} done + {} failed + {} unchanged + {} pending",
                     counts.inputs, counts.done, counts.failed,
                     counts.unchanged, counts.pending);
}

Json CountsJson(const RunCounts& counts) {
  return {{"inputs", counts.inputs},
          {"done", counts.done},
          {"duplicates", counts.duplicates},
          {"failed", counts.failed},
          {"failed_earlier", counts.failed_earlier},
          {"unchanged", counts.unchanged},
          {"pending", counts.pending}};
}

std::vector<StageShare> StageProfile(const RunSummary& summary) {
  const auto share = [&summary](std::string name, double seconds) {
    const auto images = static_cast<double>(summary.read_now);
    return StageShare{
        .name = std::move(name),
        .cpu_seconds = seconds,
        .per_image = images > 0 ? seconds / images : 0,
        .share = summary.cpu_seconds > 0 ? seconds / summary.cpu_seconds : 0};
  };
  std::vector<StageShare> profile;
  double known = 0;
  for (const CpuStage& stage : kCpuStages) {
    const auto found = summary.stage_cpu_seconds.find(std::string(stage.name));
    const double seconds =
        found == summary.stage_cpu_seconds.end() ? 0 : found->second;
    profile.push_back(share(std::string(stage.name), seconds));
    known += seconds;
  }
  profile.push_back(share("rest", summary.cpu_seconds - known));
  profile.push_back(share("all", summary.cpu_seconds));
  return profile;
}

std::string StageProfileText(const RunSummary& summary) {
  Table table({Align::kLeft, Align::kRight, Align::kRight, Align::kRight},
              {"stage", "CPU", "per image", "share"});
  for (const StageShare& stage : StageProfile(summary)) {
    table.Add({stage.name, fmt::format("{:.2f} s", stage.cpu_seconds),
               fmt::format("{:.1f} ms", stage.per_image * 1000),
               fmt::format("{:.1f} %", stage.share * 100)});
  }
  return fmt::format("CPU time of the {} images that were read:\n",
                     summary.read_now) +
         table.Text(2);
}

Json StageProfileJson(const RunSummary& summary) {
  Json profile = Json::array();
  for (const StageShare& stage : StageProfile(summary)) {
    profile.push_back({{"stage", stage.name},
                       {"cpu_seconds", stage.cpu_seconds},
                       {"cpu_seconds_per_image", stage.per_image},
                       {"share", stage.share}});
  }
  return profile;
}

std::string SummaryText(const RunSummary& summary,
                        const std::string& workspace) {
  Table table({Align::kLeft, Align::kLeft});
  if (HasNumbers(summary)) AddCounts(summary, table);
  if (HasNumbers(summary) && !summary.dry_run) {
    AddIndex(summary.index, table);
    AddSpeed(summary, table);
  }
  table.Add({"workspace", PathForDisplay(workspace)});
  return Title(summary) + table.Text(2);
}

Json SummaryJson(const RunSummary& summary, const std::string& workspace) {
  const auto percentiles = [](const Percentiles& p) {
    return Json{{"p50", p.p50}, {"p95", p.p95}};
  };
  Json json = {{"event", "summary"},
               {"end", RunEndName(summary.end)},
               {"message", summary.stop_message.empty() ? summary.error.message
                                                        : summary.stop_message},
               {"run", summary.run},
               {"resumed", summary.resumed},
               {"dry_run", summary.dry_run}};
  json.update(CountsJson(summary.counts));
  json["processed_now"] = summary.processed_now;
  json["read_now"] = summary.read_now;
  json["ignored_files"] = summary.ignored_files;
  json["skipped_entries"] = summary.skipped_entries;
  json["extra_frames"] = summary.extra_frames;
  json["with_warnings"] = summary.with_warnings;
  json["classes"] = summary.classes;
  json["failures"] = summary.failures;
  json["elapsed_seconds"] = summary.elapsed_seconds;
  json["images_per_minute"] = summary.images_per_minute;
  json["per_image_seconds"] = percentiles(summary.per_image);
  Json& per_stage = json["per_stage_cpu_seconds"] = Json::object();
  for (const auto& [stage, p] : summary.per_stage) {
    per_stage[stage] = percentiles(p);
  }
  json["stage_cpu_seconds"] = summary.stage_cpu_seconds;
  json["cpu_seconds"] = summary.cpu_seconds;
  json["index"] = IndexJson(summary.index);
  json["supervisor_peak_rss_bytes"] = summary.supervisor_peak_rss_bytes;
  json["worker_peak_rss_bytes"] = summary.worker_peak_rss_bytes;
  json["workspace"] = PathToText(workspace);
  return json;
}

}  // namespace rescan::cli
