#include "tools/store_access.h"

#include <array>

#include "engine/run/inputs.h"
#include "kernels/base/text.h"
#include "tools/output.h"

namespace rescan::cli {
namespace {

// The program's, and those in which a user keeps settings.
constexpr std::array kWorkspaceFiles = {
    "rescan.db", "rescan.db-wal", "rescan.db-shm", "rescan.db-journal",
    "run.lock",  "progress.json", "months.json",   "bank-holidays.json"};
// Nothing is written below them but by the program.
constexpr std::array kWorkspaceFolders = {"deltas", "index"};

}  // namespace

Status CheckMayBeWritten(RecordStore& store, const std::string& workspace,
                         const std::string& output) {
  const std::string resolved = ResolvedPath(output);
  for (const char* name : kWorkspaceFiles) {
    if (resolved == ResolvedPath(workspace + "/" + name)) {
      return Fail(ErrorCode::kInvalidArgument,
                  PathForDisplay(output) + " is the workspace's own " + name);
    }
  }
  for (const char* name : kWorkspaceFolders) {
    if (resolved.starts_with(ResolvedPath(workspace + "/" + name) + "/")) {
      return Fail(
          ErrorCode::kInvalidArgument,
          PathForDisplay(output) + " is in the workspace's own folder " + name);
    }
  }
  auto inputs = store.InputsOfRuns();
  if (!inputs.has_value()) return tl::unexpected(inputs.error());
  InputRoots roots;
  roots.folders = *std::move(inputs);
  return CheckOutputOutside(roots, output);
}

}  // namespace rescan::cli
