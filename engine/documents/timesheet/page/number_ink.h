// What the ink of a number says about its digits and its point.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NUMBER_INK_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NUMBER_INK_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/ocr/ink_marks.h"

namespace rescan::timesheet::page {

// For one field, which is borrowed. Not thread-safe.
class NumberInk {
 public:
  explicit NumberInk(const FieldPicture& field) : field_(field) {}

  struct Judgement {
    std::string text;
    bool point_of_ink = false;  // the reading had no point at all
  };
  // `text` as the ink bears it out: as many digits, a point where it has one,
  // and no digit whose shape is that of another one: a 1 is narrow and stands
  // at the right of its mark or has a foot, a 7 does not. A comma, or no point
  // at all, where the ink has a point without doubt is put right. Points that
  // blur or the noise of JPEG joins to a digit are looked for with less of the
  // ink as well. nullopt: the ink speaks against the reading. REQUIRES:
  // IsCountable(text). Throws std::bad_alloc.
  [[nodiscard]] std::optional<Judgement> Judge(std::string_view text);

  // A 1 for each mark, where each can be no other digit: readers often make
  // nothing of a 1 or two that stand alone. Else empty.
  [[nodiscard]] std::string Ones() const;

 private:
  [[nodiscard]] bool DigitsFit(std::string_view text,
                               const InkMarks& ink) const;
  // With less of the ink the higher the step; 0 is the field's own.
  const InkMarks& InkOf(std::size_t step);

  const FieldPicture& field_;
  std::vector<InkMarks> harder_;
};

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_NUMBER_INK_H_
