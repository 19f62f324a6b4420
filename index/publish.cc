#include "index/publish.h"

#include <algorithm>
#include <utility>

#include "index/delta_manifest.h"
#include "index/snapshot.h"
#include "index/snapshot_store.h"
#include "index/version_id.h"

namespace rescan::index {
namespace {

// Writes the snapshot, and makes sure that the time it took did not cost the
// lease.
Status WriteBeside(LeaseKeeper& lease, const CompactionOptions& options,
                   const Collection& collection, const std::string& version) {
  const Result<SnapshotFile> written = WriteSnapshot(
      *options.files,
      SnapshotPath(options.workspace, options.collection, version), collection);
  if (!written.has_value()) return tl::unexpected(written.error());
  return lease.Confirm();
}

// After an error of SwitchVersion: did it happen all the same?
bool Happened(CompactionLedger& ledger, const std::string& collection,
              const std::string& version) {
  const Result<std::vector<SnapshotVersion>> versions =
      ledger.Versions(collection);
  return versions.has_value() &&
         std::ranges::any_of(*versions, [&](const SnapshotVersion& known) {
           return known.version == version;
         });
}

}  // namespace

Status CheckOptions(const CompactionOptions& options) {
  if (!IsPlainName(options.collection)) {
    return Fail(ErrorCode::kInvalidArgument,
                "'" + options.collection + "' is no name of a collection");
  }
  if (options.keep_versions < 1) {
    return Fail(ErrorCode::kInvalidArgument,
                "at least one version must be kept");
  }
  return {};
}

Result<std::string> Publish(CompactionLedger& ledger, LeaseKeeper& lease,
                            const CompactionOptions& options,
                            const Collection& collection,
                            Publication publication) {
  if (!publication.expected.empty() && !IsVersionId(publication.expected)) {
    return Fail(ErrorCode::kCorruption, "'" + publication.expected +
                                            "' is no version of " +
                                            options.collection);
  }
  const std::string version =
      NextVersionId(options.now(), publication.expected);
  const auto drop = [&](Error error) {
    (void)RemoveTree(
        *options.files,
        VersionFolder(options.workspace, options.collection, version));
    return tl::unexpected(std::move(error));
  };
  const Status written = WriteBeside(lease, options, collection, version);
  if (!written.has_value()) return drop(written.error());

  VersionSwitch change;
  change.collection = options.collection;
  change.owner = lease.owner();
  change.expected = std::move(publication.expected);
  change.next.version = version;
  change.next.count = static_cast<std::int64_t>(collection.size());
  change.next.model = collection.spec().model;
  change.next.dimension = collection.spec().dimension;
  change.next.rebuilt = publication.rebuilt;
  change.runs = std::move(publication.runs);
  change.through_change_seq = publication.through_change_seq;
  const Result<SwitchResult> switched = ledger.SwitchVersion(change);
  if (!switched.has_value()) {
    if (Happened(ledger, options.collection, version)) return version;
    return tl::unexpected(switched.error());
  }
  if (*switched != SwitchResult::kSwitched) {
    return drop({ErrorCode::kLocked,
                 "collection " + options.collection +
                     (*switched == SwitchResult::kLeaseLost
                          ? ": another compaction took over"
                          : ": another compaction has switched the snapshot") +
                     "; nothing of this one was kept"});
  }
  return version;
}

}  // namespace rescan::index
