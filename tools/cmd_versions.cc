// rescan versions list|show
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ocr/version_profile.h"
#include "engine/records/store.h"
#include "kernels/base/text.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/fail.h"
#include "tools/options.h"
#include "tools/output.h"
#include "tools/version_format.h"

namespace rescan::cli {
namespace {

struct VersionsCommand {
  CommonOptions common;
  std::string name;
};

// A workspace without a store has no rows; that is no error here.
Result<std::vector<VersionRow>> StoredRows(const std::string& workspace) {
  auto store = RecordStore::Open(workspace, StoreMode::kReadOnly);
  if (store.has_value()) return (*store)->ListVersions();
  if (store.error().code == ErrorCode::kNotFound) {
    return std::vector<VersionRow>();
  }
  return tl::unexpected(store.error());
}

// A profile whose traineddata is missing is still listed, without what only
// this machine could tell.
KnownVersion FromProfile(const OcrProfile& profile, const std::string& folder) {
  KnownVersion known;
  known.on_disk = true;
  auto version = ResolveHere(profile, folder);
  if (version.has_value()) {
    known.version = *std::move(version);
  } else {
    known.version.profile = profile;
    known.version.full_version = profile.version + "-" + profile.build_date;
    known.problem = version.error().message;
  }
  return known;
}

std::vector<KnownVersion> Merged(const std::string& folder,
                                 const std::vector<OcrProfile>& profiles,
                                 const std::vector<VersionRow>& rows) {
  std::vector<KnownVersion> result;
  for (const OcrProfile& profile : profiles) {
    result.push_back(FromProfile(profile, folder));
  }
  for (const VersionRow& row : rows) {
    const auto same = std::find_if(
        result.begin(), result.end(), [&](const KnownVersion& known) {
          return known.version.fingerprint == row.version.fingerprint &&
                 known.version.profile.name == row.version.profile.name;
        });
    KnownVersion& known = same != result.end() ? *same : result.emplace_back();
    if (!known.on_disk) known.version = row.version;
    known.in_store = true;
    known.current_readings = row.current_readings;
    known.superseded_readings = row.superseded_readings;
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const KnownVersion& a, const KnownVersion& b) {
                     if (a.version.profile.name != b.version.profile.name) {
                       return a.version.profile.name < b.version.profile.name;
                     }
                     return CompareVersions(a.version.profile.version,
                                            b.version.profile.version) < 0;
                   });
  return result;
}

struct Versions {
  std::vector<KnownVersion> known;
  std::vector<ProfileList::Broken> broken;
};

// Reads both places; an exit code where that fails.
std::optional<int> Gather(const std::string& name,
                          const VersionsCommand& command, Versions& versions) {
  const auto folder = ProfileFolder();
  if (!folder.has_value()) {
    return FailWith(name, folder.error(), ErrorSource::kRequest);
  }
  auto profiles = ListProfiles(*folder);
  if (!profiles.has_value()) {
    return FailWith(name, profiles.error(), ErrorSource::kRequest);
  }
  const auto rows = StoredRows(command.common.workspace);
  if (!rows.has_value()) {
    return FailWith(name, rows.error(), ErrorSource::kStore);
  }
  versions.known = Merged(*folder, profiles->profiles, *rows);
  versions.broken = std::move(profiles->broken);
  return std::nullopt;
}

// A profile is configuration, whatever is wrong with it.
int TellBroken(const std::string& name, const ProfileList::Broken& broken) {
  return FailWith(name, {ErrorCode::kInvalidArgument, broken.error.message},
                  ErrorSource::kRequest);
}

int List(const VersionsCommand& command) {
  constexpr const char* kName = "versions list";
  Versions versions;
  if (const auto code = Gather(kName, command, versions)) return *code;
  if (command.common.json) {
    for (const KnownVersion& version : versions.known) {
      Print(JsonLine(VersionRowJson(version)));
    }
  } else {
    Print(VersionTable(versions.known));
  }
  int code = kExitDone;
  for (const auto& broken : versions.broken) code = TellBroken(kName, broken);
  return code;
}

int Show(const VersionsCommand& command) {
  constexpr const char* kName = "versions show";
  Versions versions;
  if (const auto code = Gather(kName, command, versions)) return *code;
  bool found = false;
  std::string names;
  for (const KnownVersion& version : versions.known) {
    const std::string& name = version.version.profile.name;
    if (name == command.name) {
      if (found && !command.common.json) Print("\n");
      found = true;
      Print(command.common.json ? JsonLine(VersionRowJson(version))
                                : VersionDetails(version));
    } else if (names.find(name) == std::string::npos) {
      names += (names.empty() ? "" : ", ") + name;
    }
  }
  for (const auto& broken : versions.broken) {
    if (broken.name == command.name) return TellBroken(kName, broken);
  }
  if (found) return kExitDone;
  return FailUsage(kName, "there is no OCR version " +
                              PathForDisplay(command.name) +
                              "; there are: " + names);
}

}  // namespace

void AddVersionsCommand(CLI::App& app, const CommandContext& context) {
  CLI::App* versions = AddCommand(app, "versions", "List or show OCR versions",
                                  "  rescan versions list");
  versions->require_subcommand(1);
  auto list = std::make_shared<VersionsCommand>();
  CLI::App* verb = AddCommand(*versions, "list",
                              "Profiles there are, and versions with results",
                              "  rescan versions list --workspace records");
  AddCommonOptions(*verb, list->common);
  verb->callback([list, action = context.action] {
    *action = [list] { return List(*list); };
  });

  auto show = std::make_shared<VersionsCommand>();
  verb = AddCommand(*versions, "show", "Everything about one version",
                    "  rescan versions show tesseract-plain");
  verb->add_option("NAME", show->name, "Name of a profile")
      ->required()
      ->type_name("");
  AddCommonOptions(*verb, show->common);
  verb->callback([show, action = context.action] {
    *action = [show] { return Show(*show); };
  });
}

}  // namespace rescan::cli
