#include "tests/support/compaction_world.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <random>
#include <set>
#include <stdexcept>

#include "index/collection_store.h"
#include "index/snapshot_store.h"
#include "kernels/base/sha256.h"
#include "tests/support/random.h"
#include "tests/support/subprocess.h"

namespace rescan::testing {

using index::Collection;
using index::CompactionState;
using index::Delta;
using index::DeltaRun;

CompactionWorld::CompactionWorld(std::string folder)
    : folder_(std::move(folder)), ledger_(FileStore(folder_ + "/ledger")) {}

index::CompactionOptions CompactionWorld::Options() {
  index::CompactionOptions options;
  options.workspace = folder_;
  options.collection = kCollection;
  options.spec.model = kModel;
  options.spec.dimension = kDimension;
  options.now = [this] { return ledger_.Now(); };
  return options;
}

void CompactionWorld::Read(const std::string& image, std::int64_t revision) {
  ledger_.SetRevision(image, revision);
}

void CompactionWorld::RemoveImage(const std::string& image) {
  ledger_.SetRevision(image, std::nullopt);
  ledger_.AddChange(kCollection, index::VectorChange::Kind::kRemove, image);
}

void CompactionWorld::ReadAgain(const std::string& image,
                                std::int64_t revision) {
  ledger_.SetRevision(image, revision);
  ledger_.AddChange(kCollection, index::VectorChange::Kind::kRemove, image);
}

void CompactionWorld::AddRun(const std::string& run_id,
                             const std::vector<std::string>& images,
                             int lines) {
  Delta delta;
  delta.run_id = run_id;
  delta.collection = kCollection;
  delta.model = kModel;
  delta.dimension = kDimension;
  for (const std::string& image : images) {
    const auto revisions = ledger_.State().revisions;
    const auto known = revisions.find(image);
    const std::int64_t revision = known == revisions.end() ? 1 : known->second;
    Read(image, revision);
    for (int line = 1; line <= lines; ++line) {
      const std::string id = IdOf(image, line);
      delta.records.push_back(
          {id, image, revision, "",
           fmt::format(R"({{"line":{},"text":"revision {}"}})", line,
                       revision)});
      const auto vector = VectorOf(id, revision);
      delta.vectors.insert(delta.vectors.end(), vector.begin(), vector.end());
    }
  }
  const auto file =
      index::WriteDelta(index::FileSystem::Real(), folder_, delta);
  if (!file.has_value()) throw std::runtime_error(file.error().message);
  std::filesystem::create_directories(folder_ + "/originals");
  std::filesystem::copy_file(folder_ + "/" + file->path, Original(run_id));
  DeltaRun run;
  run.run_id = run_id;
  run.delta_path = file->path;
  run.count = file->count;
  run.sha256 = file->sha256;
  ledger_.AddRun(kCollection, run);
}

std::string CompactionWorld::Original(const std::string& run_id) const {
  return folder_ + "/originals/" + run_id + ".zip";
}

std::string CompactionWorld::DeltaFilePath(const std::string& run_id) const {
  return folder_ + "/" + index::DeltaPath(kCollection, run_id);
}

std::string CompactionWorld::SnapshotFilePath(
    const std::string& version) const {
  return index::SnapshotPath(folder_, kCollection, version);
}

std::string CompactionWorld::CurrentVersion() {
  const auto versions = ledger_.Versions(kCollection);
  return versions->empty() ? "" : versions->front().version;
}

DeltaRun CompactionWorld::Run(const std::string& run_id) {
  const auto runs = ledger_.Runs(kCollection);
  for (const DeltaRun& run : *runs) {
    if (run.run_id == run_id) return run;
  }
  throw std::runtime_error("no run " + run_id);
}

Contents CompactionWorld::Wanted() {
  const auto revisions = ledger_.State().revisions;
  Contents wanted;
  const auto runs = ledger_.Runs(kCollection);
  for (const DeltaRun& run : *runs) {
    if (run.state == CompactionState::kFailed) continue;
    const auto delta = index::ReadDelta(Original(run.run_id));
    if (!delta.has_value()) throw std::runtime_error(delta.error().message);
    for (const auto& record : delta->records) {
      const auto current = revisions.find(record.asset);
      if (current != revisions.end() && current->second == record.revision) {
        wanted[record.id] = record.revision;
      }
    }
  }
  return wanted;
}

Contents CompactionWorld::Held() {
  const auto opened = index::OpenCurrent(ledger_, folder_, kCollection);
  if (!opened.has_value()) {
    ADD_FAILURE() << opened.error().message;
    return {};
  }
  if (!opened->has_value()) return {};
  for (const auto& warning : (*opened)->warnings) ADD_FAILURE() << warning;
  return HeldBy((*opened)->collection);
}

Contents CompactionWorld::HeldBy(const Collection& collection) {
  Contents held;
  for (const auto& record : collection.records()) {
    held[record.id] = record.revision;
    const auto hits =
        collection.Search(VectorOf(record.id, record.revision), {.k = 1});
    if (!hits.has_value() || hits->size() != 1 ||
        hits->front().record->id != record.id || hits->front().score < 0.999f) {
      ADD_FAILURE() << record.id << " is there but not found";
    }
  }
  return held;
}

std::vector<std::string> CompactionWorld::Leftovers() {
  std::set<std::string> expected;
  const auto versions = ledger_.Versions(kCollection);
  for (const auto& version : *versions) {
    expected.insert(SnapshotFilePath(version.version));
  }
  std::vector<std::string> leftovers;
  const std::string root = index::SnapshotsFolder(folder_, kCollection);
  if (!std::filesystem::exists(root)) return leftovers;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root)) {
    const std::string path = entry.path();
    const bool known = entry.is_directory()
                           ? expected.contains(path + "/snapshot")
                           : expected.contains(path);
    if (!known) leftovers.push_back(path);
  }
  return leftovers;
}

std::vector<float> CompactionWorld::VectorOf(const std::string& id,
                                             std::int64_t revision) {
  const Sha256Digest digest = Sha256Of(id + "/" + std::to_string(revision));
  std::vector<float> vector(kDimension);
  float squares = 0;
  for (int i = 0; i < kDimension; ++i) {
    vector[i] = static_cast<float>(digest[i] + 256 * digest[i + 8]) - 32768;
    squares += vector[i] * vector[i];
  }
  for (float& value : vector) value /= std::sqrt(squares);
  return vector;
}

std::string CompactionWorld::IdOf(const std::string& image, int line) {
  return fmt::format("IMAGE#{}#LINE#{:05}", image, line);
}

void FlipBit(const std::string& path) {
  std::string bytes = ReadFileBytes(path);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 16);
  WriteFileBytes(path, bytes);
}

}  // namespace rescan::testing
