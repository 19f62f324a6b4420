#include "tests/support/reference_text.h"

#include <cctype>
#include <cmath>

namespace rescan::reference {
namespace {

std::uint32_t HashOf(const std::u32string& gram, std::uint32_t seed) {
  std::uint32_t h = seed;
  for (const char32_t symbol : gram) {
    h = (h ^ static_cast<std::uint32_t>(symbol)) * 0x9E3779B1u;
    h = h ^ (h >> 15);
  }
  h += static_cast<std::uint32_t>(gram.size());
  h ^= h >> 16;
  h *= 0x85EBCA6Bu;
  h ^= h >> 13;
  h *= 0xC2B2AE35u;
  return h ^ (h >> 16);
}

double SquaredLength(const std::vector<std::int32_t>& values) {
  long double sum = 0;
  for (const std::int32_t value : values) {
    sum += static_cast<long double>(value) * value;
  }
  return static_cast<double>(sum);
}

}  // namespace

std::map<std::size_t, std::int64_t> NgramSums(const std::u32string& symbols,
                                              std::uint32_t seed,
                                              const int (&weights)[3],
                                              std::size_t size) {
  std::map<std::size_t, std::int64_t> sums;
  for (std::size_t length = 3; length <= 5; ++length) {
    for (std::size_t i = 0; i + length <= symbols.size(); ++i) {
      const std::uint32_t h = HashOf(symbols.substr(i, length), seed);
      const std::size_t place = static_cast<std::size_t>(h / 65536) * size;
      const int weight = weights[length - 3];
      sums[place / 65536] += h % 2 == 0 ? weight : -weight;
    }
  }
  return sums;
}

std::vector<float> UnitBlend(const std::vector<std::int32_t>& main,
                             const std::vector<std::int32_t>& side,
                             double side_share) {
  constexpr double kOne = 1048576;
  const double main_squares = SquaredLength(main);
  const double side_squares = SquaredLength(side);
  if (main_squares == 0) return {};
  const bool blend = side_squares > 0 && side_share > 0;
  const double share = blend ? side_share : 0;
  const float main_factor =
      static_cast<float>(kOne * std::sqrt((1 - share) / main_squares));
  const float side_factor =
      blend ? static_cast<float>(kOne * std::sqrt(share / side_squares)) : 0;
  std::vector<std::int32_t> fixed;
  for (std::size_t i = 0; i < main.size(); ++i) {
    const float a = static_cast<float>(main[i]) * main_factor;
    const float b = blend ? static_cast<float>(side[i]) * side_factor : 0;
    fixed.push_back(static_cast<std::int32_t>(std::lrint(a)) +
                    static_cast<std::int32_t>(std::lrint(b)));
  }
  const float factor = static_cast<float>(1 / std::sqrt(SquaredLength(fixed)));
  std::vector<float> unit;
  for (const std::int32_t value : fixed) {
    unit.push_back(static_cast<float>(value) * factor);
  }
  return unit;
}

std::u32string AsciiSymbols(const std::string& text, bool folded) {
  std::string words = " ";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      words += static_cast<char>(std::tolower(byte));
    } else if (words.back() != ' ') {
      words += ' ';
    }
  }
  if (words.back() != ' ') words += ' ';
  if (words == " ") return {};
  if (folded) {
    // The pairs first, from the left, then the single characters.
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      const std::string pair = words.substr(i, 2);
      if (pair != "rn" && pair != "vv") continue;
      words[i] = pair == "rn" ? 'm' : 'w';
      words.erase(i + 1, 1);
    }
    const std::string families[] = {"o0q", "l1ij", "s5", "b8", "z2",
                                    "g69", "t7",   "a4", "ce", "vuy"};
    for (char& c : words) {
      for (const std::string& family : families) {
        if (family.find(c) != std::string::npos) c = family[0];
      }
    }
  }
  return {words.begin(), words.end()};
}

double LengthWeight(const std::u32string& gram) {
  return 6 - static_cast<double>(gram.size());
}

Bag GramsOf(const std::string& ascii, const GramWeight& weight) {
  Bag bag;
  for (const bool folded : {false, true}) {
    const std::u32string symbols = AsciiSymbols(ascii, folded);
    for (std::size_t length = 3; length <= 5; ++length) {
      for (std::size_t i = 0; i + length <= symbols.size(); ++i) {
        const std::u32string gram = symbols.substr(i, length);
        bag[(folded ? U"~" : U"=") + gram] += weight(gram);
      }
    }
  }
  return bag;
}

double Cosine(const Bag& a, const Bag& b) {
  const auto product = [](const Bag& x, const Bag& y) {
    double sum = 0;
    for (const auto& [gram, value] : x) {
      const auto other = y.find(gram);
      if (other != y.end()) sum += value * other->second;
    }
    return sum;
  };
  const double lengths = std::sqrt(product(a, a) * product(b, b));
  return lengths > 0 ? product(a, b) / lengths : 0;
}

}  // namespace rescan::reference
