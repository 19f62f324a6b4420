#include "engine/ocr/set_parameter.h"

#include <fmt/format.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <cmath>
#include <optional>
#include <string_view>
#include <system_error>

namespace rescan {
namespace {

using tesseract::TessBaseAPI;

std::optional<bool> YesOrNo(const std::string& text) {
  static constexpr std::array<std::string_view, 5> kYes = {"1", "t", "true",
                                                           "y", "yes"};
  static constexpr std::array<std::string_view, 5> kNo = {"0", "f", "false",
                                                          "n", "no"};
  std::string value = text;
  for (char& c : value) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (std::find(kYes.begin(), kYes.end(), value) != kYes.end()) return true;
  if (std::find(kNo.begin(), kNo.end(), value) != kNo.end()) return false;
  return std::nullopt;
}

template <class T>
std::optional<T> NumberOf(const std::string& value) {
  T number = 0;
  const char* const end = value.data() + value.size();
  const auto [last, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || last != end) return std::nullopt;
  return number;
}

std::optional<int> WholeNumber(const std::string& value) {
  const auto number = NumberOf<int>(value);
  // Which Tesseract takes for no number.
  return number == INT_MIN ? std::nullopt : number;
}

std::optional<double> FiniteNumber(const std::string& value) {
  const auto number = NumberOf<double>(value);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

// One kind of parameter: how its value is written, and how it is asked for.
template <class T>
struct Kind {
  const char* form;
  std::optional<T> (*parse)(const std::string& value);
  bool (TessBaseAPI::*get)(const char* name, T* value) const;
};
constexpr Kind<int> kWhole = {"a whole number", WholeNumber,
                              &TessBaseAPI::GetIntVariable};
constexpr Kind<bool> kFlag = {"0 or 1", YesOrNo, &TessBaseAPI::GetBoolVariable};
constexpr Kind<double> kNumber = {"a number", FiniteNumber,
                                  &TessBaseAPI::GetDoubleVariable};

tl::unexpected<Error> Refuse(const std::string& name, const std::string& value,
                             std::string_view why) {
  return Fail(
      ErrorCode::kInvalidArgument,
      fmt::format("parameter \"{}\" is \"{}\", but {}", name, value, why));
}

tl::unexpected<Error> TooLate(const std::string& name,
                              const std::string& value) {
  return Refuse(name, value, "only counts before Tesseract loads its data");
}

// Parts of the names of what is for those who work on Tesseract: it opens
// windows, writes files into the current folder, or trains instead of reading.
constexpr std::array<std::string_view, 8> kForDebugging = {
    "_show_", "display",      "debugimage", "debug_file",
    "_train", "dump_pageseg", "write_",     "_save_"};

bool IsForDebugging(std::string_view name) {
  return std::any_of(kForDebugging.begin(), kForDebugging.end(),
                     [&](std::string_view part) {
                       return name.find(part) != std::string_view::npos;
                     });
}

// nullopt: the parameter is of another kind.
template <class T>
std::optional<Status> SetAs(const Kind<T>& kind, TessBaseAPI& api,
                            const std::string& name, const std::string& value) {
  T now = {};
  if (!(api.*kind.get)(name.c_str(), &now)) return std::nullopt;
  const std::optional<T> wanted = kind.parse(value);
  if (!wanted) {
    return Refuse(name, value, fmt::format("must be {}", kind.form));
  }
  api.SetVariable(name.c_str(), value.c_str());
  if (!(api.*kind.get)(name.c_str(), &now) || now != *wanted) {
    return TooLate(name, value);
  }
  return Status();
}

}  // namespace

Status SetParameter(TessBaseAPI& api, const std::string& name,
                    const std::string& value) {
  if (name == "tessedit_pageseg_mode") {
    return Refuse(name, value, "the mode is page_segmentation_mode");
  }
  if (IsForDebugging(name)) {
    return Refuse(name, value,
                  "it opens windows, writes files or trains, and is not for "
                  "reading");
  }
  if (const auto set = SetAs(kWhole, api, name, value)) return *set;
  if (const auto set = SetAs(kFlag, api, name, value)) return *set;
  if (const auto set = SetAs(kNumber, api, name, value)) return *set;
  if (api.GetStringVariable(name.c_str()) == nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                "Tesseract has no parameter " + name);
  }
  api.SetVariable(name.c_str(), value.c_str());
  if (value != api.GetStringVariable(name.c_str())) {
    return TooLate(name, value);
  }
  return {};
}

}  // namespace rescan
