#include "bench/reading/page.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "bench/reading/fold.h"
#include "kernels/base/text.h"

namespace rescan::bench {
namespace {

// The parts between the first `splits` separators, and the rest.
std::vector<std::u32string> Split(const std::u32string& line, char32_t by,
                                  std::size_t splits) {
  std::vector<std::u32string> parts;
  std::size_t from = 0;
  while (parts.size() < splits) {
    const std::size_t at = line.find(by, from);
    if (at == std::u32string::npos) break;
    parts.push_back(line.substr(from, at - from));
    from = at + 1;
  }
  parts.push_back(line.substr(from));
  return parts;
}

// A whole number in ASCII digits, white space around it.
std::optional<int> Integer(const std::u32string& text) {
  const std::string folded = Fold(text);
  const std::size_t sign = folded.starts_with('-') ? 1 : 0;
  const bool digits =
      std::all_of(folded.begin() + static_cast<std::ptrdiff_t>(sign),
                  folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || folded.size() == sign || folded.size() > sign + 9) return {};
  return std::atoi(folded.c_str());
}

// A number, cut to its whole part.
std::optional<int> Truncated(const std::u32string& text) {
  const std::string folded = Fold(text);
  char* end = nullptr;
  const double value = std::strtod(folded.c_str(), &end);
  if (end == folded.c_str() || *end != '\0' || !(std::abs(value) < 1e9)) {
    return {};
  }
  return static_cast<int>(value);
}

Box Around(const Box& a, const Box& b) {
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1),
          std::max(a.y1, b.y1), a.text};
}

}  // namespace

std::vector<Box> BoxesFromCsv(const std::string& bytes) {
  constexpr std::size_t kNumbers = 8;
  std::vector<Box> boxes;
  for (const std::u32string& line : SplitLines(DecodeUtf8(bytes))) {
    const auto parts = Split(line, U',', kNumbers);
    if (parts.size() != kNumbers + 1) continue;
    std::array<std::vector<int>, 2> corners;  // x, y
    for (std::size_t i = 0; i < kNumbers; ++i) {
      const auto number = Integer(parts[i]);
      if (number) corners[i % 2].push_back(*number);
    }
    const auto& [x, y] = corners;
    if (x.size() + y.size() != kNumbers) continue;
    const auto [left, right] = std::minmax_element(x.begin(), x.end());
    const auto [top, bottom] = std::minmax_element(y.begin(), y.end());
    boxes.push_back({*left, *top, *right, *bottom, Fold(parts[kNumbers])});
  }
  return boxes;
}

Result<TruthPage> PageFromTruthJson(const std::string& bytes) {
  try {
    const auto root = nlohmann::json::parse(bytes);
    TruthPage page;
    page.kind = root.at("class").get<std::string>();
    for (const auto& line : root.at("lines")) {
      std::optional<Box> box;
      for (const auto& word : line.at("words")) {
        const auto [left, top, width, height] =
            word.at("box").get<std::array<int, 4>>();
        Box one = {left, top, left + width, top + height, ""};
        box = box ? Around(*box, one) : one;
        one.text = Fold(DecodeUtf8(word.at("text").get<std::string>()));
        page.words.push_back(std::move(one));
      }
      if (!box) continue;
      box->text = Fold(DecodeUtf8(line.at("text").get<std::string>()));
      page.boxes.push_back(*box);
    }
    return page;
  } catch (const nlohmann::json::exception& e) {
    return Fail(ErrorCode::kCorruption, std::string("truth: ") + e.what());
  }
}

Result<Reading> ReadingFromTsv(const std::string& bytes) {
  constexpr std::size_t kColumns = 12, kLevel = 0, kBox = 6, kText = 11;
  Reading reading;
  std::vector<Box> lines;
  for (const std::u32string& row : SplitLines(DecodeUtf8(bytes))) {
    const auto cells = Split(row, U'\t', std::u32string::npos);
    if (cells.size() < kColumns) continue;
    const bool line = cells[kLevel] == U"4";
    if (!line && cells[kLevel] != U"5") continue;
    std::array<int, 4> box{};
    for (std::size_t i = 0; i < box.size(); ++i) {
      const auto value = Truncated(cells[kBox + i]);
      if (!value) {
        return Fail(ErrorCode::kCorruption,
                    "TSV: column " + std::to_string(kBox + i + 1) +
                        " of a line or word is no number");
      }
      box[i] = *value;
    }
    const Box place = {box[0], box[1], box[0] + box[2], box[1] + box[3], ""};
    if (line) {
      lines.push_back(place);
    } else if (!IsBlank(cells[kText])) {
      reading.words.push_back(place);
      reading.words.back().text = Fold(cells[kText]);
      if (lines.empty()) lines.push_back(place);
      std::string& text = lines.back().text;
      if (!text.empty()) text += ' ';
      text += reading.words.back().text;
    }
  }
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(reading.lines),
               [](const Box& line) { return !line.text.empty(); });
  return reading;
}

Result<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) {
    return Fail(ErrorCode::kIo, PathForDisplay(path) + ": cannot be read");
  }
  return bytes;
}

}  // namespace rescan::bench
