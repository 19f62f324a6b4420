#include "engine/ocr/page_collector.h"

#include <gtest/gtest.h>

namespace rescan {
namespace {

TEST(IsOneCharacterTest, MarksBelongToTheirBase) {
  for (const char* text : {"a", "7", "\u00e9", "e\u0301", "q\u0323\u0307",
                           "\ufb01", "\u20ac", "\U0001f600", "\u2764\ufe0f"}) {
    EXPECT_TRUE(IsOneCharacter(text)) << text;
  }
  for (const char* text :
       {"", "fi", "ae", "e\u0301e", "\u0301", "1.", "\u20ac5"}) {
    EXPECT_FALSE(IsOneCharacter(text)) << text;
  }
}

}  // namespace
}  // namespace rescan
