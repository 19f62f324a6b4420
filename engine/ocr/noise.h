#ifndef RESCAN_ENGINE_OCR_NOISE_H_
#define RESCAN_ENGINE_OCR_NOISE_H_

#include <string_view>

namespace rescan {

// True if `text` carries nothing to read: empty or blank, a lone punctuation
// mark or separator, only non-word characters, or a run of separators and
// blanks. A currency sign ($, GBP, EUR, YEN signs), alone or with an amount,
// is never noise; lone @ # & + % are noise (see decisions.md). UTF-8; letters
// and digits of any script count as word characters.
[[nodiscard]] bool IsNoise(std::string_view text);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_NOISE_H_
