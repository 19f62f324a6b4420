#include "tools/version_format.h"

#include "kernels/base/text.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

// A row for each class: its segmentation mode, then its steps and parameters.
void AddPreparation(const Preparation& preparation, Table& table) {
  const Json all = Json::parse(preparation.canonical);
  for (const char* name : {"native", "photo", "scan"}) {
    const Json& of_class = all[name];
    std::string text = "psm " + of_class["page_segmentation_mode"].dump();
    for (const Json& step : of_class["steps"]) {
      text += ", " + step["step"].get<std::string>();
      for (const auto& [field, value] : step.items()) {
        if (field != "step") text += " " + field + "=" + value.dump();
      }
    }
    for (const auto& [parameter, value] : of_class["parameters"].items()) {
      text += ", " + parameter + "=" + value.get<std::string>();
    }
    table.Add({std::string("preparation, ") + name, text});
  }
}

}  // namespace

std::string VersionTable(const std::vector<KnownVersion>& versions) {
  using Align = Table::Align;
  Table table(
      {Align::kLeft, Align::kLeft, Align::kLeft, Align::kRight, Align::kRight,
       Align::kLeft},
      {"NAME", "VERSION", "PROFILE", "CURRENT", "SUPERSEDED", "FINGERPRINT"});
  for (const KnownVersion& known : versions) {
    const std::string profile = !known.problem.empty() ? "unusable"
                                : known.on_disk        ? "yes"
                                                       : "no";
    const std::string& fingerprint = known.version.fingerprint;
    table.Add({known.version.profile.name, known.version.full_version, profile,
               std::to_string(known.current_readings),
               std::to_string(known.superseded_readings),
               fingerprint.empty() ? "-" : fingerprint.substr(0, 12)});
  }
  return table.Text();
}

std::string VersionDetails(const KnownVersion& known) {
  const OcrVersion& version = known.version;
  const OcrProfile& profile = version.profile;
  Table table({Table::Align::kLeft, Table::Align::kLeft});
  table.Add({"name", profile.name});
  table.Add({"full version", version.full_version});
  table.Add({"description", profile.description});
  table.Add({"engine", profile.engine + " " + version.engine_version});
  table.Add({"library build", version.library_build});
  table.Add({"language", profile.language});
  table.Add(
      {"segmentation mode", std::to_string(profile.page_segmentation_mode)});
  table.Add({"preprocessing", profile.preprocessing_version});
  if (profile.preparation.has_value())
    AddPreparation(*profile.preparation, table);
  for (const auto& [name, value] : profile.parameters) {
    table.Add({"parameter " + name, value});
  }
  table.Add({"traineddata", PathForDisplay(version.traineddata_path)});
  table.Add({"traineddata sha256", version.traineddata_sha256});
  table.Add({"fingerprint", version.fingerprint});
  table.Add({"profile on disk", known.on_disk ? "yes" : "no"});
  table.Add({"current results", std::to_string(known.current_readings)});
  table.Add({"superseded results", std::to_string(known.superseded_readings)});
  if (!known.problem.empty()) table.Add({"problem", known.problem});
  return table.Text();
}

Json VersionRowJson(const KnownVersion& known) {
  const OcrVersion& version = known.version;
  const OcrProfile& profile = version.profile;
  return {{"name", profile.name},
          {"version", profile.version},
          {"build_date", profile.build_date},
          {"full_version", version.full_version},
          {"description", profile.description},
          {"engine", profile.engine},
          {"engine_version", version.engine_version},
          {"library_build", version.library_build},
          {"language", profile.language},
          {"page_segmentation_mode", profile.page_segmentation_mode},
          {"preprocessing_version", profile.preprocessing_version},
          {"parameters", Json(profile.parameters)},
          {"preparation", profile.preparation.has_value()
                              ? Json::parse(profile.preparation->canonical)
                              : Json()},
          {"traineddata_path", PathToText(version.traineddata_path)},
          {"traineddata_sha256", version.traineddata_sha256},
          {"fingerprint", version.fingerprint},
          {"on_disk", known.on_disk},
          {"in_store", known.in_store},
          {"current_readings", known.current_readings},
          {"superseded_readings", known.superseded_readings},
          {"problem", known.problem}};
}

}  // namespace rescan::cli
