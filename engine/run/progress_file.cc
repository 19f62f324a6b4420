#include "engine/run/progress_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "engine/image/input_file.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;

std::string PathOf(const std::string& workspace) {
  return workspace + "/progress.json";
}

tl::unexpected<Error> IoFailure(const std::string& path, const char* what) {
  const int error = errno;
  return Fail(error == ENOSPC || error == EDQUOT ? ErrorCode::kStorageFull
                                                 : ErrorCode::kIo,
              PathForDisplay(path) + ": " + what + ": " + std::strerror(error));
}

Json CountsToJson(const RunCounts& counts) {
  return {{"inputs", counts.inputs},
          {"done", counts.done},
          {"duplicates", counts.duplicates},
          {"failed", counts.failed},
          {"failed_earlier", counts.failed_earlier},
          {"unchanged", counts.unchanged},
          {"pending", counts.pending}};
}

RunCounts CountsFromJson(const Json& json) {
  RunCounts counts;
  json.at("inputs").get_to(counts.inputs);
  json.at("done").get_to(counts.done);
  json.at("duplicates").get_to(counts.duplicates);
  json.at("failed").get_to(counts.failed);
  json.at("failed_earlier").get_to(counts.failed_earlier);
  json.at("unchanged").get_to(counts.unchanged);
  json.at("pending").get_to(counts.pending);
  return counts;
}

std::string Serialise(const Progress& progress) {
  Json running = Json::array();
  for (const Progress::Running& image : progress.running) {
    running.push_back(
        {{"path", PathToText(image.path)}, {"age_seconds", image.age_seconds}});
  }
  const Json json = {
      {"format", kFormat},
      {"run", progress.run},
      {"process_id", progress.process_id},
      {"state", progress.state},
      {"started_at", progress.started_at},
      {"session_started_at", progress.session_started_at},
      {"updated_at", progress.updated_at},
      {"counts", CountsToJson(progress.counts)},
      {"session_processed", progress.session_processed},
      {"images_per_minute", progress.images_per_minute},
      {"eta_seconds", progress.eta_seconds},
      {"seconds_since_new_rows", progress.seconds_since_new_rows},
      {"stop_reason", ToValidUtf8(progress.stop_reason)},
      {"running", std::move(running)},
  };
  return json.dump(2) + "\n";
}

Progress Parse(const Json& json) {
  Progress progress;
  json.at("run").get_to(progress.run);
  json.at("process_id").get_to(progress.process_id);
  json.at("state").get_to(progress.state);
  json.at("started_at").get_to(progress.started_at);
  json.at("session_started_at").get_to(progress.session_started_at);
  json.at("updated_at").get_to(progress.updated_at);
  progress.counts = CountsFromJson(json.at("counts"));
  json.at("session_processed").get_to(progress.session_processed);
  json.at("images_per_minute").get_to(progress.images_per_minute);
  json.at("eta_seconds").get_to(progress.eta_seconds);
  json.at("seconds_since_new_rows").get_to(progress.seconds_since_new_rows);
  json.at("stop_reason").get_to(progress.stop_reason);
  for (const Json& image : json.at("running")) {
    progress.running.push_back({TextToPath(image.at("path").get<std::string>()),
                                image.at("age_seconds").get<double>()});
  }
  return progress;
}

Status WriteAll(const FileDescriptor& file, const std::string& path,
                std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return IoFailure(path, "cannot write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

Status WriteProgress(const std::string& workspace, const Progress& progress) {
  const std::string path = PathOf(workspace);
  const std::string temporary = path + ".tmp";
  {
    const FileDescriptor file(
        open(temporary.c_str(),
             O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!file.valid()) return IoFailure(temporary, "cannot create");
    RESCAN_TRY(WriteAll(file, temporary, Serialise(progress)));
    if (fsync(file.get()) != 0) return IoFailure(temporary, "cannot flush");
  }
  if (rename(temporary.c_str(), path.c_str()) != 0) {
    return IoFailure(path, "cannot replace");
  }
  return {};
}

Result<Progress> ReadProgress(const std::string& workspace) {
  const std::string path = PathOf(workspace);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Fail(ErrorCode::kNotFound,
                PathForDisplay(path) + ": no run has been started here");
  }
  const std::string text((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  try {
    const Json json = Json::parse(text);
    if (json.at("format") != kFormat) {
      return Fail(ErrorCode::kCorruption,
                  PathForDisplay(path) + ": of another format version");
    }
    return Parse(json);
  } catch (const Json::exception& error) {
    return Fail(ErrorCode::kCorruption,
                PathForDisplay(path) +
                    ": not a progress file: " + ToValidUtf8(error.what()));
  }
}

}  // namespace rescan
