#include "engine/ocr/reread.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "engine/ocr/look_alike.h"
#include "engine/ocr/noise.h"
#include "engine/ocr/row_box.h"
#include "engine/ocr/uncovered_ink.h"
#include "engine/ocr/word_picture.h"

namespace rescan {
namespace {

// Neighbours nearer than this, in heights, may be parts of one word: ink tells.
constexpr double kNear = 1.2;
// Characters of one word, a point among them, stand no farther apart, in digit
// heights; a blank is half a digit and more.
constexpr double kInkGap = 0.42;
// Words of more characters than a cell holds are not put together.
constexpr std::size_t kMostJoined = 4;
// Words (and what the layout left out) beyond this are no words: pixels of the
// page, of a height and a width in heights.
constexpr int kLowest = 6;
constexpr double kWidest = 40;
// Equal readings that are enough, and the confidence at which one is.
constexpr int kFewestVotes = 2;
constexpr float kCertain = 0.9F;
// What is no number is read so often, and alike each time or not at all.
constexpr std::size_t kWordReadings = 2;
// Of what is no number though its ink has points or commas.
constexpr int kFewestLetters = 3;
// Found text has so many letters and digits at least.
constexpr int kFewestFound = 2;

int Right(const PixelBox& box) { return box.left + box.width; }

PixelBox Union(const PixelBox& a, const PixelBox& b) {
  const int left = std::min(a.left, b.left);
  const int top = std::min(a.top, b.top);
  return {left, top, std::max(Right(a), Right(b)) - left,
          std::max(a.top + a.height, b.top + b.height) - top};
}

std::string WithoutSeparators(std::string text) {
  std::erase_if(text, [](char c) { return c == '.' || c == ','; });
  return text;
}

int Letters(const std::string& text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalpha(byte) != 0 || byte >= 0xc0;
  }));
}

int LettersAndDigits(const std::string& text) {
  return Letters(text) +
         static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
           return c >= '0' && c <= '9';
         }));
}

void SetLetters(std::vector<Letter> letters, Word& word) {
  word.letters = std::move(letters);
  word.letter_ids.clear();
  for (std::size_t i = 0; i < word.letters.size(); ++i) {
    word.letter_ids.push_back(static_cast<int>(i) + 1);
  }
}

// One reading of a word's picture, in pixels of the page.
struct Candidate {
  std::string text;      // the words joined by blanks
  float confidence = 0;  // the least sure word's
  std::vector<Word> words;
  Correction rule = Correction::kReadAgain;
};

// Equal readings of one word.
struct Vote {
  Candidate first;
  int count = 0;
  float confidence = 0;  // the sum
};

// A number that fell apart at its point is one word.
void JoinNumber(Candidate& candidate) {
  if (candidate.words.size() != 2) return;
  Word& first = candidate.words.front();
  Word& second = candidate.words.back();
  if (!IsCountable(first.text) || !IsCountable(second.text) ||
      first.text.ends_with('.') == second.text.starts_with('.')) {
    return;
  }
  first.text += second.text;
  std::move(second.letters.begin(), second.letters.end(),
            std::back_inserter(first.letters));
  SetLetters(std::move(first.letters), first);
  candidate.text = first.text;
  candidate.words.pop_back();
}

PixelBox BoxOfInk(const InkMarks& ink) {
  kernels::InkBox all = ink.marks.front().box;
  for (const InkMark& mark : ink.marks) {
    all.left = std::min(all.left, mark.box.left);
    all.top = std::min(all.top, mark.box.top);
    all.right = std::max(all.right, mark.box.right);
    all.bottom = std::max(all.bottom, mark.box.bottom);
  }
  return {all.left, all.top, all.width(), all.height()};
}

class Rereader {
 public:
  Rereader(kernels::GreyView picture, const RereadStep& step,
           const LineReader& read, Page& page)
      : picture_(picture), step_(step), read_(read), page_(page) {}

  Status Words() {
    for (Line& line : page_.lines) {
      bool changed = false;
      for (std::size_t i = 0; i < line.words.size(); ++i) {
        auto one = WordAt(line, i);
        if (!one.has_value()) return tl::unexpected(std::move(one.error()));
        if (!*one) ++unchanged_[line.words[i].text];
        changed |= *one;
      }
      if (changed) Refresh(line);
    }
    return {};
  }

  Status Found() {
    if (Spent()) return {};
    std::vector<PixelBox> covered;
    for (const Line& line : page_.lines) {
      for (const Word& word : line.words) {
        // A rule or a frame that was taken for a bar covers no words.
        if (!word.is_noise) covered.push_back(word.box);
      }
    }
    const auto left = static_cast<std::size_t>(step_.most_readings - readings_);
    for (const PixelBox& box : FindUncoveredWords(picture_, covered, left)) {
      if (Spent()) break;
      const WordPicture cut =
          CutWord(picture_, box, MarginOf(box), 0, picture_.width);
      auto candidate = ReadAnew(cut);
      if (!candidate.has_value()) {
        return tl::unexpected(std::move(candidate.error()));
      }
      if (candidate->has_value()) Add(box, **std::move(candidate));
    }
    return {};
  }

  PageEdits Take() { return std::move(edits_); }

 private:
  [[nodiscard]] bool Spent() const { return readings_ >= step_.most_readings; }

  [[nodiscard]] int MarginOf(const PixelBox& box) const {
    return std::max(2,
                    static_cast<int>(std::lround(step_.margin * box.height)));
  }

  [[nodiscard]] bool IsDoubtful(const Word& word) const {
    return word.confidence < step_.below_confidence && IsReadable(word.box);
  }

  [[nodiscard]] static bool IsReadable(const PixelBox& box) {
    return box.height >= kLowest && box.width > 0 &&
           box.width <= kWidest * box.height;
  }

  // True if the word was changed; those that it swallowed are removed.
  Result<bool> WordAt(Line& line, std::size_t i) {
    const Word& word = line.words[i];
    const bool doubtful = IsDoubtful(word);
    if (Spent() || (!doubtful && !IsCountable(word.text)) ||
        !IsReadable(word.box)) {
      return false;
    }
    const std::size_t end = doubtful ? EndOfDoubt(line, i) : i + 1;
    WordPicture cut = Cut(line, i, end);
    if (cut.ink.marks.empty()) return false;
    const bool number = end == i + 1 && IsCountable(word.text);
    if (number && AgreesWithInk(word.text, cut.ink)) return false;
    cut = WithNeighbours(line, i, end, std::move(cut));
    Result<std::optional<Candidate>> candidate = std::nullopt;
    if (number) {
      // Ink at the border of the picture is left out: some of the digits then.
      if (AgreesWithInk(word.text, cut.ink) || !Holds(cut.ink, word)) {
        return false;
      }
      if (HasSeparators(cut.ink)) candidate = ReadLikeInk(cut, word);
    }
    if (candidate.has_value() && !candidate->has_value() && doubtful) {
      candidate = ReadAnew(cut);
    }
    if (candidate.has_value() && !candidate->has_value() && number) {
      candidate = WithPointsOf(cut.ink, word);
    }
    if (!candidate.has_value()) {
      return tl::unexpected(std::move(candidate.error()));
    }
    if (!candidate->has_value() || !Replaces(**candidate, line, i, end)) {
      return false;
    }
    Replace(line, i, end, BoxOfInk(cut.ink), **std::move(candidate));
    return true;
  }

  // True if the ink reaches to the word's first and last letters.
  [[nodiscard]] static bool Holds(const InkMarks& ink, const Word& word) {
    const PixelBox box = BoxOfInk(ink);
    return std::all_of(
        word.letters.begin(), word.letters.end(), [&](const Letter& letter) {
          const int middle = letter.box.left + letter.box.width / 2;
          return LettersAndDigits(letter.text) == 0 ||
                 (middle >= box.left && middle <= Right(box));
        });
  }

  // The ends of a word may be cut off in its picture, so that one with less in
  // it is no better, but for a number. Where a reading of the page and another
  // of the word alone differ in a letter, the latter is no better either,
  // unless it is certain; strokes are guessed from the letters around, of which
  // the page has more.
  [[nodiscard]] static bool Replaces(const Candidate& candidate,
                                     const Line& line, std::size_t i,
                                     std::size_t end) {
    std::string before;
    for (std::size_t k = i; k < end; ++k) before += line.words[k].text;
    const std::string& after = candidate.text;
    if (candidate.words.size() != 1 || after == line.words[i].text) {
      return false;
    }
    if (IsCountable(after)) return true;
    return LettersAndDigits(after) >=
               std::max(kFewestFound, LettersAndDigits(line.words[i].text)) &&
           !DifferInStrokes(before, after) &&
           (!DifferInOneLetter(before, after) ||
            candidate.confidence >= kCertain);
  }

  // Behind the last of the doubtful words that stand as near as characters.
  [[nodiscard]] std::size_t EndOfDoubt(const Line& line, std::size_t i) const {
    std::size_t end = i + 1;
    while (end < line.words.size() && end - i < kMostJoined) {
      const Word& before = line.words[end - 1];
      const Word& next = line.words[end];
      const int gap = next.box.left - Right(before.box);
      const int height = std::min(before.box.height, next.box.height);
      if (!IsDoubtful(next) || gap < 0 || gap > kNear * height) break;
      ++end;
    }
    while (end > i + 1 && !IsOneStretch(Cut(line, i, end).ink)) --end;
    return end;
  }

  [[nodiscard]] static bool IsOneStretch(const InkMarks& ink) {
    const auto apart = [&](const InkMark& a, const InkMark& b) {
      return b.box.left - a.box.right > kInkGap * ink.height;
    };
    return std::adjacent_find(ink.marks.begin(), ink.marks.end(), apart) ==
           ink.marks.end();
  }

  // Of the words [i, end) of the line.
  [[nodiscard]] PixelBox BoxOf(const Line& line, std::size_t i,
                               std::size_t end) const {
    PixelBox box = line.words[i].box;
    for (std::size_t k = i + 1; k < end; ++k) {
      box = Union(box, line.words[k].box);
    }
    return BoxInRow(page_, line, box);
  }

  [[nodiscard]] WordPicture Cut(const Line& line, std::size_t i,
                                std::size_t end) const {
    const PixelBox box = BoxOf(line, i, end);
    return CutWord(picture_, box, MarginOf(box), FreeLeft(line, i),
                   FreeRight(line, end));
  }

  // The cut with the characters that stand right beside it and in no word: a
  // box may end before its word's last digit.
  [[nodiscard]] WordPicture WithNeighbours(const Line& line, std::size_t i,
                                           std::size_t end,
                                           WordPicture cut) const {
    const PixelBox box = BoxOf(line, i, end);
    const int free_left = FreeLeft(line, i);
    const int free_right = FreeRight(line, end);
    const int left = std::max(box.left - cut.ink.height, free_left);
    const int right = std::min(Right(box) + cut.ink.height, free_right);
    const WordPicture wider =
        CutWord(picture_, {left, box.top, right - left, box.height},
                MarginOf(box), free_left, free_right);
    const double gap = kInkGap * cut.ink.height;
    const PixelBox ink = BoxOfInk(cut.ink);
    int from = ink.left;
    int to = Right(ink);
    const std::vector<InkMark>& marks = wider.ink.marks;
    for (const InkMark& mark : marks) {
      const bool near = mark.box.left - to <= gap;
      if (mark.kind == MarkKind::kCharacter && near) {
        to = std::max(to, mark.box.right);
      }
    }
    for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
      const bool near = from - mark->box.right <= gap;
      if (mark->kind == MarkKind::kCharacter && near) {
        from = std::min(from, mark->box.left);
      }
    }
    if (from >= box.left && to <= Right(box)) return cut;
    from = std::min(from, box.left);
    to = std::max(to, Right(box));
    return CutWord(picture_, {from, box.top, to - from, box.height},
                   MarginOf(box), free_left, free_right);
  }

  [[nodiscard]] static int FreeLeft(const Line& line, std::size_t i) {
    if (i == 0) return 0;
    const int before = Right(line.words[i - 1].box);
    const int left = line.words[i].box.left;
    return before <= left ? (before + left) / 2 : 0;
  }

  [[nodiscard]] int FreeRight(const Line& line, std::size_t end) const {
    if (end == line.words.size()) return picture_.width;
    const int right = Right(line.words[end - 1].box);
    const int next = line.words[end].box.left;
    return right <= next ? (right + next + 1) / 2 : picture_.width;
  }

  // With the digits of `word` and the separators of the ink.
  Result<std::optional<Candidate>> ReadLikeInk(const WordPicture& cut,
                                               const Word& word) {
    const std::string digits = WithoutSeparators(word.text);
    std::map<std::string, int> times;
    for (const double height : step_.digit_heights) {
      auto candidate = ReadAt(cut, height);
      if (!candidate.has_value()) {
        return tl::unexpected(std::move(candidate.error()));
      }
      const std::string& text = candidate->text;
      if (!IsCountable(text) || !AgreesWithInk(text, cut.ink)) continue;
      if (WithoutSeparators(text) == digits ||
          candidate->confidence >= kCertain || ++times[text] == kFewestVotes) {
        return *std::move(candidate);
      }
    }
    return std::nullopt;
  }

  // With the points that the ink shows for the commas that were read.
  static std::optional<Candidate> WithPointsOf(const InkMarks& ink,
                                               const Word& word) {
    const std::string text = PointsOfInk(word.text, ink);
    if (text == word.text) return std::nullopt;
    Candidate candidate;
    candidate.text = text;
    candidate.confidence = word.confidence;
    candidate.rule = Correction::kPointOfInk;
    Word& mended = candidate.words.emplace_back(word);
    std::size_t at = 0;
    for (Letter& letter : mended.letters) {
      const std::size_t length = letter.text.size();
      if (letter.text == ",") letter.text.assign(text, at, length);
      at += length;
    }
    return candidate;
  }

  // With no reading to go by. For a number its ink speaks, and of several
  // readings that agree with it the one most often and most surely read counts;
  // for anything else the first two readings, if they are sure and equal.
  Result<std::optional<Candidate>> ReadAnew(const WordPicture& cut) {
    if (cut.ink.marks.empty()) return std::nullopt;
    const bool number = HasSeparators(cut.ink);
    std::vector<Vote> numbers;
    std::vector<Candidate> words;
    for (std::size_t i = 0; i < step_.digit_heights.size(); ++i) {
      if (!number && i == kWordReadings) break;
      auto candidate = ReadAt(cut, step_.digit_heights[i]);
      if (!candidate.has_value()) {
        return tl::unexpected(std::move(candidate.error()));
      }
      if (!number || !IsCountable(candidate->text)) {
        if (i < kWordReadings) words.push_back(*std::move(candidate));
      } else if (AgreesWithInk(candidate->text, cut.ink)) {
        if (candidate->confidence >= kCertain) return *std::move(candidate);
        const bool sure = candidate->confidence >= step_.below_confidence;
        Vote& vote = Count(*std::move(candidate), numbers);
        if (sure && vote.count >= kFewestVotes) return std::move(vote.first);
      }
    }
    if (auto elected = Elected(numbers)) return elected;
    return Agreed(words, number ? kFewestLetters : 0);
  }

  static Vote& Count(Candidate candidate, std::vector<Vote>& votes) {
    const auto vote = std::find_if(
        votes.begin(), votes.end(),
        [&](const Vote& v) { return v.first.text == candidate.text; });
    if (vote == votes.end()) {
      const float confidence = candidate.confidence;
      return votes.emplace_back(Vote{std::move(candidate), 1, confidence});
    }
    ++vote->count;
    vote->confidence += candidate.confidence;
    return *vote;
  }

  std::optional<Candidate> Elected(std::vector<Vote>& votes) const {
    if (votes.empty()) return std::nullopt;
    Vote& best = *std::max_element(votes.begin(), votes.end(),
                                   [](const Vote& a, const Vote& b) {
                                     return a.confidence < b.confidence;
                                   });
    const bool sure = best.first.confidence >= step_.below_confidence;
    if (best.count < kFewestVotes && !sure) return std::nullopt;
    return std::move(best.first);
  }

  // What all the readings say, as sure as the least sure of them.
  std::optional<Candidate> Agreed(std::vector<Candidate>& readings,
                                  int fewest_letters) const {
    if (readings.size() < kWordReadings) return std::nullopt;
    Candidate& first = readings.front();
    for (const Candidate& reading : readings) {
      if (reading.text != first.text ||
          reading.confidence < step_.below_confidence) {
        return std::nullopt;
      }
      first.confidence = std::min(first.confidence, reading.confidence);
    }
    if (first.text.empty() || Letters(first.text) < fewest_letters) {
      return std::nullopt;
    }
    return std::move(first);
  }

  // The ink with a narrow margin: Tesseract takes the height of a raw line for
  // that of its letters.
  [[nodiscard]] PixelBox PartToRead(const WordPicture& cut) const {
    const auto margin = std::max(
        1, static_cast<int>(std::lround(step_.margin * cut.ink.height)));
    const PixelBox ink = BoxOfInk(cut.ink);
    const int left = std::max(ink.left - margin, cut.left);
    const int top = std::max(ink.top - margin, cut.top);
    const int right =
        std::min(Right(ink) + margin, cut.left + cut.grey.width());
    const int foot =
        std::min(ink.top + ink.height + margin, cut.top + cut.grey.height());
    return {left, top, right - left, foot - top};
  }

  // Without text if nothing was read, or the reader is not to be asked again.
  Result<Candidate> ReadAt(const WordPicture& cut, double height) {
    if (Spent()) return Candidate();
    ++readings_;
    const PixelBox part = PartToRead(cut);
    const kernels::GreyView view = cut.grey.view().Part(
        part.left - cut.left, part.top - cut.top, part.width, part.height);
    const kernels::GreyImage scaled =
        ScaledWord(view, height / cut.ink.height, step_.blur);
    auto words = read_(scaled.view());
    if (!words.has_value()) return tl::unexpected(std::move(words.error()));
    const double x = 1.0 * view.width / scaled.width();
    const double y = 1.0 * view.height / scaled.height();
    const auto on_page = [&](PixelBox& box) {
      const auto round = [](double place) {
        return static_cast<int>(std::lround(place));
      };
      box = {part.left + round(box.left * x), part.top + round(box.top * y),
             std::max(1, round(box.width * x)),
             std::max(1, round(box.height * y))};
    };
    Candidate candidate;
    candidate.confidence = 1;
    for (Word& word : *words) {
      if (!candidate.text.empty()) candidate.text += ' ';
      candidate.text += word.text;
      candidate.confidence = std::min(candidate.confidence, word.confidence);
      on_page(word.box);
      for (Letter& letter : word.letters) on_page(letter.box);
    }
    candidate.words = *std::move(words);
    JoinNumber(candidate);
    return candidate;
  }

  void Replace(Line& line, std::size_t i, std::size_t end, const PixelBox& box,
               Candidate candidate) {
    Word& word = line.words[i];
    edits_.words.push_back({word.box, word.text, box, candidate.text,
                            candidate.confidence, unchanged_[word.text]});
    unchanged_.clear();
    word.first_text = word.text;
    for (std::size_t k = i + 1; k < end; ++k) {
      const Word& swallowed = line.words[k];
      word.first_text += ' ';
      word.first_text += swallowed.text;
      edits_.words.push_back({swallowed.box, swallowed.text, {}, "", 0, 0});
    }
    Word& read = candidate.words.front();
    word.text = std::move(candidate.text);
    word.box = box;
    word.confidence = candidate.confidence;
    word.is_noise = IsNoise(word.text);
    word.correction = candidate.rule;
    SetLetters(std::move(read.letters), word);
    const auto first = line.words.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    line.words.erase(first, first + static_cast<std::ptrdiff_t>(end - i - 1));
  }

  static void Refresh(Line& line) {
    line.text.clear();
    float sum = 0;
    for (const Word& word : line.words) {
      if (!line.text.empty()) line.text += ' ';
      line.text += word.text;
      sum += word.confidence;
    }
    line.confidence = sum / static_cast<float>(line.words.size());
    line.is_noise = IsNoise(line.text);
  }

  void Add(const PixelBox& box, Candidate candidate) {
    if (LettersAndDigits(candidate.text) < kFewestFound) return;
    Line line;
    line.id = page_.lines.empty() ? 1 : page_.lines.back().id + 1;
    line.box = box;
    const bool alone = candidate.words.size() == 1;
    for (Word& word : candidate.words) {
      if (alone) word.box = box;
      word.id = static_cast<int>(line.words.size()) + 1;
      word.correction = Correction::kFound;
      line.box = Union(line.box, word.box);
      line.words.push_back(std::move(word));
    }
    Refresh(line);
    edits_.added.push_back(line);
    page_.lines.push_back(std::move(line));
  }

  const kernels::GreyView picture_;
  const RereadStep& step_;
  const LineReader& read_;
  Page& page_;
  int readings_ = 0;
  // How often each text stands among the words since the last edit.
  std::map<std::string, int> unchanged_;
  PageEdits edits_;
};

}  // namespace

Result<PageEdits> RereadWords(kernels::GreyView picture, const RereadStep& step,
                              const LineReader& read, Page& page) {
  Rereader rereader(picture, step, read, page);
  RESCAN_TRY(rereader.Words());
  RESCAN_TRY(rereader.Found());
  return rereader.Take();
}

}  // namespace rescan
