#include "engine/documents/timesheet/raw_sheet_json.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "kernels/base/text.h"

namespace rescan::timesheet {
namespace {

using json = nlohmann::ordered_json;

// Each value has one function, Code, that names its members for both ways: a
// Writer fills an object, a Reader takes the members out of one.
template <class Coder, class T>
using Ref = std::conditional_t<Coder::kReads, T&, const T&>;

class Writer {
 public:
  static constexpr bool kReads = false;

  void Version() { object_["version"] = kRawSheetVersion; }
  void Text(const char* name, const std::string& text) {
    object_[name] = PathToText(text);
  }
  void OptionalText(const char* name, const std::string& text) {
    if (!text.empty()) Text(name, text);
  }
  void Flag(const char* name, bool value) { object_[name] = value; }
  void Flag(const char* name, const std::optional<bool>& value) {
    object_[name] = value ? json(*value) : json();
  }
  void Count(const char* name, int value) { object_[name] = value; }
  void Number(const char* name, float value, double /*most*/) {
    object_[name] = std::isfinite(value) ? value : 0.0F;
  }
  void Number(const char* name, const std::optional<double>& value,
              double /*most*/) {
    object_[name] = value ? json(std::isfinite(*value) ? *value : 0.0) : json();
  }
  void Box(const char* name, const PixelBox& box) {
    object_[name] = {box.left, box.top, box.width, box.height};
  }
  template <class T>
  void Object(const char* name, const T& value) {
    object_[name] = Writer::Of(value);
  }
  template <class T>
  void Object(const char* name, const std::optional<T>& value) {
    object_[name] = value ? Writer::Of(*value) : json();
  }
  template <class List>
  void Objects(const char* name, const List& values) {
    json list = json::array();
    for (const auto& value : values) list.push_back(Writer::Of(value));
    object_[name] = std::move(list);
  }

  template <class T>
  static json Of(const T& value);

 private:
  json object_ = json::object();
};

class Reader {
 public:
  static constexpr bool kReads = true;

  explicit Reader(const json& object) : object_(object) {}

  void Version() { Check(Take("version") != nullptr, "version"); }
  void Text(const char* name, std::string& text) {
    const json* value = Take(name);
    if (!Check(value != nullptr && value->is_string(), name)) return;
    text = TextToPath(value->get_ref<const std::string&>());
  }
  // Without the member it is empty: sheets of before there was such a member
  // have none.
  void OptionalText(const char* name, std::string& text) {
    if (object_.contains(name)) Text(name, text);
  }
  void Flag(const char* name, bool& flag) {
    const json* value = Take(name);
    if (!Check(value != nullptr && value->is_boolean(), name)) return;
    flag = value->get<bool>();
  }
  void Flag(const char* name, std::optional<bool>& flag) {
    if (IsNull(name)) return;
    Flag(name, flag.emplace());
  }
  void Count(const char* name, int& count) {
    const json* value = Take(name);
    if (Check(value != nullptr && Integer(*value, &count), name)) {
      Check(count >= 0, name);
    }
  }
  template <class T>
  requires std::is_floating_point_v<T>
  void Number(const char* name, T& number, double most) {
    const json* value = Take(name);
    if (!Check(value != nullptr && value->is_number(), name)) return;
    const auto wide = value->get<double>();
    if (!Check(wide >= 0 && wide <= most, name)) return;
    number = static_cast<T>(wide);
  }
  void Number(const char* name, std::optional<double>& number, double most) {
    if (IsNull(name)) return;
    Number(name, number.emplace(), most);
  }
  void Box(const char* name, PixelBox& box) {
    const json* value = Take(name);
    if (!Check(value != nullptr && value->is_array() && value->size() == 4,
               name)) {
      return;
    }
    const std::array<int*, 4> sides = {&box.left, &box.top, &box.width,
                                       &box.height};
    for (std::size_t i = 0; i < sides.size(); ++i) {
      Check(Integer((*value)[i], sides[i]), name);
    }
  }
  template <class T>
  void Object(const char* name, T& object) {
    const json* value = Take(name);
    if (!Check(value != nullptr, name)) return;
    Inner(name, *value, object);
  }
  template <class T>
  void Object(const char* name, std::optional<T>& object) {
    if (IsNull(name)) return;
    Object(name, object.emplace());
  }
  template <class T, std::size_t kSize>
  void Objects(const char* name, std::array<T, kSize>& list) {
    const json* value = Take(name);
    if (!Check(value != nullptr && value->is_array() && value->size() == kSize,
               name)) {
      return;
    }
    for (std::size_t i = 0; i < kSize; ++i) Inner(name, (*value)[i], list[i]);
  }
  template <class T>
  void Objects(const char* name, std::vector<T>& list) {
    const json* value = Take(name);
    if (!Check(value != nullptr && value->is_array(), name)) return;
    for (const json& entry : *value) Inner(name, entry, list.emplace_back());
  }

  // The object's members, and no others, were all as they must be. Returns
  // what was not: the path of the first bad member, empty if none.
  template <class T>
  static std::string Into(const json& value, T& to);

 private:
  const json* Take(const char* name) {
    const auto found = object_.find(name);
    if (found == object_.end()) return nullptr;
    ++taken_;
    return &*found;
  }
  // A member that is null has been dealt with.
  bool IsNull(const char* name) {
    const auto found = object_.find(name);
    if (found == object_.end() || !found->is_null()) return false;
    ++taken_;
    return true;
  }
  bool Check(bool condition, const char* name) {
    if (!condition && bad_.empty()) bad_ = name;
    return condition;
  }
  template <class T>
  void Inner(const char* name, const json& value, T& to) {
    const std::string bad = Into(value, to);
    if (!bad.empty() && bad_.empty()) bad_ = std::string(name) + "." + bad;
  }
  static bool Integer(const json& value, int* to) {
    if (!value.is_number_integer()) return false;
    if (value.is_number_unsigned()) {
      if (!std::in_range<int>(value.get<std::uint64_t>())) return false;
    } else if (!std::in_range<int>(value.get<std::int64_t>())) {
      return false;
    }
    *to = value.get<int>();
    return true;
  }

  const json& object_;
  std::size_t taken_ = 0;
  std::string bad_;
};

template <class Coder>
void Code(Coder& code, Ref<Coder, ReadField> field) {
  code.Text("text", field.text);
  code.Box("box", field.box);
  code.Number("confidence", field.confidence, 1);
  code.Flag("readable", field.readable);
}

template <class Coder>
void Code(Coder& code, Ref<Coder, RawDay> day) {
  code.Object("label", day.label);
  code.Object("total", day.total);
}

template <class Coder>
void Code(Coder& code, Ref<Coder, RawRow> row) {
  code.Object("name", row.name);
  code.Flag("bold", row.bold);
  code.Flag("chevron", row.chevron);
  code.Flag("indented", row.indented);
  code.Objects("cells", row.cells);
  code.Object("total", row.total);
  code.Object("posted_actuals", row.posted_actuals);
}

template <class Coder>
void Code(Coder& code, Ref<Coder, RawSheet> sheet) {
  code.Version();
  code.Text("file_name", sheet.file_name);
  code.Object("name", sheet.name);
  code.Object("job_title", sheet.job_title);
  code.Object("date_range", sheet.date_range);
  code.Object("status", sheet.status);
  code.Object("percent", sheet.percent);
  code.Number("percent_by_marker", sheet.percent_by_marker, 100);
  code.Flag("header_found", sheet.header_found);
  code.Flag("grid_found", sheet.grid_found);
  code.Count("day_columns", sheet.day_columns);
  code.Objects("days", sheet.days);
  code.Object("weekly_total", sheet.weekly_total);
  code.Objects("rows", sheet.rows);
  code.OptionalText("defect", sheet.defect);
}

template <class T>
json Writer::Of(const T& value) {
  Writer writer;
  Code(writer, value);
  return std::move(writer.object_);
}

template <class T>
std::string Reader::Into(const json& value, T& to) {
  if (!value.is_object()) return "not an object";
  Reader reader(value);
  Code(reader, to);
  if (reader.bad_.empty() && reader.taken_ != value.size()) {
    return "an unknown member";
  }
  return std::move(reader.bad_);
}

}  // namespace

std::string WriteRawSheet(const RawSheet& sheet) {
  return Writer::Of(sheet).dump();
}

Result<RawSheet> ParseRawSheet(std::string_view text,
                               const std::string& source) {
  const json parsed = json::parse(text.begin(), text.end(), nullptr,
                                  /*allow_exceptions=*/false);
  if (parsed.is_discarded() || !parsed.is_object()) {
    return Fail(ErrorCode::kCorruption, source + ": not a JSON object");
  }
  const auto version = parsed.find("version");
  if (version == parsed.end() || !version->is_number_integer()) {
    return Fail(ErrorCode::kCorruption, source + ": no version");
  }
  if (*version != kRawSheetVersion) {
    return Fail(ErrorCode::kUnsupported,
                source + ": version " + version->dump() + " of a read sheet");
  }
  RawSheet sheet;
  const std::string bad = Reader::Into(parsed, sheet);
  if (!bad.empty()) {
    return Fail(ErrorCode::kCorruption, source + ": " + bad + " is malformed");
  }
  return sheet;
}

}  // namespace rescan::timesheet
