#include "engine/records/outcome.h"

#include <array>
#include <utility>

namespace rescan {
namespace {

constexpr std::array<std::pair<FailureType, std::string_view>, 10> kNames = {{
    {FailureType::kIo, "IO_ERROR"},
    {FailureType::kDecode, "DECODE_ERROR"},
    {FailureType::kLimit, "LIMIT_ERROR"},
    {FailureType::kTimeout, "TIMEOUT_ERROR"},
    {FailureType::kCrash, "CRASH_ERROR"},
    {FailureType::kOcr, "OCR_ERROR"},
    {FailureType::kParsing, "PARSING_ERROR"},
    {FailureType::kValidation, "VALIDATION_ERROR"},
    {FailureType::kThrottling, "THROTTLING_ERROR"},
    {FailureType::kTextract, "TEXTRACT_ERROR"},
}};

}  // namespace

std::string_view FailureTypeName(FailureType type) {
  for (const auto& [known, name] : kNames) {
    if (known == type) return name;
  }
  return "UNKNOWN";
}

std::optional<FailureType> FailureTypeFromName(std::string_view name) {
  for (const auto& [type, known] : kNames) {
    if (known == name) return type;
  }
  return std::nullopt;
}

}  // namespace rescan
