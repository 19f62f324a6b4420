// Compactions that fail or are killed at every single step, and what must hold
// after each.
#ifndef RESCAN_TESTS_SUPPORT_COMPACTION_SWEEP_H_
#define RESCAN_TESTS_SUPPORT_COMPACTION_SWEEP_H_

#include <string>
#include <vector>

#include "tests/support/compaction_world.h"
#include "tests/support/faulty_file_system.h"

namespace rescan::testing {

// A workspace in which a compaction has something to do.
struct CompactionScenario {
  const char* name;
  void (*build)(CompactionWorld& world);
};

// Two deltas and no snapshot yet.
void BuildFirst(CompactionWorld& world);
// All that a compaction can meet at once: four versions, so that one goes;
// deltas to merge, one of them bad, one of an image that is gone; an image read
// again; changes of metadata; an expired delta; the folder of a dead compactor.
void BuildBusy(CompactionWorld& world);
// The current snapshot is damaged; two runs of it must be merged again.
void BuildDamaged(CompactionWorld& world);

enum class FaultTarget { kFiles, kLedger };

// Builds the scenario, and for n = 1, 2, ... lets a compaction in a child
// process meet `fault` at its n-th file operation (or ledger call), until one
// comes through untouched. After each:
//   the pointer stands where it stood, with nothing newly COMPLETED, or on the
//   new version with all COMPLETED that should be;
//   a child that reported success did switch;
//   what is held is what was held before, or all that there should be;
//   another compaction, after the dead one's lease has ended, brings the new
//   state, and leaves nothing behind.
// Failures are gtest failures that name scenario and step. Returns the number
// of steps.
int SweepCompaction(const CompactionScenario& scenario, FaultTarget target,
                    Fault fault, bool onwards = false);

// The same workspace is killed at step 1, then at step 2 of the next attempt
// and so on, until one comes through. Returns the number of kills.
int KillAgainAndAgain(const CompactionScenario& scenario, FaultTarget target);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_COMPACTION_SWEEP_H_
