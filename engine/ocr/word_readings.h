// Readings of the pictures of single words, held against their ink. Private to
// engine/ocr.
#ifndef RESCAN_ENGINE_OCR_WORD_READINGS_H_
#define RESCAN_ENGINE_OCR_WORD_READINGS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ocr/ink_marks.h"
#include "engine/ocr/page.h"
#include "engine/ocr/preparation.h"
#include "engine/ocr/reread.h"
#include "engine/ocr/word_picture.h"
#include "kernels/base/result.h"

namespace rescan {

// A reading as sure as this needs no other.
inline constexpr float kCertainReading = 0.9F;

// Boxes in pixels of the page.
struct WordReading {
  std::string text;      // the words joined by blanks
  float confidence = 0;  // the least sure word's
  std::vector<Word> words;
  Correction rule = Correction::kReadAgain;
};

// At most step.most_readings readings of one page. Not thread-safe; throws
// std::bad_alloc.
class WordReadings {
 public:
  // Both are borrowed.
  WordReadings(const RereadStep& step, const LineReader& read)
      : step_(step), read_(read) {}

  // How many are left.
  [[nodiscard]] int left() const { return step_.most_readings - readings_; }

  // With the digits of `word` and the separators of the ink. An error of the
  // reader is passed on, here and below.
  [[nodiscard]] Result<std::optional<WordReading>> LikeInk(
      const WordPicture& cut, const Word& word);

  // With no reading to go by. For a number its ink speaks, and of several
  // readings that agree with it the one most often and most surely read counts;
  // for anything else the first two readings, if they are sure and equal.
  [[nodiscard]] Result<std::optional<WordReading>> Anew(const WordPicture& cut);

 private:
  // Without text if nothing was read, none is left, or the picture would be
  // larger than Tesseract takes and a line is.
  [[nodiscard]] Result<WordReading> ReadAt(const WordPicture& cut,
                                           double height);

  const RereadStep& step_;
  const LineReader& read_;
  int readings_ = 0;
};

// `word` with the points that the ink shows for the commas that were read; none
// where there are no such.
[[nodiscard]] std::optional<WordReading> WithPointsOf(const InkMarks& ink,
                                                      const Word& word);

// REQUIRES: there are marks.
[[nodiscard]] PixelBox BoxOfInk(const InkMarks& ink);

// ASCII letters and bytes from 0xc0 on, which begin a character beyond ASCII.
[[nodiscard]] int Letters(std::string_view text);

// Gives the word these letters, with ids from 1 on.
void SetLetters(std::vector<Letter> letters, Word& word);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_WORD_READINGS_H_
