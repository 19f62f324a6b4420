// rescan classify FILE...
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/run/read_many.h"
#include "kernels/base/text.h"
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
};

Json FailureJson(const std::string& path, const Failure& failure) {
  return {{"type", "failure"},
          {"path", PathToText(path)},
          {"failure_type", FailureTypeName(failure.type)},
          {"error_code", failure.error_code},
          {"message", failure.message}};
}

std::vector<std::string> TableRow(const std::string& path,
                                  const Classification& c) {
  const auto number = [](double value) { return fmt::format("{:.4f}", value); };
  return {std::string(ImageClassName(c.image_class)),
          std::string(DecidingRuleName(c.rule)),
          number(c.margins.left),
          number(c.margins.right),
          number(c.margins.top),
          number(c.margins.bottom),
          number(c.scan_distance),
          number(c.photo_distance),
          number(c.pixels.border_white),
          number(c.pixels.mean_saturation),
          number(c.pixels.border_mean_luminance),
          number(c.pixels.border_stddev),
          PathForDisplay(path)};
}

Table NumbersTable() {
  std::vector<Table::Align> columns(13, Table::Align::kRight);
  columns[0] = columns[1] = columns[12] = Table::Align::kLeft;
  return Table(columns,
               {"CLASS", "RULE", "LEFT", "RIGHT", "TOP", "BOTTOM", "SCAN",
                "PHOTO", "WHITE", "SATUR", "LUMIN", "STDDEV", "FILE"});
}

int Classify(const ClassifyCommand& command) {
  const bool json = command.common.json;
  const auto version = OcrVersionNamed(command.reading.profile);
  if (!version.has_value()) {
    return FailWith("classify", version.error(), ErrorSource::kRequest);
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
  options.make_lane = [&, settings = command.reading.SettingsFor(*version)] {
    return MakeLane(command.reading.isolation, settings);
  };
  Table table = NumbersTable();
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
          Json line = {{"type", "classification"}, {"path", PathToText(path)}};
          line.update(ClassificationJson(outcome.reading->classification));
          line["image_width"] = outcome.facts->width;
          line["image_height"] = outcome.facts->height;
          Print(JsonLine(line));
        } else {
          table.Add(TableRow(path, outcome.reading->classification));
        }
        return {};
      });
  if (!json) Print(table.Text());
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
      "  rescan classify scans/ photo.jpg --rule pixels\n\n"
      "Columns: share of free margin on the four sides; distance to the\n"
      "reference sizes of a scan and a photo; whiteness, saturation, "
      "luminance\n"
      "and unevenness of the border. --json has them in full.");
  classify->add_option("FILE", command->inputs, "Images, or folders of them")
      ->required()
      ->type_name("");
  AddReadingOptions(*classify, command->reading, true);
  AddCommonOptions(*classify, command->common);
  classify->callback([command, action = context.action] {
    *action = [command] { return Classify(*command); };
  });
}

}  // namespace rescan::cli
