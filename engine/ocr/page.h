// What was read on an image: lines, words, letters, in reading order.
#ifndef RESCAN_ENGINE_OCR_PAGE_H_
#define RESCAN_ENGINE_OCR_PAGE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rescan {

// Pixels of the upright image, origin top left, y down.
struct PixelBox {
  int left = 0, top = 0, width = 0, height = 0;

  friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

struct Letter {
  std::string text;  // one character and its combining marks, UTF-8
  PixelBox box;
  float confidence = 0;  // (0, 1]

  friend bool operator==(const Letter&, const Letter&) = default;
};

// How a word's text came about, where not from the reading of the page.
// Persistent: do not renumber.
enum class Correction : std::uint8_t {
  kNone = 0,
  kReadAgain = 1,  // on its own, as the ink agrees or twice alike
  kFound = 2,      // the page's layout had left it out
  // A comma that is a point by its ink, which no reading had.
  kPointOfInk = 3,
};
inline constexpr Correction kLastCorrection = Correction::kPointOfInk;

// "read again", "found", "point of ink"; empty for kNone.
[[nodiscard]] std::string_view CorrectionName(Correction correction);
// The other way round; kNone for any other text.
[[nodiscard]] Correction CorrectionNamed(std::string_view name);

// Ids are 1-based and may have gaps: an element dropped for bad data (empty
// text, confidence <= 0) does not renumber the rest.
struct Word {
  int id = 0;  // within the line
  std::string text;
  PixelBox box;
  float confidence = 0;   // (0, 1]
  bool is_noise = false;  // engine/ocr/noise.h
  std::vector<Letter> letters;
  // letters[i] has id letter_ids[i], within the word.
  std::vector<int> letter_ids;
  Correction correction = Correction::kNone;
  // What was read first; words that became one are joined by blanks.
  std::string first_text{};

  friend bool operator==(const Word&, const Word&) = default;
};

struct Line {
  int id = 0;        // over the page
  std::string text;  // the words joined by one blank
  PixelBox box;
  // Of the baseline, degrees, (-180, 180], positive = text rising left to
  // right, measured in pixels (not distorted by the page's aspect).
  float angle_degrees = 0;
  float confidence = 0;  // (0, 1]
  bool is_noise = false;
  std::vector<Word> words;

  friend bool operator==(const Line&, const Line&) = default;
};

struct Page {
  int width = 0, height = 0;  // of the upright image, pixels
  std::vector<Line> lines;

  friend bool operator==(const Page&, const Page&) = default;
};

// A point in shares of the image's width and height, origin BOTTOM left, y up.
struct NormPoint {
  double x = 0, y = 0;
};

// Corners of a text box, as seen when reading it.
struct Corners {
  NormPoint top_left, top_right, bottom_left, bottom_right;
};

// The rectangle turned by `angle_degrees` whose axis-aligned bounding box is
// `box`, in normalised coordinates. Where no such rectangle exists (angles
// near 45 degrees, flat boxes) the corners of `box` itself, named for the
// quadrant the angle lies in.
[[nodiscard]] Corners CornersOf(const PixelBox& box, double angle_degrees,
                                int page_width, int page_height);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_PAGE_H_
