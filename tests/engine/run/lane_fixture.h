#ifndef RESCAN_TESTS_ENGINE_RUN_LANE_FIXTURE_H_
#define RESCAN_TESTS_ENGINE_RUN_LANE_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/run/lane.h"

namespace rescan::testing {

// A sanitizer replaces the allocator by one that ends the program when memory
// runs out, so such tests tell nothing there.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

// The sub-command of this test program that plays a supervisor: makes a lane
// and has the one file that is its argument processed.
inline constexpr std::string_view kSuperviseCommand = "supervise";

// Settings of the shipped profile, a time limit of 60 s, 2048 MiB.
[[nodiscard]] WorkerSettings TestSettings();

// The processes whose parent is `pid`, dead ones not waited for included.
[[nodiscard]] std::vector<int> ChildrenOf(int pid);
[[nodiscard]] int OpenDescriptors();

// A folder of pages, and faults for some of them.
class LaneTest : public ::testing::Test {
 protected:
  LaneTest();
  ~LaneTest() override;

  // For lanes made from now on; see tests/support/fault_hooks.h.
  static void SetFault(const std::string& fault);

  // A page that reads `text`, named `name`.png. Returns its path.
  [[nodiscard]] std::string Page(const std::string& name,
                                 const std::string& text) const;
  [[nodiscard]] std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }

  [[nodiscard]] static std::unique_ptr<Lane> Make(
      const WorkerSettings& settings,
      Isolation isolation = Isolation::kProcess);

  // Processes a page that reads GOOD, and requires that it does.
  void ExpectReadsWell(Lane& lane) const;

 private:
  std::string folder_;
};

// The page's text, lines apart by blanks.
[[nodiscard]] std::string TextOf(const Outcome& outcome);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_ENGINE_RUN_LANE_FIXTURE_H_
