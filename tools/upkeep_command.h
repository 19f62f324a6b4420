// What `compact` and `index rebuild` have in common.
#ifndef RESCAN_TOOLS_UPKEEP_COMMAND_H_
#define RESCAN_TOOLS_UPKEEP_COMMAND_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/index_upkeep.h"
#include "engine/run/text_index.h"
#include "tools/interrupt.h"
#include "tools/options.h"

namespace rescan::cli {

// --collection lines|words
void AddCollection(CLI::App& command, std::string& collection,
                   const std::string& description);
// All of them for the empty name.
[[nodiscard]] std::vector<std::string> CollectionsOf(
    const std::string& collection);

// Says what a search could not see, if there is anything.
void NoteNotYetFound(const TextIndex& texts);

// Upkeep under the eyes of a user: progress and warnings on standard error,
// SIGINT and SIGTERM end it with everything as it was. The options point to
// the object.
class UpkeepCommand {
 public:
  UpkeepCommand(std::string name, const CommonOptions& common,
                const StoreOptions& store);
  UpkeepCommand(const UpkeepCommand&) = delete;
  UpkeepCommand& operator=(const UpkeepCommand&) = delete;

  [[nodiscard]] const UpkeepOptions& options() const { return options_; }

  // Gives vectors to what has none yet. An exit code where the command ends.
  [[nodiscard]] std::optional<int> WriteMissingDeltas();
  // Prints the report and its warnings; the exit code they call for.
  [[nodiscard]] int Show(const std::string& collection,
                         const index::CompactionReport& report);
  [[nodiscard]] int Fail(const Error& error) const;
  // Ends the line of progress, if there is one.
  void EndProgress();

 private:
  void Progress(const std::string& line);
  void Warn(const std::string& message) const;

  const std::string name_;
  const bool json_;
  const bool terminal_;
  const InterruptWatch interrupt_;
  UpkeepOptions options_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_line_;
};

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_UPKEEP_COMMAND_H_
