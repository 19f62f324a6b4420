#ifndef RESCAN_BENCH_TEXT_EMBEDDING_DRAWN_ERRORS_H_
#define RESCAN_BENCH_TEXT_EMBEDDING_DRAWN_ERRORS_H_

#include <string>
#include <string_view>

#include "tools/samples/rng.h"

namespace rescan::bench {

// ASCII text as bad recognition gives it: each character goes wrong with
// probability `rate`: six in ten for one it is confused with, the rest for
// another, lost, doubled, or parted from the next by a blank.
[[nodiscard]] std::string WithRecognitionErrors(std::string_view text,
                                                double rate, samples::Rng& rng);

// Text with `count` of its letters (A-Z, a-z; all, if there are fewer) typed as
// other letters of the same case.
[[nodiscard]] std::string WithWrongLetters(std::string_view text, int count,
                                           samples::Rng& rng);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_TEXT_EMBEDDING_DRAWN_ERRORS_H_
