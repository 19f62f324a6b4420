#include "index/fixed_json.h"

#include <charconv>
#include <optional>
#include <system_error>

namespace rescan::index {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

bool IsPlain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

std::optional<unsigned> DigitValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  return std::nullopt;
}

// The number of characters that need no escape at the front.
std::size_t PlainLength(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && IsPlain(text[n])) ++n;
  return n;
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  out->push_back('"');
  while (true) {
    const std::size_t plain = PlainLength(text);
    out->append(text.substr(0, plain));
    if (plain == text.size()) break;
    const char c = text[plain];
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else {
      out->append("\\u00");
      out->push_back(kDigits[(c >> 4) & 15]);
      out->push_back(kDigits[c & 15]);
    }
    text.remove_prefix(plain + 1);
  }
  out->push_back('"');
}

bool FixedJsonReader::Fail() {
  ok_ = false;
  rest_ = {};
  return false;
}

void FixedJsonReader::Literal(std::string_view text) {
  if (!Skip(text)) Fail();
}

bool FixedJsonReader::Skip(std::string_view text) {
  if (!rest_.starts_with(text)) return false;
  rest_.remove_prefix(text.size());
  return true;
}

std::string FixedJsonReader::String() {
  Literal("\"");
  std::string value;
  while (ok_) {
    const std::size_t plain = PlainLength(rest_);
    value.append(rest_.substr(0, plain));
    rest_.remove_prefix(plain);
    if (Skip("\"")) return value;
    if (Skip("\\\"")) {
      value.push_back('"');
    } else if (Skip("\\\\")) {
      value.push_back('\\');
    } else if (Skip("\\u00") && rest_.size() >= 2) {
      const auto high = DigitValue(rest_[0]);
      const auto low = DigitValue(rest_[1]);
      if (!high.has_value() || *high > 1 || !low.has_value()) break;
      value.push_back(static_cast<char>(*high << 4 | *low));
      rest_.remove_prefix(2);
    } else {
      break;
    }
  }
  Fail();
  return {};
}

std::int64_t FixedJsonReader::Integer() {
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
  const auto length = static_cast<std::size_t>(end - rest_.data());
  if (error != std::errc() ||
      rest_.substr(0, length) != std::to_string(value)) {
    Fail();
    return 0;
  }
  rest_.remove_prefix(length);
  return value;
}

Sha256Digest FixedJsonReader::Digest() {
  Sha256Digest digest{};
  Literal("\"");
  if (rest_.size() < 2 * digest.size()) {
    Fail();
    return digest;
  }
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto high = DigitValue(rest_[2 * i]);
    const auto low = DigitValue(rest_[2 * i + 1]);
    if (!high.has_value() || !low.has_value()) {
      Fail();
      return Sha256Digest{};
    }
    digest[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  rest_.remove_prefix(2 * digest.size());
  Literal("\"");
  return digest;
}

}  // namespace rescan::index
