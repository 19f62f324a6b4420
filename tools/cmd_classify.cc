// rescan classify FILE...
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/image/classify_content.h"
#include "engine/run/read_many.h"
#include "kernels/base/text.h"
#include "tools/class_explanation.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/entity_format.h"
#include "tools/fail.h"
#include "tools/image_inputs.h"
#include "tools/interrupt.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

struct ClassifyCommand {
  CommonOptions common;
  ReadingOptions reading;
  std::vector<std::string> inputs;
  bool explain = false;

  // The classifier by content looks at pixels alone.
  [[nodiscard]] bool reads() const {
    return reading.classify != ClassifyMode::kContent;
  }
};

Json FailureJson(const std::string& path, const Failure& failure) {
  return {{"type", "failure"},
          {"path", PathToText(path)},
          {"failure_type", FailureTypeName(failure.type)},
          {"error_code", failure.error_code},
          {"message", failure.message}};
}

std::string Decimals(double value) { return fmt::format("{:.4f}", value); }

// Tables of the two kinds of rule: by content, and by margins and sizes.
class ClassTable {
 public:
  explicit ClassTable(bool by_content)
      : by_content_(by_content), table_(Make(by_content)) {}

  void Add(const std::string& path, const Classification& c) {
    std::vector<std::string> row = {std::string(ImageClassName(c.image_class))};
    const ContentVerdict content = c.content.value_or(ContentVerdict{});
    if (by_content_) {
      row.push_back(content.uncertain ? "yes" : "");
    } else {
      row.emplace_back(DecidingRuleName(c.rule));
      for (const double value :
           {c.margins.left, c.margins.right, c.margins.top, c.margins.bottom,
            c.scan_distance, c.photo_distance, c.pixels.border_white,
            c.pixels.mean_saturation, c.pixels.border_mean_luminance,
            c.pixels.border_stddev}) {
        row.push_back(Decimals(value));
      }
    }
    if (by_content_) {
      for (const double value : {content.native, content.photo, content.scan}) {
        row.push_back(Decimals(value));
      }
    }
    row.push_back(PathForDisplay(path));
    table_.Add(row);
  }
  [[nodiscard]] std::string Text() const { return table_.Text(); }

 private:
  static Table Make(bool by_content) {
    std::vector<std::string> heads =
        by_content ? std::vector<std::string>{"CLASS", "UNCERTAIN", "NATIVE",
                                              "PHOTO", "SCAN",      "FILE"}
                   : std::vector<std::string>{
                         "CLASS",  "RULE",   "LEFT",  "RIGHT", "TOP",
                         "BOTTOM", "SCAN",   "PHOTO", "WHITE", "SATUR",
                         "LUMIN",  "STDDEV", "FILE"};
    std::vector<Table::Align> columns(heads.size(), Table::Align::kRight);
    columns[0] = columns[1] = columns.back() = Table::Align::kLeft;
    return Table(columns, heads);
  }

  bool by_content_;
  Table table_;
};

Json ClassJson(const ClassifyCommand& command, const std::string& path,
               const Outcome& outcome) {
  Json line = {{"type", "classification"}, {"path", PathToText(path)}};
  line.update(ClassificationJson(outcome.reading->classification));
  if (!command.reads()) {
    for (const char* margin :
         {"margin_left", "margin_right", "margin_top", "margin_bottom"}) {
      line[margin] = nullptr;  // no text was looked for
    }
  }
  line["image_width"] = outcome.facts->width;
  line["image_height"] = outcome.facts->height;
  return line;
}

Result<WorkerSettings> SettingsOf(ClassifyCommand& command) {
  RESCAN_TRY(command.reading.FindClassifier());
  OcrVersion version;
  if (command.reads()) {
    auto found = OcrVersionNamed(command.reading.profile);
    if (!found) return tl::unexpected(std::move(found.error()));
    version = *std::move(found);
  }
  WorkerSettings settings = command.reading.SettingsFor(version);
  settings.read = command.reads();
  settings.want_features = command.explain;
  return settings;
}

int Classify(ClassifyCommand& command) {
  const bool json = command.common.json;
  const auto settings = SettingsOf(command);
  if (!settings.has_value()) {
    return FailWith("classify", settings.error(), ErrorSource::kRequest);
  }
  const auto classifier =
      ContentClassifier::Parse(settings->classifier, "the content classifier");
  if (!classifier.has_value()) {
    return FailWith("classify", classifier.error(), ErrorSource::kRequest);
  }
  const auto inputs = FindImages(command.inputs);
  if (!inputs.has_value()) {
    return FailWith("classify", inputs.error(), ErrorSource::kRequest);
  }
  for (const std::string& warning : inputs->warnings) {
    Note("warning: " + warning + "\n");
  }

  const InterruptWatch watch;
  ReadManyOptions options;
  options.jobs = command.reading.jobs;
  options.stop = [&watch] { return watch.signal() != 0; };
  options.make_lane = [&] {
    return MakeLane(command.reading.isolation, *settings);
  };
  ClassTable table(!command.reads());
  int failed = 0;
  const Status done = ReadMany(
      PathsOf(*inputs), options,
      [&](std::size_t i, const WorkerReply& reply) -> Status {
        const std::string& path = inputs->images[i].path;
        const Outcome& outcome = reply.outcome;
        if (outcome.failure) {
          ++failed;
          Note(std::string(FailureTypeName(outcome.failure->type)) + ": " +
               WithoutControls(outcome.failure->message) + "\n");
          if (json) Print(JsonLine(FailureJson(path, *outcome.failure)));
        } else if (json) {
          Json line = ClassJson(command, path, outcome);
          if (reply.features) {
            line["features"] = FeaturesJson(*classifier, *reply.features);
          }
          Print(JsonLine(line));
        } else if (reply.features) {
          Print(Explanation(path, outcome.reading->classification,
                            classifier->Explain(*reply.features)));
        } else {
          table.Add(path, outcome.reading->classification);
        }
        return {};
      });
  if (!json && !command.explain) Print(table.Text());
  if (watch.signal() != 0) return watch.exit_code();
  if (!done.has_value()) {
    return FailWith("classify", done.error(), ErrorSource::kWorkers);
  }
  return failed > 0 ? kExitSomeFailed : kExitDone;
}

}  // namespace

void AddClassifyCommand(CLI::App& app, const CommandContext& context) {
  auto command = std::make_shared<ClassifyCommand>();
  CLI::App* classify = AddCommand(
      app, "classify", "Tell native screens, photos and scans apart",
      "  rescan classify scans/ photo.jpg --explain\n\n"
      "By content nothing is read. Columns: whether no class is clearly "
      "ahead,\n"
      "and the probability of each. Of the other rules: share of free margin "
      "on\n"
      "the four sides; distance to the reference sizes of a scan and a photo;\n"
      "whiteness, saturation, luminance and unevenness of the border.\n"
      "--json has everything.");
  classify->add_option("FILE", command->inputs, "Images, or folders of them")
      ->required()
      ->type_name("");
  classify->add_flag("--explain", command->explain,
                     "Say why: what was seen, and what it\nadded to the "
                     "class");
  AddReadingOptions(*classify, command->reading, true);
  AddCommonOptions(*classify, command->common);
  classify->callback([command, action = context.action] {
    *action = [command] { return Classify(*command); };
  });
}

}  // namespace rescan::cli
