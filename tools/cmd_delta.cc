// rescan delta list|show|verify
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/records/vector_records.h"
#include "index/delta.h"
#include "kernels/base/text.h"
#include "tools/commands.h"
#include "tools/fail.h"
#include "tools/index_format.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/table.h"
#include "tools/upkeep_command.h"

namespace rescan::cli {
namespace {

struct DeltaCommand {
  CommonOptions common;
  std::string collection;  // empty = any
  std::string run;         // likewise
  std::int64_t limit = 0;  // 0 = all
};

Result<std::vector<DeltaRow>> Rows(const DeltaCommand& command) {
  const auto records =
      VectorRecords::Open(command.common.workspace, StoreMode::kReadOnly);
  if (!records) return tl::unexpected(records.error());
  return (*records)->Deltas(command.collection, command.run, command.limit);
}

int NoSuchRun(const char* name, const DeltaCommand& command) {
  return FailUsage(name,
                   "there is no delta of a run " + PathForDisplay(command.run));
}

int List(const DeltaCommand& command) {
  const auto rows = Rows(command);
  if (!rows) return FailWith("delta list", rows.error(), ErrorSource::kStore);
  if (command.common.json) {
    for (const DeltaRow& row : *rows) Print(JsonLine(DeltaJson(row)));
  } else if (rows->empty()) {
    Note("There are no deltas.\n");
  } else {
    Print(DeltaTable(*rows));
  }
  return kExitDone;
}

int Show(const DeltaCommand& command) {
  constexpr const char* kName = "delta show";
  const auto rows = Rows(command);
  if (!rows) return FailWith(kName, rows.error(), ErrorSource::kStore);
  if (rows->empty()) return NoSuchRun(kName, command);
  bool first = true;
  for (const DeltaRow& row : *rows) {
    const auto manifest =
        index::ReadDeltaManifest(command.common.workspace + "/" + row.path);
    if (command.common.json) {
      Json json = DeltaJson(row);
      if (manifest) json["image_ids"] = manifest->image_ids;
      Print(JsonLine(json));
      continue;
    }
    Print((first ? "" : "\n") + DeltaDetails(row));
    first = false;
    if (manifest) {
      Print(fmt::format("images      {}\n", manifest->image_ids.size()));
    } else if (row.deleted_at.empty()) {
      Note("rescan delta show: " + WithoutControls(manifest.error().message) +
           "\n");
    }
  }
  return kExitDone;
}

// "ok", "removed" (after it was merged, in its time) or what is wrong.
std::string Verdict(const DeltaCommand& command, const DeltaRow& row) {
  if (!row.deleted_at.empty()) return "removed";
  index::DeltaLimits limits;
  limits.sha256 = row.sha256;
  const auto manifest =
      index::VerifyDelta(command.common.workspace + "/" + row.path, limits);
  if (!manifest) return manifest.error().message;
  if (manifest->run_id != row.run_id ||
      manifest->collection != row.collection || manifest->model != row.model ||
      manifest->dimension != row.dimension || manifest->count != row.count) {
    return "it is whole, but not what the records say of it";
  }
  return "ok";
}

int Verify(const DeltaCommand& command) {
  constexpr const char* kName = "delta verify";
  const auto rows = Rows(command);
  if (!rows) return FailWith(kName, rows.error(), ErrorSource::kStore);
  if (rows->empty() && !command.run.empty()) return NoSuchRun(kName, command);
  std::int64_t good = 0;
  std::int64_t bad = 0;
  std::int64_t removed = 0;
  for (const DeltaRow& row : *rows) {
    const std::string verdict = Verdict(command, row);
    const bool sound = verdict == "ok" || verdict == "removed";
    ++(verdict == "ok" ? good : sound ? removed : bad);
    if (command.common.json) {
      Json json = DeltaJson(row);
      json["type"] = "delta_check";
      json["ok"] = sound;
      json["problem"] = sound ? Json(nullptr) : Json(verdict);
      Print(JsonLine(json));
    } else if (!sound) {
      Print(WithoutControls(fmt::format("✗ {} {} ({}): {}", row.run_id,
                                        row.collection, row.state, verdict)) +
            "\n");
    }
  }
  if (!command.common.json) {
    Print(
        fmt::format("{} deltas are whole, {} damaged or missing, {} removed"
                    " in their time.\n",
                    good, bad, removed));
  }
  return bad > 0 ? kExitUnverified : kExitDone;
}

}  // namespace

void AddDeltaCommand(CLI::App& app, const CommandContext& context) {
  CLI::App* delta = AddCommand(app, "delta", "List, show or verify deltas",
                               "  rescan delta list --collection lines");
  delta->require_subcommand(1);

  auto list = std::make_shared<DeltaCommand>();
  CLI::App* verb =
      AddCommand(*delta, "list", "One line for each delta, newest first",
                 "  rescan delta list --limit 20");
  AddCollection(*verb, list->collection, "Only this collection");
  AddInteger(*verb, "--limit", list->limit, 1, 1'000'000'000,
             "The newest N, 1-1000000000");
  AddCommonOptions(*verb, list->common);
  verb->callback([list, action = context.action] {
    *action = [list] { return List(*list); };
  });

  auto show = std::make_shared<DeltaCommand>();
  verb = AddCommand(*delta, "show", "Everything about the deltas of a run",
                    "  rescan delta show "
                    "7c9e6679-7425-40de-944b-e07fc1f90ae7");
  verb->add_option("RUN", show->run, "Id of the run, as listed")
      ->required()
      ->type_name("");
  AddCollection(*verb, show->collection, "Only this collection");
  AddCommonOptions(*verb, show->common);
  verb->callback([show, action = context.action] {
    *action = [show] { return Show(*show); };
  });

  auto verify = std::make_shared<DeltaCommand>();
  verb = AddCommand(*delta, "verify",
                    "Check every byte of the deltas (exit code 12 if not)",
                    "  rescan delta verify --collection words");
  verb->add_option("RUN", verify->run, "Only those of this run")->type_name("");
  AddCollection(*verb, verify->collection, "Only this collection");
  AddCommonOptions(*verb, verify->common);
  verb->callback([verify, action = context.action] {
    *action = [verify] { return Verify(*verify); };
  });
}

}  // namespace rescan::cli
