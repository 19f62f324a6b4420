#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "tests/support/memory_ledger.h"

namespace rescan::testing {
namespace {

using nlohmann::json;

json RunJson(const LedgerState::Run& row) {
  const index::DeltaRun& run = row.run;
  return json::array({run.run_id, run.delta_path, run.count, run.sha256,
                      CompactionStateName(run.state), run.created_at,
                      run.started_at, run.finished_at, run.error, run.merged,
                      run.skipped, run.merged_version, run.delta_deleted,
                      row.finished_us});
}

LedgerState::Run RunOf(const json& row) {
  LedgerState::Run out;
  index::DeltaRun& run = out.run;
  run.run_id = row.at(0);
  run.delta_path = row.at(1);
  run.count = row.at(2);
  run.sha256 = row.at(3);
  run.state = index::CompactionStateOf(row.at(4).get<std::string>()).value();
  run.created_at = row.at(5);
  run.started_at = row.at(6);
  run.finished_at = row.at(7);
  run.error = row.at(8);
  run.merged = row.at(9);
  run.skipped = row.at(10);
  run.merged_version = row.at(11);
  run.delta_deleted = row.at(12);
  out.finished_us = row.at(13);
  return out;
}

json VersionJson(const index::SnapshotVersion& version) {
  return json::array({version.version, version.count, version.model,
                      version.dimension, version.rebuilt, version.created_at});
}

index::SnapshotVersion VersionOf(const json& row) {
  return {row.at(0), row.at(1), row.at(2), row.at(3), row.at(4), row.at(5)};
}

json CollectionJson(const LedgerState::Collection& in) {
  json runs = json::array();
  for (const auto& row : in.runs) runs.push_back(RunJson(row));
  json changes = json::array();
  for (const auto& [change, consumed_by] : in.changes) {
    changes.push_back({change.seq, static_cast<int>(change.kind), change.asset,
                       change.patch, consumed_by});
  }
  json versions = json::array();
  for (const auto& version : in.versions) {
    versions.push_back(VersionJson(version));
  }
  return json::array({std::move(runs), std::move(changes), std::move(versions),
                      in.greatest, in.lease_owner, in.lease_until_us});
}

LedgerState::Collection CollectionOf(const json& in) {
  LedgerState::Collection out;
  for (const json& row : in.at(0)) out.runs.push_back(RunOf(row));
  for (const json& row : in.at(1)) {
    out.changes.push_back(
        {{row.at(0), static_cast<index::VectorChange::Kind>(row.at(1)),
          row.at(2), row.at(3)},
         row.at(4)});
  }
  for (const json& row : in.at(2)) out.versions.push_back(VersionOf(row));
  out.greatest = in.at(3);
  out.lease_owner = in.at(4);
  out.lease_until_us = in.at(5);
  return out;
}

std::string TextOf(const LedgerState& state) {
  json collections = json::object();
  for (const auto& [name, in] : state.collections) {
    collections[name] = CollectionJson(in);
  }
  return json::array({std::move(collections), state.revisions, state.last_seq,
                      state.now_us})
      .dump();
}

LedgerState StateOf(const std::string& text) {
  const json in = json::parse(text);
  LedgerState state;
  for (const auto& [name, collection] : in.at(0).items()) {
    state.collections[name] = CollectionOf(collection);
  }
  state.revisions = in.at(1);
  state.last_seq = in.at(2);
  state.now_us = in.at(3);
  return state;
}

// Holds a file lock; the system drops it when the process dies.
class FileLock {
 public:
  explicit FileLock(const std::string& path)
      : fd_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd_ < 0 || flock(fd_, LOCK_EX) != 0) {
      throw std::runtime_error("cannot lock " + path);
    }
  }
  ~FileLock() { close(fd_); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_;
};

class InFile final : public LedgerStore {
 public:
  explicit InFile(std::string path) : path_(std::move(path)) {}

  void Transact(const std::function<bool(LedgerState&)>& work) override {
    const FileLock lock(path_ + ".lock");
    LedgerState state = Load();
    if (!work(state)) return;
    const std::string fresh = path_ + ".new";
    std::ofstream(fresh) << TextOf(state) << std::flush;
    if (std::rename(fresh.c_str(), path_.c_str()) != 0) {
      throw std::runtime_error("cannot replace " + path_);
    }
  }

  void Look(const std::function<void(const LedgerState&)>& work) override {
    const FileLock lock(path_ + ".lock");
    work(Load());
  }

 private:
  [[nodiscard]] LedgerState Load() const {
    std::ifstream file(path_);
    if (!file) return {};
    std::stringstream text;
    text << file.rdbuf();
    return StateOf(text.str());
  }

  const std::string path_;
};

}  // namespace

std::shared_ptr<LedgerStore> FileStore(const std::string& path) {
  return std::make_shared<InFile>(path);
}

}  // namespace rescan::testing
