#include "engine/documents/timesheet/page/number_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/number_ink.h"
#include "engine/ocr/boxes.h"

namespace rescan::timesheet::page {
namespace {

// Ways to look, the best first.
constexpr std::array<Look, 8> kLooks = {{{24, 0.15, 1.0, {}},
                                         {24, 0.10, 0.6, {}},
                                         {20, 0.15, 0.6, {}},
                                         {32, 0.20, 1.0, {}},
                                         {16, 0.12, 0.5, {}},
                                         {28, 0.15, 1.5, {}},
                                         {20, 0.25, 0.6, {}},
                                         {24, 0.30, 1.0, {}}}};
// One reading as sure as this is enough, or two that are equal.
constexpr float kCertain = 0.9F;
// Of a dash: how much wider than high its ink spreads, its height in those of
// the field, and how dark a row or column within it is against the darkest. Of
// 4,300 dashes in JPEGs the roundest spread 1.46 times as wide.
constexpr double kLeastDash = 1.4;
constexpr double kMostDash = 9;
constexpr double kHighDash = 0.3;
constexpr double kGap = 0.4;
// Of its darkest: below is the noise of JPEG, which a small dash drowns in.
constexpr double kNoise = 0.15;
constexpr float kDashConfidence = 0.95F;

// How dark the rows or the columns are, above the paper.
struct Profile {
  std::vector<double> sums;

  // Standard deviation of the place of the ink, pixels.
  [[nodiscard]] double Spread() const {
    double mass = 0, first = 0, second = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const auto place = static_cast<double>(i);
      mass += sums[i];
      first += sums[i] * place;
      second += sums[i] * place * place;
    }
    const double mean = first / mass;
    // A row of its own has a spread, too: that of one pixel.
    return std::sqrt(std::max(0.0, second / mass - mean * mean) + 1.0 / 12);
  }

  // Dark from its first dark place to its last.
  [[nodiscard]] bool IsWhole() const {
    const double least = kGap * *std::max_element(sums.begin(), sums.end());
    const auto dark = [least](double sum) { return sum >= least; };
    const auto first = std::find_if(sums.begin(), sums.end(), dark);
    const auto end = std::find_if_not(first, sums.end(), dark);
    return std::none_of(end, sums.end(), dark);
  }
};

// One stroke that lies: what Tesseract reads as anything or nothing.
bool IsDash(const FieldPicture& field) {
  if (field.ink.marks.size() != 1) return false;
  const kernels::InkBox& box = field.ink.marks.front().box;
  if (box.height() > kHighDash * field.field_height) return false;
  const kernels::GreyView view =
      field.grey.view().Part(box.left, box.top, box.width(), box.height());
  int darkest = 255;
  for (int y = 0; y < view.height; ++y) {
    darkest = std::min(
        darkest, int{*std::min_element(view.Row(y), view.Row(y) + view.width)});
  }
  const double paper = field.paper - kNoise * (field.paper - darkest);
  Profile rows{std::vector<double>(static_cast<std::size_t>(view.height))};
  Profile columns{std::vector<double>(static_cast<std::size_t>(view.width))};
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const double ink = std::max(0.0, paper - view.Row(y)[x]);
      rows.sums[static_cast<std::size_t>(y)] += ink;
      columns.sums[static_cast<std::size_t>(x)] += ink;
    }
  }
  const double flat = columns.Spread() / rows.Spread();
  return flat >= kLeastDash && flat <= kMostDash && rows.IsWhole() &&
         columns.IsWhole();
}

bool IsNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.front() >= '0' && text.front() <= '9' &&
         text.find_first_not_of("0123456789.,") == std::string_view::npos;
}

// A number that fell apart at its point is one word.
void Join(LineReading& reading) {
  std::erase(reading.text, ' ');
  if (reading.words.size() < 2) return;
  Word& whole = reading.words.front();
  for (std::size_t i = 1; i < reading.words.size(); ++i) {
    Word& part = reading.words[i];
    whole.text += part.text;
    whole.box = Union(whole.box, part.box);
    std::move(part.letters.begin(), part.letters.end(),
              std::back_inserter(whole.letters));
  }
  whole.confidence = reading.confidence;
  whole.letter_ids.clear();
  for (std::size_t i = 0; i < whole.letters.size(); ++i) {
    whole.letter_ids.push_back(static_cast<int>(i) + 1);
  }
  reading.words.resize(1);
}

// Its points are those of the ink now. REQUIRES: one word.
void Take(std::string text, LineReading& reading) {
  if (text == reading.text) return;
  Word& word = reading.words.front();
  word.correction = Correction::kPointOfInk;
  word.first_text = std::move(word.text);
  word.text = text;
  reading.text = std::move(text);
  if (word.letters.size() != word.text.size()) return;
  for (std::size_t i = 0; i < word.text.size(); ++i) {
    word.letters[i].text = word.text.substr(i, 1);
  }
}

}  // namespace

Result<std::optional<LineReading>> ReadNumber(const FieldPicture& field,
                                              const LineLooker& look_at) {
  if (IsDash(field)) {
    LineReading dash;
    dash.text = "-";
    dash.confidence = kDashConfidence;
    return dash;
  }
  NumberInk ink(field);
  std::map<std::string, int> times;
  for (const Look& look : kLooks) {
    auto reading = look_at(look);
    if (!reading.has_value()) return tl::unexpected(std::move(reading.error()));
    Join(*reading);
    if (!IsNumber(reading->text)) continue;
    auto judgement = ink.Judge(reading->text);
    if (!judgement.has_value()) continue;
    Take(std::move(judgement->text), *reading);
    const bool certain =
        reading->confidence >= kCertain && !judgement->point_of_ink;
    if (certain || ++times[reading->text] == 2) return *std::move(reading);
  }
  return std::nullopt;
}

}  // namespace rescan::timesheet::page
