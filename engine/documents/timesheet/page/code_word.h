// The code in the last parentheses of a name.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_WORD_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_WORD_H_

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

// If `reading` ends with parentheses that hold a digit and is not sure of them,
// reads them again on their own, and puts in what two readings of them agree
// on. Where no two do it stays as it was, with a confidence of .5 at most. Then
// the code is held against its ink (code_ink.h) and its digits are read alone
// where the first may be none (code_digits.h); a code that these do not bear
// out, or whose ink is not found, has a confidence of kDoubted at most. What is
// known of codes is not used here: that comes later. An error of `look_at` is
// passed on.
[[nodiscard]] Status ReadCodeAgain(const FieldPicture& field,
                                   const PartLooker& look_at,
                                   LineReading& reading);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_WORD_H_
