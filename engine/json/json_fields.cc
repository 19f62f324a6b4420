#include "engine/json/json_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace rescan {

using nlohmann::json;

namespace {

// Not-a-number is in no range.
bool IsNumberIn(const json& value, double least, double most) {
  return value.is_number() && value >= least && value <= most;
}

// Of a byte of the text, from 1 on; of its end where it is behind it.
std::string PlaceOf(std::size_t byte, std::string_view text) {
  const std::string_view before = text.substr(
      0, std::min(byte - std::min<std::size_t>(byte, 1), text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return fmt::format("line {}, column {}", lines + 1,
                     before.size() - line_start + 1);
}

}  // namespace

Result<json> ParseJsonObject(std::string_view text, const std::string& name) {
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
  json parsed;
  try {
    parsed = json::parse(text, watch);
  } catch (const json::parse_error& e) {
    return Fail(ErrorCode::kCorruption,
                fmt::format("{}: not JSON at {}", name, PlaceOf(e.byte, text)));
  } catch (const json::out_of_range&) {
    return Fail(ErrorCode::kCorruption, name + ": a number is too large");
  }
  if (!parsed.is_object()) {
    return Fail(ErrorCode::kCorruption, name + ": not a JSON object");
  }
  if (!twice.empty()) {
    return Fail(ErrorCode::kCorruption,
                fmt::format("{}: field \"{}\" is given twice", name, twice));
  }
  return parsed;
}

JsonFields::JsonFields(const json& object, std::string where)
    : object_(object), where_(std::move(where)) {
  if (!object_.is_object()) Fault("must be an object");
}

void JsonFields::Number(const char* field, double least, double most,
                        double& to) {
  const json* value = Get(field);
  if (value == nullptr) return;
  if (!IsNumberIn(*value, least, most)) {
    return FieldFault(
        field, fmt::format("must be a number from {} to {}", least, most));
  }
  to = value->get<double>();
}

void JsonFields::Numbers(const char* field, double least, double most,
                         std::size_t count, std::vector<double>& to) {
  const json* value = Get(field);
  if (value == nullptr) return;
  if (!value->is_array() || value->empty() || value->size() > count ||
      !std::all_of(value->begin(), value->end(), [&](const json& number) {
        return IsNumberIn(number, least, most);
      })) {
    return FieldFault(
        field, fmt::format("must be a list of 1 to {} numbers from {} to {}",
                           count, least, most));
  }
  to = value->get<std::vector<double>>();
}

void JsonFields::Integer(const char* field, int least, int most, int& to) {
  const json* value = Get(field);
  if (value == nullptr) return;
  if (!value->is_number_integer() || *value < least || *value > most) {
    return FieldFault(
        field, fmt::format("must be an integer from {} to {}", least, most));
  }
  to = value->get<int>();
}

void JsonFields::Flag(const char* field, bool& to) {
  const json* value = Get(field);
  if (value == nullptr) return;
  if (!value->is_boolean()) return FieldFault(field, "must be true or false");
  to = value->get<bool>();
}

void JsonFields::Text(const char* field, std::string& to) {
  const json* value = Get(field);
  if (value == nullptr) return;
  if (!value->is_string()) return FieldFault(field, "must be a text");
  to = value->get<std::string>();
}

void JsonFields::Text(const char* field, bool (*valid)(std::string_view),
                      std::string_view form, std::string& to) {
  const json* value = Get(field);
  if (value == nullptr) return;
  if (!value->is_string() || !valid(value->get_ref<const std::string&>())) {
    return FieldFault(field, fmt::format("must be {}", form));
  }
  to = value->get<std::string>();
}

void JsonFields::Texts(const char* field,
                       std::map<std::string, std::string>& to) {
  const json* value = Get(field);
  if (value == nullptr) return;
  if (!value->is_object()) {
    return FieldFault(field, "must be an object of texts");
  }
  for (const auto& [name, text] : value->items()) {
    if (!text.is_string()) {
      return Fault(
          fmt::format("field \"{}\": \"{}\" must be a text", field, name));
    }
  }
  to = value->get<std::map<std::string, std::string>>();
}

const json& JsonFields::List(const char* field) {
  static const json none = json::array();
  const json* value = Get(field);
  if (value == nullptr) return none;
  if (value->is_array()) return *value;
  FieldFault(field, "must be a list");
  return none;
}

const json* JsonFields::Get(const char* field) {
  const json* value = Find(field);
  if (value == nullptr) FieldFault(field, "is missing");
  return value;
}

const json* JsonFields::Find(const char* field) {
  seen_.insert(field);
  if (!fault_.empty()) return nullptr;
  const auto found = object_.find(field);
  return found == object_.end() ? nullptr : &*found;
}

void JsonFields::Fault(std::string_view what) {
  if (fault_.empty()) fault_ = where_ + std::string(what);
}

void JsonFields::FieldFault(std::string_view field, std::string_view what) {
  Fault(fmt::format("field \"{}\" {}", field, what));
}

Status JsonFields::Finish() {
  if (fault_.empty()) {
    for (const auto& [name, value] : object_.items()) {
      if (!seen_.contains(name)) FieldFault(name, "is unknown");
    }
  }
  return FinishWithOthers();
}

Status JsonFields::FinishWithOthers() const {
  if (!fault_.empty()) return Fail(ErrorCode::kCorruption, fault_);
  return {};
}

}  // namespace rescan
