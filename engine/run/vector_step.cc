#include "engine/run/vector_step.h"

#include <algorithm>
#include <utility>

#include "engine/records/vector_records.h"
#include "engine/run/index_upkeep.h"

namespace rescan {

VectorStep::VectorStep(const RunOptions& options, RunObserver& observer)
    : options_(options), observer_(observer) {
  summary_.enabled = true;
}

void VectorStep::Begin(RunId run) {
  DeltaBuilderOptions options;
  options.workspace = options_.workspace;
  options.store = options_.store;
  Result<std::unique_ptr<DeltaBuilder>> builder =
      DeltaBuilder::Open(std::move(options));
  if (!builder && builder.error().code == ErrorCode::kUnsupported) {
    // Nothing is wrong, but somebody has to decide.
    observer_.OnWarning(builder.error().message);
    return;
  }
  if (!builder) return Fail(builder.error());
  builder_ = *std::move(builder);
  builder_->SetImageRun(run);
  if (const Status removed = builder_->RemoveOrphans(); !removed) {
    observer_.OnWarning("what a run left behind cannot be removed: " +
                        removed.error().message);
  }
}

void VectorStep::Recorded(const Outcome& outcome) {
  if (!builder_ || !outcome.reading) return;
  ++entities_;
  for (const Line& line : outcome.reading->page.lines) {
    entities_ += 1 + static_cast<std::int64_t>(line.words.size());
  }
  if (entities_ < DeltaBuilderOptions().batch_entities) return;
  (void)BuildBatch();
}

bool VectorStep::BuildBatch() {
  entities_ = 0;
  const Result<bool> built = builder_->BuildBatch();
  for (const std::string& warning : builder_->TakeWarnings()) {
    observer_.OnWarning(warning);
  }
  const DeltaTally& tally = builder_->tally();
  summary_.deltas = tally.deltas;
  summary_.readings = tally.readings;
  summary_.line_vectors = tally.line_vectors;
  summary_.word_vectors = tally.word_vectors;
  summary_.bytes = tally.bytes;
  summary_.cpu_seconds = tally.cpu_seconds;
  if (built) return *built;
  Fail(built.error());
  builder_.reset();
  return false;
}

void VectorStep::Finish(bool stopped, const StopCheck& stop) {
  while (builder_ && BuildBatch() && !stopped && !stop()) {
  }
  if (builder_ && !stopped && !stop() && options_.compact) Compact(stop);
  const auto records = VectorRecords::Open(
      options_.workspace, StoreMode::kReadWrite, options_.store);
  if (!records) return Fail(records.error());
  if (const auto missing = (*records)->CountWithoutDelta()) {
    summary_.missing = *missing;
  }
  if (const auto totals = (*records)->Totals()) {
    for (const DeltaTotals& total : *totals) {
      summary_.waiting += total.open_vectors;
    }
  }
}

Result<bool> VectorStep::EnoughToCompact() {
  const auto records = VectorRecords::Open(
      options_.workspace, StoreMode::kReadWrite, options_.store);
  if (!records) return tl::unexpected(records.error());
  const Result<std::vector<DeltaTotals>> totals = (*records)->Totals();
  if (!totals) return tl::unexpected(totals.error());
  std::int64_t deltas = 0;
  std::int64_t bytes = 0;
  for (const DeltaTotals& total : *totals) {
    deltas = std::max(deltas, total.open_deltas);
    bytes += total.open_bytes;
  }
  return deltas >= options_.compact_deltas || bytes >= options_.compact_mib
                                                           << 20;
}

void VectorStep::Compact(const StopCheck& stop) {
  const Result<bool> enough = EnoughToCompact();
  if (!enough) return Fail(enough.error());
  if (!*enough) return;
  UpkeepOptions upkeep;
  upkeep.workspace = options_.workspace;
  upkeep.store = options_.store;
  upkeep.stop = stop;
  upkeep.check_when_idle = false;
  for (const std::string& name : TextCollectionNames()) {
    const auto report = CompactCollection(upkeep, name);
    if (!report) {
      // Another compaction is at it, or this one was told to stop.
      const ErrorCode code = report.error().code;
      if (code != ErrorCode::kLocked && code != ErrorCode::kCancelled) {
        Fail(report.error());
      }
      continue;
    }
    for (const std::string& warning : report->warnings) {
      observer_.OnWarning(warning);
    }
    if (!report->version.empty()) summary_.compacted.push_back(name);
  }
}

void VectorStep::Fail(const Error& error) {
  observer_.OnWarning(
      "the index is not up to date, the next run or rescan compact brings it"
      " there: " +
      error.message);
  if (!summary_.error) summary_.error = error;
}

}  // namespace rescan
