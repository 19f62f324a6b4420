#include "index/json_check.h"

#include <charconv>
#include <cstddef>
#include <system_error>

#include "kernels/base/text.h"

namespace rescan::index {
namespace {

constexpr int kMaxDepth = 64;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads one text from the front. Each function is true, and past what it
// stands for, or false for good.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : rest_(text) {}

  bool WholeObject() {
    if (!Starts('{') || !Object(1)) return false;
    SkipBlanks();
    return rest_.empty();
  }

 private:
  [[nodiscard]] bool Starts(char c) const {
    return !rest_.empty() && rest_.front() == c;
  }

  bool Take(char c) {
    if (!Starts(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool Take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  void SkipBlanks() {
    while (Starts(' ') || Starts('\t')) rest_.remove_prefix(1);
  }

  bool Value(int depth) {
    if (rest_.empty() || depth > kMaxDepth) return false;
    switch (rest_.front()) {
      case '{':
        return Object(depth);
      case '[':
        return Array(depth);
      case '"':
        return String();
      case 't':
        return Take("true");
      case 'f':
        return Take("false");
      case 'n':
        return Take("null");
      default:
        return Number();
    }
  }

  bool Object(int depth) {
    Take('{');
    SkipBlanks();
    if (Take('}')) return true;
    do {
      SkipBlanks();
      if (!String()) return false;
      SkipBlanks();
      if (!Take(':')) return false;
      SkipBlanks();
      if (!Value(depth + 1)) return false;
      SkipBlanks();
    } while (Take(','));
    return Take('}');
  }

  bool Array(int depth) {
    Take('[');
    SkipBlanks();
    if (Take(']')) return true;
    do {
      SkipBlanks();
      if (!Value(depth + 1)) return false;
      SkipBlanks();
    } while (Take(','));
    return Take(']');
  }

  bool String() {
    if (!Take('"')) return false;
    while (true) {
      std::size_t plain = 0;
      while (plain < rest_.size() && rest_[plain] != '"' &&
             rest_[plain] != '\\' &&
             static_cast<unsigned char>(rest_[plain]) >= 0x20) {
        ++plain;
      }
      rest_.remove_prefix(plain);
      if (Take('"')) return true;
      if (!Take('\\') || !Escape()) return false;
    }
  }

  // Behind the backslash.
  bool Escape() {
    if (rest_.empty()) return false;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != npos;
    unsigned unit = 0;
    if (!CodeUnit(&unit) || IsLow(unit)) return false;
    if (unit < 0xd800 || unit > 0xdbff) return true;
    return Take("\\u") && CodeUnit(&unit) && IsLow(unit);
  }

  static bool IsLow(unsigned unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

  bool CodeUnit(unsigned* unit) {
    if (rest_.size() < 4) return false;
    const auto [end, error] =
        std::from_chars(rest_.data(), rest_.data() + 4, *unit, 16);
    if (error != std::errc() || end != rest_.data() + 4) return false;
    rest_.remove_prefix(4);
    return true;
  }

  bool Digits() {
    std::size_t n = 0;
    while (n < rest_.size() && IsDigit(rest_[n])) ++n;
    rest_.remove_prefix(n);
    return n > 0;
  }

  bool Number() {
    const std::string_view begin = rest_;
    Take('-');
    if (!Take('0') && !Digits()) return false;
    if (Take('.') && !Digits()) return false;
    const bool exponent = Take('e') || Take('E');
    if (exponent) {
      if (!Take('+')) Take('-');
      if (!Digits()) return false;
    }
    const std::size_t length = begin.size() - rest_.size();
    // Only these can be out of range.
    return (!exponent && length < 300) || IsDouble(begin.substr(0, length));
  }

  static bool IsDouble(std::string_view number) {
    double value = 0;
    return std::from_chars(number.data(), number.data() + number.size(), value)
               .ec == std::errc();
  }

  static constexpr std::size_t npos = std::string_view::npos;

  std::string_view rest_;
};

}  // namespace

bool IsJsonObjectLine(std::string_view text) {
  return JsonScanner(text).WholeObject() && IsValidUtf8(text);
}

}  // namespace rescan::index
