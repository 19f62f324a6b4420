// What compaction keeps in the records: which deltas there are and what became
// of them, which snapshot a collection's pointer stands on, who may move it,
// and what changed since. The records themselves (SQLite) are a layer above;
// this is all of them that index/ sees.
//
// This header is a contract. tests/support/ledger_contract.h holds any
// implementation to it.
#ifndef RESCAN_INDEX_COMPACTION_LEDGER_H_
#define RESCAN_INDEX_COMPACTION_LEDGER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"
#include "kernels/base/sha256.h"

namespace rescan::index {

// Of one run in one collection:
//
//   PENDING --> PROCESSING --> COMPLETED     (in SwitchVersion, nowhere else)
//      |             |
//      +-------------+-------> FAILED        (its delta is bad: left on disk,
//                                             merged no more)
//
// PROCESSING says that a compaction took it up, not that one is still at it: a
// dead compaction's runs are taken up again. A COMPLETED run never changes its
// state.
enum class CompactionState { kPending, kProcessing, kCompleted, kFailed };

// "PENDING", "PROCESSING", "COMPLETED", "FAILED". Persistent: do not rename.
[[nodiscard]] std::string_view CompactionStateName(CompactionState state);
// nullopt for any other text.
[[nodiscard]] std::optional<CompactionState> CompactionStateOf(
    std::string_view name);

// One delta and what became of it. Times are UTC, ISO 8601 with microseconds
// and Z ("2026-11-21T22:40:05.012345Z"), empty = not yet. They are set by the
// ledger, by its own clock.
struct DeltaRun {
  std::string run_id;
  std::string delta_path;    // relative to the workspace
  std::int64_t count = 0;    // records in the delta
  Sha256Digest sha256 = {};  // of the delta file
  CompactionState state = CompactionState::kPending;
  std::string created_at;
  std::string started_at;   // first PROCESSING
  std::string finished_at;  // COMPLETED or FAILED
  std::string error;        // of FAILED, else empty
  // Of COMPLETED: merged + skipped == count.
  std::int64_t merged = 0;   // records that came into the snapshot
  std::int64_t skipped = 0;  // records of images that are gone or re-read since
  std::string merged_version;  // first version that holds the run, or empty
  bool delta_deleted = false;  // by retention, see ExpiredRuns
};

// What a compaction made of one run; merged + skipped == the run's count.
struct MergedRun {
  std::string run_id;
  std::int64_t merged = 0;
  std::int64_t skipped = 0;
};

// Something about an image that its vectors do not know yet.
struct VectorChange {
  enum class Kind {
    kRemove,  // some or all of its vectors are of no current reading
    kUpdate,  // `patch` (RFC 7396) for the metadata of all its vectors
  };
  std::int64_t seq = 0;  // > 0
  Kind kind = Kind::kRemove;
  std::string asset;  // as in VectorRecord
  std::string patch;  // JSON object; empty for kRemove
};

// One snapshot the pointer of a collection has stood on.
struct SnapshotVersion {
  std::string version;
  std::int64_t count = 0;  // vectors
  std::string model;
  int dimension = 0;
  // Made from the records, not from deltas: it may hold vectors that no delta
  // has, so versions before it cannot stand in for it.
  bool rebuilt = false;
  std::string created_at;  // set by the ledger
};

// A new snapshot is ready on disk: everything that becomes true with it.
struct VersionSwitch {
  std::string collection;
  std::string owner;     // must hold the lease
  std::string expected;  // where the pointer must stand; "" = no pointer yet
  SnapshotVersion next;
  std::vector<MergedRun> runs;
  // Changes up to this one are in `next`; 0 = none.
  std::int64_t through_change_seq = 0;
};

enum class SwitchResult {
  kSwitched,
  kLeaseLost,     // expired, released, or another's
  kPointerMoved,  // not at `expected`
};

// The one call that a heartbeat makes, on its own thread.
class LeaseRenewer {
 public:
  virtual ~LeaseRenewer() = default;

  // Makes the lease end `ttl` from now if `owner` holds it and it has not
  // ended; one atomic step. false = it is lost, and stays lost: nothing
  // brings it back but a new AcquireLease.
  [[nodiscard]] virtual Result<bool> RenewLease(
      const std::string& collection, const std::string& owner,
      std::chrono::milliseconds ttl) = 0;
};

// A ledger object serves one thread at a time; its renewers serve another one
// beside it. Several objects, in several processes, may stand on one store;
// every call is atomic among them, and what it did survives the death of the
// process once it has returned. A call that returns an error has done nothing,
// but for one case: after an error of SwitchVersion the caller cannot know,
// and asks Versions.
//
// Time is the store's: one wall clock in UTC for all its objects, since leases
// hold between processes. A clock that jumps can end a lease early, which costs
// work; it cannot make two owners switch, which SwitchVersion decides.
//
// Errors: kIo, kStorageFull, kLocked (the store is busy, for longer than the
// ledger waits), kCorruption; others where said.
class CompactionLedger : public LeaseRenewer {
 public:
  // A renewer for one other thread, with a connection of its own to the store
  // if the store wants that. It may outlive this object.
  [[nodiscard]] virtual Result<std::unique_ptr<LeaseRenewer>> OpenRenewer() = 0;

  // Takes the lease of the collection for `owner` until `ttl` from now, if
  // nobody holds it or it has ended (its end <= now). A ledger whose clock can
  // be set back may take a lease that was renewed in the future. false = it is
  // held, also when by `owner` itself: a lease is not re-entrant. REQUIRES:
  // owner not empty, and never used by anyone before (a UUID).
  [[nodiscard]] virtual Result<bool> AcquireLease(
      const std::string& collection, const std::string& owner,
      std::chrono::milliseconds ttl) = 0;

  // Ends the lease if `owner` holds it; another's, or none, is left alone and
  // is no error.
  [[nodiscard]] virtual Status ReleaseLease(const std::string& collection,
                                            const std::string& owner) = 0;

  // The versions the pointer has stood on and that were not forgotten, newest
  // first: the first one is where it stands. None = the collection has never
  // been compacted.
  [[nodiscard]] virtual Result<std::vector<SnapshotVersion>> Versions(
      const std::string& collection) = 0;

  // Every run of the collection, oldest first.
  [[nodiscard]] virtual Result<std::vector<DeltaRun>> Runs(
      const std::string& collection) = 0;

  // The runs that version `base` ("" = nothing) lacks, oldest first: those
  // PENDING or PROCESSING, and those COMPLETED whose merged_version is newer
  // than `base` (which happens when the versions after `base` were damaged).
  // Never FAILED ones.
  [[nodiscard]] virtual Result<std::vector<DeltaRun>> RunsSince(
      const std::string& collection, const std::string& base) = 0;

  // The changes that version `base` lacks, by seq: those not consumed, and
  // those consumed by a version newer than `base`. seq follows the order of
  // commits: no change appears later with a seq below one already seen.
  [[nodiscard]] virtual Result<std::vector<VectorChange>> ChangesSince(
      const std::string& collection, const std::string& base) = 0;

  // Per asset, in their order: the reading that counts now, nullopt = the
  // image is gone. Read from the records as they are at this moment; any
  // number of assets.
  [[nodiscard]] virtual Result<std::vector<std::optional<std::int64_t>>>
  CurrentRevisions(const std::string& collection,
                   std::span<const std::string> assets) = 0;

  // PENDING -> PROCESSING with started_at; others are left as they are. All in
  // one step. Touches these columns of these runs only, as the next does.
  [[nodiscard]] virtual Status MarkProcessing(
      const std::string& collection, std::span<const std::string> run_ids) = 0;

  // PENDING or PROCESSING -> FAILED with finished_at and error; others are
  // left as they are.
  [[nodiscard]] virtual Status MarkFailed(const std::string& collection,
                                          const std::string& run_id,
                                          const std::string& error) = 0;

  // In ONE transaction, or nothing of it:
  //   the lease is the owner's and has not ended, else kLeaseLost;
  //   the pointer stands at `expected`, else kPointerMoved;
  //   `next` becomes a version (created_at = now), the pointer moves to it;
  //   the runs that are not COMPLETED become so (finished_at = now, merged,
  //   skipped, merged_version = next, error cleared); a COMPLETED one keeps
  //   all it has;
  //   changes up to through_change_seq that no version has consumed are
  //   consumed by `next`; they stay in the records.
  // kInvalidArgument: next.version is not greater, as text, than every version
  // the collection ever had; kNotFound: a run is not there.
  [[nodiscard]] virtual Result<SwitchResult> SwitchVersion(
      const VersionSwitch& change) = 0;

  // The version is no longer in Versions, because its folder goes. One that is
  // not there is no error; kInvalidArgument: the pointer stands on it.
  [[nodiscard]] virtual Status ForgetVersion(const std::string& collection,
                                             const std::string& version) = 0;

  // Runs COMPLETED before `older_than` whose delta is not marked as deleted,
  // oldest first.
  [[nodiscard]] virtual Result<std::vector<DeltaRun>> ExpiredRuns(
      const std::string& collection,
      std::chrono::system_clock::time_point older_than) = 0;

  // kInvalidArgument unless the run is COMPLETED.
  [[nodiscard]] virtual Status MarkDeltaDeleted(const std::string& collection,
                                                const std::string& run_id) = 0;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_COMPACTION_LEDGER_H_
