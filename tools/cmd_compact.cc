// rescan compact [--collection C]
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/run/index_upkeep.h"
#include "tools/commands.h"
#include "tools/exit_code.h"
#include "tools/options.h"
#include "tools/upkeep_command.h"

namespace rescan::cli {
namespace {

struct CompactCommand {
  CommonOptions common;
  std::string collection;  // empty = all
};

// What is wrong with one collection is not wrong with the others: they go on.
// But where another compaction is at work it takes the others too; would this
// one go ahead of it, each could find the other in its way and none end well.
bool EndsTheCommand(ErrorCode code) {
  return code == ErrorCode::kCancelled || code == ErrorCode::kLocked;
}

int Compact(const CompactCommand& command, const CliHooks& hooks) {
  constexpr const char* kName = "compact";
  UpkeepCommand upkeep(kName, command.common, hooks.store);
  if (const auto code = upkeep.WriteMissingDeltas()) return *code;
  int worst = kExitDone;
  for (const std::string& collection : CollectionsOf(command.collection)) {
    const auto report = CompactCollection(upkeep.options(), collection);
    upkeep.EndProgress();
    worst = std::max(worst, report ? upkeep.Show(collection, *report)
                                   : upkeep.Fail(report.error()));
    if (!report && EndsTheCommand(report.error().code)) break;
  }
  return worst;
}

}  // namespace

void AddCompactCommand(CLI::App& app, const CommandContext& context) {
  auto command = std::make_shared<CompactCommand>();
  CLI::App* compact =
      AddCommand(app, "compact", "Merge new vectors into the index",
                 "  rescan compact --workspace records");
  AddCollection(*compact, command->collection,
                "Only this collection (default: all)");
  AddCommonOptions(*compact, command->common);
  compact->callback([command, context] {
    *context.action = [command, context] {
      return Compact(*command, context.hooks);
    };
  });
}

}  // namespace rescan::cli
