// Lanes that need no worker: what becomes of an image stands in its file.
#ifndef RESCAN_TESTS_ENGINE_RUN_FAKE_LANE_H_
#define RESCAN_TESTS_ENGINE_RUN_FAKE_LANE_H_

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/lane_pool.h"

namespace rescan::testing {

// The bytes of a file for fake lanes; `order` is one of
//   ok TEXT      succeeds and reads TEXT
//   week RANGE   succeeds and reads the timesheet of a week without hours
//   fail TEXT    fails with DECODE_ERROR, TEXT being the reason
//   io TEXT      fails with IO_ERROR
//   kill N TEXT  kills its worker the first N times (N one digit), then reads
//                TEXT
//   block TEXT   never ends, until it is cancelled
[[nodiscard]] std::string FakeImage(const std::string& order);

// What all fake lanes of one test share. Thread-safe.
class FakeWorld {
 public:
  // Called on the lane's thread when it has begun an image.
  std::function<void(const std::string& path)> on_begin;
  // Making any lane fails with this.
  std::optional<Error> no_lanes;
  // Processing this path is an error of the lane, not of the image.
  std::string broken_lane_path;

  [[nodiscard]] LaneFactory Factory();

  // Paths in the order in which they were begun.
  [[nodiscard]] std::vector<std::string> Begun() const;
  [[nodiscard]] int MostAtOnce() const;
  // An image that had killed a worker ran beside another.
  [[nodiscard]] bool RetriedInCompany() const;
  [[nodiscard]] int LanesMade() const;

 private:
  friend class FakeLane;
  int Begin(const std::string& path);  // returns earlier attempts at it
  void End(const std::string& path);

  mutable std::mutex mu_;
  std::vector<std::string> begun_;
  std::map<std::string, int> attempts_;
  std::map<std::string, int> running_;  // path -> earlier attempts
  int most_at_once_ = 0;
  bool retried_in_company_ = false;
  int lanes_made_ = 0;
};

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_ENGINE_RUN_FAKE_LANE_H_
