#include "engine/ocr/version_profile.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "engine/image/input_file.h"
#include "engine/json/json_fields.h"
#include "engine/ocr/library_versions.h"
#include "kernels/base/coding.h"
#include "kernels/base/sha256.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uint64_t kMaxProfileBytes = 1 << 20;
constexpr std::uint64_t kMaxTraineddataBytes = std::uint64_t{1} << 30;
constexpr std::string_view kNoPreprocessing = "none";
constexpr std::string_view kDebianTessdata =
    "/usr/share/tesseract-ocr/5/tessdata";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsDottedVersion(std::string_view text) {
  if (text.empty() || !IsDigit(text.front()) || !IsDigit(text.back())) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.' && text[i - 1] == '.') return false;
    if (text[i] != '.' && !IsDigit(text[i])) return false;
  }
  return true;
}

bool IsDate(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : !IsDigit(text[i])) return false;
  }
  const int month = std::stoi(std::string(text.substr(5, 2)));
  const int day = std::stoi(std::string(text.substr(8, 2)));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// Names become file names: nothing that could leave the folder.
bool IsPlainName(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
         });
}

Result<std::string> ReadText(const std::string& path) {
  auto file = OpenRegularFile(path);
  if (!file.has_value()) return tl::unexpected(file.error());
  auto bytes = ReadWholeFile(*file, kMaxProfileBytes);
  if (!bytes.has_value()) {
    return Fail(bytes.error().code,
                PathForDisplay(path) + ": " + bytes.error().message);
  }
  return std::string(bytes->begin(), bytes->end());
}

Result<OcrProfile> ParseProfile(const std::string& text,
                                const std::string& name,
                                const std::string& path) {
  const std::string file = PathForDisplay(path);
  const auto parsed = ParseJsonObject(text, file);
  if (!parsed.has_value()) return tl::unexpected(parsed.error());
  const auto any = [](std::string_view value) { return !value.empty(); };
  const auto line = [](std::string_view value) {
    return value.find('\n') == std::string_view::npos;
  };
  const auto tesseract = [](std::string_view value) {
    return value == "tesseract";
  };
  OcrProfile profile;
  profile.name = name;
  JsonFields fields(*parsed, file + ": ");
  fields.Text("version", IsDottedVersion, "numbers split by dots",
              profile.version);
  fields.Text("build_date", IsDate, "a date YYYY-MM-DD", profile.build_date);
  fields.Text("description", line, "one line of text", profile.description);
  fields.Text("engine", tesseract, "\"tesseract\"", profile.engine);
  fields.Text("language", IsPlainName, "the name of one traineddata file",
              profile.language);
  fields.Integer("page_segmentation_mode", 0, 13,
                 profile.page_segmentation_mode);
  fields.Text("preprocessing_version", any, "a name, \"none\" for none",
              profile.preprocessing_version);
  fields.Texts("parameters", profile.parameters);
  const json* preparation = fields.Find("preparation");
  RESCAN_TRY(fields.Finish());
  if (preparation != nullptr) {
    if (profile.preprocessing_version == kNoPreprocessing) {
      return Fail(ErrorCode::kCorruption,
                  file +
                      ": field \"preprocessing_version\" must name what "
                      "\"preparation\" does, which is more than \"none\"");
    }
    auto parsed_preparation = ParsePreparation(preparation->dump());
    if (!parsed_preparation.has_value()) {
      return Fail(parsed_preparation.error().code,
                  file + ": field \"preparation\": " +
                      parsed_preparation.error().message);
    }
    profile.preparation = *std::move(parsed_preparation);
  }
  return profile;
}

// Names of the profiles in `folder`, sorted.
Result<std::vector<std::string>> ProfileNames(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const fs::path& path = it->path();
    const std::string stem = path.stem().string();
    if (path.extension() == ".json" && IsPlainName(stem)) names.push_back(stem);
  }
  if (error) {
    return Fail(
        ErrorCode::kNotFound,
        "OCR profiles in " + PathForDisplay(folder) + ": " + error.message());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Error NoSuchProfile(const std::string& folder, std::string_view name) {
  std::string message = "no OCR version '" + PathForDisplay(name) + "' in " +
                        PathForDisplay(folder);
  const auto names = ProfileNames(folder);
  if (!names.has_value() || names->empty()) {
    return {ErrorCode::kNotFound, message + "; there is none at all"};
  }
  message += "; there are:";
  for (const std::string& known : *names) message += " " + known;
  return {ErrorCode::kNotFound, message};
}

std::string FingerprintOf(const OcrVersion& version) {
  const OcrProfile& profile = version.profile;
  ByteWriter all;
  for (const std::string* text :
       {&profile.version, &profile.build_date, &profile.engine,
        &profile.language, &profile.preprocessing_version,
        &version.engine_version, &version.library_build,
        &version.traineddata_sha256}) {
    all.Bytes(*text);
  }
  all.U32(static_cast<std::uint32_t>(profile.page_segmentation_mode));
  all.U32(static_cast<std::uint32_t>(profile.parameters.size()));
  for (const auto& [name, value] : profile.parameters) {
    all.Bytes(name);
    all.Bytes(value);
  }
  // Only where there is one, so that older fingerprints stay as they were.
  if (profile.preparation.has_value()) {
    all.Bytes(profile.preparation->canonical);
  }
  return ToHex(Sha256Of(all.data()));
}

Result<std::vector<std::uint8_t>> ReadTraineddata(const std::string& path) {
  // Debian's packages may install it as a link: follow it.
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  const auto file = OpenRegularFile(error ? path : real.string());
  if (!file.has_value()) return tl::unexpected(file.error());
  return ReadWholeFile(*file, kMaxTraineddataBytes);
}

// The next part of a dotted version without leading zeros; "" for zero or
// when nothing is left.
std::string_view NextPart(std::string_view& rest) {
  const std::size_t dot = std::min(rest.find('.'), rest.size());
  std::string_view part = rest.substr(0, dot);
  rest.remove_prefix(std::min(dot + 1, rest.size()));
  part.remove_prefix(std::min(part.find_first_not_of('0'), part.size()));
  return part;
}

}  // namespace

Result<OcrProfile> LoadProfile(const std::string& folder,
                               std::string_view name) {
  if (!IsPlainName(name)) return tl::unexpected(NoSuchProfile(folder, name));
  const std::string path = folder + "/" + std::string(name) + ".json";
  const auto text = ReadText(path);
  if (!text.has_value()) {
    if (text.error().code == ErrorCode::kNotFound) {
      return tl::unexpected(NoSuchProfile(folder, name));
    }
    return tl::unexpected(text.error());
  }
  return ParseProfile(*text, std::string(name), path);
}

Result<ProfileList> ListProfiles(const std::string& folder) {
  const auto names = ProfileNames(folder);
  if (!names.has_value()) return tl::unexpected(names.error());
  ProfileList list;
  for (const std::string& name : *names) {
    auto profile = LoadProfile(folder, name);
    if (profile.has_value()) {
      list.profiles.push_back(std::move(*profile));
    } else {
      list.broken.push_back({name, std::move(profile.error())});
    }
  }
  return list;
}

std::string_view SystemTessdataFolder() { return kDebianTessdata; }

Result<OcrVersion> ResolveVersion(const OcrProfile& profile,
                                  const std::string& tessdata_folder,
                                  const ModelStore& store) {
  OcrVersion version;
  version.profile = profile;
  version.full_version = profile.version + "-" + profile.build_date;
  version.engine_version = TesseractVersion();
  version.library_build = LibraryBuild();
  const std::string file = profile.language + ".traineddata";
  const PinnedModel* pinned = store.Find(profile.language);
  std::error_code error;
  if (!tessdata_folder.empty() &&
      (pinned == nullptr || fs::exists(tessdata_folder + "/" + file, error))) {
    version.traineddata_path = tessdata_folder + "/" + file;
    pinned = nullptr;  // the user's own choice
  } else if (pinned != nullptr) {
    version.traineddata_path = store.folder + "/" + pinned->file;
  } else {
    version.traineddata_path = std::string(kDebianTessdata) + "/" + file;
  }
  const auto bytes = ReadTraineddata(version.traineddata_path);
  if (!bytes.has_value()) {
    return Fail(
        ErrorCode::kMissingData,
        bytes.error().message + " (traineddata of OCR version " + profile.name +
            (pinned != nullptr
                 ? "; tools/fetch-models installs it)"
                 : "; Debian package tesseract-ocr-" + profile.language + ")"));
  }
  if (pinned != nullptr) {
    RESCAN_TRY(CheckPinned(*pinned, version.traineddata_path, *bytes));
  }
  version.traineddata_sha256 = ToHex(Sha256Of(*bytes));
  version.fingerprint = FingerprintOf(version);
  return version;
}

std::strong_ordering CompareVersions(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const std::string_view x = NextPart(a);
    const std::string_view y = NextPart(b);
    // Without leading zeros the longer number is the larger, of any length.
    if (x.size() != y.size()) return x.size() <=> y.size();
    if (const int order = x.compare(y); order != 0) return order <=> 0;
  }
  return std::strong_ordering::equal;
}

}  // namespace rescan
