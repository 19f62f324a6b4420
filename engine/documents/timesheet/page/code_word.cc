#include "engine/documents/timesheet/page/code_word.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/doubted.h"
#include "engine/documents/timesheet/page/code_digits.h"
#include "engine/documents/timesheet/page/code_ink.h"
#include "engine/documents/timesheet/page/text_ink.h"
#include "kernels/base/median.h"

namespace rescan::timesheet::page {
namespace {

using kernels::InkBox;

constexpr std::array<Look, 3> kLooks = {
    {{24, 0.12, 0.6, {}}, {30, 0.2, 1, {}}, {20, 0.25, 0.4, {}}}};
// Codes read as surely as this need no second look.
constexpr float kCertain = 0.9F;
constexpr float kAlone = 0.5F;
// In heights of the letters: how far off a letter's place may be, and the gap
// before a parenthesis at least.
constexpr double kNear = 1.6;
constexpr double kNearParenthesis = 3;
constexpr double kLeastBlank = 0.2;
// The width of a parenthesis at most, how far it reaches below the line and how
// far its middle stands left of its ends at least.
constexpr double kParenthesis = 0.65;
constexpr double kBelow = 0.08;
constexpr double kBent = 0.05;

// What stands between the last parentheses, where the line ends with them.
struct Place {
  std::size_t first_word = 0;  // that has the opening one
  std::size_t open = 0;        // byte of it in that word
  std::string code;            // without blanks
};

std::optional<Place> FindCode(const LineReading& reading) {
  if (reading.words.empty() || !reading.words.back().text.ends_with(')')) {
    return std::nullopt;
  }
  Place place;
  for (std::size_t i = reading.words.size(); i-- > 0;) {
    const std::string& text = reading.words[i].text;
    const std::size_t open = text.rfind('(');
    if (open == std::string::npos) {
      place.code = text + place.code;
      continue;
    }
    place.first_word = i;
    place.open = open;
    place.code = text.substr(open + 1) + place.code;
    place.code.pop_back();
    const bool has_digit =
        place.code.find_first_of("0123456789") != std::string::npos;
    if (!has_digit) return std::nullopt;
    return place;
  }
  return std::nullopt;
}

// Where most marks of the line end.
int Baseline(const std::vector<InkMark>& marks) {
  std::vector<int> feet;
  for (const InkMark& mark : marks) feet.push_back(mark.box.bottom);
  return Median(std::move(feet));
}

// Where the ink of rows [top, bottom) stands in the box, pixels.
double MeanColumn(const FieldPicture& field, const InkBox& box, int top,
                  int bottom) {
  double all = 0, sum = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      const int ink = std::max(0, field.paper - field.grey.view().Row(y)[x]);
      all += ink;
      sum += ink * (x - box.left);
    }
  }
  return all > 0 ? sum / all : 0;
}

// Narrow, below the line, and bent to the left.
bool LooksOpening(const FieldPicture& field, const InkBox& box, int baseline) {
  const int height = field.ink.height;
  if (box.width() > kParenthesis * height ||
      box.bottom - baseline < kBelow * height) {
    return false;
  }
  const int quarter = std::max(1, box.height() / 4);
  const double top = MeanColumn(field, box, box.top, box.top + quarter);
  const double foot = MeanColumn(field, box, box.bottom - quarter, box.bottom);
  const double middle = MeanColumn(field, box, box.top + quarter,
                                   std::max(box.top, box.bottom - quarter));
  return middle + kBent * height <= std::min(top, foot);
}

// The mark of the opening parenthesis: the places of letters are rough, so the
// nearest one that stands behind a gap and looks like one, else, of those about
// it, the last one behind a gap. Gaps between letters may be as wide.
std::optional<std::size_t> OpeningMark(const FieldPicture& field,
                                       const LineReading& reading,
                                       const Place& place) {
  const Word& word = reading.words[place.first_word];
  const auto letter =
      std::find_if(word.letters.rbegin(), word.letters.rend(),
                   [](const Letter& l) { return l.text == "("; });
  if (letter == word.letters.rend()) return std::nullopt;
  const int x = letter->box.left + letter->box.width / 2 - field.left;
  const std::vector<InkMark>& marks = field.ink.marks;
  const int height = field.ink.height;
  const int baseline = Baseline(marks);
  std::optional<std::size_t> opening, any;
  double nearest = kNearParenthesis * height;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const InkBox& box = marks[i].box;
    const int gap = i == 0 ? height : box.left - marks[i - 1].box.right;
    if (gap < kLeastBlank * height) continue;
    const int distance = std::abs((box.left + box.right) / 2 - x);
    if (distance <= kNear * height) any = i;
    if (distance <= nearest && LooksOpening(field, box, baseline)) {
      opening = i;
      nearest = distance;
    }
  }
  return opening.has_value() ? opening : any;
}

bool IsParenthesised(std::string_view text) {
  return text.size() > 2 && text.front() == '(' && text.back() == ')' &&
         text.find_first_of("()", 1) == text.size() - 1;
}

float LeastSure(const LineReading& reading, const Place& place) {
  float least = 1;
  for (std::size_t i = place.first_word; i < reading.words.size(); ++i) {
    least = std::min(least, reading.words[i].confidence);
  }
  return least;
}

std::string WithoutBlanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

// Takes the place of the last words: all of it is one now.
void Replace(const Place& place, LineReading code, float confidence,
             LineReading& reading) {
  Word whole = reading.words[place.first_word];
  whole.text.resize(place.open);
  while (!whole.letters.empty() && whole.letters.back().text != "(") {
    whole.letters.pop_back();
  }
  if (!whole.letters.empty()) whole.letters.pop_back();
  for (Word& part : code.words) {
    whole.text += part.text;
    std::move(part.letters.begin(), part.letters.end(),
              std::back_inserter(whole.letters));
  }
  whole.letter_ids.clear();
  for (std::size_t i = 0; i < whole.letters.size(); ++i) {
    whole.letter_ids.push_back(static_cast<int>(i) + 1);
  }
  const Word& last = reading.words.back();
  whole.box.width = std::max(whole.box.width,
                             last.box.left + last.box.width - whole.box.left);
  whole.confidence = confidence;
  reading.words.resize(place.first_word);
  reading.words.push_back(std::move(whole));
  reading.text.clear();
  reading.confidence = 1;
  for (const Word& word : reading.words) {
    if (!reading.text.empty()) reading.text += ' ';
    reading.text += word.text;
    reading.confidence = std::min(reading.confidence, word.confidence);
  }
}

void Doubt(float confidence, LineReading& reading) {
  reading.confidence = std::min(reading.confidence, confidence);
  float& last = reading.words.back().confidence;
  last = std::min(last, confidence);
}

Status SecondReading(const FieldPicture& part, const PartLooker& look_at,
                     const Place& place, LineReading& reading) {
  const float before = LeastSure(reading, place);
  std::vector<std::string> seen = {"(" + place.code + ")"};
  for (const Look& look : kLooks) {
    auto again = look_at(part, look);
    if (!again.has_value()) return tl::unexpected(std::move(again.error()));
    if (again->words.empty()) continue;
    CorrectByShape(part, *again);
    std::string code = WithoutBlanks(again->text);
    if (!IsParenthesised(code)) continue;
    if (std::find(seen.begin(), seen.end(), code) != seen.end()) {
      const float confidence = std::max(again->confidence, before);
      Replace(place, *std::move(again), confidence, reading);
      return {};
    }
    seen.push_back(std::move(code));
  }
  Doubt(kAlone, reading);
  return {};
}

// Puts `code` in place of one that is as long.
void TakeCharacters(const Place& place, const std::string& code,
                    LineReading& reading) {
  std::size_t next = 0;
  for (std::size_t i = place.first_word; i < reading.words.size(); ++i) {
    Word& word = reading.words[i];
    const std::size_t from = i == place.first_word ? place.open : 0;
    const std::size_t count = word.text.size() - from;
    word.text.replace(from, count, code, next, count);
    // Letters of more than a byte are of no code.
    for (std::size_t k = 0; k < count && k < word.letters.size(); ++k) {
      word.letters[word.letters.size() - 1 - k].text =
          std::string(1, word.text[word.text.size() - 1 - k]);
    }
    next += count;
  }
  reading.text.clear();
  for (const Word& word : reading.words) {
    if (!reading.text.empty()) reading.text += ' ';
    reading.text += word.text;
  }
}

void Take(const Place& place, const std::string& code,
          const CodeVerdict& verdict, LineReading& reading) {
  if (verdict.code != code) TakeCharacters(place, verdict.code, reading);
  if (!verdict.sure) Doubt(kDoubted, reading);
}

Status HoldAgainstInk(const FieldPicture& part, const PartLooker& look_at,
                      LineReading& reading) {
  const std::optional<Place> place = FindCode(reading);
  if (!place.has_value()) return {};
  const std::string code = "(" + place->code + ")";
  const CodeVerdict seen = JudgeCode(part, code);
  Take(*place, code, seen, reading);
  const auto alone = JudgeFirstDigit(part, seen.code, look_at);
  if (!alone.has_value()) return tl::unexpected(alone.error());
  Take(*place, seen.code, *alone, reading);
  return {};
}

}  // namespace

Status ReadCodeAgain(const FieldPicture& field, const PartLooker& look_at,
                     LineReading& reading) {
  const std::optional<Place> place = FindCode(reading);
  if (!place.has_value()) return {};
  const std::optional<std::size_t> opening =
      OpeningMark(field, reading, *place);
  if (!opening.has_value()) {
    Doubt(kDoubted, reading);
    return {};
  }
  const FieldPicture part = PartOf(field, *opening, field.ink.marks.size() - 1);
  if (LeastSure(reading, *place) < kCertain) {
    RESCAN_TRY(SecondReading(part, look_at, *place, reading));
  }
  return HoldAgainstInk(part, look_at, reading);
}

}  // namespace rescan::timesheet::page
