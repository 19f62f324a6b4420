// Pages that were read as a test says, and a reader that answers as it says.
#ifndef RESCAN_TESTS_ENGINE_OCR_REREAD_SCRIPT_H_
#define RESCAN_TESTS_ENGINE_OCR_REREAD_SCRIPT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/ocr/reread.h"
#include "tests/engine/ocr/drawn_page.h"

namespace rescan {

inline constexpr int kRereadWidth = 500;
inline constexpr int kRereadHeight = 200;
inline constexpr samples::Font kRereadFont{samples::Family::kOpenSans, 20};

// One answer of the reader: words parted by blanks, all as sure.
struct Answer {
  std::string text;
  float confidence = 0.8F;
};

// Gives its answers one after the other, the last of them for ever, and keeps
// the heights of what it was shown.
class Script {
 public:
  explicit Script(std::vector<Answer> answers);

  // Lives no longer than the script.
  [[nodiscard]] LineReader Reader();

  std::vector<int> heights;
  std::size_t fail_at = 0;  // 1: at the first call

 private:
  std::vector<Answer> answers_;
};

// As the profiles have it.
[[nodiscard]] RereadStep ShippedStep();

struct Read {
  std::string text;
  float confidence = 0.9F;
};

// A page of kRereadWidth x kRereadHeight with the words that were read in
// `boxes`, all on one line; the letters stand beside each other in the word's
// box.
[[nodiscard]] Page PageOf(const std::vector<PixelBox>& boxes,
                          const std::vector<Read>& read);

// Such a page with the words in one row, far apart.
[[nodiscard]] DrawnPage DrawRow(const std::vector<std::string>& words,
                                bool light_on_dark = false);

// Of the first line.
[[nodiscard]] const Word& WordAt(const Page& page, std::size_t i);

}  // namespace rescan

#endif  // RESCAN_TESTS_ENGINE_OCR_REREAD_SCRIPT_H_
