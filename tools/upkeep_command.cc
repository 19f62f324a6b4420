#include "tools/upkeep_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "tools/fail.h"
#include "tools/index_format.h"
#include "tools/output.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

// On anything but a terminal, at most one line of progress in this time.
constexpr std::chrono::seconds kLineTime(10);

std::string PhaseText(const index::CompactionProgress& progress) {
  using Phase = index::CompactionProgress::Phase;
  switch (progress.phase) {
    case Phase::kReading:
      return "reading the snapshot";
    case Phase::kMerging:
      return fmt::format("merging delta {} of {}, {} vectors",
                         progress.runs_done + 1, progress.runs_total,
                         progress.vectors);
    case Phase::kUpdating:
      return "changing metadata";
    case Phase::kWriting:
      return fmt::format("writing {} vectors", progress.vectors);
    case Phase::kClearing:
      return "clearing up";
  }
  return "";
}

}  // namespace

void AddCollection(CLI::App& command, std::string& collection,
                   const std::string& description) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const std::string& name : TextCollectionNames()) {
    names.emplace_back(name, name);
  }
  AddChoice(command, "--collection", collection, names, description);
}

std::vector<std::string> CollectionsOf(const std::string& collection) {
  if (collection.empty()) return TextCollectionNames();
  return {collection};
}

void NoteNotYetFound(const TextIndex& texts) {
  if (texts.waiting_vectors() == 0 && texts.readings_without_delta() == 0) {
    return;
  }
  Note(
      fmt::format("Not searched, because not merged yet: {} vectors and {}"
                  " images without any; rescan compact brings them in.\n",
                  texts.waiting_vectors(), texts.readings_without_delta()));
}

UpkeepCommand::UpkeepCommand(std::string name, const CommonOptions& common,
                             const StoreOptions& store)
    : name_(std::move(name)),
      json_(common.json),
      terminal_(isatty(STDERR_FILENO) == 1),
      last_line_(std::chrono::steady_clock::now()) {
  options_.workspace = common.workspace;
  options_.store = store;
  options_.stop = [this] { return interrupt_.signal() != 0; };
  options_.progress = [this](const index::CompactionProgress& progress) {
    Progress(PhaseText(progress));
  };
  options_.delta_progress = [this](std::int64_t done, std::int64_t total) {
    Progress(fmt::format("vectors of {} of {} images", done, total));
  };
}

std::optional<int> UpkeepCommand::WriteMissingDeltas() {
  // A workspace without records is not made one by asking for its lock, and
  // an older one is brought up to date.
  const auto store = RecordStore::Open(options_.workspace,
                                       StoreMode::kReadWrite, options_.store);
  if (!store) return Fail(store.error());
  const auto report = CatchUp(options_);
  EndProgress();
  if (!report) {
    // The index is of another model: what can be done is up to the caller.
    if (report.error().code != ErrorCode::kUnsupported) {
      return Fail(report.error());
    }
    Warn(report.error().message);
    return std::nullopt;
  }
  for (const std::string& warning : report->warnings) Warn(warning);
  if (!report->had_lock) {
    Note("A run goes on here; the vectors of its images come with it.\n");
  }
  const DeltaTally& tally = report->tally;
  if (tally.runs > 0 && !json_) {
    Print(fmt::format("{} images got {} vectors of lines and {} of words.\n",
                      tally.readings, tally.line_vectors, tally.word_vectors));
  }
  if (json_ && tally.runs > 0) {
    Print(JsonLine({{"event", "deltas"},
                    {"readings", tally.readings},
                    {"deltas", tally.deltas},
                    {"line_vectors", tally.line_vectors},
                    {"word_vectors", tally.word_vectors},
                    {"bytes", tally.bytes}}));
  }
  return std::nullopt;
}

int UpkeepCommand::Show(const std::string& collection,
                        const index::CompactionReport& report) {
  for (const std::string& warning : report.warnings) Warn(warning);
  Print(json_ ? JsonLine(CompactionJson(collection, report))
              : CompactionText(collection, report));
  FlushPrinted();
  return report.runs_failed + report.runs_deferred > 0 ? kExitUnverified
                                                       : kExitDone;
}

int UpkeepCommand::Fail(const Error& error) const {
  if (error.code == ErrorCode::kCancelled && interrupt_.signal() != 0) {
    Note("rescan " + name_ + ": stopped; nothing was changed.\n");
    return interrupt_.exit_code();
  }
  return FailWith(name_, error, ErrorSource::kStore);
}

void UpkeepCommand::EndProgress() {
  if (drawn_) Note("\r\x1b[K");
  drawn_ = false;
}

void UpkeepCommand::Progress(const std::string& line) {
  const auto now = std::chrono::steady_clock::now();
  if (terminal_ && !json_) {
    Note("\r" + line + "\x1b[K");
    drawn_ = true;
  } else if (now - last_line_ >= kLineTime) {
    last_line_ = now;
    Note(line + "\n");
  }
}

void UpkeepCommand::Warn(const std::string& message) const {
  Note("warning: " + WithoutControls(message) + "\n");
}

}  // namespace rescan::cli
