#include "engine/ocr/look_alike.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace rescan {
namespace {

bool IsStroke(char c) {
  return std::string_view("Ili1|").find(c) != std::string_view::npos;
}

unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

}  // namespace

bool DifferInStrokes(std::string_view a, std::string_view b) {
  return a != b &&
         std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
           return x == y || (IsStroke(x) && IsStroke(y));
         });
}

bool DifferInOneLetter(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  int letters = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const unsigned char x = Byte(a[i]);
    const unsigned char y = Byte(b[i]);
    if (std::isalnum(x) == 0 || std::isalnum(y) == 0 ||
        std::tolower(x) == std::tolower(y)) {
      return false;
    }
    ++letters;
  }
  return letters == 1;
}

}  // namespace rescan
