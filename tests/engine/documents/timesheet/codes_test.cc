#include "engine/documents/timesheet/codes.h"

#include <gtest/gtest.h>

namespace rescan::timesheet {
namespace {

TEST(Codes, StorableOnes) {
  for (const char* code :
       {"PJ023275", "PJHCST314980", "REAG042910", "HCST314980", "NTCS158600",
        "NTC5124690", "sps1995", "SCR1476", "P001", "PJ02504", "INFRA0858",
        "DATA0114", "WEB-2025-Q1"}) {
    EXPECT_TRUE(IsStorableCode(code)) << code;
  }
  for (const char* text :
       {"DESIGN", "LABOUR", "DIALOG", "PJ", "P1", "12345678", "1PJ023", "",
        "PJ 023275", "PJ(1)", "TESTING", "BLDDPLYTEST",
        "P\xC3\x89"
        "12"}) {
    EXPECT_FALSE(IsStorableCode(text)) << text;
  }
  EXPECT_FALSE(IsStorableCode("A1" + std::string(31, '1')));
}

TEST(Codes, CategoryLabelsAreNone) {
  for (const char* label : {"DESIGN", "DESIGNA", "LABOUR", "TESTING", "BUILD",
                            "DEPLOY", "BLDDPLYTEST", "design"}) {
    EXPECT_TRUE(IsCategoryLabel(label)) << label;
  }
  EXPECT_FALSE(IsCategoryLabel("PJ023275"));
  EXPECT_FALSE(IsCategoryLabel("DESIGNB"));
}

TEST(Codes, NormalisedForStorage) {
  EXPECT_EQ(NormaliseCode("PJO2I931"), "PJ021931");
  EXPECT_EQ(NormaliseCode("pj02l931"), "PJ021931");
  EXPECT_EQ(NormaliseCode(" PJ 023 275 "), "PJ023275");
  EXPECT_EQ(NormaliseCode("sps1995"), "SPS1995");
  // For PJ codes only.
  EXPECT_EQ(NormaliseCode("REAGO42910"), "REAGO42910");
  EXPECT_EQ(NormaliseCode("PJHCST314980"), "PJHCST314980");
}

TEST(Codes, OfOddFormAreDoubted) {
  for (const char* code : {"PJ023275", "PJ02327512", "PJHCST314980",
                           "REAG042910", "HCST314980", "HCST3149", "NTCS158600",
                           "NTC5124690", "sps1995", "SCR1476", "DATA0114"}) {
    EXPECT_EQ(CodeDoubt(code), "") << code;
  }
  for (const char* code :
       {"PJ02327", "PJ023275123", "PJ0Z3275", "PJ02327S", "REAG04291",
        "REAGO42910", "HCST3I4980", "spsl995", "NTCSI58600"}) {
    EXPECT_NE(CodeDoubt(code), "") << code;
  }
  EXPECT_NE(CodeDoubt("PJ924483").find("probably PJ024483"), std::string::npos);
}

TEST(Codes, AMisreadLetterOfAKindIsDoubted) {
  EXPECT_NE(CodeDoubt("P1025832").find("probably PJ025832"), std::string::npos);
  EXPECT_NE(CodeDoubt("Pl025832").find("probably PJ025832"), std::string::npos);
  EXPECT_NE(CodeDoubt("REAC042910").find("probably REAG042910"),
            std::string::npos);
  EXPECT_NE(CodeDoubt("HC5T314980").find("probably HCST314980"),
            std::string::npos);
  EXPECT_NE(CodeDoubt("sp51995").find("probably SPS1995"), std::string::npos);
  for (const char* code : {"P001", "P102583", "P1025832123", "SP512", "SCR1476",
                           "P1O25832", "RE", "PJ", "", "\xff\xfe"}) {
    EXPECT_EQ(CodeDoubt(code).find("probably"), std::string::npos) << code;
  }
}

TEST(Codes, ConfusionsWorkBothWays) {
  constexpr std::string_view kAll =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
  for (const char a : kAll) {
    EXPECT_FALSE(AreConfusable(a, a)) << a;
    for (const char b : kAll) {
      EXPECT_EQ(AreConfusable(a, b), AreConfusable(b, a)) << a << b;
    }
  }
  for (const char* pair :
       {"09", "08", "0O", "90", "98", "80", "89", "8B", "65", "6G", "56",
        "5S", "S5", "s5", "23", "2Z", "32", "38", "17", "1I", "1l", "71",
        "72", "CG", "cg", "Cg", "cG", "O0", "B8", "Z2", "G6"}) {
    EXPECT_TRUE(AreConfusable(pair[0], pair[1])) << pair;
  }
  EXPECT_FALSE(AreConfusable('4', '9'));
  EXPECT_FALSE(AreConfusable('A', 'a'));
}

TEST(Names, ArePartedAtTheLastParentheses) {
  const NameParts parts =
      SplitName("(NDA) Core  Migration (Parent) (PJ021931)");
  EXPECT_EQ(parts.name, "(NDA) Core Migration (Parent)");
  EXPECT_EQ(parts.group, "PJ021931");
  EXPECT_TRUE(parts.has_group && parts.closed);
  EXPECT_FALSE(parts.odd_brackets || parts.text_behind);
}

TEST(Names, WithoutParenthesesOrWithHalfOfThem) {
  EXPECT_FALSE(SplitName("Store Refit").has_group);
  EXPECT_EQ(SplitName("Store Refit").name, "Store Refit");
  const NameParts cut = SplitName("Store Refit (PJ0232");
  EXPECT_EQ(cut.group, "PJ0232");
  EXPECT_FALSE(cut.closed);
  EXPECT_TRUE(SplitName("Store Refit [PJ023275)").odd_brackets);
  EXPECT_EQ(SplitName("Store Refit {PJ023275}").group, "PJ023275");
  EXPECT_TRUE(SplitName("Store (PJ023275) Refit").text_behind);
  EXPECT_FALSE(SplitName("Store (PJ023275) ...").text_behind);
}

TEST(Names, EndWithTheirCode) {
  EXPECT_EQ(NameWithCode("X", "PJ032403"), "X (PJ032403)");
  EXPECT_EQ(NameWithCode("X (DESIGN)", "PJ032403"), "X (PJ032403)");
  EXPECT_EQ(NameWithCode("X (PJ032403) ", "PJ032403"), "X (PJ032403)");
  EXPECT_EQ(NameWithCode("X (PJ924483)", "PJ024483"), "X (PJ024483)");
  EXPECT_EQ(NameWithCode("X (INFRA0858)", "PJ024483"), "X (PJ024483)");
  EXPECT_EQ(NameWithCode("Store Refit (sps1995)", "sps1995"),
            "Store Refit (sps1995)");
  EXPECT_EQ(NameWithCode("Store Refit (sps1995)", "SPS1995"),
            "Store Refit (SPS1995)");
  EXPECT_EQ(NameWithCode("Till (Phase two)", "PJ024483"),
            "Till (Phase two) (PJ024483)");
  EXPECT_EQ(NameWithCode("", "PJ024483"), "(PJ024483)");
}

TEST(Names, WithTheirCodeStaySo) {
  for (const char* name : {"X", "X (DESIGN)", "(NDA) X (Parent)", "X (sps1995)",
                           "X (PJO2I931)", "X (PJ02"}) {
    for (const char* code : {"PJ021931", "sps1995", "WEB-2025-Q1"}) {
      const std::string once = NameWithCode(name, code);
      EXPECT_EQ(NameWithCode(once, code), once) << name << " " << code;
    }
  }
}

}  // namespace
}  // namespace rescan::timesheet
