#include "bench/reading/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "bench/reading/fold.h"
#include "bench/reading/levenshtein.h"

namespace rescan::bench {
namespace {

std::vector<std::string> WordsOf(const std::vector<Box>& boxes) {
  std::vector<std::string> words;
  for (const Box& box : boxes) {
    for (std::string& word : SplitWords(box.text)) {
      words.push_back(std::move(word));
    }
  }
  return words;
}

// Without words of which nothing is left.
std::vector<std::string> Bare(const std::vector<std::string>& words) {
  std::vector<std::string> bare;
  for (std::string word : words) {
    std::erase_if(word, [](char c) {
      return !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9');
    });
    if (!word.empty()) bare.push_back(std::move(word));
  }
  return bare;
}

BagCounts CompareBags(const std::vector<std::string>& truth,
                      const std::vector<std::string>& read) {
  std::map<std::string_view, std::size_t> left;
  for (const std::string& word : truth) ++left[word];
  BagCounts counts = {0, truth.size(), read.size()};
  for (const std::string& word : read) {
    const auto found = left.find(word);
    if (found == left.end() || found->second == 0) continue;
    --found->second;
    ++counts.both;
  }
  return counts;
}

ErrorCounts CompareWords(const std::string& truth, const std::string& read) {
  std::map<std::string, std::uint32_t> numbers;
  const auto symbols = [&](const std::string& text) {
    std::vector<std::uint32_t> all;
    for (std::string& word : SplitWords(text)) {
      const auto next = static_cast<std::uint32_t>(numbers.size());
      all.push_back(numbers.emplace(std::move(word), next).first->second);
    }
    return all;
  };
  const auto a = symbols(truth), b = symbols(read);
  return {Levenshtein(a, b), a.size()};
}

// The reference box a word belongs to: of those that hold its centre, with
// some tolerance, the one whose middle row is nearest.
std::optional<std::size_t> BoxOf(const Box& word,
                                 const std::vector<Box>& truth) {
  const double cx = (word.x0 + word.x1) / 2.0;
  const double cy = (word.y0 + word.y1) / 2.0;
  std::optional<std::size_t> best;
  double best_distance = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const Box& box = truth[i];
    const int height = box.y1 - box.y0;
    if (cx < box.x0 - .3 * height || cx > box.x1 + .3 * height ||
        cy < box.y0 - .25 * height || cy > box.y1 + .25 * height) {
      continue;
    }
    const double distance =
        std::abs(cy - (box.y0 + box.y1) / 2.0) / std::max(1, height);
    if (!best || distance < best_distance) {
      best = i;
      best_distance = distance;
    }
  }
  return best;
}

std::string WithoutBlanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

void SortByLeft(std::vector<Box>& boxes) {
  std::stable_sort(boxes.begin(), boxes.end(),
                   [](const Box& a, const Box& b) { return a.x0 < b.x0; });
}

ErrorCounts CompareBoxes(const std::vector<Box>& truth,
                         const std::vector<Box>& words) {
  std::vector<std::vector<Box>> inside(truth.size());
  for (const Box& word : words) {
    if (const auto box = BoxOf(word, truth)) inside[*box].push_back(word);
  }
  ErrorCounts counts;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    SortByLeft(inside[i]);
    std::string read;
    for (const Box& word : inside[i]) read += WithoutBlanks(word.text);
    const std::string text = WithoutBlanks(truth[i].text);
    counts.errors += std::min(Levenshtein(text, read), text.size());
    counts.symbols += text.size();
  }
  return counts;
}

struct Row {
  double centre = 0;
  double height = 0;
  std::vector<Box> boxes;
};

// Of the four newest rows the nearest that this box may belong to.
Row* RowOf(double centre, int height, std::vector<Row>& rows) {
  constexpr std::size_t kNewest = 4;
  Row* best = nullptr;
  for (std::size_t i = rows.size() - std::min(rows.size(), kNewest);
       i < rows.size(); ++i) {
    const double distance = std::abs(centre - rows[i].centre);
    const double reach = 0.5 * std::min<double>(height, rows[i].height);
    if (distance >= reach) continue;
    if (best == nullptr || distance < std::abs(centre - best->centre)) {
      best = &rows[i];
    }
  }
  return best;
}

}  // namespace

double BagCounts::F1() const {
  return 2.0 * static_cast<double>(both) /
         static_cast<double>(std::max<std::size_t>(1, truth + read));
}

double ErrorCounts::Rate() const {
  return static_cast<double>(errors) /
         static_cast<double>(std::max<std::size_t>(1, symbols));
}

BagCounts& BagCounts::operator+=(const BagCounts& other) {
  both += other.both;
  truth += other.truth;
  read += other.read;
  return *this;
}

ErrorCounts& ErrorCounts::operator+=(const ErrorCounts& other) {
  errors += other.errors;
  symbols += other.symbols;
  return *this;
}

Score& Score::operator+=(const Score& other) {
  words += other.words;
  bare_words += other.bare_words;
  text += other.text;
  text_words += other.text_words;
  boxes += other.boxes;
  return *this;
}

std::string PageText(const std::vector<Box>& boxes) {
  std::vector<Box> sorted = boxes;
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [](const Box& a, const Box& b) { return a.y0 + a.y1 < b.y0 + b.y1; });
  std::vector<Row> rows;
  for (Box& box : sorted) {
    const double centre = (box.y0 + box.y1) / 2.0;
    const int height = std::max(1, box.y1 - box.y0);
    Row* row = RowOf(centre, height, rows);
    if (row == nullptr) {
      rows.push_back({centre, static_cast<double>(height), {std::move(box)}});
      continue;
    }
    row->boxes.push_back(std::move(box));
    const auto count = static_cast<double>(row->boxes.size());
    row->centre += (centre - row->centre) / count;
    row->height += (height - row->height) / count;
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.centre < b.centre;
  });
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // A row without text leaves its blank, as in the reference.
    if (i > 0) text += ' ';
    SortByLeft(rows[i].boxes);
    bool first = true;
    for (const Box& box : rows[i].boxes) {
      if (box.text.empty()) continue;
      if (!first) text += ' ';
      text += box.text;
      first = false;
    }
  }
  return text;
}

Score ScorePage(const std::vector<Box>& truth, const Reading& reading) {
  Score score;
  const auto expected = WordsOf(truth), read = WordsOf(reading.words);
  score.words = CompareBags(expected, read);
  score.bare_words = CompareBags(Bare(expected), Bare(read));
  const std::string page = PageText(truth), text = PageText(reading.lines);
  score.text = {Levenshtein(page, text), page.size()};
  score.text_words = CompareWords(page, text);
  score.boxes = CompareBoxes(truth, reading.words);
  return score;
}

std::string Figures(const Score& score) {
  return fmt::format("F1n={:.3f} F1={:.3f} CER={:.3f} WER={:.3f} bCER={:.3f}",
                     score.bare_words.F1(), score.words.F1(), score.text.Rate(),
                     score.text_words.Rate(), score.boxes.Rate());
}

}  // namespace rescan::bench
