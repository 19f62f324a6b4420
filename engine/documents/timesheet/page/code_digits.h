// The first of a code's digits, which readers like to see as a letter.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_DIGITS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_DIGITS_H_

#include <string>

#include "engine/documents/timesheet/page/code_ink.h"
#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/documents/timesheet/page/line_readings.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

// `part` is the ink of `code` with its parentheses around it, read without
// blanks. Where an I, l, |, S, B or Z stands between letters and digits, it is
// read again with the digits alone: behind letters a 5 is an S. Where grammar
// (codes.h) asks for a digit and one is seen, it takes the letter's place.
// Where both may stand the letter is sure if it is seen again and no digit is.
// All other codes are sure. An error of `look_at` is passed on.
[[nodiscard]] Result<CodeVerdict> JudgeFirstDigit(const FieldPicture& part,
                                                  const std::string& code,
                                                  const PartLooker& look_at);

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_CODE_DIGITS_H_
