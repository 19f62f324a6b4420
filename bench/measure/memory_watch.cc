#include "bench/measure/memory_watch.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

std::optional<int> ProcessId(const std::string& name) {
  int id = 0;
  const char* end = name.data() + name.size();
  const auto [at, error] = std::from_chars(name.data(), end, id);
  if (error != std::errc() || at != end) return {};
  return id;
}

// A number after `field` in /proc/ID/status; empty when the process has gone.
std::optional<std::uint64_t> StatusField(int id, const std::string& field) {
  std::ifstream status("/proc/" + std::to_string(id) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field)) return std::stoull(line.substr(field.size()));
  }
  return {};
}

std::vector<int> DescendantsOf(int root) {
  std::multimap<int, int> children;
  std::error_code error;
  for (fs::directory_iterator it("/proc", error), end; !error && it != end;
       it.increment(error)) {
    const auto id = ProcessId(it->path().filename().string());
    if (!id) continue;
    const auto parent = StatusField(*id, "PPid:");
    if (parent) children.emplace(static_cast<int>(*parent), *id);
  }
  std::vector<int> found = {root};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto [from, to] = children.equal_range(found[i]);
    for (auto child = from; child != to; ++child) {
      found.push_back(child->second);
    }
  }
  found.erase(found.begin());
  return found;
}

void Watch(const std::stop_token& stop, int root,
           std::map<int, std::uint64_t>& peaks) {
  constexpr auto kPeriod = std::chrono::milliseconds(20);
  constexpr std::uint64_t kUnit = 1024;
  while (!stop.stop_requested()) {
    for (const int id : DescendantsOf(root)) {
      const auto peak = StatusField(id, "VmHWM:");
      if (!peak) continue;
      std::uint64_t& largest = peaks[id];
      largest = std::max(largest, *peak * kUnit);
    }
    std::this_thread::sleep_for(kPeriod);
  }
}

}  // namespace

std::uint64_t WatchedRun::LargestTogether(int count) const {
  std::multiset<std::uint64_t, std::greater<>> sorted;
  for (const auto& [id, peak] : peaks) sorted.insert(peak);
  std::uint64_t sum = 0;
  for (auto it = sorted.begin(); it != sorted.end() && count > 0; ++it) {
    sum += *it;
    --count;
  }
  return sum;
}

WatchedRun RunWatched(const Command& command) {
  WatchedRun run;
  const Started started = Start(command);
  {
    const std::jthread watch([&](const std::stop_token& stop) {
      Watch(stop, started.pid, run.peaks);
    });
    run.timing = Wait(started);
  }
  return run;
}

}  // namespace rescan::bench
