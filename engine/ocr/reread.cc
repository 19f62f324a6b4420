#include "engine/ocr/reread.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "engine/ocr/boxes.h"
#include "engine/ocr/ink_marks.h"
#include "engine/ocr/line_cuts.h"
#include "engine/ocr/look_alike.h"
#include "engine/ocr/noise.h"
#include "engine/ocr/uncovered_ink.h"
#include "engine/ocr/word_picture.h"
#include "engine/ocr/word_readings.h"

namespace rescan {
namespace {

// Neighbours nearer than this, in heights, may be parts of one word: ink tells.
constexpr double kNear = 1.2;
// Words of more characters than a cell holds are not put together.
constexpr std::size_t kMostJoined = 4;
// Words (and what the layout left out) beyond this are no words: pixels of the
// page, of a height and a width in heights.
constexpr int kLowest = 6;
constexpr double kWidest = 40;
// Found text has so many letters and digits at least.
constexpr int kFewestFound = 2;

int LettersAndDigits(const std::string& text) {
  return Letters(text) +
         static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
           return c >= '0' && c <= '9';
         }));
}

class Rereader {
 public:
  Rereader(kernels::GreyView picture, const RereadStep& step,
           const LineReader& read, Page& page)
      : picture_(picture),
        step_(step),
        page_(page),
        cuts_(picture, page, step.margin),
        readings_(step, read) {}

  Status Words() {
    for (Line& line : page_.lines) {
      bool changed = false;
      for (std::size_t i = 0; i < line.words.size(); ++i) {
        auto one = WordAt(line, i);
        if (!one.has_value()) return tl::unexpected(std::move(one.error()));
        if (!*one) ++unchanged_[line.words[i].text];
        changed |= *one;
      }
      if (changed) Refresh(line);
    }
    return {};
  }

  Status Found() {
    if (Spent()) return {};
    std::vector<PixelBox> covered;
    for (const Line& line : page_.lines) {
      for (const Word& word : line.words) {
        // A rule or a frame that was taken for a bar covers no words.
        if (!word.is_noise) covered.push_back(word.box);
      }
    }
    const auto left = static_cast<std::size_t>(readings_.left());
    for (const PixelBox& box : FindUncoveredWords(picture_, covered, left)) {
      if (Spent()) break;
      auto reading = readings_.Anew(cuts_.Cut(box));
      if (!reading.has_value()) {
        return tl::unexpected(std::move(reading.error()));
      }
      if (reading->has_value()) Add(box, **std::move(reading));
    }
    return {};
  }

  PageEdits Take() { return std::move(edits_); }

 private:
  [[nodiscard]] bool Spent() const { return readings_.left() <= 0; }

  [[nodiscard]] bool IsDoubtful(const Word& word) const {
    return word.confidence < step_.below_confidence && IsReadable(word.box);
  }

  [[nodiscard]] static bool IsReadable(const PixelBox& box) {
    return box.height >= kLowest && box.width > 0 &&
           box.width <= kWidest * box.height;
  }

  // True if the word was changed; those that it swallowed are removed.
  Result<bool> WordAt(Line& line, std::size_t i) {
    const Word& word = line.words[i];
    const bool doubtful = IsDoubtful(word);
    if (Spent() || (!doubtful && !IsCountable(word.text)) ||
        !IsReadable(word.box)) {
      return false;
    }
    const std::size_t end = doubtful ? EndOfDoubt(line, i) : i + 1;
    WordPicture cut = cuts_.Cut(line, i, end);
    if (cut.ink.marks.empty()) return false;
    const bool number = end == i + 1 && IsCountable(word.text);
    if (number && AgreesWithInk(word.text, cut.ink)) return false;
    cut = cuts_.WithNeighbours(line, i, end, std::move(cut));
    Result<std::optional<WordReading>> reading = std::nullopt;
    if (number) {
      // Ink at the border of the picture is left out: some of the digits then.
      if (AgreesWithInk(word.text, cut.ink) || !Holds(cut.ink, word)) {
        return false;
      }
      if (HasSeparators(cut.ink)) reading = readings_.LikeInk(cut, word);
    }
    if (reading.has_value() && !reading->has_value() && doubtful) {
      reading = readings_.Anew(cut);
    }
    if (reading.has_value() && !reading->has_value() && number) {
      reading = WithPointsOf(cut.ink, word);
    }
    if (!reading.has_value()) {
      return tl::unexpected(std::move(reading.error()));
    }
    if (!reading->has_value() || !Replaces(**reading, line, i, end)) {
      return false;
    }
    Replace(line, i, end, BoxOfInk(cut.ink), **std::move(reading));
    return true;
  }

  // True if the ink reaches to the word's first and last letters.
  [[nodiscard]] static bool Holds(const InkMarks& ink, const Word& word) {
    const PixelBox box = BoxOfInk(ink);
    return std::all_of(
        word.letters.begin(), word.letters.end(), [&](const Letter& letter) {
          const int middle = letter.box.left + letter.box.width / 2;
          return LettersAndDigits(letter.text) == 0 ||
                 (middle >= box.left && middle <= Right(box));
        });
  }

  // The ends of a word may be cut off in its picture, so that one with less in
  // it is no better, but for a number. Where a reading of the page and another
  // of the word alone differ in a letter, the latter is no better either,
  // unless it is certain; strokes are guessed from the letters around, of which
  // the page has more.
  [[nodiscard]] static bool Replaces(const WordReading& reading,
                                     const Line& line, std::size_t i,
                                     std::size_t end) {
    std::string before;
    for (std::size_t k = i; k < end; ++k) before += line.words[k].text;
    const std::string& after = reading.text;
    if (reading.words.size() != 1 || after == line.words[i].text) {
      return false;
    }
    if (IsCountable(after)) return true;
    return LettersAndDigits(after) >=
               std::max(kFewestFound, LettersAndDigits(line.words[i].text)) &&
           !DifferInStrokes(before, after) &&
           (!DifferInOneLetter(before, after) ||
            reading.confidence >= kCertainReading);
  }

  // Behind the last of the doubtful words that stand as near as characters.
  [[nodiscard]] std::size_t EndOfDoubt(const Line& line, std::size_t i) const {
    std::size_t end = i + 1;
    while (end < line.words.size() && end - i < kMostJoined) {
      const Word& before = line.words[end - 1];
      const Word& next = line.words[end];
      const int gap = next.box.left - Right(before.box);
      const int height = std::min(before.box.height, next.box.height);
      if (!IsDoubtful(next) || gap < 0 || gap > kNear * height) break;
      ++end;
    }
    while (end > i + 1 && !IsOneStretch(cuts_.Cut(line, i, end).ink)) --end;
    return end;
  }

  void Replace(Line& line, std::size_t i, std::size_t end, const PixelBox& box,
               WordReading reading) {
    Word& word = line.words[i];
    edits_.words.push_back({word.box, word.text, box, reading.text,
                            reading.confidence, unchanged_[word.text]});
    unchanged_.clear();
    word.first_text = word.text;
    for (std::size_t k = i + 1; k < end; ++k) {
      const Word& swallowed = line.words[k];
      word.first_text += ' ';
      word.first_text += swallowed.text;
      edits_.words.push_back({swallowed.box, swallowed.text, {}, "", 0, 0});
    }
    Word& read = reading.words.front();
    word.text = std::move(reading.text);
    word.box = box;
    word.confidence = reading.confidence;
    word.is_noise = IsNoise(word.text);
    word.correction = reading.rule;
    SetLetters(std::move(read.letters), word);
    const auto first = line.words.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    line.words.erase(first, first + static_cast<std::ptrdiff_t>(end - i - 1));
  }

  static void Refresh(Line& line) {
    line.text.clear();
    float sum = 0;
    for (const Word& word : line.words) {
      if (!line.text.empty()) line.text += ' ';
      line.text += word.text;
      sum += word.confidence;
    }
    line.confidence = sum / static_cast<float>(line.words.size());
    line.is_noise = IsNoise(line.text);
  }

  void Add(const PixelBox& box, WordReading reading) {
    if (LettersAndDigits(reading.text) < kFewestFound) return;
    Line line;
    line.id = page_.lines.empty() ? 1 : page_.lines.back().id + 1;
    line.box = box;
    const bool alone = reading.words.size() == 1;
    for (Word& word : reading.words) {
      if (alone) word.box = box;
      word.id = static_cast<int>(line.words.size()) + 1;
      word.correction = Correction::kFound;
      line.box = Union(line.box, word.box);
      line.words.push_back(std::move(word));
    }
    Refresh(line);
    edits_.added.push_back(line);
    page_.lines.push_back(std::move(line));
  }

  const kernels::GreyView picture_;
  const RereadStep& step_;
  Page& page_;
  const LineCuts cuts_;
  WordReadings readings_;
  // How often each text stands among the words since the last edit.
  std::map<std::string, int> unchanged_;
  PageEdits edits_;
};

}  // namespace

Result<PageEdits> RereadWords(kernels::GreyView picture, const RereadStep& step,
                              const LineReader& read, Page& page) {
  Rereader rereader(picture, step, read, page);
  RESCAN_TRY(rereader.Words());
  RESCAN_TRY(rereader.Found());
  return rereader.Take();
}

}  // namespace rescan
