#include "engine/ocr/preparation.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace rescan {
namespace {

using nlohmann::json;

// The fields of one JSON object; the first fault is kept, and with it where.
class Fields {
 public:
  Fields(const json& object, std::string where)
      : object_(object), where_(std::move(where)) {
    if (!object_.is_object()) Fault("must be an object");
  }

  void Number(const char* field, double least, double most, double& to) {
    const json* value = Get(field);
    if (value == nullptr) return;
    if (!value->is_number() || !(*value >= least) || !(*value <= most)) {
      return Fault(fmt::format("field \"{}\" must be a number from {} to {}",
                               field, least, most));
    }
    to = value->get<double>();
  }

  // A list of one to `count` of them.
  void Numbers(const char* field, double least, double most, std::size_t count,
               std::vector<double>& to) {
    const json* value = Get(field);
    if (value == nullptr) return;
    const auto fits = [&](const json& number) {
      return number.is_number() && number >= least && number <= most;
    };
    if (!value->is_array() || value->empty() || value->size() > count ||
        !std::all_of(value->begin(), value->end(), fits)) {
      return Fault(fmt::format(
          "field \"{}\" must be a list of 1 to {} numbers from {} to {}", field,
          count, least, most));
    }
    to = value->get<std::vector<double>>();
  }

  void Integer(const char* field, int least, int most, int& to) {
    const json* value = Get(field);
    if (value == nullptr) return;
    if (!value->is_number_integer() || *value < least || *value > most) {
      return Fault(fmt::format("field \"{}\" must be an integer from {} to {}",
                               field, least, most));
    }
    to = value->get<int>();
  }

  void Flag(const char* field, bool& to) {
    const json* value = Get(field);
    if (value == nullptr) return;
    if (!value->is_boolean()) {
      return Fault(fmt::format("field \"{}\" must be true or false", field));
    }
    to = value->get<bool>();
  }

  void Text(const char* field, std::string& to) {
    const json* value = Get(field);
    if (value == nullptr) return;
    if (!value->is_string()) {
      return Fault(fmt::format("field \"{}\" must be a text", field));
    }
    to = value->get<std::string>();
  }

  void Texts(const char* field, std::map<std::string, std::string>& to) {
    const json* value = Get(field);
    if (value == nullptr) return;
    if (!value->is_object()) {
      return Fault(
          fmt::format("field \"{}\" must be an object of texts", field));
    }
    for (const auto& [name, text] : value->items()) {
      if (!text.is_string()) {
        return Fault(
            fmt::format("field \"{}\": \"{}\" must be a text", field, name));
      }
      to[name] = text.get<std::string>();
    }
  }

  // The field's value; null after a fault.
  const json* Get(const char* field) {
    seen_.insert(field);
    if (!fault_.empty()) return nullptr;
    const auto found = object_.find(field);
    if (found != object_.end()) return &*found;
    Fault(fmt::format("field \"{}\" is missing", field));
    return nullptr;
  }

  void Fault(const std::string& what) {
    if (fault_.empty()) fault_ = where_ + what;
  }

  // Whatever was not asked for is unknown.
  [[nodiscard]] Status Finish() {
    if (fault_.empty()) {
      for (const auto& [name, value] : object_.items()) {
        if (!seen_.contains(name)) {
          Fault(fmt::format("field \"{}\" is unknown", name));
        }
      }
    }
    if (!fault_.empty()) return Fail(ErrorCode::kCorruption, fault_);
    return {};
  }

 private:
  const json& object_;
  const std::string where_;
  std::set<std::string, std::less<>> seen_;
  std::string fault_;
};

PreparationStep CropOf(Fields& fields) {
  CropStep step;
  fields.Integer("padding", 0, 1000, step.padding);
  fields.Integer("fewest_components", 1, 100'000, step.fewest_components);
  return step;
}

PreparationStep DeskewOf(Fields& fields) {
  DeskewStep step;
  fields.Number("least_degrees", 0, 10, step.least_degrees);
  fields.Number("most_degrees", 0, 10, step.most_degrees);
  return step;
}

PreparationStep ScaleOf(Fields& fields) {
  ScaleStep step;
  fields.Number("character_height", 8, 100, step.character_height);
  fields.Number("least", 0.01, 1, step.least);
  fields.Number("most", 1, 8, step.most);
  fields.Number("tolerance", 0, 0.5, step.tolerance);
  fields.Number("most_megapixels", 0.1, 100, step.most_megapixels);
  return step;
}

PreparationStep PolarityOf(Fields& fields) {
  PolarityStep step;
  std::string scope;
  fields.Text("scope", scope);
  if (scope == "regions") {
    step.scope = PolarityStep::Scope::kRegions;
  } else if (scope != "page") {
    fields.Fault("field \"scope\" must be \"page\" or \"regions\"");
  }
  return step;
}

PreparationStep BackgroundOf(Fields& fields) {
  BackgroundStep step;
  fields.Number("radius_share", 0.001, 0.5, step.radius_share);
  return step;
}

PreparationStep ContrastOf(Fields& fields) {
  ContrastStep step;
  fields.Number("clip_limit", 1, 40, step.clip_limit);
  fields.Integer("tiles", 1, 64, step.tiles);
  return step;
}

PreparationStep BlurOf(Fields& fields) {
  BlurStep step;
  fields.Number("sigma", 0.3, 5, step.sigma);
  return step;
}

PreparationStep RereadOf(Fields& fields) {
  RereadStep step;
  fields.Numbers("digit_heights", 8, 100, 8, step.digit_heights);
  fields.Number("blur", 0, 5, step.blur);
  if (step.blur != 0 && step.blur < 0.3) {
    fields.Fault("field \"blur\" must be 0 or a number from 0.3 to 5");
  }
  fields.Number("margin", 0.1, 2, step.margin);
  fields.Number("below_confidence", 0, 1, step.below_confidence);
  fields.Integer("most_readings", 1, 100'000, step.most_readings);
  return step;
}

struct StepKind {
  std::string_view name;
  PreparationStep (*parse)(Fields&);
};
constexpr StepKind kStepKinds[] = {
    {"crop", CropOf},
    {"deskew", DeskewOf},
    {"scale", ScaleOf},
    {"polarity", PolarityOf},
    {"background", BackgroundOf},
    {"contrast", ContrastOf},
    {"blur", BlurOf},
    {"reread", RereadOf},
};

Result<PreparationStep> StepOf(const json& object, const std::string& where) {
  Fields fields(object, where);
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
  Fields fields(object, name + ": ");
  fields.Integer("page_segmentation_mode", 3, 13, to.page_segmentation_mode);
  fields.Texts("parameters", to.parameters);
  const json* steps = fields.Get("steps");
  if (steps != nullptr && !steps->is_array()) {
    fields.Fault("field \"steps\" must be a list");
  }
  RESCAN_TRY(fields.Finish());
  for (const json& object_of_step : *steps) {
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
  Fields fields(object, "");
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
