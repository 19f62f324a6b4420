#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_MISREADING_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_MISREADING_H_

#include <string_view>

namespace rescan::timesheet {

// How a name as read differs from another one.
enum class Difference {
  // Not at all, or in what readers take for each other: upper and lower case, I
  // l 1 i, O 0, S 5, B 8, Z 2, G 6, u v, rn m, vv w, cl d, letters with and
  // without their marks, and one of I l i . - ' or a blank lost or doubled.
  kMisread,
  // Other letters as well, all of them lost or all added, and one of c, e, o
  // for
  // another at most: people have names that differ so.
  kLetters,
  // Letters stand for others that readers hardly take for them: it is somebody
  // else's.
  kOther,
};

// ASCII and the letters of Latin-1 and Latin Extended-A; O(|a| |b|) of at most
// 100 characters each, longer ones are kOther.
[[nodiscard]] Difference DifferenceOf(std::string_view read,
                                      std::string_view name);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_MISREADING_H_
