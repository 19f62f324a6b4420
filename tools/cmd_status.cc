// rescan status [--watch]
#include <unistd.h>

#include <chrono>
#include <memory>
#include <thread>

#include "tools/commands.h"
#include "tools/fail.h"
#include "tools/interrupt.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/status_report.h"

namespace rescan::cli {
namespace {

struct StatusCommand {
  CommonOptions common;
  bool watch = false;
};

constexpr std::chrono::milliseconds kRefresh(2000);
constexpr std::chrono::milliseconds kStep(50);

void Show(const StatusReport& report, bool json, bool in_place) {
  if (json) {
    Print(JsonLine(StatusJson(report)));
  } else {
    // Home and clear: the screen shows one status, not a growing list.
    Print((in_place ? "\x1b[H\x1b[2J" : "") + StatusText(report));
  }
  FlushPrinted();
}

int ShowStatus(const StatusCommand& command) {
  const bool in_place =
      command.watch && !command.common.json && isatty(STDOUT_FILENO) == 1;
  const InterruptWatch interrupt;
  while (true) {
    const auto report = GatherStatus(command.common.workspace);
    if (!report.has_value()) {
      return FailWith("status", report.error(), ErrorSource::kStore);
    }
    Show(*report, command.common.json, in_place);
    if (!command.watch || !report->running()) return kExitDone;
    for (auto waited = kStep; waited < kRefresh; waited += kStep) {
      if (interrupt.signal() != 0) return interrupt.exit_code();
      std::this_thread::sleep_for(kStep);
    }
  }
}

}  // namespace

void AddStatusCommand(CLI::App& app, const CommandContext& context) {
  auto command = std::make_shared<StatusCommand>();
  CLI::App* status =
      AddCommand(app, "status", "Show how the latest run is going",
                 "  rescan status --watch --workspace records");
  status->add_flag("--watch", command->watch,
                   "Again every 2 seconds until the run ends");
  AddCommonOptions(*status, command->common);
  status->callback([command, action = context.action] {
    *action = [command] { return ShowStatus(*command); };
  });
}

}  // namespace rescan::cli
