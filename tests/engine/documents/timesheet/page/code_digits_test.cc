#include "engine/documents/timesheet/page/code_digits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

LineReading Reading(const std::string& text) {
  LineReading reading;
  reading.text = text;
  reading.confidence = 0.9F;
  Word word;
  word.text = text;
  reading.words = {word};
  return reading;
}

class CodeDigitsTest : public ::testing::Test {
 protected:
  // `drawn` judged as `code`, what is read alone as `again`, the last for ever.
  CodeVerdict After(const std::string& drawn, const std::string& code,
                    const std::vector<std::string>& again) {
    DrawnPage page(400, 60, kLight);
    const PixelBox box = page.Draw(20.3, 35, drawn, 15, true);
    const FieldPicture field = CutField(page.Grey().view(), box, Around(box));
    asked_ = 0;
    width_ = 0;
    const auto verdict = JudgeFirstDigit(
        field, code, [&](const FieldPicture& part, const Look&) {
          width_ = part.ink_box.width();
          whole_ = field.ink_box.width();
          return Result<LineReading>(
              Reading(again[std::min(asked_++, again.size() - 1)]));
        });
    EXPECT_TRUE(verdict.has_value());
    return verdict.value_or(CodeVerdict{"error", false});
  }

  std::size_t asked_ = 0;
  int width_ = 0, whole_ = 0;
};

TEST_F(CodeDigitsTest, ADigitTakesALettersPlaceWhereOnlyDigitsMayStand) {
  const CodeVerdict verdict =
      After("(REAG547645)", "(REAGS47645)", {"S47645)", "547645)"});
  EXPECT_EQ(verdict.code, "(REAG547645)");
  EXPECT_TRUE(verdict.sure);
  // The digits alone were looked at.
  EXPECT_NEAR(width_, 0.57 * whole_, 0.06 * whole_);
  EXPECT_EQ(After("(PJ816054)", "(PJB16054)", {"816054)"}).code, "(PJ816054)");
  EXPECT_EQ(After("(HCST216054)", "(HCSTZ16054)", {"216054"}).code,
            "(HCST216054)");
}

TEST_F(CodeDigitsTest, WhatIsSeenAsALetterAgainIsDoubtedThere) {
  for (const std::string again :
       {"S47645)", "", "547646)", "47645)", "847645)"}) {
    const CodeVerdict verdict = After("(REAG547645)", "(REAGS47645)", {again});
    EXPECT_EQ(verdict.code, "(REAGS47645)") << again;
    EXPECT_FALSE(verdict.sure) << again;
  }
}

// A digit more than codes of the kind have is none.
TEST_F(CodeDigitsTest, ACodeWithTooManyDigitsIsNotMadeUp) {
  const CodeVerdict verdict =
      After("(REAGS547645)", "(REAGS547645)", {"5547645)"});
  EXPECT_EQ(verdict.code, "(REAGS547645)");
  EXPECT_FALSE(verdict.sure);
}

TEST_F(CodeDigitsTest, ALetterThatMayStandThereIsSureOnlyIfSeenAgain) {
  EXPECT_TRUE(After("(ABS1234)", "(ABS1234)", {"S1234)"}).sure);
  for (const std::string again : {"51234)", "", "S1235)", "1234)"}) {
    const CodeVerdict verdict = After("(ABS1234)", "(ABS1234)", {again});
    EXPECT_EQ(verdict.code, "(ABS1234)") << again;
    EXPECT_FALSE(verdict.sure) << again;
  }
  EXPECT_FALSE(After("(P51)", "(PS1)", {"51)"}).sure);
  EXPECT_FALSE(After("(SCR5123)", "(SCRS123)", {"S123)", "5123)"}).sure);
}

TEST_F(CodeDigitsTest, OtherCodesAreNotLookedAt) {
  for (const std::string code :
       {"(NTCS158600)", "(NTC5158600)", "(sps1995)", "(HCST417703)",
        "(INFRA0466)", "(WEB-2024-Q4)", "(P265)", "(S5)", "(S51)", "()", "(",
        ")", "", "S1234", "(1234)", "(AB\xffS1", "\xff\xfe)", "(\xc3S12)"}) {
    const CodeVerdict verdict = After("(SCR4774)", code, {"?"});
    EXPECT_EQ(verdict.code, code);
    EXPECT_TRUE(verdict.sure) << code;
    EXPECT_EQ(asked_, 0U) << code;
  }
}

TEST_F(CodeDigitsTest, WithoutInkALetterIsDoubted) {
  const auto verdict = JudgeFirstDigit(
      FieldPicture(), "(SCRS123)", [](const FieldPicture&, const Look&) {
        ADD_FAILURE() << "nothing to look at";
        return Result<LineReading>(LineReading());
      });
  ASSERT_TRUE(verdict.has_value());
  EXPECT_FALSE(verdict->sure);
}

TEST_F(CodeDigitsTest, ErrorsArePassedOn) {
  DrawnPage page(400, 60, kLight);
  const PixelBox box = page.Draw(20.3, 35, "(SCRS123)", 15, true);
  const auto verdict =
      JudgeFirstDigit(CutField(page.Grey().view(), box, Around(box)),
                      "(SCRS123)", [](const FieldPicture&, const Look&) {
                        return Result<LineReading>(
                            tl::unexpected(Error{ErrorCode::kTimeout, "late"}));
                      });
  ASSERT_FALSE(verdict.has_value());
  EXPECT_EQ(verdict.error().code, ErrorCode::kTimeout);
}

}  // namespace
}  // namespace rescan::timesheet::page
