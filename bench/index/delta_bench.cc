// Writing a delta, hashes and checks included, against Info-ZIP's zip -0 of the
// same three entries. See bench/README.md.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/measure/arguments.h"
#include "bench/measure/command.h"
#include "bench/measure/measure.h"
#include "index/delta.h"
#include "index/file_system.h"
#include "kernels/base/sha256.h"
#include "tests/support/delta_parts.h"
#include "tests/support/index_samples.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;
using index::Delta;
using index::FileSystem;
using index::OutputFile;

constexpr double kGoal = 1.5;

[[noreturn]] void Die(const std::string& message) {
  fmt::print(stderr, "delta_bench: {}\n", message);
  std::exit(1);
}

// Everything but the flushing.
class WithoutSync final : public FileSystem {
 public:
  Result<bool> MakeFolder(const std::string& path) override {
    return real_.MakeFolder(path);
  }
  Result<std::unique_ptr<OutputFile>> Create(const std::string& path) override {
    auto file = real_.Create(path);
    if (!file.has_value()) return file;
    return std::make_unique<File>(std::move(*file));
  }
  Status Rename(const std::string& from, const std::string& to) override {
    return real_.Rename(from, to);
  }
  Status SyncFolder(const std::string&) override { return {}; }
  Result<bool> RemoveFile(const std::string& path) override {
    return real_.RemoveFile(path);
  }
  Result<bool> RemoveFolder(const std::string& path) override {
    return real_.RemoveFolder(path);
  }
  Result<std::vector<index::FolderEntry>> List(
      const std::string& path) override {
    return real_.List(path);
  }

 private:
  class File final : public OutputFile {
   public:
    explicit File(std::unique_ptr<OutputFile> real) : real_(std::move(real)) {}
    Status Append(std::span<const std::byte> bytes) override {
      return real_->Append(bytes);
    }
    Status Overwrite(std::uint64_t offset,
                     std::span<const std::byte> bytes) override {
      return real_->Overwrite(offset, bytes);
    }
    Status Sync() override { return {}; }
    Status Close() override { return real_->Close(); }

   private:
    std::unique_ptr<OutputFile> real_;
  };

  FileSystem& real_ = FileSystem::Real();
};

// Lines as a run writes them: 64 images' worth of place, text and confidence.
Delta LineDelta(int count, int dimension) {
  Delta delta = testing::SampleDelta(count, dimension);
  for (int i = 0; i < count; ++i) {
    delta.records[i].metadata = fmt::format(
        R"({{"text":"MILK 3.5% FAT {} x {:.2f} EUR","x":0.{:05},)"
        R"("y":0.{:05},"width":0.41327,"height":0.01892,)"
        R"("confidence":0.9{:03},"kind":"line","line_id":{},)"
        R"("profile":"tesseract-fast","image_type":"PHOTO"}})",
        i % 7 + 1, i * 0.13, 10'000 + i, 99'999 - i, i % 1000, i % 3 + 1);
  }
  return delta;
}

// Of the whole process.
double CpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Timing Timed(const std::function<void()>& work) {
  const double cpu = CpuSeconds();
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> wall =
      std::chrono::steady_clock::now() - start;
  return {.wall_seconds = wall.count(), .cpu_seconds = CpuSeconds() - cpu};
}

void SyncPath(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fsync(fd) != 0) Die("cannot flush " + path);
  close(fd);
}

class Bench {
 public:
  Bench(std::string scratch, int count, int dimension)
      : scratch_(std::move(scratch)), delta_(LineDelta(count, dimension)) {
    const testing::DeltaParts parts(delta_);
    fs::create_directories(scratch_ + "/entries");
    const auto zip = parts.Zip();
    for (const auto& entry : zip.entries) {
      entries_.push_back(scratch_ + "/entries/" + entry.local.name);
      std::ofstream(entries_.back(), std::ios::binary) << entry.content;
      bytes_ += entry.content.size();
    }
  }

  // Into a workspace without it.
  Timing WriteDelta(FileSystem& files) const {
    const std::string workspace = scratch_ + "/workspace";
    fs::remove_all(workspace);
    return Timed([&] {
      const auto written = index::WriteDelta(files, workspace, delta_);
      if (!written.has_value()) Die(written.error().message);
    });
  }

  Timing Zip(bool synced) const {
    const std::string archive = scratch_ + "/zip/peer.zip";
    fs::remove_all(scratch_ + "/zip");
    fs::create_directory(scratch_ + "/zip");
    Command command{.arguments = {"zip", "-0", "-q", "-j", "-X", archive}};
    command.arguments.insert(command.arguments.end(), entries_.begin(),
                             entries_.end());
    double cpu = 0;
    Timing timing = Timed([&] {
      cpu = RunOrDie(command).cpu_seconds;
      if (!synced) return;
      SyncPath(archive);
      SyncPath(scratch_ + "/zip");
    });
    timing.cpu_seconds += cpu;
    return timing;
  }

  // What is timed does what it should.
  void Check() const {
    WriteDelta(FileSystem::Real());
    const auto read =
        index::ReadDelta(scratch_ + "/workspace/" +
                         index::DeltaPath(delta_.collection, delta_.run_id));
    if (!read.has_value()) Die(read.error().message);
    if (*read != delta_) Die("the delta does not come back as it was");
    Zip(true);
    if (fs::file_size(scratch_ + "/zip/peer.zip") < bytes_) {
      Die("zip did not store the entries");
    }
  }

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  // What a part of the work costs on its own.
  void PrintParts(int runs) const {
    std::vector<double> hash;
    std::vector<double> verify;
    const std::string path = scratch_ + "/workspace/" +
                             index::DeltaPath(delta_.collection, delta_.run_id);
    for (int i = 0; i < runs; ++i) {
      hash.push_back(Timed([&] {
                       const auto* data =
                           reinterpret_cast<const char*>(delta_.vectors.data());
                       (void)Sha256Of(std::string_view(
                           data, delta_.vectors.size() * sizeof(float)));
                     }).cpu_seconds);
      verify.push_back(Timed([&] {
                         if (!index::VerifyDelta(path).has_value()) {
                           Die("the delta does not verify");
                         }
                       }).cpu_seconds);
    }
    fmt::print(
        "of it, CPU: SHA-256 of the vectors once {:.1f} ms, the check "
        "behind the writing {:.1f} ms\n\n",
        Median(hash) * 1e3, Median(verify) * 1e3);
  }

 private:
  std::string scratch_;
  Delta delta_;
  std::vector<std::string> entries_;
  std::uint64_t bytes_ = 0;
};

void PrintRow(const char* name, const std::vector<Timing>& runs) {
  std::vector<double> wall;
  std::vector<double> cpu;
  for (const Timing& timing : runs) {
    wall.push_back(timing.wall_seconds * 1e3);
    cpu.push_back(timing.cpu_seconds * 1e3);
  }
  std::sort(wall.begin(), wall.end());
  fmt::print("{:<34} wall {:7.1f} / {:7.1f} / {:7.1f} ms   CPU {:6.1f} ms\n",
             name, wall.front(), Median(wall), wall.back(), Median(cpu));
}

bool Measure(const Bench& bench, int runs) {
  WithoutSync unsynced;
  const auto timings =
      InterleaveAll(runs, {[&] { return bench.WriteDelta(FileSystem::Real()); },
                           [&] { return bench.Zip(true); },
                           [&] { return bench.WriteDelta(unsynced); },
                           [&] { return bench.Zip(false); }});
  PrintRow("WriteDelta", timings[0]);
  PrintRow("zip -0, then fsync", timings[1]);
  PrintRow("WriteDelta without any fsync", timings[2]);
  PrintRow("zip -0", timings[3]);
  const double on_disk = Interleaved{timings[0], timings[1]}.Ratio(WallOf);
  const double cached = Interleaved{timings[2], timings[3]}.Ratio(WallOf);
  bench.PrintParts(runs);
  bool met = Verdict("WriteDelta : zip -0, both with the data on disk", on_disk,
                     fmt::format("<= {}", kGoal), on_disk <= kGoal);
  met = Verdict("WriteDelta : zip -0, both without fsync", cached,
                fmt::format("<= {}", kGoal), cached <= kGoal) &&
        met;
  return met;
}

int Main(int argc, char** argv) {
  CLI::App app("Writing a delta against zip -0 of the same bytes");
  int runs = 15;
  int count = 10'000;
  int dimension = 512;
  bool check = false;
  std::string scratch = fs::temp_directory_path() / "rescan-delta-bench";
  app.add_option("--runs", runs, "Counted runs of each subject");
  app.add_option("--count", count, "Vectors");
  app.add_option("--dimension", dimension, "Of each");
  app.add_option("--scratch", scratch,
                 "Folder to write in; removed at the end");
  app.add_flag("--check", check, "Compare the answers only");
  if (const auto code = ParseArguments(app, argc, argv)) return *code;
  if (check) count = 300;
  scratch += "/" + std::to_string(getpid());
  bool met = true;
  {
    const Bench bench(scratch, count, dimension);
    bench.Check();
    if (check) {
      fmt::print("the answers are right\n");
    } else {
      PrintMachine();
      fmt::print("{} x {}, {:.1f} MB in three entries, in {}\n", count,
                 dimension, static_cast<double>(bench.bytes()) * 1e-6, scratch);
      fmt::print("{} runs of each in turn; min / median / max\n\n", runs);
      met = Measure(bench, runs);
    }
  }
  fs::remove_all(scratch);
  return met ? 0 : 1;
}

}  // namespace
}  // namespace rescan::bench

int main(int argc, char** argv) { return rescan::bench::Main(argc, argv); }
