// rescan export --format jsonl|csv --what images|lines|words|letters
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/records/store.h"
#include "tools/commands.h"
#include "tools/entity_format.h"
#include "tools/fail.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/store_access.h"

namespace rescan::cli {
namespace {

struct ExportCommand {
  CommonOptions common;
  bool csv = false;
  EntityKind what = EntityKind::kImages;
  std::string output;  // empty = standard output
  ExportRequest request;
  bool raw = false;
};

Status ExportCsv(RecordStore& store, const ExportCommand& command,
                 Output& output) {
  CsvWriter csv(command.raw);
  EntityCsvHeader(command.what, csv);
  RESCAN_TRY(output.Write(csv.Take()));
  return store.Export(command.request,
                      [&](const ExportedImage& image) -> Status {
                        EntityCsvRows(image, command.what, csv);
                        return output.Write(csv.Take());
                      });
}

Status ExportJson(RecordStore& store, const ExportCommand& command,
                  Output& output) {
  const auto write = [&output](const Json& json) {
    return output.Write(JsonLine(json));
  };
  return store.Export(command.request,
                      [&](const ExportedImage& image) -> Status {
                        if (command.what == EntityKind::kImages) {
                          return write(ImageJson(image));
                        }
                        return EmitEntities(image, command.what, write);
                      });
}

// Remembers the first failure to write, to tell it from one of the store.
class WatchedOutput : public Output {
 public:
  explicit WatchedOutput(std::unique_ptr<Output> output)
      : output_(std::move(output)) {}
  Status Write(std::string_view bytes) override {
    return Watched(output_->Write(bytes));
  }
  Status Commit() override { return Watched(output_->Commit()); }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  Status Watched(Status status) {
    failed_ = failed_ || !status.has_value();
    return status;
  }

  std::unique_ptr<Output> output_;
  bool failed_ = false;
};

Result<std::unique_ptr<Output>> OpenOutput(const ExportCommand& command,
                                           RecordStore& store) {
  if (command.output.empty()) return StandardOutput();
  RESCAN_TRY(
      CheckMayBeWritten(store, command.common.workspace, command.output));
  return FileOutput(command.output);
}

int Export(const ExportCommand& command) {
  auto store =
      RecordStore::Open(command.common.workspace, StoreMode::kReadOnly);
  if (!store.has_value()) {
    return FailWith("export", store.error(), ErrorSource::kStore);
  }
  auto opened = OpenOutput(command, **store);
  if (!opened.has_value()) {
    return FailWith("export", opened.error(), ErrorSource::kOutput);
  }
  WatchedOutput output(*std::move(opened));
  Status done = command.csv ? ExportCsv(**store, command, output)
                            : ExportJson(**store, command, output);
  if (done.has_value()) done = output.Commit();
  if (done.has_value()) return kExitDone;
  return FailWith("export", done.error(),
                  output.failed() ? ErrorSource::kOutput : ErrorSource::kStore);
}

}  // namespace

void AddExportCommand(CLI::App& app, const CommandContext& context) {
  auto command = std::make_shared<ExportCommand>();
  CLI::App* exported = AddCommand(
      app, "export", "Write records as JSON lines or CSV",
      "  rescan export --what words --format csv --output words.csv\n\n"
      "The fields are documented in engine/doc/formats.md.");
  CLI::Option* format = AddChoice<bool>(*exported, "--format", command->csv,
                                        {{"jsonl", false}, {"csv", true}},
                                        "Form (default: jsonl)");
  AddChoice<EntityKind>(*exported, "--what", command->what,
                        {{"images", EntityKind::kImages},
                         {"lines", EntityKind::kLines},
                         {"words", EntityKind::kWords},
                         {"letters", EntityKind::kLetters}},
                        "Which records (default: images)");
  AddText(*exported, "--output", command->output, "FILE",
          "Where to (default: standard output)");
  AddUser(*exported, command->request.user, "Only this user's images");
  exported->add_flag("--superseded", command->request.with_superseded,
                     "Results of older versions too");
  exported->add_flag("--raw", command->raw,
                     "Leave CSV cells alone that a\n"
                     "spreadsheet would take for a formula");
  AddCommonOptions(*exported, command->common);
  exported->callback([command, format, action = context.action] {
    if (command->common.json && format->count() > 0 && command->csv) {
      throw CLI::ValidationError("--json", "is --format jsonl, not csv");
    }
    command->request.with_page = command->what != EntityKind::kImages;
    *action = [command] { return Export(*command); };
  });
}

}  // namespace rescan::cli
