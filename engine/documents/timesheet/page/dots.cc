#include "engine/documents/timesheet/page/dots.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <vector>

#include "engine/ocr/word_picture.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/ink_components.h"

namespace rescan::timesheet::page {
namespace {

// Dots are two pixels wide and one above their stems.
constexpr int kEnlarged = 4;
// Of the darkness of ink; the gap below a dot has about half of it.
constexpr double kDark = 0.62;
// In heights of the line's ink.
constexpr double kMostDot = 0.36;
constexpr double kLowestDot = 0.42;

// Of a dot from the middle of its letter, whose box is a guess.
constexpr double kFarthest = 0.8;
constexpr std::size_t kMostLetters = 12;

std::ptrdiff_t DotsWanted(std::string_view text) {
  return std::count(text.begin(), text.end(), 'i') +
         std::count(text.begin(), text.end(), 'j');
}

// Middles of the line's dots from left to right, pixels of the page.
std::vector<double> FindDots(const FieldPicture& line) {
  const kernels::GreyImage large = ScaledWord(line.grey.view(), kEnlarged, 0);
  const kernels::GreyView from = large.view();
  int darkest = 255;
  for (int y = 0; y < from.height; ++y) {
    darkest = std::min(
        darkest, int{*std::min_element(from.Row(y), from.Row(y) + from.width)});
  }
  const double limit = line.paper - kDark * (line.paper - darkest);
  kernels::GreyImage mask(from.width, from.height);
  for (int y = 0; y < from.height; ++y) {
    std::transform(
        from.Row(y), from.Row(y) + from.width, mask.mutable_view().Row(y),
        [limit](std::uint8_t level) { return std::uint8_t{level <= limit}; });
  }
  const double height = kEnlarged * line.ink_box.height();
  const double top = kEnlarged * line.ink_box.top;
  std::vector<double> dots;
  const auto found = kernels::FindInkComponents(mask.view());
  for (const kernels::InkComponent& component : found.components) {
    const kernels::InkBox& box = component.box;
    if (box.width() <= kMostDot * height && box.height() <= kMostDot * height &&
        box.bottom <= top + kLowestDot * height) {
      dots.push_back(line.left + (box.left + box.right) / (2.0 * kEnlarged));
    }
  }
  std::sort(dots.begin(), dots.end());
  return dots;
}

// A letter that should have a dot.
struct Dotted {
  std::size_t at = 0;  // in the text
  double middle = 0;   // pixels of the page
};

// Those of `text`; none when the words are another text.
std::vector<Dotted> DottedLetters(std::string_view text,
                                  std::span<const Word> words) {
  std::vector<Dotted> letters;
  std::string joined;
  for (const Word& word : words) {
    if (!joined.empty()) joined += ' ';
    for (const Letter& letter : word.letters) {
      if (letter.text == "i" || letter.text == "j") {
        letters.push_back(
            {joined.size(), letter.box.left + letter.box.width / 2.0});
      }
      joined += letter.text;
    }
  }
  if (joined != text) letters.clear();
  return letters;
}

// Which letters keep the dots: the choice, in order, of the least distance. A
// bit each.
std::optional<unsigned> BestChoice(const std::vector<Dotted>& letters,
                                   const std::vector<double>& dots,
                                   double farthest) {
  std::optional<unsigned> best;
  double least = 0;
  for (unsigned choice = 0; choice < (1U << letters.size()); ++choice) {
    if (static_cast<std::size_t>(std::popcount(choice)) != dots.size()) {
      continue;
    }
    double sum = 0, worst = 0;
    std::size_t dot = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      if ((choice >> i & 1U) == 0) continue;
      const double distance = std::abs(letters[i].middle - dots[dot++]);
      sum += distance;
      worst = std::max(worst, distance);
    }
    if (worst > farthest || (best && sum >= least)) continue;
    best = choice;
    least = sum;
  }
  return best;
}

}  // namespace

bool HasDots(const FieldPicture& line, std::string_view text) {
  const std::ptrdiff_t wanted = DotsWanted(text);
  return wanted == 0 || std::ssize(FindDots(line)) >= wanted;
}

std::optional<std::string> WithLForNoDot(const FieldPicture& line,
                                         std::string_view text,
                                         std::span<const Word> words) {
  const std::vector<Dotted> letters = DottedLetters(text, words);
  if (letters.empty() || letters.size() > kMostLetters) return std::nullopt;
  const std::vector<double> dots = FindDots(line);
  if (dots.size() + 1 != letters.size()) return std::nullopt;
  const auto choice =
      BestChoice(letters, dots, kFarthest * line.ink_box.height());
  if (!choice) return std::nullopt;
  std::string corrected(text);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if ((*choice >> i & 1U) != 0) continue;
    const std::size_t at = letters[i].at;
    if (text[at] != 'i' || at == 0 || text[at - 1] == ' ') return std::nullopt;
    corrected[at] = 'l';
  }
  return corrected;
}

}  // namespace rescan::timesheet::page
