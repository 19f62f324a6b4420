#include "engine/ocr/word_readings.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <utility>

#include "engine/ocr/boxes.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/image_view.h"

namespace rescan {
namespace {

// Equal readings that are enough.
constexpr int kFewestVotes = 2;
// What is no number is read so often, and alike each time or not at all.
constexpr std::size_t kWordReadings = 2;
// Of a picture that is read: Tesseract's coordinates have 16 bits, and the
// longest line at the greatest height has half as many pixels.
constexpr double kWidestPicture = 32767;
constexpr double kMostPixels = 8'000'000;
// Of what is no number though its ink has points or commas.
constexpr int kFewestLetters = 3;

std::string WithoutSeparators(std::string text) {
  std::erase_if(text, [](char c) { return c == '.' || c == ','; });
  return text;
}

// A number that fell apart at its point is one word.
void JoinNumber(WordReading& reading) {
  if (reading.words.size() != 2) return;
  Word& first = reading.words.front();
  Word& second = reading.words.back();
  if (!IsCountable(first.text) || !IsCountable(second.text) ||
      first.text.ends_with('.') == second.text.starts_with('.')) {
    return;
  }
  first.text += second.text;
  std::move(second.letters.begin(), second.letters.end(),
            std::back_inserter(first.letters));
  SetLetters(std::move(first.letters), first);
  reading.text = first.text;
  reading.words.pop_back();
}

// Equal readings of one word.
struct Vote {
  WordReading first;
  int count = 0;
  float confidence = 0;  // the sum
};

Vote& Count(WordReading reading, std::vector<Vote>& votes) {
  const auto vote =
      std::find_if(votes.begin(), votes.end(),
                   [&](const Vote& v) { return v.first.text == reading.text; });
  if (vote == votes.end()) {
    const float confidence = reading.confidence;
    return votes.emplace_back(Vote{std::move(reading), 1, confidence});
  }
  ++vote->count;
  vote->confidence += reading.confidence;
  return *vote;
}

// The one most surely read, if it is sure or came often enough.
std::optional<WordReading> Elected(std::vector<Vote>& votes, double sure) {
  if (votes.empty()) return std::nullopt;
  Vote& best = *std::max_element(
      votes.begin(), votes.end(),
      [](const Vote& a, const Vote& b) { return a.confidence < b.confidence; });
  if (best.count < kFewestVotes && best.first.confidence < sure)
    return std::nullopt;
  return std::move(best.first);
}

// What all the readings say, as sure as the least sure of them.
std::optional<WordReading> Agreed(std::vector<WordReading>& readings,
                                  double sure, int fewest_letters) {
  if (readings.size() < kWordReadings) return std::nullopt;
  WordReading& first = readings.front();
  for (const WordReading& reading : readings) {
    if (reading.text != first.text || reading.confidence < sure) {
      return std::nullopt;
    }
    first.confidence = std::min(first.confidence, reading.confidence);
  }
  if (first.text.empty() || Letters(first.text) < fewest_letters) {
    return std::nullopt;
  }
  return std::move(first);
}

// The ink with a narrow margin, in its heights: Tesseract takes the height of a
// raw line for that of its letters.
PixelBox PartToRead(const WordPicture& cut, double of_height) {
  const auto margin =
      std::max(1, static_cast<int>(std::lround(of_height * cut.ink.height)));
  const PixelBox ink = BoxOfInk(cut.ink);
  const int left = std::max(ink.left - margin, cut.left);
  const int top = std::max(ink.top - margin, cut.top);
  const int right = std::min(Right(ink) + margin, cut.left + cut.grey.width());
  const int foot =
      std::min(ink.top + ink.height + margin, cut.top + cut.grey.height());
  return {left, top, right - left, foot - top};
}

}  // namespace

Result<std::optional<WordReading>> WordReadings::LikeInk(const WordPicture& cut,
                                                         const Word& word) {
  const std::string digits = WithoutSeparators(word.text);
  std::map<std::string, int> times;
  for (const double height : step_.digit_heights) {
    auto reading = ReadAt(cut, height);
    if (!reading.has_value()) {
      return tl::unexpected(std::move(reading.error()));
    }
    const std::string& text = reading->text;
    if (!IsCountable(text) || !AgreesWithInk(text, cut.ink)) continue;
    if (WithoutSeparators(text) == digits ||
        reading->confidence >= kCertainReading ||
        ++times[text] == kFewestVotes) {
      return *std::move(reading);
    }
  }
  return std::nullopt;
}

Result<std::optional<WordReading>> WordReadings::Anew(const WordPicture& cut) {
  if (cut.ink.marks.empty()) return std::nullopt;
  const bool number = HasSeparators(cut.ink);
  std::vector<Vote> numbers;
  std::vector<WordReading> words;
  for (std::size_t i = 0; i < step_.digit_heights.size(); ++i) {
    if (!number && i == kWordReadings) break;
    auto reading = ReadAt(cut, step_.digit_heights[i]);
    if (!reading.has_value()) {
      return tl::unexpected(std::move(reading.error()));
    }
    if (!number || !IsCountable(reading->text)) {
      if (i < kWordReadings) words.push_back(*std::move(reading));
    } else if (AgreesWithInk(reading->text, cut.ink)) {
      if (reading->confidence >= kCertainReading) return *std::move(reading);
      const bool sure = reading->confidence >= step_.below_confidence;
      Vote& vote = Count(*std::move(reading), numbers);
      if (sure && vote.count >= kFewestVotes) return std::move(vote.first);
    }
  }
  if (auto elected = Elected(numbers, step_.below_confidence)) return elected;
  return Agreed(words, step_.below_confidence, number ? kFewestLetters : 0);
}

Result<WordReading> WordReadings::ReadAt(const WordPicture& cut,
                                         double height) {
  if (left() <= 0) return WordReading();
  const PixelBox part = PartToRead(cut, step_.margin);
  const double scale = height / cut.ink.height;
  const double width = part.width * scale;
  if (width > kWidestPicture || width * part.height * scale > kMostPixels) {
    return WordReading();
  }
  ++readings_;
  const kernels::GreyView view = cut.grey.view().Part(
      part.left - cut.left, part.top - cut.top, part.width, part.height);
  const kernels::GreyImage scaled = ScaledWord(view, scale, step_.blur);
  auto words = read_(scaled.view());
  if (!words.has_value()) return tl::unexpected(std::move(words.error()));
  const double x = 1.0 * view.width / scaled.width();
  const double y = 1.0 * view.height / scaled.height();
  const auto on_page = [&](PixelBox& box) {
    const auto round = [](double place) {
      return static_cast<int>(std::lround(place));
    };
    box = {part.left + round(box.left * x), part.top + round(box.top * y),
           std::max(1, round(box.width * x)),
           std::max(1, round(box.height * y))};
  };
  WordReading reading;
  reading.confidence = 1;
  for (Word& word : *words) {
    if (!reading.text.empty()) reading.text += ' ';
    reading.text += word.text;
    reading.confidence = std::min(reading.confidence, word.confidence);
    on_page(word.box);
    for (Letter& letter : word.letters) on_page(letter.box);
  }
  reading.words = *std::move(words);
  JoinNumber(reading);
  return reading;
}

std::optional<WordReading> WithPointsOf(const InkMarks& ink, const Word& word) {
  const std::string text = PointsOfInk(word.text, ink);
  if (text == word.text) return std::nullopt;
  WordReading reading;
  reading.text = text;
  reading.confidence = word.confidence;
  reading.rule = Correction::kPointOfInk;
  Word& mended = reading.words.emplace_back(word);
  std::size_t at = 0;
  for (Letter& letter : mended.letters) {
    const std::size_t length = letter.text.size();
    if (letter.text == ",") letter.text.assign(text, at, length);
    at += length;
  }
  return reading;
}

PixelBox BoxOfInk(const InkMarks& ink) {
  kernels::InkBox all = ink.marks.front().box;
  for (const InkMark& mark : ink.marks) all = Union(all, mark.box);
  return {all.left, all.top, all.width(), all.height()};
}

int Letters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalpha(byte) != 0 || byte >= 0xc0;
  }));
}

void SetLetters(std::vector<Letter> letters, Word& word) {
  word.letters = std::move(letters);
  word.letter_ids.clear();
  for (std::size_t i = 0; i < word.letters.size(); ++i) {
    word.letter_ids.push_back(static_cast<int>(i) + 1);
  }
}

}  // namespace rescan
