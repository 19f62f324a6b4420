// Two readings of one word that differ where pixels say little.
#ifndef RESCAN_ENGINE_OCR_LOOK_ALIKE_H_
#define RESCAN_ENGINE_OCR_LOOK_ALIKE_H_

#include <string_view>

namespace rescan {

// True if the texts differ, but in upright strokes alone: I, l, i, 1 and | are
// one and the same in most screen fonts, and which of them it is a reader
// guesses from the letters around.
[[nodiscard]] bool DifferInStrokes(std::string_view a, std::string_view b);

// True if the texts are as long and differ in one place, where each has another
// letter or digit (ASCII; not merely the other case of the same letter).
[[nodiscard]] bool DifferInOneLetter(std::string_view a, std::string_view b);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_LOOK_ALIKE_H_
