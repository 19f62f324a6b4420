#include "engine/ocr/version_profile.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "engine/image/input_file.h"
#include "engine/ocr/reader.h"
#include "kernels/base/coding.h"
#include "kernels/base/sha256.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uint64_t kMaxProfileBytes = 1 << 20;
constexpr std::uint64_t kMaxTraineddataBytes = std::uint64_t{1} << 30;
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

// Fills an OcrProfile field by field; the first fault is kept.
class ProfileReader {
 public:
  ProfileReader(const json& object, std::string file)
      : object_(object), file_(std::move(file)) {}

  void Text(const char* field, std::string& to, bool (*valid)(std::string_view),
            const char* form) {
    if (!Require(field)) return;
    const json& value = object_[field];
    if (!value.is_string() || !valid(value.get_ref<const std::string&>())) {
      return Fault(field, form);
    }
    to = value.get<std::string>();
  }

  void Mode(const char* field, int& to) {
    if (!Require(field)) return;
    const json& value = object_[field];
    if (!value.is_number_integer() || value < 0 || value > 13) {
      return Fault(field, "an integer from 0 to 13");
    }
    to = value.get<int>();
  }

  void Parameters(const char* field, std::map<std::string, std::string>& to) {
    if (!Require(field)) return;
    const json& value = object_[field];
    if (!value.is_object()) return Fault(field, "an object");
    for (const auto& [name, setting] : value.items()) {
      if (!setting.is_string()) {
        return Fault(field, "an object of strings (" + name + " is not)");
      }
      to[name] = setting.get<std::string>();
    }
  }

  // Null where the profile has none: that is the one field that may be left
  // out.
  [[nodiscard]] const json* Optional(const char* field) {
    seen_.insert(field);
    const auto found = object_.find(field);
    return found == object_.end() ? nullptr : &*found;
  }

  // Whatever was not asked for is unknown.
  [[nodiscard]] Status Finish() {
    for (const auto& [name, value] : object_.items()) {
      if (!seen_.contains(name)) Fault(name, "unknown: no such field");
    }
    if (!fault_.empty()) return Fail(ErrorCode::kCorruption, fault_);
    return {};
  }

 private:
  bool Require(const char* field) {
    seen_.insert(field);
    if (object_.contains(field)) return true;
    Fault(field, "given: it is missing");
    return false;
  }
  void Fault(const std::string& field, const std::string& form) {
    if (!fault_.empty()) return;
    fault_ = file_ + ": field \"" + field + "\" ";
    fault_ += form.starts_with("unknown") ? "is " + form : "must be " + form;
  }

  const json& object_;
  std::string file_;
  std::set<std::string, std::less<>> seen_;
  std::string fault_;
};

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

// JSON with no field given twice.
Result<json> ParseStrict(const std::string& text, const std::string& name) {
  std::vector<std::set<std::string>> open;
  std::string twice;
  const auto watch = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key &&
        !open.back().insert(value.get<std::string>()).second) {
      twice = value.get<std::string>();
    }
    return true;
  };
  json parsed = json::parse(text, watch, /*allow_exceptions=*/false);
  if (parsed.is_discarded() || !parsed.is_object()) {
    return Fail(ErrorCode::kCorruption, name + ": not a JSON object");
  }
  if (!twice.empty()) {
    return Fail(ErrorCode::kCorruption,
                name + ": field \"" + twice + "\" is given twice");
  }
  return parsed;
}

Result<OcrProfile> ParseProfile(const std::string& text,
                                const std::string& name,
                                const std::string& path) {
  const std::string file = PathForDisplay(path);
  const auto parsed = ParseStrict(text, file);
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
  ProfileReader reader(*parsed, file);
  reader.Text("version", profile.version, IsDottedVersion,
              "numbers split by dots");
  reader.Text("build_date", profile.build_date, IsDate, "a date YYYY-MM-DD");
  reader.Text("description", profile.description, line, "one line of text");
  reader.Text("engine", profile.engine, tesseract, "\"tesseract\"");
  reader.Text("language", profile.language, IsPlainName,
              "the name of one traineddata file");
  reader.Mode("page_segmentation_mode", profile.page_segmentation_mode);
  reader.Text("preprocessing_version", profile.preprocessing_version, any,
              "a name, \"none\" for none");
  reader.Parameters("parameters", profile.parameters);
  const json* preparation = reader.Optional("preparation");
  RESCAN_TRY(reader.Finish());
  if (preparation != nullptr) {
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

Result<std::vector<OcrProfile>> ListProfiles(const std::string& folder) {
  const auto names = ProfileNames(folder);
  if (!names.has_value()) return tl::unexpected(names.error());
  std::vector<OcrProfile> profiles;
  for (const std::string& name : *names) {
    auto profile = LoadProfile(folder, name);
    if (!profile.has_value()) return tl::unexpected(profile.error());
    profiles.push_back(std::move(*profile));
  }
  return profiles;
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
