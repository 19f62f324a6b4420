#include "index/retention.h"

#include <algorithm>
#include <utility>

#include "index/delta.h"
#include "index/snapshot_store.h"
#include "index/version_id.h"

namespace rescan::index {
namespace {

// The delta and its folder; a folder that holds anything else stays.
Status RemoveDelta(const RetentionPlace& place, const DeltaRun& run) {
  if (!IsPlainName(run.run_id) ||
      run.delta_path != DeltaPath(place.collection, run.run_id)) {
    return Fail(ErrorCode::kInvalidArgument,
                "delta " + run.delta_path + " of run " + run.run_id +
                    " is not in its place and was not removed");
  }
  const std::string file = place.workspace + "/" + run.delta_path;
  const Result<bool> removed = place.files.RemoveFile(file);
  if (!removed.has_value() && removed.error().code != ErrorCode::kNotFound) {
    return tl::unexpected(removed.error());
  }
  (void)place.files.RemoveFolder(ParentFolder(file));
  return {};
}

}  // namespace

Result<std::vector<std::string>> FindLeftovers(const RetentionPlace& place) {
  // The folder first: whatever is made after this look is not judged by it.
  Result<std::vector<FolderEntry>> entries =
      place.files.List(SnapshotsFolder(place.workspace, place.collection));
  if (!entries.has_value()) {
    if (entries.error().code == ErrorCode::kNotFound) {
      return std::vector<std::string>();
    }
    return tl::unexpected(entries.error());
  }
  const Result<std::vector<SnapshotVersion>> versions =
      place.ledger.Versions(place.collection);
  if (!versions.has_value()) return tl::unexpected(versions.error());
  std::vector<std::string> leftovers;
  for (FolderEntry& entry : *entries) {
    const bool known = std::ranges::any_of(*versions, [&](const auto& version) {
      return version.version == entry.name;
    });
    if (entry.kind == EntryKind::kFolder && IsVersionId(entry.name) && !known) {
      leftovers.push_back(std::move(entry.name));
    }
  }
  return leftovers;
}

Result<std::int64_t> RemoveLeftovers(const RetentionPlace& place,
                                     LeaseKeeper& lease) {
  const Result<std::vector<std::string>> leftovers = FindLeftovers(place);
  if (!leftovers.has_value()) return tl::unexpected(leftovers.error());
  if (leftovers->empty()) return 0;
  // Nobody else held the lease while the folder was looked at, so nothing seen
  // there belongs to a compactor that can still switch to it.
  RESCAN_TRY(lease.Confirm());
  for (const std::string& name : *leftovers) {
    const Result<bool> removed = RemoveTree(
        place.files, VersionFolder(place.workspace, place.collection, name));
    if (!removed.has_value()) return tl::unexpected(removed.error());
  }
  return static_cast<std::int64_t>(leftovers->size());
}

Result<std::int64_t> RemoveOldVersions(const RetentionPlace& place,
                                       std::size_t keep) {
  const Result<std::vector<SnapshotVersion>> versions =
      place.ledger.Versions(place.collection);
  if (!versions.has_value()) return tl::unexpected(versions.error());
  std::int64_t removed = 0;
  for (std::size_t i = keep; i < versions->size(); ++i) {
    const std::string& version = (*versions)[i].version;
    // Forgotten first: a folder without a version is a leftover, a version
    // without its folder would be damage.
    RESCAN_TRY(place.ledger.ForgetVersion(place.collection, version));
    const Result<bool> gone = RemoveTree(
        place.files, VersionFolder(place.workspace, place.collection, version));
    if (!gone.has_value()) return tl::unexpected(gone.error());
    ++removed;
  }
  return removed;
}

Result<std::int64_t> RemoveExpiredDeltas(
    const RetentionPlace& place,
    std::chrono::system_clock::time_point older_than) {
  const Result<std::vector<DeltaRun>> runs =
      place.ledger.ExpiredRuns(place.collection, older_than);
  if (!runs.has_value()) return tl::unexpected(runs.error());
  std::int64_t removed = 0;
  for (const DeltaRun& run : *runs) {
    RESCAN_TRY(RemoveDelta(place, run));
    RESCAN_TRY(place.ledger.MarkDeltaDeleted(place.collection, run.run_id));
    ++removed;
  }
  return removed;
}

}  // namespace rescan::index
