#include "engine/ocr/page_collector.h"

#include <tesseract/publictypes.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <string_view>

#include "engine/ocr/noise.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using tesseract::PageIteratorLevel;
using tesseract::ResultIterator;
using tesseract::RIL_BLOCK;
using tesseract::RIL_SYMBOL;
using tesseract::RIL_TEXTLINE;
using tesseract::RIL_WORD;

std::string TextOf(const ResultIterator& it, PageIteratorLevel level) {
  const std::unique_ptr<char[]> text(it.GetUTF8Text(level));
  return text == nullptr ? std::string() : std::string(text.get());
}

float ConfidenceOf(const ResultIterator& it, PageIteratorLevel level) {
  return std::min(it.Confidence(level) / 100.0f, 1.0f);
}

PixelBox BoxOf(const ResultIterator& it, PageIteratorLevel level) {
  int left = 0, top = 0, right = 0, bottom = 0;
  if (!it.BoundingBox(level, &left, &top, &right, &bottom)) return {};
  return {left, top, std::max(right - left, 0), std::max(bottom - top, 0)};
}

float AngleOf(const ResultIterator& it) {
  int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  if (!it.Baseline(RIL_TEXTLINE, &x1, &y1, &x2, &y2)) return 0;
  // Image rows grow downwards; a rising line has the smaller y at its end.
  return static_cast<float>(std::atan2(y1 - y2, x2 - x1) * 180 /
                            std::numbers::pi);
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Of all scripts, by the order of UTF-8's bytes, which is that of the code
// points; the blocks of marks that Unicode keeps apart from any script.
bool IsCombiningMark(std::string_view character) {
  const auto within = [character](std::string_view first,
                                  std::string_view last) {
    return character >= first && character <= last;
  };
  return within("\u0300", "\u036f") || within("\u1ab0", "\u1aff") ||
         within("\u1dc0", "\u1dff") || within("\u20d0", "\u20ff") ||
         within("\ufe00", "\ufe0f") || within("\ufe20", "\ufe2f");
}

// Takes the letters of the word that `it` stands on and leaves `it` on the
// next word.
void TakeLetters(ResultIterator& it, Word& word) {
  int id = 0;
  do {
    ++id;
    Letter letter;
    letter.text = TextOf(it, RIL_SYMBOL);
    letter.confidence = ConfidenceOf(it, RIL_SYMBOL);
    if (!IsBlank(letter.text) && IsOneCharacter(letter.text) &&
        letter.confidence > 0) {
      letter.box = BoxOf(it, RIL_SYMBOL);
      word.letters.push_back(std::move(letter));
      word.letter_ids.push_back(id);
    }
  } while (it.Next(RIL_SYMBOL) && !it.IsAtBeginningOf(RIL_WORD));
}

// Fills in what follows from the words; false if none is left.
bool FinishLine(Line& line) {
  std::erase_if(line.words,
                [](const Word& word) { return word.confidence <= 0; });
  if (line.words.empty()) return false;
  line.text.clear();
  float sum = 0;
  for (const Word& word : line.words) {
    if (!line.text.empty()) line.text += ' ';
    line.text += word.text;
    sum += word.confidence;
  }
  // Tesseract's mean runs over all words, also those left out: it can reach
  // zero although there is something to read.
  if (line.confidence <= 0) {
    line.confidence = sum / static_cast<float>(line.words.size());
  }
  line.is_noise = IsNoise(line.text);
  return true;
}

}  // namespace

bool IsOneCharacter(std::string_view text) {
  const std::vector<std::string_view> characters = SplitCharacters(text);
  return !characters.empty() && !IsCombiningMark(characters.front()) &&
         std::all_of(characters.begin() + 1, characters.end(), IsCombiningMark);
}

std::vector<Line> CollectAll(ResultIterator* it) {
  std::vector<Line> lines;
  if (it == nullptr) return lines;
  Line line;
  int line_id = 0;
  int word_id = 0;
  const auto flush = [&] {
    if (!line.words.empty()) lines.push_back(std::move(line));
    line = Line();
  };
  while (!it->Empty(RIL_BLOCK)) {
    if (it->Empty(RIL_WORD) || !tesseract::PTIsTextType(it->BlockType())) {
      if (!it->Next(RIL_WORD)) break;
      continue;
    }
    if (it->IsAtBeginningOf(RIL_TEXTLINE)) {
      flush();
      line.id = ++line_id;
      word_id = 0;
      line.box = BoxOf(*it, RIL_TEXTLINE);
      line.angle_degrees = AngleOf(*it);
      line.confidence = ConfidenceOf(*it, RIL_TEXTLINE);
    }
    Word word;
    word.id = ++word_id;
    word.text = TextOf(*it, RIL_WORD);
    word.confidence = ConfidenceOf(*it, RIL_WORD);
    word.box = BoxOf(*it, RIL_WORD);
    word.is_noise = IsNoise(word.text);
    TakeLetters(*it, word);
    if (!IsBlank(word.text)) {
      line.words.push_back(std::move(word));
    }
  }
  flush();
  return lines;
}

void DropUnread(std::vector<Line>& lines) {
  std::erase_if(lines, [](Line& line) { return !FinishLine(line); });
}

}  // namespace rescan
