// The content classifier's model as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/image/classify_content.h"
#include "engine/json/json_fields.h"
#include "kernels/base/sha256.h"

namespace rescan {
namespace {

using nlohmann::json;

constexpr std::string_view kFormat = "rescan-content-classifier";
constexpr int kFormatVersion = 1;
constexpr std::size_t kFingerprintInId = 12;
// Bounds of what is read, so that no score can overflow.
constexpr double kMost = 1e9;
constexpr double kLeastDivisor = 1e-9;
constexpr std::array kClasses = {ImageClass::kNative, ImageClass::kPhoto,
                                 ImageClass::kScan};

// Over the text of the object without its fingerprint: keys in order, no
// blanks, numbers in their shortest form.
std::string FingerprintOf(json model) {
  model.erase("fingerprint");
  const std::string text = model.dump();
  return ToHex(Sha256Of(text));
}

json ToJson(const ContentModel& model) {
  json features = json::array();
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    features.push_back({{"name", FeatureInfoOf(static_cast<Feature>(i)).name},
                        {"mean", model.scalings[i].mean},
                        {"scale", model.scalings[i].scale}});
  }
  json terms = json::array();
  for (const ContentModel::Term& term : model.terms) {
    json of = json::array({FeatureInfoOf(term.first).name});
    if (term.second) of.push_back(FeatureInfoOf(*term.second).name);
    terms.push_back({{"of", std::move(of)}, {"weights", term.weights}});
  }
  json classes = json::array();
  for (const ImageClass c : kClasses) classes.push_back(ImageClassName(c));
  return {{"format", kFormat},
          {"format_version", kFormatVersion},
          {"version", model.version},
          {"built", model.built},
          {"description", model.description},
          {"classes", std::move(classes)},
          {"features", std::move(features)},
          {"bias", model.bias},
          {"terms", std::move(terms)},
          {"temperature", model.temperature},
          {"uncertain_margin", model.uncertain_margin}};
}

std::optional<Feature> FeatureNamed(std::string_view name) {
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const auto feature = static_cast<Feature>(i);
    if (FeatureInfoOf(feature).name == name) return feature;
  }
  return std::nullopt;
}

// The feature of that name; a fault, and any, where there is none.
Feature Named(const std::string& name, JsonFields& fields) {
  const auto feature = FeatureNamed(name);
  if (!feature) fields.Fault(fmt::format("unknown feature \"{}\"", name));
  return feature.value_or(Feature::kFlat);
}

void ReadWeights(const char* field, JsonFields& fields, PerClass& weights) {
  const json& list = fields.List(field);
  if (list.size() != kClassCount ||
      !std::all_of(list.begin(), list.end(),
                   [](const json& weight) { return weight.is_number(); })) {
    return fields.FieldFault(field,
                             fmt::format("must hold {} numbers", kClassCount));
  }
  weights = list.get<PerClass>();
}

Status ReadFeatures(const json& list, const std::string& where,
                    ContentModel& model) {
  std::set<Feature> seen;
  for (const json& object : list) {
    JsonFields fields(object, where + "features: ");
    std::string name;
    fields.Text("name", name);
    const Feature feature = Named(name, fields);
    if (!seen.insert(feature).second) {
      fields.Fault(fmt::format("feature \"{}\" stands twice", name));
    }
    auto& scaling = model.scalings[static_cast<std::size_t>(feature)];
    fields.Number("mean", -kMost, kMost, scaling.mean);
    fields.Number("scale", kLeastDivisor, kMost, scaling.scale);
    RESCAN_TRY(fields.Finish());
  }
  if (seen.size() == kFeatureCount) return {};
  return Fail(ErrorCode::kCorruption, where + "a feature is missing");
}

Status ReadTerms(const json& list, const std::string& where,
                 ContentModel& model) {
  for (const json& object : list) {
    JsonFields fields(object, where + "terms: ");
    ContentModel::Term term;
    const json& of = fields.List("of");
    if ((of.size() != 1 && of.size() != 2) || !of.front().is_string() ||
        !of.back().is_string()) {
      fields.FieldFault("of", "must name one or two features");
    } else {
      term.first = Named(of.front().get<std::string>(), fields);
      if (of.size() == 2) {
        term.second = Named(of.back().get<std::string>(), fields);
      }
    }
    ReadWeights("weights", fields, term.weights);
    RESCAN_TRY(fields.Finish());
    model.terms.push_back(term);
  }
  return {};
}

void CheckForm(JsonFields& fields) {
  std::string format;
  fields.Text("format", format);
  if (format != kFormat) fields.Fault("it is not a content classifier");
  int version = 0;
  fields.Integer("format_version", kFormatVersion, kFormatVersion, version);
  const json& classes = fields.List("classes");
  if (!std::equal(classes.begin(), classes.end(), kClasses.begin(),
                  kClasses.end(), [](const json& name, ImageClass c) {
                    return name == ImageClassName(c);
                  })) {
    fields.FieldFault("classes", "must be NATIVE, PHOTO, SCAN");
  }
}

Result<ContentModel> ReadModel(const json& object, const std::string& where) {
  ContentModel model;
  JsonFields fields(object, where);
  CheckForm(fields);
  fields.Text("version", model.version);
  fields.Text("built", model.built);
  fields.Text("description", model.description);
  const json& features = fields.List("features");
  ReadWeights("bias", fields, model.bias);
  const json& terms = fields.List("terms");
  fields.Number("temperature", kLeastDivisor, kMost, model.temperature);
  fields.Number("uncertain_margin", 0, 1, model.uncertain_margin);
  std::string fingerprint;
  fields.Text("fingerprint", fingerprint);
  RESCAN_TRY(fields.Finish());
  RESCAN_TRY(ReadFeatures(features, where, model));
  RESCAN_TRY(ReadTerms(terms, where, model));
  if (fingerprint != FingerprintOf(object)) {
    return Fail(ErrorCode::kCorruption,
                where + "it is not as it was trained: its fingerprint differs");
  }
  return model;
}

}  // namespace

std::string ContentModelToJson(const ContentModel& model) {
  json object = ToJson(model);
  object["fingerprint"] = FingerprintOf(object);
  return object.dump(1) + "\n";
}

ContentClassifier::ContentClassifier(ContentModel model)
    : model_(std::move(model)),
      id_(model_.version + "-" +
          FingerprintOf(ToJson(model_)).substr(0, kFingerprintInId)) {}

Result<ContentClassifier> ContentClassifier::Parse(std::string_view text,
                                                   std::string_view name) {
  const auto refuse = [](const Error& error) {
    return Fail(ErrorCode::kInvalidArgument, error.message);
  };
  const auto object = ParseJsonObject(text, std::string(name));
  if (!object) return refuse(object.error());
  auto model = ReadModel(*object, std::string(name) + ": ");
  if (!model) return refuse(model.error());
  return ContentClassifier(*std::move(model));
}

}  // namespace rescan
