#include "tools/samples/truth.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace rescan::samples {
namespace {

using Json = nlohmann::ordered_json;

Json WordToJson(const TruthWord& word) {
  Json quad = Json::array();
  for (const Point& corner : word.quad) {
    quad.push_back(corner.x);
    quad.push_back(corner.y);
  }
  const PixelBox& box = word.box;
  return {{"text", word.text},
          {"box", {box.left, box.top, box.width, box.height}},
          {"quad", std::move(quad)}};
}

Json LineToJson(const TruthLine& line) {
  Json words = Json::array();
  for (const TruthWord& word : line.words) words.push_back(WordToJson(word));
  return {{"text", line.text}, {"words", std::move(words)}};
}

TruthWord WordFromJson(const Json& json) {
  TruthWord word;
  word.text = json.at("text").get<std::string>();
  const auto box = json.at("box").get<std::array<int, 4>>();
  word.box = {box[0], box[1], box[2], box[3]};
  const auto quad = json.at("quad").get<std::array<double, 8>>();
  for (std::size_t i = 0; i < word.quad.size(); ++i) {
    word.quad[i] = {quad[2 * i], quad[2 * i + 1]};
  }
  return word;
}

TruthLine LineFromJson(const Json& json) {
  TruthLine line;
  line.text = json.at("text").get<std::string>();
  for (const Json& word : json.at("words")) {
    line.words.push_back(WordFromJson(word));
  }
  return line;
}

Result<SampleClass> ClassFromName(std::string_view name) {
  for (const SampleClass sample_class :
       {SampleClass::kNative, SampleClass::kScan, SampleClass::kPhoto}) {
    if (name == ClassName(sample_class)) return sample_class;
  }
  return Fail(ErrorCode::kCorruption,
              fmt::format("truth: unknown class '{}'", name));
}

}  // namespace

std::string_view ClassName(SampleClass sample_class) {
  switch (sample_class) {
    case SampleClass::kNative:
      return "NATIVE";
    case SampleClass::kScan:
      return "SCAN";
    case SampleClass::kPhoto:
      return "PHOTO";
  }
  return "";
}

std::string PlainText(const Truth& truth) {
  std::string text;
  for (const TruthLine& line : truth.lines) {
    text += line.text;
    text += '\n';
  }
  return text;
}

std::string TruthToJson(const Truth& truth) {
  const Json head = {
      {"image", truth.image}, {"class", ClassName(truth.sample_class)},
      {"width", truth.width}, {"height", truth.height},
      {"seed", truth.seed},   {"theme", truth.theme},
      {"page", truth.page}};
  std::string json = head.dump();
  json.pop_back();
  json += ",\"lines\":[";
  for (std::size_t i = 0; i < truth.lines.size(); ++i) {
    json += i == 0 ? "\n" : ",\n";
    json += LineToJson(truth.lines[i]).dump();
  }
  json += ']';
  if (truth.timesheet)
    json += ",\n\"timesheet\":" + SheetToJson(*truth.timesheet);
  json += "}\n";
  return json;
}

Result<Truth> TruthFromJson(std::string_view json) {
  try {
    const Json root = Json::parse(json);
    const auto sample_class =
        ClassFromName(root.at("class").get<std::string>());
    if (!sample_class) return tl::unexpected(sample_class.error());
    Truth truth;
    truth.sample_class = *sample_class;
    truth.image = root.at("image").get<std::string>();
    truth.width = root.at("width").get<int>();
    truth.height = root.at("height").get<int>();
    truth.seed = root.at("seed").get<std::uint64_t>();
    truth.theme = root.at("theme").get<std::string>();
    truth.page = root.at("page").get<std::string>();
    for (const Json& line : root.at("lines")) {
      truth.lines.push_back(LineFromJson(line));
    }
    if (root.contains("timesheet")) {
      auto sheet = SheetFromJson(root["timesheet"].dump());
      if (!sheet) return tl::unexpected(sheet.error());
      truth.timesheet = std::move(*sheet);
    }
    return truth;
  } catch (const Json::exception& e) {
    return Fail(ErrorCode::kCorruption, fmt::format("truth: {}", e.what()));
  }
}

}  // namespace rescan::samples
