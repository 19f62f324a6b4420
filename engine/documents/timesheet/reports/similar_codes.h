#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_SIMILAR_CODES_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_SIMILAR_CODES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

// Two rows of one person and day whose codes are nearly the same and whose
// names agree: one may be the other misread.
struct SimilarCodes {
  std::size_t a = 0, b = 0;        // of Timesheets::entries, a before b
  std::size_t distance = 0;        // 1 or 2
  std::string marked_a, marked_b;  // as MarkDifference
};

inline constexpr std::size_t kSimilarCodeDistance = 2;
inline constexpr double kSimilarCodeNames = 0.70;

// Keys at most kSimilarCodeDistance apart, and names before their first "("
// (where that is empty, without their last pair) with a NameSimilarity of at
// least kSimilarCodeNames in either order. Rows whose code could not be read
// are left out. In the order of the entries.
[[nodiscard]] std::vector<SimilarCodes> FindSimilarCodes(
    const Timesheets& sheets);

// The fewest bytes to insert, remove or replace that make `b` of `a`
// (Levenshtein).
[[nodiscard]] std::size_t EditDistance(std::string_view a, std::string_view b);

struct Marked {
  std::string a, b;
};

// Both texts with brackets around the parts that differ: PJ024[5]42 and
// PJ024[6]42; a part that the other lacks faces "[]".
[[nodiscard]] Marked MarkDifference(std::string_view a, std::string_view b);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_SIMILAR_CODES_H_
