// A workspace in which images are read, read again and removed, with deltas on
// disk and a ledger in a file, and what a collection of it should hold.
#ifndef RESCAN_TESTS_SUPPORT_COMPACTION_WORLD_H_
#define RESCAN_TESTS_SUPPORT_COMPACTION_WORLD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "index/collection.h"
#include "index/compaction.h"
#include "index/compaction_ledger.h"
#include "index/delta.h"
#include "tests/support/memory_ledger.h"

namespace rescan::testing {

// Id -> revision.
using Contents = std::map<std::string, std::int64_t>;

class CompactionWorld {
 public:
  static constexpr int kDimension = 8;
  static constexpr const char* kCollection = "lines";
  static constexpr const char* kModel = "test-model";

  // `folder` exists; what an earlier world left there is taken up.
  explicit CompactionWorld(std::string folder);

  [[nodiscard]] MemoryLedger& ledger() { return ledger_; }
  [[nodiscard]] const std::string& folder() const { return folder_; }
  // For Compact: the world's clock, no waiting.
  [[nodiscard]] index::CompactionOptions Options();

  // The image as it is now read; no delta yet.
  void Read(const std::string& image, std::int64_t revision);
  // It is gone, and the ledger has a change that says so.
  void RemoveImage(const std::string& image);
  // It has been read again: Read, and the change for the old vectors.
  void ReadAgain(const std::string& image, std::int64_t revision);

  // Writes a delta of `lines` lines for each image at the revision it has now
  // (1 if it has none), and its PENDING run. The images are read by that.
  void AddRun(const std::string& run_id, const std::vector<std::string>& images,
              int lines = 3);

  // "{workspace}/deltas/...": of a run.
  [[nodiscard]] std::string DeltaFilePath(const std::string& run_id) const;
  // "{workspace}/index/.../snapshot" of a version.
  [[nodiscard]] std::string SnapshotFilePath(const std::string& version) const;
  // "" = there is none.
  [[nodiscard]] std::string CurrentVersion();
  [[nodiscard]] index::DeltaRun Run(const std::string& run_id);

  // What the current snapshot must hold once all is merged: every record of
  // every run that is not FAILED, of current revisions.
  [[nodiscard]] Contents Wanted();
  // What the snapshot holds that a user gets; records a test failure if it
  // cannot be opened without a warning.
  [[nodiscard]] Contents Held();
  // The same of any collection. Every vector must be found by searching for
  // it; else a test failure.
  [[nodiscard]] static Contents HeldBy(const index::Collection& collection);

  // Nothing is left over: every folder below index/ is a version of the
  // ledger and holds a snapshot and nothing else.
  [[nodiscard]] std::vector<std::string> Leftovers();

  // Of the lines of an image, at a revision; unit length.
  [[nodiscard]] static std::vector<float> VectorOf(const std::string& id,
                                                   std::int64_t revision);
  [[nodiscard]] static std::string IdOf(const std::string& image, int line);

 private:
  // A copy of each delta that nobody damages or removes.
  [[nodiscard]] std::string Original(const std::string& run_id) const;

  const std::string folder_;
  MemoryLedger ledger_;
};

// Damages a file: flips one bit in its middle.
void FlipBit(const std::string& path);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_COMPACTION_WORLD_H_
