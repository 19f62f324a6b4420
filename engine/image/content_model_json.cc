// The content classifier's model as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "engine/image/classify_content.h"
#include "kernels/base/sha256.h"

namespace rescan {
namespace {

using nlohmann::json;

constexpr std::string_view kFormat = "rescan-content-classifier";
constexpr int kFormatVersion = 1;
constexpr std::size_t kFingerprintInId = 12;
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

// Takes the values out of the JSON; the first that is not as it must be is
// kept as a message.
class ModelReader {
 public:
  explicit ModelReader(const json& object) : object_(object) {}

  ContentModel Read() {
    ContentModel model;
    CheckForm();
    model.version = Text("version");
    model.built = Text("built");
    model.description = Text("description");
    ReadFeatures(model);
    model.bias = Weights(Member(object_, "bias"), "bias");
    for (const json& term : List("terms")) model.terms.push_back(Term(term));
    model.temperature = Number(Member(object_, "temperature"), "temperature");
    Require(model.temperature > 0, "temperature must be above 0");
    model.uncertain_margin =
        Number(Member(object_, "uncertain_margin"), "uncertain_margin");
    Require(model.uncertain_margin >= 0 && model.uncertain_margin <= 1,
            "uncertain_margin must be from 0 to 1");
    return model;
  }

  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  void Require(bool condition, std::string_view message) {
    if (!condition && problem_.empty()) problem_ = message;
  }

  const json& Member(const json& object, const char* key) {
    static const json kNone;
    if (object.is_object() && object.contains(key)) return object.at(key);
    Require(false, fmt::format("'{}' is missing", key));
    return kNone;
  }
  std::string Text(const char* key) {
    const json& value = Member(object_, key);
    Require(value.is_string(), fmt::format("'{}' must be a text", key));
    return value.is_string() ? value.get<std::string>() : "";
  }
  double Number(const json& value, std::string_view name) {
    const bool good = value.is_number() && std::isfinite(value.get<double>());
    Require(good, fmt::format("'{}' must be a number", name));
    return good ? value.get<double>() : 0;
  }
  const json& List(const char* key) {
    static const json kEmpty = json::array();
    const json& value = Member(object_, key);
    Require(value.is_array(), fmt::format("'{}' must be a list", key));
    return value.is_array() ? value : kEmpty;
  }
  PerClass Weights(const json& value, std::string_view name) {
    PerClass weights = {};
    const bool good = value.is_array() && value.size() == kClassCount;
    Require(good, fmt::format("'{}' must hold {} numbers", name, kClassCount));
    for (std::size_t c = 0; good && c < kClassCount; ++c) {
      weights[c] = Number(value.at(c), name);
    }
    return weights;
  }
  Feature Named(const json& value) {
    const auto feature = value.is_string()
                             ? FeatureNamed(value.get<std::string>())
                             : std::nullopt;
    Require(feature.has_value(),
            fmt::format("unknown feature {}", value.dump()));
    return feature.value_or(Feature::kFlat);
  }

  void CheckForm() {
    const json& format = Member(object_, "format");
    Require(format == kFormat, "it is not a content classifier");
    const json& version = Member(object_, "format_version");
    Require(version == kFormatVersion,
            fmt::format("format_version must be {}", kFormatVersion));
    const json& classes = List("classes");
    bool same = classes.size() == kClasses.size();
    for (std::size_t c = 0; same && c < kClasses.size(); ++c) {
      same = classes.at(c) == ImageClassName(kClasses[c]);
    }
    Require(same, "'classes' must be NATIVE, PHOTO, SCAN");
  }

  void ReadFeatures(ContentModel& model) {
    std::array<bool, kFeatureCount> seen = {};
    for (const json& entry : List("features")) {
      const auto i = static_cast<std::size_t>(Named(Member(entry, "name")));
      Require(!seen[i], fmt::format("feature {} stands twice",
                                    Member(entry, "name").dump()));
      seen[i] = true;
      model.scalings[i].mean = Number(Member(entry, "mean"), "mean");
      model.scalings[i].scale = Number(Member(entry, "scale"), "scale");
      Require(model.scalings[i].scale > 0, "a feature's scale must be above 0");
    }
  }

  ContentModel::Term Term(const json& entry) {
    ContentModel::Term term;
    const json& of = Member(entry, "of");
    const bool good = of.is_array() && (of.size() == 1 || of.size() == 2);
    Require(good, "a term must be 'of' one or two features");
    if (good) {
      term.first = Named(of.at(0));
      if (of.size() == 2) term.second = Named(of.at(1));
    }
    term.weights = Weights(Member(entry, "weights"), "weights");
    return term;
  }

  const json& object_;
  std::string problem_;
};

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
  const auto refuse = [name](std::string_view problem) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{}: {}", name, problem));
  };
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return refuse("it is not a JSON object");
  ModelReader reader(object);
  ContentModel model = reader.Read();
  if (!reader.problem().empty()) return refuse(reader.problem());
  const auto fingerprint = object.find("fingerprint");
  if (fingerprint == object.end() || *fingerprint != FingerprintOf(object)) {
    return refuse("it is not as it was trained: its fingerprint differs");
  }
  return ContentClassifier(std::move(model));
}

}  // namespace rescan
