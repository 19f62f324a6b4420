#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/project_master.h"

namespace rescan::timesheet {
namespace {

using json = nlohmann::ordered_json;

struct RuleField {
  const char* group;
  const char* name;
  bool NormalizationRules::*member;
};

constexpr std::array<RuleField, 6> kRules = {
    {{"code_patterns", "remove_spaces", &NormalizationRules::remove_spaces},
     {"code_patterns", "uppercase", &NormalizationRules::uppercase},
     {"code_patterns", "zero_vs_o", &NormalizationRules::zero_vs_o},
     {"name_patterns", "trim_whitespace", &NormalizationRules::trim_whitespace},
     {"name_patterns", "normalize_spaces",
      &NormalizationRules::normalize_spaces},
     {"name_patterns", "title_case", &NormalizationRules::title_case}}};

tl::unexpected<Error> Bad(std::string message) {
  return Fail(ErrorCode::kCorruption, std::move(message));
}

// The member `field` of an object; null when there is none.
const json* Member(const json& object, const char* field) {
  const auto found = object.find(field);
  return found == object.end() ? nullptr : &*found;
}

Status ReadTexts(const json& aliases, const char* field,
                 std::vector<std::string>* texts) {
  const json* list = Member(aliases, field);
  if (list == nullptr) return {};
  if (!list->is_array()) return Bad("aliases must be lists of texts");
  for (const json& text : *list) {
    if (!text.is_string()) return Bad("aliases must be lists of texts");
    texts->push_back(text.get<std::string>());
  }
  return {};
}

Status ReadProject(const json& entry, MasterProject* project) {
  if (!entry.is_object()) return Bad("a project must be an object");
  const json* code = Member(entry, "code");
  const json* name = Member(entry, "name");
  if (code == nullptr || !code->is_string() || name == nullptr ||
      !name->is_string()) {
    return Bad("a project needs a code and a name, both texts");
  }
  project->code = code->get<std::string>();
  project->name = name->get<std::string>();
  if (!IsStorableCode(project->code)) {
    return Bad(Quoted(project->code) + " is no project code");
  }
  if (const json* count = Member(entry, "usage_count")) {
    if (!count->is_number_integer()) return Bad("usage_count must be a number");
    project->usage_count = count->get<std::int64_t>();
  }
  const json* aliases = Member(entry, "aliases");
  if (aliases == nullptr) return {};
  if (!aliases->is_object()) return Bad("aliases must be an object");
  RESCAN_TRY(ReadTexts(*aliases, "codes", &project->code_aliases));
  return ReadTexts(*aliases, "names", &project->name_aliases);
}

Status ReadRules(const json& object, NormalizationRules* rules) {
  if (!object.is_object()) return Bad("normalization_rules must be an object");
  for (const RuleField& rule : kRules) {
    const json* group = Member(object, rule.group);
    if (group == nullptr) continue;
    const json* value =
        group->is_object() ? Member(*group, rule.name) : nullptr;
    if (value == nullptr && group->is_object()) continue;
    if (value == nullptr || !value->is_boolean()) {
      return Bad(std::string(rule.group) + "." + rule.name +
                 " must be true or false");
    }
    rules->*rule.member = value->get<bool>();
  }
  return {};
}

Status ReadMaster(const json& parsed, ProjectMaster* master) {
  if (!parsed.is_object()) return Bad("not a JSON object");
  const json* projects = Member(parsed, "projects");
  if (projects == nullptr || !projects->is_array()) {
    return Bad("needs a list \"projects\"");
  }
  for (const json& entry : *projects) {
    MasterProject project;
    RESCAN_TRY(ReadProject(entry, &project));
    master->projects.push_back(std::move(project));
  }
  std::stable_sort(master->projects.begin(), master->projects.end(),
                   [](const MasterProject& a, const MasterProject& b) {
                     return NormaliseCode(a.code) < NormaliseCode(b.code);
                   });
  for (std::size_t i = 1; i < master->projects.size(); ++i) {
    const std::string& code = master->projects[i].code;
    if (NormaliseCode(master->projects[i - 1].code) == NormaliseCode(code)) {
      return Bad("project " + code + " is given twice");
    }
  }
  const json* rules = Member(parsed, "normalization_rules");
  return rules == nullptr ? Status() : ReadRules(*rules, &master->rules);
}

}  // namespace

Result<ProjectMaster> ParseProjectMaster(std::string_view text,
                                         const std::string& source) {
  const json parsed = json::parse(text.begin(), text.end(), nullptr,
                                  /*allow_exceptions=*/false);
  if (parsed.is_discarded()) return Bad(source + ": not JSON");
  ProjectMaster master;
  const Status read = ReadMaster(parsed, &master);
  if (!read.has_value()) return Bad(source + ": " + read.error().message);
  return master;
}

std::string WriteProjectMaster(const ProjectMaster& master) {
  json projects = json::array();
  for (const MasterProject& project : master.projects) {
    json entry = {
        {"code", project.code},
        {"name", project.name},
        {"aliases",
         {{"codes", project.code_aliases}, {"names", project.name_aliases}}}};
    if (project.usage_count) entry["usage_count"] = *project.usage_count;
    projects.push_back(std::move(entry));
  }
  json rules = json::object();
  for (const RuleField& rule : kRules) {
    rules[rule.group][rule.name] = master.rules.*rule.member;
  }
  const json file = {{"projects", std::move(projects)},
                     {"normalization_rules", std::move(rules)}};
  // Names may hold any bytes; ill-formed ones become U+FFFD.
  return file.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace rescan::timesheet
