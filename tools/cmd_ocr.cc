// rescan ocr FILE...
#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/run/read_many.h"
#include "kernels/base/text.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/fail.h"
#include "tools/image_inputs.h"
#include "tools/interrupt.h"
#include "tools/ocr_output.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

struct OcrCommand {
  CommonOptions common;
  ReadingOptions reading;
  std::vector<std::string> inputs;
  OcrForm form = OcrForm::kTxt;
  bool form_given = false;
  std::string output;  // folder; empty = standard output
};

const std::vector<std::pair<std::string, OcrForm>> kForms = {
    {"txt", OcrForm::kTxt},
    {"tsv", OcrForm::kTsv},
    {"hocr", OcrForm::kHocr},
    {"alto", OcrForm::kAlto},
    {"jsonl", OcrForm::kJsonl}};

// Where each image's text goes; empty paths without --output. Two images must
// never share a file.
Result<std::vector<std::string>> OutputPaths(const OcrCommand& command,
                                             const ImageInputs& inputs) {
  std::vector<std::string> paths(inputs.images.size());
  if (command.output.empty()) return paths;
  RESCAN_TRY(CheckOutputOutside(inputs.roots, command.output));
  std::map<std::string, std::string> owners;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto& image = inputs.images[i];
    paths[i] =
        command.output + "/" + image.relative + OcrExtension(command.form);
    const auto [owner, added] = owners.emplace(paths[i], image.path);
    if (!added) {
      return Fail(
          ErrorCode::kInvalidArgument,
          fmt::format("{} and {} would both be written to {}",
                      PathForDisplay(owner->second), PathForDisplay(image.path),
                      PathForDisplay(paths[i])));
    }
  }
  return paths;
}

// Writes one image's text after another.
class Emitter {
 public:
  Emitter(const OcrCommand& command, const ImageInputs& inputs,
          std::vector<std::string> outputs)
      : command_(command), inputs_(inputs), outputs_(std::move(outputs)) {}

  Status operator()(std::size_t i, const WorkerReply& reply) {
    const std::string& path = inputs_.images[i].path;
    const auto& failure = reply.outcome.failure;
    if (failure) {
      ++failed_;
      Note(std::string(FailureTypeName(failure->type)) + ": " +
           WithoutControls(failure->message) + "\n");
    }
    if (!command_.output.empty()) return ToFile(i, path, reply);
    if (!failure || command_.form == OcrForm::kJsonl) {
      Print(OcrText(command_.form, path, reply));
    }
    return PrintedWell();
  }

  [[nodiscard]] int failed() const { return failed_; }

 private:
  Status ToFile(std::size_t i, const std::string& path,
                const WorkerReply& reply) {
    const auto& failure = reply.outcome.failure;
    if (!failure) {
      auto file = FileOutput(outputs_[i], Durability::kRemakable);
      if (!file.has_value()) return tl::unexpected(file.error());
      RESCAN_TRY((*file)->Write(OcrText(command_.form, path, reply)));
      RESCAN_TRY((*file)->Commit());
    }
    if (command_.common.json) {
      Print(OcrEvent(path, failure ? "" : outputs_[i], reply));
    }
    return {};
  }

  const OcrCommand& command_;
  const ImageInputs& inputs_;
  const std::vector<std::string> outputs_;
  int failed_ = 0;
};

int Ocr(OcrCommand& command) {
  if (command.common.json && command.output.empty()) {
    if (command.form_given && command.form != OcrForm::kJsonl) {
      return FailUsage("ocr",
                       "--json on standard output is --format jsonl, not "
                       "another one (or give --output)");
    }
    command.form = OcrForm::kJsonl;
  }
  const auto version = OcrVersionNamed(command.reading.profile);
  if (!version.has_value()) {
    return FailWith("ocr", version.error(), ErrorSource::kRequest);
  }
  if (const Status found = command.reading.FindClassifier(); !found) {
    return FailWith("ocr", found.error(), ErrorSource::kRequest);
  }
  const auto inputs = FindImages(command.inputs);
  if (!inputs.has_value()) {
    return FailWith("ocr", inputs.error(), ErrorSource::kRequest);
  }
  for (const std::string& warning : inputs->warnings) {
    Note("warning: " + warning + "\n");
  }
  const auto outputs = OutputPaths(command, *inputs);
  if (!outputs.has_value()) {
    return FailWith("ocr", outputs.error(), ErrorSource::kRequest);
  }

  const InterruptWatch watch;
  WorkerSettings settings = command.reading.SettingsFor(*version);
  settings.want_page = command.form == OcrForm::kJsonl;
  settings.format = TextFormatOf(command.form);
  ReadManyOptions options;
  options.jobs = command.reading.jobs;
  options.stop = [&watch] { return watch.signal() != 0; };
  options.make_lane = [&] {
    return MakeLane(command.reading.isolation, settings);
  };
  Emitter emitter(command, *inputs, *outputs);
  bool output_failed = false;
  const Status done = ReadMany(PathsOf(*inputs), options,
                               [&](std::size_t i, const WorkerReply& reply) {
                                 Status emitted = emitter(i, reply);
                                 output_failed = !emitted.has_value();
                                 return emitted;
                               });
  if (watch.signal() != 0) return watch.exit_code();
  if (!done.has_value()) {
    return FailWith(
        "ocr", done.error(),
        output_failed ? ErrorSource::kOutput : ErrorSource::kWorkers);
  }
  return emitter.failed() > 0 ? kExitSomeFailed : kExitDone;
}

}  // namespace

void AddOcrCommand(CLI::App& app, const CommandContext& context) {
  auto command = std::make_shared<OcrCommand>();
  CLI::App* ocr = AddCommand(
      app, "ocr", "Read images to text, without records",
      "  rescan ocr scans/ --format tsv --output text\n\n"
      "txt, tsv, hocr and alto have the tesseract command's forms, with "
      "places\n"
      "on the original image; with tesseract-plain they are its bytes. jsonl\n"
      "has an object for each image and each line, with words and letters in\n"
      "it. Output files keep the image's extension (a.jpg.txt), mirror the\n"
      "tree of the input folder and replace older ones.");
  ocr->add_option("FILE", command->inputs, "Images, or folders of them")
      ->required()
      ->type_name("");
  CLI::Option* form = AddChoice(*ocr, "--format", command->form, kForms,
                                "Form of the text (default: txt)");
  AddText(*ocr, "--output", command->output, "DIR",
          "Write a file per image there (default:\n"
          "all to standard output, in order)");
  AddReadingOptions(*ocr, command->reading, false);
  AddCommonOptions(*ocr, command->common);
  ocr->callback([command, form, action = context.action] {
    command->form_given = form->count() > 0;
    *action = [command] { return Ocr(*command); };
  });
}

}  // namespace rescan::cli
