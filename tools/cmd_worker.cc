// rescan worker --fd N: the child's side of a lane.
#include <limits>
#include <memory>

#include "engine/run/lane.h"
#include "tools/commands.h"
#include "tools/options.h"

namespace rescan::cli {

void AddWorkerCommand(CLI::App& app, const CommandContext& context) {
  auto fd = std::make_shared<int>(-1);
  CLI::App* worker = app.add_subcommand("worker", "A lane's child process");
  worker->group("");
  AddInteger(*worker, "--fd", *fd, 0, std::numeric_limits<int>::max(),
             "The socket to the lane")
      ->required();
  worker->callback([fd, action = context.action] {
    *action = [fd] { return ServeLane(*fd); };
  });
}

}  // namespace rescan::cli
