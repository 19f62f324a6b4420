#include "tests/engine/ocr/reread_script.h"

#include <algorithm>
#include <utility>

namespace rescan {
namespace {

std::vector<Word> WordsOf(const Answer& answer, kernels::GreyView picture) {
  std::vector<Word> words;
  const auto size = static_cast<int>(answer.text.size());
  for (int i = 0; i < size; ++i) {
    if (answer.text[static_cast<std::size_t>(i)] == ' ') continue;
    const PixelBox box = {picture.width * i / size, 1,
                          std::max(1, picture.width / size),
                          std::max(1, picture.height - 2)};
    if (i == 0 || answer.text[static_cast<std::size_t>(i) - 1] == ' ') {
      words.emplace_back();
      words.back().id = static_cast<int>(words.size());
      words.back().confidence = answer.confidence;
      words.back().box = box;
    }
    Word& word = words.back();
    const std::string letter(1, answer.text[static_cast<std::size_t>(i)]);
    word.text += letter;
    word.box.width = box.left + box.width - word.box.left;
    word.letters.push_back({letter, box, answer.confidence});
    word.letter_ids.push_back(static_cast<int>(word.letters.size()));
  }
  return words;
}

}  // namespace

Script::Script(std::vector<Answer> answers) : answers_(std::move(answers)) {}

LineReader Script::Reader() {
  return [this](kernels::GreyView picture) -> Result<std::vector<Word>> {
    heights.push_back(picture.height);
    if (heights.size() == fail_at) {
      return Fail(ErrorCode::kTimeout, "no more time");
    }
    return WordsOf(answers_[std::min(heights.size(), answers_.size()) - 1],
                   picture);
  };
}

RereadStep ShippedStep() {
  RereadStep step;
  step.digit_heights = {20, 26, 16, 32};
  step.blur = 0.6;
  step.margin = 0.15;
  step.below_confidence = 0.75;
  step.most_readings = 100;
  return step;
}

Page PageOf(const std::vector<PixelBox>& boxes, const std::vector<Read>& read) {
  Page page;
  page.width = kRereadWidth;
  page.height = kRereadHeight;
  Line line;
  line.id = 1;
  for (std::size_t i = 0; i < read.size(); ++i) {
    Word word;
    word.id = static_cast<int>(i) + 1;
    word.text = read[i].text;
    word.box = boxes[i];
    word.confidence = read[i].confidence;
    const auto size = static_cast<int>(word.text.size());
    for (int k = 0; k < size; ++k) {
      word.letters.push_back(
          {word.text.substr(static_cast<std::size_t>(k), 1),
           {boxes[i].left + boxes[i].width * k / size, boxes[i].top,
            std::max(1, boxes[i].width / size), boxes[i].height},
           word.confidence});
      word.letter_ids.push_back(k + 1);
    }
    line.text += (i == 0 ? "" : " ") + word.text;
    line.words.push_back(word);
  }
  page.lines = {line};
  return page;
}

DrawnPage DrawRow(const std::vector<std::string>& words, bool light_on_dark) {
  std::vector<DrawnText> drawn;
  for (std::size_t i = 0; i < words.size(); ++i) {
    drawn.push_back(
        {words[i], 30 + 150.0 * static_cast<double>(i), 100, kRereadFont});
  }
  return DrawPage(kRereadWidth, kRereadHeight, drawn, light_on_dark);
}

const Word& WordAt(const Page& page, std::size_t i) {
  return page.lines.at(0).words.at(i);
}

}  // namespace rescan
