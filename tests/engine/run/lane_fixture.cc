#include "tests/engine/run/lane_fixture.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/support/fault_hooks.h"
#include "tests/support/shipped_version.h"
#include "tests/support/test_images.h"

namespace rescan::testing {
namespace fs = std::filesystem;

WorkerSettings TestSettings() {
  WorkerSettings settings;
  settings.version = ShippedVersion("tesseract-plain");
  settings.time_limit = std::chrono::seconds(60);
  return settings;
}

std::vector<int> ChildrenOf(int pid) {
  const std::string wanted = "PPid:\t" + std::to_string(pid);
  std::vector<int> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    int child = 0;
    const auto parsed =
        std::from_chars(name.data(), name.data() + name.size(), child);
    if (parsed.ec != std::errc()) continue;
    std::ifstream status(entry.path() / "status");
    for (std::string line; std::getline(status, line);) {
      if (line == wanted) children.push_back(child);
    }
  }
  return children;
}

int OpenDescriptors() {
  const fs::directory_iterator begin("/proc/self/fd");
  return static_cast<int>(std::distance(begin, fs::directory_iterator()));
}

LaneTest::LaneTest() {
  folder_ = fs::temp_directory_path() / "rescan-lane-XXXXXX";
  if (mkdtemp(folder_.data()) == nullptr) {
    throw std::runtime_error("no temporary folder");
  }
}

LaneTest::~LaneTest() {
  unsetenv(kFaultVariable);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void LaneTest::SetFault(const std::string& fault) {
  setenv(kFaultVariable, fault.c_str(), 1);
}

std::string LaneTest::Page(const std::string& name,
                           const std::string& text) const {
  const std::string path = Path(name + ".png");
  std::ofstream(path, std::ios::binary) << TextPage(text, ".png");
  return path;
}

std::unique_ptr<Lane> LaneTest::Make(const WorkerSettings& settings,
                                     Isolation isolation) {
  auto lane = MakeLane(isolation, settings);
  if (!lane.has_value()) throw std::runtime_error(lane.error().message);
  return *std::move(lane);
}

void LaneTest::ExpectReadsWell(Lane& lane) const {
  const auto reply = lane.Process(Page("good", "GOOD PAGE"));
  ASSERT_TRUE(reply.has_value()) << reply.error().message;
  EXPECT_EQ(TextOf(reply->outcome), "GOOD PAGE");
}

std::string TextOf(const Outcome& outcome) {
  if (outcome.failure.has_value()) return "FAILED: " + outcome.failure->message;
  std::string text;
  for (const Line& line : outcome.reading->page.lines) {
    text += (text.empty() ? "" : " ") + line.text;
  }
  return text;
}

}  // namespace rescan::testing
