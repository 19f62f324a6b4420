// rescan search TEXT
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/records/line_search.h"
#include "engine/run/delta_builder.h"
#include "engine/run/text_index.h"
#include "tools/commands.h"
#include "tools/fail.h"
#include "tools/line_format.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/table.h"
#include "tools/upkeep_command.h"

namespace rescan::cli {
namespace {

struct SearchCommand {
  CommonOptions common;
  LineQuery query;
  std::int64_t similar = 5;
  double min_similarity = 60;
};

// Lines that look like the text are shown too when fewer than this hold it.
constexpr std::size_t kFew = 3;

bool Passes(const FoundLine& line, const LineQuery& query) {
  return (query.image_class.empty() || line.image_class == query.image_class) &&
         (query.version.empty() || line.profile == query.version ||
          line.full_version == query.version);
}

bool IsAmong(const std::vector<ShownLine>& lines, const FoundLine& line) {
  return std::any_of(lines.begin(), lines.end(), [&](const ShownLine& shown) {
    return shown.line.sha256 == line.sha256 &&
           shown.line.line_id == line.line_id;
  });
}

// Adds to `lines` those that the index finds and the words did not.
Status AddSimilar(const SearchCommand& command, LineSearch& search,
                  TextIndex& texts, std::vector<ShownLine>& lines) {
  TextIndexQuery query;
  query.text = command.query.text;
  query.k = static_cast<int>(command.similar) + static_cast<int>(lines.size());
  query.min_similarity = command.min_similarity;
  const auto found = texts.Find(query);
  if (!found) {
    // Nothing in it to compare: then there is nothing alike.
    if (found.error().code == ErrorCode::kInvalidArgument) return {};
    return tl::unexpected(found.error());
  }
  std::int64_t added = 0;
  for (const SimilarText& text : *found) {
    if (added == command.similar) break;
    auto line = search.LineOf(text.sha256, text.line_id);
    if (!line && line.error().code == ErrorCode::kNotFound) continue;
    if (!line) return tl::unexpected(line.error());
    if (!Passes(*line, command.query) || IsAmong(lines, *line)) continue;
    line->text = text.text;
    line->box = text.box;
    lines.push_back(
        {*std::move(line),
         Likeness{text.similarity, std::string(index::MatchBandName(text.band)),
                  text.score}});
    ++added;
  }
  return {};
}

// What the index can add. That there is none, or none that can be read, is no
// failure of a search for words.
void JoinSimilar(const SearchCommand& command, LineSearch& search,
                 std::vector<ShownLine>& lines) {
  const auto texts =
      TextIndex::Open(command.common.workspace, kLinesCollection);
  if (!texts) {
    Note("Similar lines are not shown: " +
         WithoutControls(texts.error().message) + "\n");
    return;
  }
  for (const std::string& warning : (*texts)->warnings()) {
    Note("warning: " + WithoutControls(warning) + "\n");
  }
  if (const Status added = AddSimilar(command, search, **texts, lines);
      !added) {
    Note("Similar lines are not shown: " +
         WithoutControls(added.error().message) + "\n");
  }
  NoteNotYetFound(**texts);
}

int Search(const SearchCommand& command) {
  constexpr const char* kName = "search";
  const auto search = LineSearch::Open(command.common.workspace);
  if (!search) return FailWith(kName, search.error(), ErrorSource::kStore);
  auto found = (*search)->Find(command.query);
  if (!found) return FailWith(kName, found.error(), ErrorSource::kStore);
  std::vector<ShownLine> lines;
  for (FoundLine& line : *found) lines.push_back({std::move(line), {}});
  const bool all =
      static_cast<std::int64_t>(lines.size()) < command.query.limit;
  if (all && lines.size() < kFew && command.similar > 0) {
    JoinSimilar(command, **search, lines);
  }
  if (command.common.json) {
    for (const ShownLine& line : lines) Print(JsonLine(LineMatchJson(line)));
  } else if (lines.empty()) {
    Note("No line has these words.\n");
  } else {
    Print(LineTable(lines, isatty(STDOUT_FILENO) == 1));
  }
  return kExitDone;
}

}  // namespace

void AddSearchCommand(CLI::App& app, const CommandContext& context) {
  auto command = std::make_shared<SearchCommand>();
  CLI::App* search =
      AddCommand(app, "search", "Find lines by their words",
                 "  rescan search 'total OR \"amount due\"'\n"
                 "  rescan search 'PJ02*' --class SCAN\n"
                 "\n"
                 "All words must be in a line; OR, AND and NOT between words,"
                 " \"phrases\"\n"
                 "and prefix* are understood, the rest is text.");
  search->add_option("TEXT", command->query.text, "What to look for")
      ->required()
      ->type_name("");
  AddChoice<std::string>(
      *search, "--class", command->query.image_class,
      {{"NATIVE", "NATIVE"}, {"PHOTO", "PHOTO"}, {"SCAN", "SCAN"}},
      "Only images of this class");
  AddText(*search, "--ocr-version", command->query.version, "NAME",
          "Only what this profile or full version\n"
          "read, superseded results too");
  AddInteger(*search, "--limit", command->query.limit, 1, 1'000'000,
             "At most N lines, 1-1000000 (default: 20)");
  AddInteger(*search, "--similar", command->similar, 0, 1000,
             "Similar lines to add when fewer than 3\n"
             "have the words, 0-1000 (default: 5)");
  AddDecimal(*search, "--min-similarity", command->min_similarity, 0, 100,
             "of these, 0-100 (default: 60)");
  AddCommonOptions(*search, command->common);
  search->callback([command, action = context.action] {
    *action = [command] { return Search(*command); };
  });
}

}  // namespace rescan::cli
