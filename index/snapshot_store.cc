#include "index/snapshot_store.h"

#include <fmt/format.h>

#include <utility>

#include "index/snapshot.h"

namespace rescan::index {
namespace {

Status Agree(const std::string& file, const CollectionSpec& spec,
             std::int64_t count, const std::string& collection,
             const SnapshotVersion& version) {
  if (spec.name == collection && spec.model == version.model &&
      spec.dimension == version.dimension && count == version.count) {
    return {};
  }
  return Fail(
      ErrorCode::kCorruption,
      fmt::format("{}: holds {} vectors of {}, model {}, dimension {}; "
                  "the records say {} of {}, model {}, dimension {}",
                  file, count, spec.name, spec.model, spec.dimension,
                  version.count, collection, version.model, version.dimension));
}

}  // namespace

std::string SnapshotsFolder(const std::string& workspace,
                            const std::string& collection) {
  return workspace + "/index/" + collection;
}

std::string VersionFolder(const std::string& workspace,
                          const std::string& collection,
                          const std::string& version) {
  return SnapshotsFolder(workspace, collection) + "/" + version;
}

std::string SnapshotPath(const std::string& workspace,
                         const std::string& collection,
                         const std::string& version) {
  return VersionFolder(workspace, collection, version) + "/snapshot";
}

Result<Collection> ReadVersion(const std::string& workspace,
                               const std::string& collection,
                               const SnapshotVersion& version) {
  const std::string file = SnapshotPath(workspace, collection, version.version);
  Result<Collection> read = ReadSnapshot(file);
  if (!read.has_value()) return read;
  RESCAN_TRY(Agree(file, read->spec(), static_cast<std::int64_t>(read->size()),
                   collection, version));
  return read;
}

Status CheckVersion(const std::string& workspace, const std::string& collection,
                    const SnapshotVersion& version) {
  const std::string file = SnapshotPath(workspace, collection, version.version);
  const Result<SnapshotHeader> header = ReadSnapshotHeader(file);
  if (!header.has_value()) return tl::unexpected(header.error());
  RESCAN_TRY(Agree(file, header->spec, header->count, collection, version));
  return VerifySnapshot(file);
}

bool IsDamage(const Error& error) {
  switch (error.code) {
    case ErrorCode::kCorruption:
    case ErrorCode::kNotFound:
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kIo:
      return true;
    default:
      return false;
  }
}

Result<BaseSnapshot> OpenBase(const std::string& workspace,
                              const std::string& collection,
                              const std::vector<SnapshotVersion>& versions,
                              Fallback fallback) {
  BaseSnapshot base;
  for (const SnapshotVersion& version : versions) {
    Result<Collection> read = ReadVersion(workspace, collection, version);
    if (read.has_value()) {
      base.collection.emplace(std::move(*read));
      base.version = version.version;
      return base;
    }
    if (!IsDamage(read.error())) return tl::unexpected(read.error());
    base.warnings.push_back(
        "snapshot " + version.version + " of " + collection +
        " is damaged and was passed over: " + read.error().message);
    if (version.rebuilt && fallback == Fallback::kComplete) break;
  }
  if (versions.empty()) return base;
  std::string message = "no whole snapshot of " + collection +
                        " is left; nothing was changed. `rescan index rebuild "
                        "--collection " +
                        collection + "` makes one from the records";
  for (const std::string& warning : base.warnings) message += "; " + warning;
  return Fail(ErrorCode::kCorruption, std::move(message));
}

}  // namespace rescan::index
