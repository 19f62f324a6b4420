// The table of issue 3: OCR versions against the tesseract command.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>

#include "bench/measure/command.h"
#include "bench/measure/measure.h"
#include "bench/measure/memory_watch.h"
#include "bench/measure/ocr_commands.h"
#include "bench/reading/commands.h"
#include "bench/reading/folder.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPeer = "tesseract, xargs";
constexpr const char* kFast = "tesseract-fast";
constexpr const char* kBest = "tesseract-best";
constexpr double kMegabyte = 1e6;

// Pages that are read and scored together.
struct PageSet {
  std::string name;
  std::string images;
  std::vector<TruthPage> truth;
  int runs = 1;  // counted ones; 0 = the first run's time is the figure
};

struct Subject {
  std::string name;
  std::string out;  // its readings
  bool readable = true;
  std::vector<Timing> runs;
  std::uint64_t peak_bytes = 0;  // of two workers together
  FolderScore score;
};

struct SetResult {
  std::string name;
  std::vector<Subject> subjects;  // the peer first

  [[nodiscard]] const Subject* Find(const std::string& subject) const {
    const auto found =
        std::find_if(subjects.begin(), subjects.end(),
                     [&](const Subject& s) { return s.name == subject; });
    return found == subjects.end() || !found->readable ? nullptr : &*found;
  }
};

// Median over the rounds of subject / peer.
double RatioOf(const SetResult& result, const Subject& subject,
               const std::function<double(const Timing&)>& figure) {
  return Interleaved{subject.runs, result.subjects.front().runs}.Ratio(figure);
}

double MedianOf(const Subject& subject,
                const std::function<double(const Timing&)>& figure) {
  std::vector<double> values;
  for (const Timing& timing : subject.runs) values.push_back(figure(timing));
  return Median(values);
}

Command CommandOf(const Programs& programs, const PageSet& set,
                  const Subject& subject) {
  const OcrRun run = {set.images, subject.out, "tsv", programs.jobs};
  return subject.name == kPeer ? PeerCommand(run)
                               : OcrCommand(programs.rescan, subject.name, run);
}

// The uncounted run: warms the caches and finds the memory. Where there is no
// other, its time is the figure. A subject that cannot read at all is left out
// from then on.
void WarmUp(const Programs& programs, const PageSet& set, Subject& subject) {
  const WatchedRun run = RunWatched(CommandOf(programs, set, subject));
  // Some images failed: 3 of rescan, 123 of xargs.
  const int code = run.timing.exit_code;
  subject.readable = code == 0 || code == 3 || code == 123;
  if (!subject.readable) {
    fmt::print("{}: cannot read, exit code {}\n", subject.name, code);
    return;
  }
  constexpr int kWorkers = 2;
  subject.peak_bytes = subject.name == kPeer
                           ? kWorkers * run.timing.peak_rss_bytes
                           : run.LargestTogether(kWorkers);
  if (set.runs == 0) subject.runs.push_back(run.timing);
}

std::optional<SetResult> Measure(const Programs& programs, const PageSet& set,
                                 const std::vector<std::string>& versions) {
  SetResult result;
  result.name = set.name;
  std::vector<std::string> names = {kPeer};
  names.insert(names.end(), versions.begin(), versions.end());
  for (const std::string& name : names) {
    const std::string out =
        EmptyFolder(programs, "tsv-" + set.name + "-" + name);
    result.subjects.push_back({name, out, true, {}, 0, {}});
    WarmUp(programs, set, result.subjects.back());
  }
  for (int round = 0; round < set.runs; ++round) {
    for (Subject& subject : result.subjects) {
      if (!subject.readable) continue;
      subject.runs.push_back(
          RunOrDie(CommandOf(programs, set, subject), {0, 3, 123}));
    }
  }
  for (Subject& subject : result.subjects) {
    auto score = ScoreFolder(set.truth, subject.out);
    if (!score) {
      fmt::print(stderr, "reading_bench: {}\n", score.error().message);
      return {};
    }
    subject.score = std::move(*score);
  }
  return result;
}

void Print(const SetResult& result, int runs) {
  fmt::print("{}: {} pages, {}\n", result.name,
             result.subjects.front().score.pages,
             runs == 0 ? "each read once" : fmt::format("{} rounds", runs));
  fmt::print("{:<17}{:>8}{:>7}{:>9}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>5}\n",
             "", "CPU s", "ratio", "img/min", "ratio", "MB", "F1n", "F1", "CER",
             "WER", "bCER", "miss");
  for (const Subject& subject : result.subjects) {
    if (!subject.readable) continue;
    const int pages = std::max(1, subject.score.pages);
    const Score& score = subject.score.total;
    fmt::print("{:<17}{:>8.3f}{:>7.2f}{:>9.1f}{:>7.2f}{:>7.0f}", subject.name,
               MedianOf(subject, CpuOf) / pages,
               RatioOf(result, subject, CpuOf),
               60 * pages / MedianOf(subject, WallOf),
               1 / RatioOf(result, subject, WallOf),
               static_cast<double>(subject.peak_bytes) / kMegabyte);
    fmt::print("{:>7.3f}{:>7.3f}{:>7.3f}{:>7.3f}{:>7.3f}{:>5}\n",
               score.bare_words.F1(), score.words.F1(), score.text.Rate(),
               score.text_words.Rate(), score.boxes.Rate(),
               subject.score.missing);
  }
  for (const Subject& subject : result.subjects) {
    if (!subject.readable) continue;
    fmt::print("  {}: wall {} s, CPU {} s (min / median / max)\n", subject.name,
               Spread(subject.runs, WallOf), Spread(subject.runs, CpuOf));
  }
  fmt::print("\n");
  std::fflush(stdout);
}

bool AtMost(const std::string& what, double value, double goal) {
  return Verdict(what, value, fmt::format("<= {}", goal), value <= goal);
}

bool AtLeast(const std::string& what, double value, double goal) {
  return Verdict(what, value, fmt::format(">= {}", goal), value >= goal);
}

struct QualityGoal {
  const char* version;
  double f1n;
  double cer;
};

bool JudgeReceipts(const SetResult& result) {
  constexpr double kMaxCpu = 0.55, kMinSpeed = 1.8, kMaxMegabytes = 260;
  constexpr QualityGoal kGoals[] = {{kFast, .825, .103}, {kBest, .825, .098}};
  bool met = true;
  if (const Subject* fast = result.Find(kFast)) {
    met &= AtMost("tesseract-fast: CPU per image, of the peer's",
                  RatioOf(result, *fast, CpuOf), kMaxCpu);
    met &= AtLeast("tesseract-fast: images per minute, of the peer's",
                   1 / RatioOf(result, *fast, WallOf), kMinSpeed);
    met &= AtMost("tesseract-fast: MB of two workers",
                  static_cast<double>(fast->peak_bytes) / kMegabyte,
                  kMaxMegabytes);
  }
  for (const QualityGoal& goal : kGoals) {
    const Subject* subject = result.Find(goal.version);
    if (subject == nullptr) continue;
    const Score& score = subject->score.total;
    met &= AtLeast(fmt::format("{}: F1n", goal.version), score.bare_words.F1(),
                   goal.f1n);
    met &= AtMost(fmt::format("{}: CER", goal.version), score.text.Rate(),
                  goal.cer);
  }
  return met;
}

// Better than the peer in both measures.
bool JudgeGenerated(const SetResult& result) {
  const Score& peer = result.subjects.front().score.total;
  bool met = true;
  for (const char* version : {kFast, kBest}) {
    const Subject* subject = result.Find(version);
    if (subject == nullptr) continue;
    const Score& score = subject->score.total;
    const double f1n = score.bare_words.F1(), peer_f1n = peer.bare_words.F1();
    const double cer = score.text.Rate(), peer_cer = peer.text.Rate();
    met &= Verdict(fmt::format("{}: F1n on {}", version, result.name), f1n,
                   fmt::format("> {:.3f}", peer_f1n), f1n > peer_f1n);
    met &= Verdict(fmt::format("{}: CER on {}", version, result.name), cer,
                   fmt::format("< {:.3f}", peer_cer), cer < peer_cer);
  }
  return met;
}

std::optional<PageSet> Receipts(const TableOptions& options) {
  const std::string images = options.receipts + "/img";
  auto truth = LoadTruth(options.receipts + "/box");
  if (!fs::is_directory(images) || !truth) {
    fmt::print("{} is absent: the goals on receipts are not measured\n\n",
               options.receipts);
    return {};
  }
  return PageSet{"receipts", images, std::move(*truth), options.runs};
}

PageSet Generated(const Programs& programs, const TableOptions& options,
                  const std::string& sample_class) {
  const std::string folder = DrawSamples(programs, sample_class, options.pages,
                                         {"--class", sample_class});
  auto truth = LoadTruth(folder);
  if (!truth) {
    fmt::print(stderr, "reading_bench: {}\n", truth.error().message);
    std::exit(2);
  }
  return {"generated " + sample_class, folder, std::move(*truth),
          options.generated_runs};
}

}  // namespace

int PrintTable(const Programs& programs, const TableOptions& options) {
  PrintMachine();
  std::vector<PageSet> sets;
  if (auto receipts = Receipts(options)) sets.push_back(std::move(*receipts));
  if (options.pages > 0) {
    for (const char* sample_class : {"native", "scan", "photo"}) {
      sets.push_back(Generated(programs, options, sample_class));
    }
  }
  std::vector<SetResult> results;
  for (const PageSet& set : sets) {
    auto result = Measure(programs, set, options.versions);
    if (!result) return 2;
    Print(*result, set.runs);
    results.push_back(std::move(*result));
  }
  bool met = true;
  if (options.cells > 0) {
    const int code = PrintCells(programs, {kFast, options.cells, false});
    if (code == 2) return code;
    met &= code == 0;
  }
  for (const SetResult& result : results) {
    met &= result.name == "receipts" ? JudgeReceipts(result)
                                     : JudgeGenerated(result);
    for (const Subject& subject : result.subjects) {
      if (subject.readable) continue;
      fmt::print("{}: its goals on {} are MISSED, it cannot read\n",
                 subject.name, result.name);
      met = false;
    }
  }
  return met ? 0 : 1;
}

}  // namespace rescan::bench
