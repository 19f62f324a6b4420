#include "tools/index_format.h"

#include <fmt/format.h>

#include <cstdint>

#include "kernels/base/sha256.h"
#include "kernels/base/text.h"
#include "tools/numbers.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

using Align = Table::Align;

constexpr std::size_t kPathColumns = 48;

std::string Size(std::int64_t bytes) {
  return BytesText(static_cast<std::uint64_t>(bytes < 0 ? 0 : bytes));
}

Json OrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

void AddIfAny(Table& table, const char* name, std::int64_t count,
              const std::string& what) {
  if (count > 0) table.Add({name, fmt::format("{} {}", count, what)});
}

std::string FateOf(const DeltaRow& delta) {
  if (!delta.error.empty()) return delta.error;
  if (delta.merged_version.empty()) return "";
  return delta.merged_version + (delta.deleted_at.empty() ? "" : " (removed)");
}

std::string RecordsVerdict(const IndexCheck& check) {
  if (!check.compared_with_records) {
    return "not compared: not all is merged yet, or a run goes on";
  }
  if (check.report.truth_problems > 0) {
    return fmt::format("call for other vectors: {} differences, see below",
                       check.report.truth_problems);
  }
  return "every vector they call for is there, and no other";
}

}  // namespace

std::string CompactionText(const std::string& collection,
                           const index::CompactionReport& report) {
  Table table({Align::kLeft, Align::kLeft});
  AddIfAny(table, "merged", report.merged,
           fmt::format("vectors of {} deltas", report.runs_merged));
  AddIfAny(table, "skipped", report.skipped,
           "vectors of images that are gone or were read again");
  AddIfAny(table, "removed", report.removed, "vectors");
  AddIfAny(table, "changed", report.patched, "vectors");
  AddIfAny(table, "FAILED", report.runs_failed,
           "deltas are damaged (see: rescan delta verify); the next compaction"
           " makes their vectors anew");
  AddIfAny(table, "deferred", report.runs_deferred,
           "deltas cannot be read now; nothing of them is lost");
  AddIfAny(table, "cleared",
           report.versions_removed + report.deltas_removed +
               report.leftovers_removed,
           "old snapshots, deltas and leftovers");
  if (report.version.empty()) {
    return collection + ": nothing to merge.\n" + table.Text(2);
  }
  table.Add({"snapshot", report.version});
  return fmt::format("{}: {} vectors in the index, {:.1f} s.\n", collection,
                     report.vectors, report.seconds) +
         table.Text(2);
}

Json CompactionJson(const std::string& collection,
                    const index::CompactionReport& report) {
  return {{"event", "compaction"},
          {"collection", collection},
          {"version", OrNull(report.version)},
          {"base", OrNull(report.base)},
          {"vectors", report.vectors},
          {"runs_merged", report.runs_merged},
          {"runs_failed", report.runs_failed},
          {"runs_deferred", report.runs_deferred},
          {"merged", report.merged},
          {"skipped", report.skipped},
          {"removed", report.removed},
          {"patched", report.patched},
          {"changes", report.changes},
          {"versions_removed", report.versions_removed},
          {"deltas_removed", report.deltas_removed},
          {"leftovers_removed", report.leftovers_removed},
          {"seconds", report.seconds},
          {"warnings", report.warnings}};
}

std::string DeltaTable(const std::vector<DeltaRow>& deltas) {
  Table table({Align::kLeft, Align::kLeft, Align::kLeft, Align::kRight,
               Align::kRight, Align::kLeft, Align::kLeft},
              {"RUN", "COLLECTION", "STATE", "VECTORS", "SIZE", "CREATED",
               "MERGED INTO"});
  for (const DeltaRow& delta : deltas) {
    table.Add({delta.run_id, delta.collection, delta.state,
               std::to_string(delta.count), Size(delta.bytes), delta.created_at,
               FateOf(delta)});
  }
  return table.Text();
}

std::string DeltaDetails(const DeltaRow& delta) {
  Table table({Align::kLeft, Align::kLeft});
  const auto add = [&table](const char* name, const std::string& value) {
    if (!value.empty()) table.Add({name, value});
  };
  add("run", delta.run_id);
  add("collection", delta.collection);
  add("state", delta.state);
  add("error", delta.error);
  add("file", delta.path);
  add("size", Size(delta.bytes));
  add("sha256", ToHex(delta.sha256));
  add("vectors", std::to_string(delta.count));
  add("model", fmt::format("{}, {} dimensions", delta.model, delta.dimension));
  add("image run", delta.image_run > 0 ? std::to_string(delta.image_run) : "");
  add("created", delta.created_at);
  add("started", delta.started_at);
  add("finished", delta.finished_at);
  if (!delta.merged_version.empty()) {
    add("merged", fmt::format("{} vectors, {} skipped, into {}", delta.merged,
                              delta.skipped, delta.merged_version));
  }
  add("removed", delta.deleted_at);
  return table.Text();
}

Json DeltaJson(const DeltaRow& delta) {
  return {{"type", "delta"},
          {"run_id", delta.run_id},
          {"collection", delta.collection},
          {"state", delta.state},
          {"error", OrNull(delta.error)},
          {"path", delta.path},
          {"bytes", delta.bytes},
          {"sha256", ToHex(delta.sha256)},
          {"vectors", delta.count},
          {"model", delta.model},
          {"dimension", delta.dimension},
          {"image_run",
           delta.image_run > 0 ? Json(delta.image_run) : Json(nullptr)},
          {"created_at", delta.created_at},
          {"started_at", OrNull(delta.started_at)},
          {"finished_at", OrNull(delta.finished_at)},
          {"merged", delta.merged},
          {"skipped", delta.skipped},
          {"merged_version", OrNull(delta.merged_version)},
          {"removed_at", OrNull(delta.deleted_at)}};
}

std::string StatsText(const std::string& collection,
                      const index::CollectionStats& stats) {
  Table table({Align::kLeft, Align::kLeft});
  if (stats.versions.empty()) {
    table.Add({"snapshot", "none yet"});
  } else {
    const index::VersionStats& current = stats.versions.front();
    table.Add({"vectors", std::to_string(current.version.count)});
    table.Add({"model", fmt::format("{}, {} dimensions", current.version.model,
                                    current.version.dimension)});
    table.Add(
        {"index", stats.index_spec.empty() ? "unreadable" : stats.index_spec});
    for (const index::VersionStats& version : stats.versions) {
      table.Add({&version == &current ? "snapshot" : "kept",
                 fmt::format("{}, {} vectors, {}", version.version.version,
                             version.version.count,
                             version.bytes > 0 ? BytesText(version.bytes)
                                               : "no file")});
    }
  }
  table.Add(
      {"deltas", fmt::format("{} merged, {} waiting, {} failed; {} on"
                             " disk",
                             stats.runs_completed,
                             stats.runs_pending + stats.runs_processing,
                             stats.runs_failed, BytesText(stats.delta_bytes))});
  AddIfAny(table, "not merged", stats.vectors_waiting,
           fmt::format("vectors, {} (rescan compact merges them)",
                       BytesText(stats.waiting_bytes)));
  AddIfAny(table, "changes", stats.changes_waiting, "waiting");
  return collection + "\n" + table.Text(2);
}

Json StatsJson(const std::string& collection,
               const index::CollectionStats& stats) {
  Json versions = Json::array();
  for (const index::VersionStats& entry : stats.versions) {
    versions.push_back({{"version", entry.version.version},
                        {"vectors", entry.version.count},
                        {"model", entry.version.model},
                        {"dimension", entry.version.dimension},
                        {"rebuilt", entry.version.rebuilt},
                        {"created_at", entry.version.created_at},
                        {"bytes", entry.bytes}});
  }
  return {{"type", "collection"},
          {"collection", collection},
          {"vectors",
           stats.versions.empty() ? 0 : stats.versions.front().version.count},
          {"index_spec", OrNull(stats.index_spec)},
          {"versions", std::move(versions)},
          {"runs_pending", stats.runs_pending},
          {"runs_processing", stats.runs_processing},
          {"runs_completed", stats.runs_completed},
          {"runs_failed", stats.runs_failed},
          {"vectors_waiting", stats.vectors_waiting},
          {"changes_waiting", stats.changes_waiting},
          {"waiting_bytes", stats.waiting_bytes},
          {"delta_bytes", stats.delta_bytes}};
}

std::string CheckText(const std::string& collection, const IndexCheck& check) {
  const index::VerifyReport& report = check.report;
  std::string text = fmt::format("{}: {}, {} vectors\n", collection,
                                 report.version.empty() ? "no snapshot yet"
                                 : report.ok()          ? "sound"
                                                        : "DOES NOT AGREE",
                                 report.vectors);
  Table table({Align::kLeft, Align::kLeft});
  if (!report.version.empty()) {
    table.Add(
        {"snapshots",
         fmt::format("{} with all hashes right{}; now {}", report.versions,
                     report.versions_damaged > 0
                         ? fmt::format(", {} damaged or missing",
                                       report.versions_damaged)
                         : "",
                     report.version)});
    table.Add({"deltas", fmt::format("{} merged: {} of their {} vectors are in"
                                     " the index, {} outdated",
                                     report.runs_completed, report.found,
                                     report.delta_records, report.superseded)});
  }
  table.Add({"records", RecordsVerdict(check)});
  AddIfAny(table, "old deltas", report.deltas_removed,
           "removed after their time");
  AddIfAny(table, "waiting", report.runs_waiting,
           "deltas (rescan compact merges them)");
  AddIfAny(table, "failed", report.runs_failed,
           "deltas were damaged and given up");
  AddIfAny(table, "to come", report.coming,
           "vectors of images that were gone and are back");
  AddIfAny(table, "to be removed", report.awaiting_removal, "vectors");
  AddIfAny(table, "no vectors", check.readings_without_delta,
           "images so far (the next run or rescan compact makes them)");
  text += table.Text(2);
  for (const std::string& problem : report.problems) {
    text += "  ✗ " + WithoutControls(problem) + "\n";
  }
  const auto shown = static_cast<std::int64_t>(report.problems.size());
  if (report.problem_count > shown) {
    text += fmt::format("  ✗ and {} more\n", report.problem_count - shown);
  }
  return text;
}

Json CheckJson(const std::string& collection, const IndexCheck& check) {
  const index::VerifyReport& report = check.report;
  return {{"type", "check"},
          {"collection", collection},
          {"ok", report.ok()},
          {"version", OrNull(report.version)},
          {"vectors", report.vectors},
          {"in_deltas", report.in_deltas},
          {"beyond_deltas", report.beyond_deltas},
          {"awaiting_removal", report.awaiting_removal},
          {"delta_records", report.delta_records},
          {"found", report.found},
          {"superseded", report.superseded},
          {"coming", report.coming},
          {"runs_completed", report.runs_completed},
          {"runs_waiting", report.runs_waiting},
          {"runs_failed", report.runs_failed},
          {"deltas_removed", report.deltas_removed},
          {"versions", report.versions},
          {"versions_damaged", report.versions_damaged},
          {"compared_with_records", check.compared_with_records},
          {"readings_without_delta", check.readings_without_delta},
          {"problem_count", report.problem_count},
          {"problems", report.problems},
          {"warnings", report.warnings}};
}

std::string SimilarTable(const std::vector<SimilarText>& found) {
  if (found.empty()) return {};
  Table table({Align::kRight, Align::kLeft, Align::kLeft, Align::kRight,
               Align::kLeft, Align::kLeft},
              {"SIMILAR", "BAND", "IMAGE", "LINE", "PLACE", "TEXT"});
  for (const SimilarText& text : found) {
    std::string path = ShortenStart(PathForDisplay(text.path), kPathColumns);
    if (text.other_paths > 0) path += fmt::format(" (+{})", text.other_paths);
    table.Add({fmt::format("{:.1f} %", text.similarity),
               std::string(index::MatchBandName(text.band)), path,
               std::to_string(text.line_id),
               fmt::format("{},{} {}x{}", text.box.left, text.box.top,
                           text.box.width, text.box.height),
               text.text});
  }
  return table.Text();
}

Json SimilarJson(const std::string& collection, const SimilarText& found) {
  Json json = {{"type", "similar"},
               {"collection", collection},
               {"id", found.id},
               {"similarity", found.similarity},
               {"band", index::MatchBandName(found.band)},
               {"score", found.score},
               {"path", PathToText(found.path)},
               {"other_paths", found.other_paths},
               {"image_id", ToHex(found.sha256)},
               {"line_id", found.line_id}};
  if (found.word_id > 0) json["word_id"] = found.word_id;
  json["text"] = found.text;
  json["left"] = found.box.left;
  json["top"] = found.box.top;
  json["width"] = found.box.width;
  json["height"] = found.box.height;
  return json;
}

}  // namespace rescan::cli
