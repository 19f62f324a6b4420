#ifndef RESCAN_ENGINE_RECORDS_LETTERS_H_
#define RESCAN_ENGINE_RECORDS_LETTERS_H_

#include <span>
#include <string>
#include <string_view>

#include "engine/ocr/page.h"
#include "kernels/base/result.h"

namespace rescan {

// The letters of one line as one blob: about ten bytes a letter instead of a
// row each. Byte layout and a worked example: engine/doc/formats.md.

// Packs the letters of `words`. Error kInternal when a word has another number
// of letters than of letter ids, or ids that are not positive and ascending.
[[nodiscard]] Result<std::string> PackLetters(std::span<const Word> words);

// Fills letters and letter_ids of `words`, whose boxes must be those that the
// blob was packed with, in the same order. Error kCorruption when the blob is
// cut off, changed, of an unknown form, or for another number of words; the
// words' letters are then empty. Allocates no more than the blob's size calls
// for. Any bytes are safe to give.
[[nodiscard]] Status UnpackLetters(std::string_view blob,
                                   std::span<Word> words);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_LETTERS_H_
