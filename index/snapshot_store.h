// The snapshots of a collection in the workspace, index/{collection}/{version}/
// snapshot, as the ledger's versions name them.
#ifndef RESCAN_INDEX_SNAPSHOT_STORE_H_
#define RESCAN_INDEX_SNAPSHOT_STORE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/collection.h"
#include "index/compaction_ledger.h"
#include "kernels/base/result.h"

namespace rescan::index {

// "{workspace}/index/{collection}"
[[nodiscard]] std::string SnapshotsFolder(const std::string& workspace,
                                          const std::string& collection);
// "{workspace}/index/{collection}/{version}"
[[nodiscard]] std::string VersionFolder(const std::string& workspace,
                                        const std::string& collection,
                                        const std::string& version);
// The file in it.
[[nodiscard]] std::string SnapshotPath(const std::string& workspace,
                                       const std::string& collection,
                                       const std::string& version);

// Reads a version's snapshot, all of it checked, and that it is what the ledger
// says it is: collection, model, dimension, count.
[[nodiscard]] Result<Collection> ReadVersion(const std::string& workspace,
                                             const std::string& collection,
                                             const SnapshotVersion& version);

// The same checks without building the collection: hashes and header.
[[nodiscard]] Status CheckVersion(const std::string& workspace,
                                  const std::string& collection,
                                  const SnapshotVersion& version);

// Is this error about this one snapshot (damaged, missing, unreadable), so that
// an older one can stand in for it? Otherwise it is about the machine or about
// the program (out of memory, a file of a newer program), and an older snapshot
// would only hide it.
[[nodiscard]] bool IsDamage(const Error& error);

// The newest snapshot that is whole.
struct BaseSnapshot {
  std::optional<Collection> collection;  // nullopt: there is no version yet
  std::string version;                   // "" then
  // One line per version that was passed over.
  std::vector<std::string> warnings;
};

// What stands in for a damaged snapshot.
enum class Fallback {
  // Any version before it: for reading, where less is better than nothing.
  kAny,
  // A version from which the runs and changes since lead to everything that was
  // there: none from before a rebuild, see SnapshotVersion::rebuilt.
  kComplete,
};

// `versions` as the ledger gives them. kCorruption when there are versions and
// none will do; other errors as they come.
[[nodiscard]] Result<BaseSnapshot> OpenBase(
    const std::string& workspace, const std::string& collection,
    const std::vector<SnapshotVersion>& versions, Fallback fallback);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_SNAPSHOT_STORE_H_
