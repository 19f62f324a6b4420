#ifndef RESCAN_BENCH_INDEX_COMPACTION_SUBJECTS_H_
#define RESCAN_BENCH_INDEX_COMPACTION_SUBJECTS_H_

#include <cstdint>
#include <string>

namespace rescan::bench {

struct Subjects {
  std::string folder;
  std::int64_t deltas = 1000;
  std::int64_t count = 1000;  // vectors per delta
  int dimension = 128;
  std::string index_spec = "Auto";
};

struct SubjectResult {
  double wall = 0;  // seconds
  double cpu = 0;   // of all threads
  // Bytes, beyond what the process had before: the most that was resident,
  // mapped files included, and what index::CompactionMemory allows (0 = none).
  double memory = 0;
  double allowed = 0;
};

// The deltas with realistic records, their ledger, and vectors.f32 for the
// peer; one more delta for merge-one.
void WriteDeltas(const Subjects& subjects);

// Before a compaction from nothing: no snapshots, all runs PENDING.
void ForgetSnapshots(const Subjects& subjects);

// Runs one subject in this process, checks its answer and prints its
// SubjectResult. Returns an exit code.
//   compact         all deltas into a first snapshot, which is written, synced
//                   and re-read
//   build           the peer: FAISS, in memory, from vectors that are in memory
//   build-lean      the peer with as little training as index/row_lists takes
//   build-written   the peer, and faiss::write_index and fsync
//   merge-one       one more delta into the snapshot; for its memory
int RunSubjectHere(const Subjects& subjects, const std::string& name);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_INDEX_COMPACTION_SUBJECTS_H_
