#include "engine/documents/timesheet/page/letter_places.h"

#include <array>
#include <cstddef>

namespace rescan::timesheet::page {
namespace {

// Open Sans and DejaVu Sans, regular and bold, the mean of the four: each of
// them, scaled to the width of a name, is within a tenth of these.
constexpr std::array<double, 26> kCapitals = {
    0.97, 0.96, 0.93, 1.06, 0.84, 0.80, 1.05, 1.07, 0.44,
    0.44, 0.94, 0.79, 1.28, 1.10, 1.11, 0.89, 1.11, 0.95,
    0.85, 0.84, 1.05, 0.94, 1.38, 0.94, 0.87, 0.89};
constexpr std::array<double, 26> kSmall = {
    0.85, 0.90, 0.74, 0.90, 0.85, 0.52, 0.85, 0.91, 0.41,
    0.41, 0.83, 0.41, 1.36, 0.91, 0.88, 0.90, 0.90, 0.61,
    0.72, 0.57, 0.91, 0.80, 1.17, 0.81, 0.80, 0.72};
constexpr double kBlank = 0.41;
constexpr double kPoint = 0.43;
constexpr double kHyphen = 0.49;
constexpr double kApostrophe = 0.37;

}  // namespace

double LetterWidth(char c) {
  if (c >= 'A' && c <= 'Z') return kCapitals[static_cast<std::size_t>(c - 'A')];
  if (c >= 'a' && c <= 'z') return kSmall[static_cast<std::size_t>(c - 'a')];
  switch (c) {
    case ' ':
      return kBlank;
    case '.':
      return kPoint;
    case '-':
      return kHyphen;
    case '\'':
      return kApostrophe;
    default:
      return LetterWidth('l');
  }
}

double TextWidth(std::string_view text) {
  double width = 0;
  for (const char c : text) width += LetterWidth(c);
  return width;
}

double StrokePlace(char c) {
  const double middle = LetterWidth(c) / 2;
  switch (c) {
    case 'b':
    case 'h':
    case 'k':
    case 'L':
      return middle - 0.22;
    case 'd':
      return middle + 0.21;
    case 'f':
      return middle + 0.1;
    case 't':
      return middle - 0.04;
    case 'D':
      return middle - 0.07;
    case 'C':
    case 'G':
    case 'S':
      return middle + 0.06;
    default:
      return middle;
  }
}

}  // namespace rescan::timesheet::page
