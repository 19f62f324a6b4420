#include "engine/ocr/preparation.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/json/json_fields.h"

namespace rescan {
namespace {

using nlohmann::json;

PreparationStep CropOf(JsonFields& fields) {
  CropStep step;
  fields.Integer("padding", 0, 1000, step.padding);
  fields.Integer("fewest_components", 1, 100'000, step.fewest_components);
  return step;
}

PreparationStep DeskewOf(JsonFields& fields) {
  DeskewStep step;
  fields.Number("least_degrees", 0, 10, step.least_degrees);
  fields.Number("most_degrees", 0, 10, step.most_degrees);
  if (step.most_degrees < step.least_degrees) {
    fields.FieldFault("most_degrees", "must not be less than least_degrees");
  }
  return step;
}

PreparationStep ScaleOf(JsonFields& fields) {
  ScaleStep step;
  fields.Number("character_height", 8, 100, step.character_height);
  fields.Number("least", 0.01, 1, step.least);
  fields.Number("most", 1, 8, step.most);
  fields.Number("tolerance", 0, 0.5, step.tolerance);
  fields.Number("most_megapixels", 0.1, 100, step.most_megapixels);
  return step;
}

PreparationStep PolarityOf(JsonFields& fields) {
  PolarityStep step;
  std::string scope;
  fields.Text("scope", scope);
  if (scope == "regions") {
    step.scope = PolarityStep::Scope::kRegions;
  } else if (scope != "page") {
    fields.FieldFault("scope", "must be \"page\" or \"regions\"");
  }
  return step;
}

PreparationStep BackgroundOf(JsonFields& fields) {
  BackgroundStep step;
  fields.Number("radius_share", 0.001, 0.5, step.radius_share);
  return step;
}

PreparationStep ContrastOf(JsonFields& fields) {
  ContrastStep step;
  fields.Number("clip_limit", 1, 40, step.clip_limit);
  fields.Integer("tiles", 1, 64, step.tiles);
  return step;
}

PreparationStep RulesOf(JsonFields& fields) {
  RulesStep step;
  fields.Integer("least_length", 20, 10'000, step.least_length);
  fields.Integer("reach", 2, 50, step.reach);
  fields.Integer("depth", 1, 255, step.depth);
  return step;
}

PreparationStep BlurOf(JsonFields& fields) {
  BlurStep step;
  fields.Number("sigma", 0.3, 5, step.sigma);
  return step;
}

PreparationStep RereadOf(JsonFields& fields) {
  RereadStep step;
  fields.Numbers("digit_heights", 8, 100, 8, step.digit_heights);
  fields.Number("blur", 0, 5, step.blur);
  if (step.blur != 0 && step.blur < 0.3) {
    fields.FieldFault("blur", "must be 0 or a number from 0.3 to 5");
  }
  fields.Number("margin", 0.1, 2, step.margin);
  fields.Number("below_confidence", 0, 1, step.below_confidence);
  fields.Integer("most_readings", 1, 100'000, step.most_readings);
  return step;
}

struct StepKind {
  std::string_view name;
  PreparationStep (*parse)(JsonFields&);
};
constexpr StepKind kStepKinds[] = {
    {"crop", CropOf},
    {"deskew", DeskewOf},
    {"scale", ScaleOf},
    {"polarity", PolarityOf},
    {"background", BackgroundOf},
    {"contrast", ContrastOf},
    {"blur", BlurOf},
    {"rules", RulesOf},
    {"reread", RereadOf},
};

Result<PreparationStep> StepOf(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  std::string name;
  fields.Text("step", name);
  PreparationStep step;
  bool known = false;
  for (const StepKind& kind : kStepKinds) {
    if (kind.name != name) continue;
    known = true;
    step = kind.parse(fields);
  }
  if (!known) fields.Fault("step \"" + name + "\" is unknown");
  RESCAN_TRY(fields.Finish());
  return step;
}

Status ParseClass(const json& object, const std::string& name,
                  ClassPreparation& to) {
  JsonFields fields(object, name + ": ");
  fields.Integer("page_segmentation_mode", 3, 13, to.page_segmentation_mode);
  fields.Texts("parameters", to.parameters);
  const json& steps = fields.List("steps");
  RESCAN_TRY(fields.Finish());
  for (const json& object_of_step : steps) {
    auto step = StepOf(object_of_step,
                       fmt::format("{}: step {}: ", name, to.steps.size() + 1));
    if (!step.has_value()) return tl::unexpected(std::move(step.error()));
    if (to.Reread() != nullptr) {
      return Fail(ErrorCode::kCorruption,
                  name + ": step \"reread\" must be the last");
    }
    to.steps.push_back(*std::move(step));
  }
  return {};
}

}  // namespace

const RereadStep* ClassPreparation::Reread() const {
  return steps.empty() ? nullptr : std::get_if<RereadStep>(&steps.back());
}

const ClassPreparation& Preparation::Of(ImageClass image_class) const {
  switch (image_class) {
    case ImageClass::kNative:
      return native;
    case ImageClass::kPhoto:
      return photo;
    case ImageClass::kScan:
      break;
  }
  return scan;
}

Result<Preparation> ParsePreparation(std::string_view text) {
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  JsonFields fields(object, "");
  Preparation preparation;
  fields.Flag("detect_orientation", preparation.detect_orientation);
  fields.Integer("reduce_above_megapixels", 0, 1000,
                 preparation.reduce_above_megapixels);
  const json* native = fields.Get("native");
  const json* photo = fields.Get("photo");
  const json* scan = fields.Get("scan");
  RESCAN_TRY(fields.Finish());
  RESCAN_TRY(ParseClass(*native, "native", preparation.native));
  RESCAN_TRY(ParseClass(*photo, "photo", preparation.photo));
  RESCAN_TRY(ParseClass(*scan, "scan", preparation.scan));
  preparation.canonical = object.dump();
  return preparation;
}

}  // namespace rescan
