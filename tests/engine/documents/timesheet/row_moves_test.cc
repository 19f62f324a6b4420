#include "engine/documents/timesheet/row_moves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

RowPlace At(unsigned day) {
  return {"u", "Noa_Lind", D(2025, 9, day), "PJ000001"};
}

RowMove Move(unsigned from, unsigned to, bool taken) {
  return {At(from), At(to), taken};
}

std::vector<bool> Possible(const std::vector<RowMove>& moves) {
  return PossibleMoves(moves);
}

TEST(PossibleMoves, FreePlacesAndThoseThatAreLeftCanBeTaken) {
  EXPECT_THAT(Possible({}), IsEmpty());
  EXPECT_THAT(Possible({Move(1, 2, false)}), ElementsAre(true));
  EXPECT_THAT(Possible({Move(1, 2, true)}), ElementsAre(false));
  // Whichever comes first.
  EXPECT_THAT(Possible({Move(1, 2, true), Move(2, 3, false)}),
              ElementsAre(true, true));
  EXPECT_THAT(Possible({Move(2, 3, false), Move(1, 2, true)}),
              ElementsAre(true, true));
}

TEST(PossibleMoves, RowsChangePlacesInARing) {
  EXPECT_THAT(Possible({Move(1, 2, true), Move(2, 1, true)}),
              ElementsAre(true, true));
  EXPECT_THAT(Possible({Move(1, 2, true), Move(2, 3, true), Move(3, 1, true)}),
              ElementsAre(true, true, true));
}

TEST(PossibleMoves, TheFirstThatWantsAPlaceGetsIt) {
  EXPECT_THAT(Possible({Move(1, 3, false), Move(2, 3, false)}),
              ElementsAre(true, false));
}

TEST(PossibleMoves, WhoCannotMoveBlocksTheWholeChain) {
  EXPECT_THAT(Possible({Move(1, 2, true), Move(2, 3, true), Move(3, 9, true),
                        Move(5, 6, false)}),
              ElementsAre(false, false, false, true));
  EXPECT_THAT(Possible({Move(3, 9, true), Move(2, 3, true), Move(1, 2, true)}),
              ElementsAre(false, false, false));
}

}  // namespace
}  // namespace rescan::timesheet
