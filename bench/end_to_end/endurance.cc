// Measurements of long runs: memory, planning, resuming after kills.
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <thread>

#include "bench/end_to_end/measurements.h"
#include "bench/measure/measure.h"

namespace rescan::bench {
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

// Resident memory now, bytes; 0 when the process is gone.
std::uint64_t ResidentBytes(int pid) {
  std::ifstream in(fmt::format("/proc/{}/statm", pid));
  std::uint64_t total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::vector<int> ChildrenOf(int pid) {
  std::vector<int> children;
  std::error_code error;
  for (const auto& task :
       fs::directory_iterator(fmt::format("/proc/{}/task", pid), error)) {
    std::ifstream in(task.path() / "children");
    for (int child = 0; in >> child;) children.push_back(child);
  }
  return children;
}

// Counts the image events of a growing file of JSON lines.
class ImageCounter {
 public:
  explicit ImageCounter(const std::string& path) : path_(path) {}
  int Count() {
    std::ifstream in(path_);
    in.seekg(offset_);
    for (std::string line; std::getline(in, line);) {
      if (in.eof()) break;  // not written to its end yet
      offset_ += static_cast<std::streamoff>(line.size()) + 1;
      if (line.find("\"event\":\"image\"") != std::string::npos) ++count_;
    }
    return count_;
  }

 private:
  std::string path_;
  std::streamoff offset_ = 0;
  int count_ = 0;
};

bool Alive(int pid) {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(pid), &info,
                WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == 0;
}

// Largest memory of the supervisor and of each worker while the count was in
// a window.
struct Peaks {
  std::map<std::string, std::uint64_t> early, late;
};

Peaks WatchMemory(const Started& started, const std::string& events,
                  int images) {
  Peaks peaks;
  ImageCounter counter(events);
  while (Alive(started.pid)) {
    const int done = counter.Count();
    auto* window = done >= 150 && done < 250               ? &peaks.early
                   : done >= images - 100 && done < images ? &peaks.late
                                                           : nullptr;
    if (window != nullptr) {
      auto keep = [&](const std::string& role, std::uint64_t bytes) {
        (*window)[role] = std::max((*window)[role], bytes);
      };
      keep("supervisor", ResidentBytes(started.pid));
      for (const int child : ChildrenOf(started.pid)) {
        keep(fmt::format("worker {}", child), ResidentBytes(child));
      }
    }
    std::this_thread::sleep_for(10ms);
  }
  return peaks;
}

void MakeTinyFiles(const fs::path& folder, int count) {
  for (int i = 0; i < count; ++i) {
    const fs::path sub = folder / fmt::format("{:03}", i % 100);
    if (i < 100) fs::create_directories(sub);
    std::ofstream out(sub / fmt::format("{:06}.pgm", i), std::ios::binary);
    std::string pixels(64, '\xff');
    for (int bit = 0; bit < 24; ++bit) {
      if ((i >> bit & 1) != 0) pixels[static_cast<std::size_t>(bit)] = '\xf0';
    }
    out << "P5\n8 8\n255\n" << pixels;
  }
}

std::string ExportOf(const Settings& settings, const std::string& workspace) {
  std::string all;
  for (const char* what : {"images", "lines", "words", "letters"}) {
    const std::string file = settings.scratch + "/export.jsonl";
    // With superseded results, so that an image read twice shows.
    RunOrDie({.arguments = {settings.rescan, "export", "--what", what,
                            "--superseded", "--format", "jsonl", "--workspace",
                            workspace},
              .standard_output = file});
    std::ifstream in(file, std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

}  // namespace

bool MeasureMemory(const Settings& settings) {
  constexpr int kImages = 2000;
  fmt::print(
      "memory: {} generated images, largest size around image 200 and "
      "at the end\n",
      kImages);
  const std::string images = GeneratedImages(settings, kImages, "small");
  const std::string events = settings.scratch + "/events.jsonl";
  const Started started =
      Start({.arguments = {settings.rescan, "run", images, "--workspace",
                           settings.scratch + "/memory", "--jobs",
                           std::to_string(settings.jobs), "--json"},
             .standard_output = events});
  Peaks peaks = WatchMemory(started, events, kImages);
  const Timing timing = Wait(started);
  bool met = timing.exit_code == 0 &&
             peaks.early.size() == static_cast<std::size_t>(settings.jobs) + 1;
  for (const auto& [role, early] : peaks.early) {
    const double growth =
        static_cast<double>(peaks.late[role]) / static_cast<double>(early) - 1;
    fmt::print("{}: {:.1f} MiB, then {:.1f} MiB\n", role,
               static_cast<double>(early) / (1 << 20),
               static_cast<double>(peaks.late[role]) / (1 << 20));
    met &= Verdict("growth of the " + role, growth, "< 0.05",
                   growth < 0.05 && peaks.late[role] > 0);
  }
  return met;
}

bool MeasurePlanning(const Settings& settings) {
  constexpr int kFiles = 100'000;
  fmt::print("planning: {} files that are all up to date\n", kFiles);
  const std::string folder = settings.scratch + "/tiny";
  MakeTinyFiles(folder, kFiles);
  const Command run = {.arguments = {settings.rescan, "run", folder,
                                     "--workspace",
                                     settings.scratch + "/planning", "--jobs",
                                     std::to_string(settings.jobs)}};
  const Timing first = RunOrDie(run);
  fmt::print("reading them first took {:.0f} s\n", first.wall_seconds);
  std::vector<double> wall;
  std::uint64_t peak = 0;
  for (int i = 0; i < settings.runs; ++i) {
    const Timing timing = RunOrDie(run);
    wall.push_back(timing.wall_seconds);
    peak = std::max(peak, timing.peak_rss_bytes);
  }
  const double megabytes = static_cast<double>(peak) / 1e6;
  bool met =
      Verdict("seconds, median", Median(wall), "< 20", Median(wall) < 20);
  met &= Verdict("peak memory, MB", megabytes, "< 300", megabytes < 300);
  return met;
}

bool MeasureKills(const Settings& settings) {
  constexpr int kImages = 200, kKills = 50;
  constexpr std::uint32_t kSeed = 7;
  fmt::print("kills: {} images, kill -9 at {} random moments (seed {})\n",
             kImages, kKills, kSeed);
  const std::string images = GeneratedImages(settings, kImages, "small");
  auto run = [&](const std::string& workspace) {
    return Command{.arguments = {settings.rescan, "run", images, "--workspace",
                                 workspace, "--jobs",
                                 std::to_string(settings.jobs)}};
  };
  const std::string undisturbed = settings.scratch + "/undisturbed";
  const double whole = RunOrDie(run(undisturbed)).wall_seconds;
  const std::string expected = ExportOf(settings, undisturbed);

  // A few images are read between two kills. Should a run end all the same,
  // it is compared and the next one starts in a workspace of its own, so that
  // every kill that counts met a living run.
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> moment(0.0, 0.3 + whole / kKills);
  int killed = 0, runs = 1, equal = 0;
  std::string workspace = settings.scratch + "/killed-1";
  auto compare = [&] {
    equal += ExportOf(settings, workspace) == expected ? 1 : 0;
  };
  while (killed < kKills) {
    const Started started = Start(run(workspace));
    std::this_thread::sleep_for(std::chrono::duration<double>(moment(random)));
    kill(started.pid, SIGKILL);
    if (Wait(started).exit_code == 128 + SIGKILL) {
      ++killed;
    } else {
      compare();
      workspace = fmt::format("{}/killed-{}", settings.scratch, ++runs);
    }
  }
  RunOrDie(run(workspace));
  compare();
  bool met = Verdict("kills that met a living run", killed,
                     fmt::format("= {}", kKills), killed == kKills);
  met &= Verdict("runs whose export equals the undisturbed one", equal,
                 fmt::format("= {}", runs), equal == runs && !expected.empty());
  return met;
}

bool MeasureArchive(const Settings& settings) {
  const std::string pages = Pages(settings);
  fmt::print("archive: {} twice, by rescan run\n", pages);
  const std::string workspace = settings.scratch + "/archive";
  const Command run = {.arguments = {settings.rescan, "run", pages,
                                     "--workspace", workspace, "--jobs",
                                     std::to_string(settings.jobs)}};
  RunOrDie(run);
  const std::string exported = ExportOf(settings, workspace);
  double images = 0;
  for (std::size_t at = exported.find("{\"type\":\"image\"");
       at != std::string::npos;
       at = exported.find("{\"type\":\"image\"", at + 1)) {
    ++images;
  }
  const Timing second = RunOrDie(run);
  const double kilobytes =
      static_cast<double>(fs::file_size(workspace + "/rescan.db")) / 1e3 /
      images;
  bool met = Verdict("images done, none failed", images, "(reported)", true);
  met &= Verdict("seconds of the second call", second.wall_seconds, "< 2",
                 second.wall_seconds < 2);
  met &= Verdict("database per page, kB", kilobytes, "< 80", kilobytes < 80);
  return met;
}

}  // namespace rescan::bench
