// Compacting many small deltas against building the FAISS index of the same
// kind from the same vectors at once. See bench/README.md.
#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bench/index/compaction_subjects.h"
#include "bench/measure/arguments.h"
#include "bench/measure/command.h"
#include "bench/measure/measure.h"
#include "index/compaction.h"

namespace rescan::bench {
namespace {

constexpr double kGoal = 1.5;

// A subject in a process of its own: its peak of memory is its own.
SubjectResult RunSubject(const std::string& self, const Subjects& subjects,
                         const std::string& name) {
  const std::string answer = subjects.folder + "/answer";
  Command command;
  command.arguments = {self,
                       "--subject",
                       name,
                       "--folder",
                       subjects.folder,
                       "--deltas",
                       std::to_string(subjects.deltas),
                       "--count",
                       std::to_string(subjects.count),
                       "--dimension",
                       std::to_string(subjects.dimension),
                       "--index",
                       subjects.index_spec};
  command.standard_output = answer;
  command.standard_error = "/dev/stderr";
  RunOrDie(command);
  SubjectResult result;
  std::ifstream(answer) >> result.wall >> result.cpu >> result.memory >>
      result.allowed;
  return result;
}

struct Series {
  std::string name;
  std::vector<SubjectResult> rounds;

  [[nodiscard]] double Wall() const {
    std::vector<double> values;
    for (const auto& round : rounds) values.push_back(round.wall);
    return Median(values);
  }
  [[nodiscard]] double Cpu() const {
    std::vector<double> values;
    for (const auto& round : rounds) values.push_back(round.cpu);
    return Median(values);
  }
};

double Ratio(const Series& a, const Series& b, double SubjectResult::*figure) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < a.rounds.size(); ++i) {
    ratios.push_back(a.rounds[i].*figure / b.rounds[i].*figure);
  }
  return Median(ratios);
}

int Measure(const std::string& self, const Subjects& subjects, int rounds,
            bool check) {
  PrintMachine();
  const std::int64_t n = subjects.deltas * subjects.count;
  fmt::print("{} deltas of {} x {}, index {}; {} vectors, {:.0f} MB\n",
             subjects.deltas, subjects.count, subjects.dimension,
             subjects.index_spec, n,
             static_cast<double>(n * subjects.dimension) * 4e-6);
  WriteDeltas(subjects);
  std::vector<Series> series = {{"compact", {}},
                                {"build", {}},
                                {"build-written", {}},
                                {"build-lean", {}},
                                {"merge-one", {}}};
  for (int round = 0; round < rounds; ++round) {
    for (Series& one : series) {
      if (one.name == "compact") ForgetSnapshots(subjects);
      one.rounds.push_back(RunSubject(self, subjects, one.name));
    }
  }
  fmt::print("{:<14} {:>9} {:>9} {:>12} {:>12}\n", "", "wall s", "CPU s",
             "memory MB", "formula MB");
  bool met = true;
  for (const Series& one : series) {
    const SubjectResult& last = one.rounds.back();
    fmt::print("{:<14} {:>9.2f} {:>9.2f} {:>12.0f} {:>12.0f}\n", one.name,
               one.Wall(), one.Cpu(), last.memory * 1e-6, last.allowed * 1e-6);
    for (const SubjectResult& round : one.rounds) {
      if (round.allowed > 0 && round.memory > round.allowed) met = false;
    }
  }
  if (check) return met ? 0 : 1;
  met = Verdict("memory of compaction", met ? 1 : 0, "within the formula", met);
  const double in_memory = Ratio(series[0], series[1], &SubjectResult::wall);
  const double lean = Ratio(series[0], series[3], &SubjectResult::wall);
  const double on_disk = Ratio(series[0], series[2], &SubjectResult::wall);
  fmt::print(
      "CPU: compact / build {:.2f}, / build-written {:.2f}, "
      "/ build-lean {:.2f} (wall {:.2f})\n",
      Ratio(series[0], series[1], &SubjectResult::cpu),
      Ratio(series[0], series[2], &SubjectResult::cpu),
      Ratio(series[0], series[3], &SubjectResult::cpu), lean);
  met &= Verdict("compact / build (the peer writes nothing)", in_memory,
                 "<= 1.5", in_memory <= kGoal);
  met &= Verdict("compact / build-written (and synced)", on_disk, "<= 1.5",
                 on_disk <= kGoal);
  return met ? 0 : 1;
}

int Main(int argc, char** argv) {
  CLI::App app("Compaction against building the FAISS index at once");
  Subjects subjects;
  int rounds = 3;
  bool check = false;
  std::string subject;
  app.add_option("--deltas", subjects.deltas)->capture_default_str();
  app.add_option("--count", subjects.count, "Vectors per delta")
      ->capture_default_str();
  app.add_option("--dimension", subjects.dimension)->capture_default_str();
  app.add_option("--index", subjects.index_spec)->capture_default_str();
  app.add_option("--rounds", rounds)->capture_default_str();
  app.add_option("--folder", subjects.folder,
                 "Where the workspace is made; emptied before and after");
  app.add_flag("--check", check, "A small one: the answers, not the times");
  app.add_option("--subject", subject)->group("");
  if (const auto code = ParseArguments(app, argc, argv)) return *code;
  if (check) {
    subjects.deltas = 20;
    subjects.count = 100;
    subjects.index_spec = "IVF16";
    rounds = 1;
  }
  if (!subject.empty()) return RunSubjectHere(subjects, subject);
  if (subjects.folder.empty()) {
    subjects.folder = std::filesystem::temp_directory_path() /
                      fmt::format("compaction-bench-{}", getpid());
  }
  std::filesystem::create_directories(subjects.folder);
  const int code = Measure(std::filesystem::canonical("/proc/self/exe"),
                           subjects, rounds, check);
  std::filesystem::remove_all(subjects.folder);
  return code;
}

}  // namespace
}  // namespace rescan::bench

int main(int argc, char** argv) { return rescan::bench::Main(argc, argv); }
