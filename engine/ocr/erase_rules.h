// Takes the rules of tables and the sharp edges of folds out of a page.
#ifndef RESCAN_ENGINE_OCR_ERASE_RULES_H_
#define RESCAN_ENGINE_OCR_ERASE_RULES_H_

#include "kernels/image/grey_image.h"
#include "kernels/image/image_view.h"

namespace rescan {

struct RuleOptions {
  int least_length = 0;  // pixels, >= 1
  int reach = 0;         // pixels, >= 1: half a rule is less
  int depth = 0;         // 1..255, levels
};

// A copy of the dark-on-light `picture` without level and upright rules.
//
// A pixel lies on a level rule if the pixels `reach` above and below it are
// both lighter by more than `depth`, and it is one of a stretch of such pixels
// of a row that is at least `least_length` long, with gaps of no more than
// `reach` pixels. It and those up to reach / 2 above and below become at least
// as light as the mean of those two. Upright rules likewise. So what touches a
// rule keeps its strokes: beside them one of the two is dark. No level rule
// is looked for in the outermost `reach` rows, no upright one in the outermost
// `reach` columns. Where two rules cross, what both cover stays.
//
// O(pixels) time. Memory: the copy, a few numbers for each column, and the
// stretches found, of which there are at most pixels / least_length twice.
// Thread-safe. Throws std::bad_alloc.
[[nodiscard]] kernels::GreyImage EraseRules(kernels::GreyView picture,
                                            const RuleOptions& options);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_ERASE_RULES_H_
