#include "bench/text_embedding/page_set.h"

#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "bench/reading/fold.h"
#include "bench/reading/folder.h"
#include "engine/ocr/noise.h"

namespace rescan::bench {
namespace {

using nlohmann::json;

PixelBox BoxOf(const Box& box) {
  return {box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0};
}

Word WordOf(int id, std::string text, const PixelBox& box) {
  Word word;
  word.id = id;
  word.is_noise = IsNoise(text);
  word.text = std::move(text);
  word.box = box;
  word.confidence = 1;
  return word;
}

// The words of a line, each with the part of its box that its letters take.
std::vector<Word> SharedOut(const std::vector<std::string>& texts,
                            const PixelBox& box) {
  double letters = -1;
  for (const std::string& text : texts) {
    letters += static_cast<double>(text.size() + 1);
  }
  std::vector<Word> words;
  double at = 0;
  for (const std::string& text : texts) {
    const auto left = static_cast<int>(box.width * at / letters);
    const auto right = static_cast<int>(
        box.width * (at + static_cast<double>(text.size())) / letters);
    words.push_back(
        WordOf(static_cast<int>(words.size()) + 1, text,
               {box.left + left, box.top, right - left, box.height}));
    at += static_cast<double>(text.size() + 1);
  }
  return words;
}

// A box in shares of the page, y up from its lower edge.
PixelBox PixelsOf(const json& box, int width, int height) {
  const auto at = [&box](const char* key, int size) {
    return box.at(key).get<double>() * size;
  };
  const double top = height - at("y", height) - at("height", height);
  return {static_cast<int>(std::lround(at("x", width))),
          static_cast<int>(std::lround(top)),
          static_cast<int>(std::lround(at("width", width))),
          static_cast<int>(std::lround(at("height", height)))};
}

Line LineOf(const json& object, int width, int height) {
  Line line;
  line.id = object.at("line_id");
  line.text = object.at("text");
  line.box = PixelsOf(object.at("bounding_box"), width, height);
  line.angle_degrees = object.at("angle_degrees");
  line.confidence = object.at("confidence");
  line.is_noise = object.at("is_noise");
  for (const json& read : object.at("words")) {
    Word word = WordOf(read.at("word_id"), read.at("text"),
                       PixelsOf(read.at("bounding_box"), width, height));
    word.confidence = read.at("confidence");
    word.is_noise = read.at("is_noise");
    line.words.push_back(std::move(word));
  }
  return line;
}

}  // namespace

Page PageOfTruth(const TruthPage& truth) {
  Page page;
  std::size_t next_word = 0;
  for (const Box& box : truth.boxes) {
    Line line;
    line.id = static_cast<int>(page.lines.size()) + 1;
    line.text = box.text;
    line.box = BoxOf(box);
    line.confidence = 1;
    line.is_noise = IsNoise(line.text);
    const std::vector<std::string> texts = SplitWords(box.text);
    line.words = SharedOut(texts, line.box);
    if (!truth.words.empty()) {
      for (Word& word : line.words) {
        if (next_word == truth.words.size()) break;
        word.box = BoxOf(truth.words[next_word++]);
      }
    }
    page.lines.push_back(std::move(line));
  }
  return page;
}

Result<Page> PageOfJsonLines(const std::string& bytes) {
  Page page;
  std::istringstream lines(bytes);
  try {
    for (std::string text; std::getline(lines, text);) {
      const json object = json::parse(text);
      if (object.at("type") == "image") {
        page.width = object.at("width");
        page.height = object.at("height");
      } else if (object.at("type") == "line") {
        page.lines.push_back(LineOf(object, page.width, page.height));
      }
    }
  } catch (const json::exception& e) {
    return Fail(ErrorCode::kCorruption, std::string("reading: ") + e.what());
  }
  return page;
}

Result<std::vector<PagePair>> LoadPairs(const std::string& truth_folder,
                                        const std::string& readings) {
  const auto truth = LoadTruth(truth_folder);
  if (!truth) return tl::unexpected(truth.error());
  std::map<std::string, std::string> files;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(readings, error)) {
    const std::string name = entry.path().filename();
    files[name.substr(0, name.find('.'))] = entry.path();
  }
  std::vector<PagePair> pairs;
  for (const TruthPage& page : *truth) {
    PagePair pair{page.stem, PageOfTruth(page), {}};
    if (const auto file = files.find(page.stem); file != files.end()) {
      const auto bytes = ReadFile(file->second);
      if (!bytes) return tl::unexpected(bytes.error());
      auto read = PageOfJsonLines(*bytes);
      if (!read) return tl::unexpected(read.error());
      pair.read = std::move(*read);
    }
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

}  // namespace rescan::bench
