#include "engine/documents/timesheet/interpretation_json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet {
namespace {

using json = nlohmann::ordered_json;

json Plain(const std::string& text) { return text; }
json Plain(Hundredths hours) { return hours; }
json Plain(Day day) { return FormatDay(day); }

json ListOf(const std::vector<Correction>& corrections) {
  json list = json::array();
  for (const Correction& correction : corrections) {
    list.push_back({{"rule", correction.rule},
                    {"before", correction.before},
                    {"after", correction.after}});
  }
  return list;
}

template <class T>
json ObjectOf(const Value<T>& value) {
  return {{"value", value.value ? Plain(*value.value) : json()},
          {"state", ValueStateName(value.state)},
          {"raw", value.raw},
          {"confidence", value.confidence},
          {"box",
           {value.box.left, value.box.top, value.box.width, value.box.height}},
          {"corrections", ListOf(value.corrections)}};
}

json ListOf(const WeekHours& week) {
  json list = json::array();
  for (const HoursValue& hours : week) list.push_back(ObjectOf(hours));
  return list;
}

json ObjectOf(const Task& task) {
  return {{"name", task.name},
          {"parent_row", task.parent_row},
          {"cells", ListOf(task.cells)},
          {"total", task.total ? ObjectOf(*task.total) : json()}};
}

json ObjectOf(const Project& project) {
  json tasks = json::array();
  for (const Task& task : project.tasks) tasks.push_back(ObjectOf(task));
  return {{"key", project.key},
          {"code", ObjectOf(project.code)},
          {"name", ObjectOf(project.name)},
          {"doubt", project.doubt},
          {"suggestions", project.suggestions},
          {"hours", ListOf(project.hours)},
          {"tasks", std::move(tasks)}};
}

// Reads what EntriesOf needs. A member that is not as it was written makes
// `whole` false and the rest of no matter.
class SheetReader {
 public:
  [[nodiscard]] bool whole() const { return whole_; }

  Sheet Read(const json& object) {
    Sheet sheet;
    sheet.zero_hour = Member(object, "zero_hour", &json::is_boolean) == true;
    const json& week = Member(object, "week", &json::is_object);
    if (const std::string day = OptionalText(week); !day.empty()) {
      sheet.week.Set(DayOf(day));
    }
    for (const json& day : Member(object, "bank_holidays", &json::is_array)) {
      MarkHoliday(day, &sheet);
    }
    for (const json& project : Member(object, "projects", &json::is_array)) {
      sheet.projects.push_back(ReadProject(project));
    }
    return sheet;
  }

 private:
  // A null where there is no such member of this kind.
  const json& Member(const json& object, const char* name,
                     bool (json::*kind)() const noexcept) {
    static const json kNone;
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (found != object.end() && ((*found).*kind)()) return *found;
    whole_ = false;
    return kNone;
  }
  std::string TextOf(const json& object, const char* name) {
    const json& text = Member(object, name, &json::is_string);
    return text.is_string() ? text.get<std::string>() : std::string();
  }
  // The member `value`; empty for null.
  std::string OptionalText(const json& object) {
    const auto found = object.is_object() ? object.find("value") : object.end();
    if (found != object.end() && found->is_null()) return {};
    return TextOf(object, "value");
  }
  Day DayOf(const std::string& text) {
    const std::optional<Day> day = ParseDay(text);
    if (!day) whole_ = false;
    return day.value_or(Day{});
  }
  void MarkHoliday(const json& text, Sheet* sheet) {
    const Day day = DayOf(text.is_string() ? text.get<std::string>() : "");
    if (!sheet->week.value) return;
    const auto index = (day - *sheet->week.value).count();
    if (index < 0 || index >= static_cast<int>(kDaysOfWeek)) {
      whole_ = false;
      return;
    }
    sheet->bank_holidays[static_cast<std::size_t>(index)] = true;
  }
  Project ReadProject(const json& object) {
    Project project;
    project.key = TextOf(object, "key");
    project.code.value = OptionalText(Member(object, "code", &json::is_object));
    project.name.value = OptionalText(Member(object, "name", &json::is_object));
    const json& hours = Member(object, "hours", &json::is_array);
    if (hours.size() != kDaysOfWeek) {
      whole_ = false;
      return project;
    }
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      project.hours[day] = ReadHours(hours[day]);
    }
    return project;
  }
  HoursValue ReadHours(const json& object) {
    HoursValue hours;
    const auto state = ValueStateFromName(TextOf(object, "state"));
    const auto value = object.is_object() ? object.find("value") : object.end();
    const bool has_value = value != object.end() && value->is_number_integer();
    if (!state || has_value == (*state == ValueState::kUnreadable)) {
      whole_ = false;
      return hours;
    }
    if (has_value) hours.value = value->get<Hundredths>();
    hours.state = *state;
    hours.raw = TextOf(object, "raw");
    const json& confidence = Member(object, "confidence", &json::is_number);
    if (confidence.is_number()) hours.confidence = confidence.get<float>();
    ReadBox(Member(object, "box", &json::is_array), &hours.box);
    for (const json& item : Member(object, "corrections", &json::is_array)) {
      hours.corrections.push_back({TextOf(item, "rule"), TextOf(item, "before"),
                                   TextOf(item, "after")});
    }
    return hours;
  }
  void ReadBox(const json& list, PixelBox* box) {
    int* const sides[] = {&box->left, &box->top, &box->width, &box->height};
    for (std::size_t i = 0; i < std::size(sides); ++i) {
      if (list.size() != std::size(sides) || !list[i].is_number_integer()) {
        whole_ = false;
        return;
      }
      *sides[i] = list[i].get<int>();
    }
  }

  bool whole_ = true;
};

}  // namespace

std::string WriteSheet(const Sheet& sheet) {
  json holidays = json::array();
  for (std::size_t i = 0; sheet.week.value && i < kDaysOfWeek; ++i) {
    if (!sheet.bank_holidays[i]) continue;
    holidays.push_back(
        FormatDay(*sheet.week.value + std::chrono::days(static_cast<int>(i))));
  }
  json projects = json::array();
  for (const Project& project : sheet.projects) {
    projects.push_back(ObjectOf(project));
  }
  const json object = {{"person", ObjectOf(sheet.person)},
                       {"job_title", ObjectOf(sheet.job_title)},
                       {"date_range", ObjectOf(sheet.date_range)},
                       {"week", ObjectOf(sheet.week)},
                       {"status", ObjectOf(sheet.status)},
                       {"zero_hour", sheet.zero_hour},
                       {"zero_hour_reason", sheet.zero_hour_reason},
                       {"without_total", sheet.without_total},
                       {"bank_holidays", std::move(holidays)},
                       {"daily_totals", ListOf(sheet.daily_totals)},
                       {"weekly_total", ObjectOf(sheet.weekly_total)},
                       {"projects", std::move(projects)}};
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::vector<Entry>> EntriesOfText(std::string_view text,
                                         const std::string& source) {
  const json parsed = json::parse(text.begin(), text.end(), nullptr,
                                  /*allow_exceptions=*/false);
  SheetReader reader;
  const Sheet sheet = reader.Read(parsed);
  if (!reader.whole()) {
    return Fail(ErrorCode::kCorruption, source + ": is no sheet");
  }
  return EntriesOf(sheet);
}

}  // namespace rescan::timesheet
