#include "engine/documents/timesheet/misreading.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan::timesheet {
namespace {

struct Case {
  const char* read;
  const char* name;
};

TEST(Misreading, WhatReadersTakeForEachOther) {
  for (const Case& c : {Case{"Avery Brooks", "Avery Brooks"},
                        {"AVERY brooks", "Avery Brooks"},
                        {"Nell Halloway", "Neil Halloway"},
                        {"lan Hil1", "Ian Hill"},
                        {"Orin 0ak", "Orin Oak"},
                        {"Bums", "Burns"},
                        {"Famham", "Farnham"},
                        {"vvill", "Will"},
                        {"Allda", "Allcla"},
                        {"Soren", "S\u00f8ren"},
                        {"Muller", "M\u00fcller"},
                        {"Miller", "M\u00fcller"},
                        {"Lukasz Zak", "\u0141ukasz \u017bak"},
                        {"Velllcroft", "Vellcroft"},
                        {"Ilvor", "Ivor"},
                        {"Ivor M. Ash.", "Ivor M. Ash"}}) {
    const Difference expected = std::string(c.read) == "Miller"
                                    ? Difference::kOther
                                    : Difference::kMisread;
    EXPECT_EQ(DifferenceOf(c.read, c.name), expected)
        << c.read << " for " << c.name;
  }
}

TEST(Misreading, LettersLostOrAdded) {
  for (const Case& c : {Case{"very Brooks", "Avery Brooks"},
                        {"Anna Smith", "Ann Smith"},
                        {"Jonathan", "Jon"},
                        {"Avery Brocks", "Avery Brooks"},
                        {"", "Ann"}}) {
    EXPECT_EQ(DifferenceOf(c.read, c.name), Difference::kLetters) << c.read;
  }
}

TEST(Misreading, LettersInPlaceOfOthersAreSomebodyElse) {
  for (const Case& c : {Case{"Tom Hill", "Tom Hall"},
                        {"Sam Jones", "Pam Jones"},
                        {"Jon Hall", "Jan Hall"},
                        {"Jon Holl", "Jen Hell"},
                        {"Gareth", "Garry"}}) {
    EXPECT_EQ(DifferenceOf(c.read, c.name), Difference::kOther) << c.read;
    EXPECT_EQ(DifferenceOf(c.name, c.read), Difference::kOther) << c.read;
  }
}

TEST(Misreading, AnyTextIsAllowed) {
  const std::string bytes = "\xff\xfe\xc3";
  EXPECT_EQ(DifferenceOf(bytes, bytes), Difference::kMisread);
  EXPECT_EQ(DifferenceOf(bytes, "Ann"), Difference::kOther);
  EXPECT_EQ(DifferenceOf("", ""), Difference::kMisread);
  EXPECT_EQ(DifferenceOf(std::string(5000, 'a'), std::string(5000, 'a')),
            Difference::kOther);
}

}  // namespace
}  // namespace rescan::timesheet
