// rescan index stats|verify|rebuild|search
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/records/sqlite_ledger.h"
#include "engine/run/index_upkeep.h"
#include "engine/run/text_index.h"
#include "index/collection_store.h"
#include "tools/commands.h"
#include "tools/fail.h"
#include "tools/index_format.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/table.h"
#include "tools/upkeep_command.h"

namespace rescan::cli {
namespace {

struct IndexCommand {
  CommonOptions common;
  std::string collection;  // empty = all
  TextIndexQuery query;
  double min_similarity = -1;  // negative = none
};

int Stats(const IndexCommand& command) {
  constexpr const char* kName = "index stats";
  const auto ledger =
      SqliteLedger::Open(command.common.workspace, StoreMode::kReadOnly);
  if (!ledger) return FailWith(kName, ledger.error(), ErrorSource::kStore);
  for (const std::string& collection : CollectionsOf(command.collection)) {
    const auto stats = index::DescribeCollection(
        **ledger, command.common.workspace, collection);
    if (!stats) return FailWith(kName, stats.error(), ErrorSource::kStore);
    Print(command.common.json ? JsonLine(StatsJson(collection, *stats))
                              : StatsText(collection, *stats));
  }
  return kExitDone;
}

int Verify(const IndexCommand& command) {
  constexpr const char* kName = "index verify";
  UpkeepOptions options;
  options.workspace = command.common.workspace;
  bool sound = true;
  for (const std::string& collection : CollectionsOf(command.collection)) {
    const auto check = CheckIndex(options, collection);
    if (!check) return FailWith(kName, check.error(), ErrorSource::kStore);
    for (const std::string& warning : check->report.warnings) {
      Note("warning: " + WithoutControls(warning) + "\n");
    }
    Print(command.common.json ? JsonLine(CheckJson(collection, *check))
                              : CheckText(collection, *check));
    FlushPrinted();
    sound = sound && check->report.ok();
  }
  return sound ? kExitDone : kExitUnverified;
}

int Rebuild(const IndexCommand& command, const CliHooks& hooks) {
  UpkeepCommand upkeep("index rebuild", command.common, hooks.store);
  if (const auto code = upkeep.WriteMissingDeltas()) return *code;
  int worst = kExitDone;
  for (const std::string& collection : CollectionsOf(command.collection)) {
    const auto report = RebuildFromRecords(upkeep.options(), collection);
    upkeep.EndProgress();
    if (!report) return upkeep.Fail(report.error());
    worst = std::max(worst, upkeep.Show(collection, *report));
  }
  return worst;
}

int FailToSearch(const Error& error) {
  // The text, or a collection that is not there yet.
  return FailWith("index search", error,
                  error.code == ErrorCode::kInvalidArgument
                      ? ErrorSource::kRequest
                      : ErrorSource::kStore);
}

int Search(IndexCommand& command) {
  if (command.min_similarity >= 0) {
    command.query.min_similarity = command.min_similarity;
  }
  if (command.query.k == 0 && !command.query.min_similarity) {
    return FailUsage("index search", "-k 0 needs --min-similarity");
  }
  const auto opened =
      TextIndex::Open(command.common.workspace, command.collection);
  if (!opened) return FailToSearch(opened.error());
  TextIndex& texts = **opened;
  for (const std::string& warning : texts.warnings()) {
    Note("warning: " + WithoutControls(warning) + "\n");
  }
  const auto found = texts.Find(command.query);
  if (!found) return FailToSearch(found.error());
  if (command.common.json) {
    for (const SimilarText& text : *found) {
      Print(JsonLine(SimilarJson(command.collection, text)));
    }
  } else if (found->empty()) {
    Note("Nothing is similar enough.\n");
  } else {
    Print(SimilarTable(*found));
  }
  NoteNotYetFound(texts);
  return kExitDone;
}

}  // namespace

void AddIndexCommand(CLI::App& app, const CommandContext& context) {
  CLI::App* index =
      AddCommand(app, "index", "Search, describe, verify or rebuild the index",
                 "  rescan index search --collection lines \"total due\"");
  index->require_subcommand(1);

  auto stats = std::make_shared<IndexCommand>();
  CLI::App* verb = AddCommand(*index, "stats", "What is in the index",
                              "  rescan index stats --json");
  AddCollection(*verb, stats->collection,
                "Only this collection (default: all)");
  AddCommonOptions(*verb, stats->common);
  verb->callback([stats, action = context.action] {
    *action = [stats] { return Stats(*stats); };
  });

  auto verify = std::make_shared<IndexCommand>();
  verb = AddCommand(*index, "verify",
                    "Compare index, deltas and records, vector by vector\n"
                    "(exit code 12 if they do not agree)",
                    "  rescan index verify --workspace records");
  AddCollection(*verb, verify->collection,
                "Only this collection (default: all)");
  AddCommonOptions(*verb, verify->common);
  verb->callback([verify, action = context.action] {
    *action = [verify] { return Verify(*verify); };
  });

  auto rebuild = std::make_shared<IndexCommand>();
  verb = AddCommand(*index, "rebuild", "Make the index anew from the records",
                    "  rescan index rebuild --collection lines");
  AddCollection(*verb, rebuild->collection,
                "Only this collection (default: all)");
  AddCommonOptions(*verb, rebuild->common);
  verb->callback([rebuild, context] {
    *context.action = [rebuild, context] {
      return Rebuild(*rebuild, context.hooks);
    };
  });

  auto search = std::make_shared<IndexCommand>();
  search->collection = "lines";
  verb = AddCommand(*index, "search", "Lines or words that look like a text",
                    "  rescan index search \"totl due\" -k 5");
  verb->add_option("TEXT", search->query.text, "What to look for")
      ->required()
      ->type_name("");
  AddCollection(*verb, search->collection, "Where to look (default: lines)");
  AddInteger(*verb, "-k", search->query.k, 0, 1'000'000,
             "At most N, 0-1000000 (default: 10;\n0 = all that are similar"
             " enough)");
  AddDecimal(*verb, "--min-similarity", search->min_similarity, 0, 100,
             "Only those at least so similar, 0-100");
  AddCommonOptions(*verb, search->common);
  verb->callback([search, action = context.action] {
    *action = [search] { return Search(*search); };
  });
}

}  // namespace rescan::cli
