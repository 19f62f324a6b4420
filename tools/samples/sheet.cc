#include "tools/samples/sheet.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace rescan::samples {
namespace {

using Json = nlohmann::ordered_json;

// In the order of the enumerations.
constexpr std::array<std::string_view, kSheetVariants> kVariantNames = {
    "regular",    "zero-hour",   "status",       "wrong-day",  "no-total",
    "cut",        "upside-down", "half-zoom",    "two-sheets", "other-page",
    "over-limit", "header-75",   "monitor-photo"};
constexpr std::array<std::string_view, kExpectations> kExpectationNames = {
    "store",      "zero_hour", "rejected_status", "wrong_day",    "over_limit",
    "incomplete", "review",    "exact_or_review", "not_timesheet"};

template <class Enum, std::size_t n>
std::optional<Enum> Named(const std::array<std::string_view, n>& names,
                          std::string_view name) {
  for (std::size_t i = 0; i < n; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return {};
}

template <class T>
T NotEmpty(const std::optional<T>& value, std::string_view what) {
  // Caught, with the library's own, in SheetFromJson.
  if (!value) throw std::invalid_argument(std::string(what));
  return *value;
}

Json SubtaskToJson(const SheetSubtask& subtask) {
  Json json = {{"name", subtask.name},
               {"label", subtask.label},
               {"hours_by_day", subtask.hours_by_day},
               {"total", subtask.total}};
  json["posted_actuals"] =
      subtask.posted_actuals ? Json(*subtask.posted_actuals) : Json(nullptr);
  return json;
}

Json ProjectToJson(const SheetProject& project) {
  Json subtasks = Json::array();
  for (const SheetSubtask& subtask : project.subtasks) {
    subtasks.push_back(SubtaskToJson(subtask));
  }
  return {{"name", project.name},
          {"code", project.code},
          {"hours_by_day", project.hours_by_day},
          {"subtasks", std::move(subtasks)}};
}

Json FieldToJson(const SheetField& field) {
  Json json = {{"field", field.field}};
  if (field.project >= 0) json["project"] = field.project;
  if (field.subtask >= 0) json["subtask"] = field.subtask;
  if (field.day >= 0) json["day"] = field.day;
  const PixelBox& box = field.box;
  json["text"] = field.text;
  json["box"] = {box.left, box.top, box.width, box.height};
  return json;
}

Json DimensionsToJson(const SheetDimensions& d) {
  Json json = {{"variant", VariantName(d.variant)},
               {"width", d.width},
               {"zoom", d.zoom},
               {"projects", d.projects},
               {"subtasks", d.subtasks},
               {"zeros", d.zeros},
               {"week", d.week},
               {"dates", d.dates},
               {"names", d.names},
               {"edge", d.edge},
               {"tooltip", d.tooltip},
               {"side_tab", d.side_tab},
               {"jpeg_quality", d.jpeg_quality},
               {"prefixes", d.prefixes}};
  // Left out where false, as in truths that were written before it was known.
  if (d.subpixel) json["subpixel"] = true;
  return json;
}

SheetSubtask SubtaskFromJson(const Json& json) {
  SheetSubtask subtask;
  json.at("name").get_to(subtask.name);
  json.at("label").get_to(subtask.label);
  json.at("hours_by_day").get_to(subtask.hours_by_day);
  json.at("total").get_to(subtask.total);
  const Json& posted = json.at("posted_actuals");
  if (!posted.is_null()) subtask.posted_actuals = posted.get<int>();
  return subtask;
}

SheetProject ProjectFromJson(const Json& json) {
  SheetProject project;
  json.at("name").get_to(project.name);
  json.at("code").get_to(project.code);
  json.at("hours_by_day").get_to(project.hours_by_day);
  for (const Json& subtask : json.at("subtasks")) {
    project.subtasks.push_back(SubtaskFromJson(subtask));
  }
  return project;
}

SheetField FieldFromJson(const Json& json) {
  SheetField field;
  json.at("field").get_to(field.field);
  field.project = json.value("project", -1);
  field.subtask = json.value("subtask", -1);
  field.day = json.value("day", -1);
  json.at("text").get_to(field.text);
  const auto box = json.at("box").get<std::array<int, 4>>();
  field.box = {box[0], box[1], box[2], box[3]};
  return field;
}

SheetDimensions DimensionsFromJson(const Json& json) {
  SheetDimensions d;
  d.variant = NotEmpty(VariantNamed(json.at("variant").get<std::string>()),
                       "unknown variant");
  json.at("width").get_to(d.width);
  json.at("zoom").get_to(d.zoom);
  json.at("projects").get_to(d.projects);
  json.at("subtasks").get_to(d.subtasks);
  json.at("zeros").get_to(d.zeros);
  json.at("week").get_to(d.week);
  json.at("dates").get_to(d.dates);
  json.at("names").get_to(d.names);
  json.at("edge").get_to(d.edge);
  json.at("tooltip").get_to(d.tooltip);
  json.at("side_tab").get_to(d.side_tab);
  json.at("jpeg_quality").get_to(d.jpeg_quality);
  d.subpixel = json.value("subpixel", false);
  json.at("prefixes").get_to(d.prefixes);
  return d;
}

SheetTruth TruthFromObject(const Json& json) {
  SheetTruth sheet;
  sheet.expectation =
      NotEmpty(ExpectationNamed(json.at("expectation").get<std::string>()),
               "unknown expectation");
  sheet.dimensions = DimensionsFromJson(json.at("dimensions"));
  json.at("resource_name").get_to(sheet.resource_name);
  json.at("job_title").get_to(sheet.job_title);
  json.at("date_range").get_to(sheet.date_range);
  json.at("week_start").get_to(sheet.week_start);
  json.at("status").get_to(sheet.status);
  json.at("project_time").get_to(sheet.project_time);
  json.at("is_zero_hour").get_to(sheet.is_zero_hour);
  json.at("daily_totals").get_to(sheet.daily_totals);
  json.at("weekly_total").get_to(sheet.weekly_total);
  for (const Json& project : json.at("projects")) {
    sheet.projects.push_back(ProjectFromJson(project));
  }
  for (const Json& field : json.at("fields")) {
    sheet.fields.push_back(FieldFromJson(field));
  }
  return sheet;
}

// "[" and the items, each on a line of its own, and "]".
template <class Items, class Convert>
std::string ListOf(const Items& items, Convert convert) {
  std::string json = "[";
  for (const auto& item : items) {
    json += json.size() == 1 ? "\n" : ",\n";
    json += convert(item).dump();
  }
  return json += ']';
}

}  // namespace

std::string_view VariantName(SheetVariant variant) {
  return kVariantNames[static_cast<std::size_t>(variant)];
}

std::optional<SheetVariant> VariantNamed(std::string_view name) {
  return Named<SheetVariant>(kVariantNames, name);
}

bool IsBadInput(SheetVariant variant) { return variant >= SheetVariant::kCut; }

std::string_view ExpectationName(Expectation expectation) {
  return kExpectationNames[static_cast<std::size_t>(expectation)];
}

std::optional<Expectation> ExpectationNamed(std::string_view name) {
  return Named<Expectation>(kExpectationNames, name);
}

std::string HoursText(int hundredths) {
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

std::string SheetToJson(const SheetTruth& sheet) {
  const Json head = {{"expectation", ExpectationName(sheet.expectation)},
                     {"dimensions", DimensionsToJson(sheet.dimensions)},
                     {"resource_name", sheet.resource_name},
                     {"job_title", sheet.job_title},
                     {"date_range", sheet.date_range},
                     {"week_start", sheet.week_start},
                     {"status", sheet.status},
                     {"project_time", sheet.project_time},
                     {"is_zero_hour", sheet.is_zero_hour},
                     {"daily_totals", sheet.daily_totals},
                     {"weekly_total", sheet.weekly_total}};
  std::string json = head.dump();
  json.pop_back();
  json += ",\n\"projects\":" + ListOf(sheet.projects, ProjectToJson);
  json += ",\n\"fields\":" + ListOf(sheet.fields, FieldToJson);
  return json += '}';
}

Result<SheetTruth> SheetFromJson(std::string_view json) {
  try {
    return TruthFromObject(Json::parse(json));
  } catch (const std::exception& e) {
    return Fail(ErrorCode::kCorruption,
                fmt::format("timesheet truth: {}", e.what()));
  }
}

}  // namespace rescan::samples
