#include "engine/documents/timesheet/reports/labour.h"

#include <gtest/gtest.h>

#include "engine/documents/timesheet/reports/numbers.h"
#include "tests/engine/documents/timesheet/reports/stored_builder.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

const std::vector<Day> kNovember = {D(2025, 10, 20), D(2025, 10, 27),
                                    D(2025, 11, 3), D(2025, 11, 10)};
const Person kNoa{"Noa_Lind", "Noa Lind"};

std::vector<std::string> Texts(const PersonLabour& row) {
  std::vector<std::string> texts;
  for (const LabourCell& cell : row.weeks) texts.push_back(cell.Text());
  return texts;
}

TEST(Labour, CellsAreHoursZeroOrNothing) {
  StoredBuilder rows;
  rows.Week("Noa Lind", kNovember[0], "PJ000001", {750, 750, 750, 750, 563})
      .Week("Noa Lind", kNovember[0], "PJ000002", {0, 0, 0, 0, 137})
      .ZeroWeek("Noa Lind", kNovember[1])  // pitfall 4: not "-"
      .Sheet("Noa Lind", kNovember[3], SheetState::kPending);
  const Labour labour = LabourOf(WeekIndex(rows.rows()), {kNoa}, {}, kNovember);
  ASSERT_EQ(labour.people.size(), 1U);
  EXPECT_EQ(Texts(labour.people[0]),
            (std::vector<std::string>{"37.0", "0.0", "-", "-"}));
  EXPECT_TRUE(labour.people[0].weeks[1].zero_hour);
  EXPECT_FALSE(labour.people[0].weeks[0].zero_hour);
  EXPECT_EQ(labour.people[0].hours, 3700);
  EXPECT_EQ(labour.hours, 3700);
  EXPECT_EQ(labour.expected(), 4U);
  EXPECT_EQ(labour.AverageInTenths(), 370);
}

TEST(Labour, AWeekOfUnreadableHoursIsNeverAPlainNumber) {
  StoredBuilder rows;
  rows.Entry("Noa Lind", kNovember[0], "PJ000001", 750)
      .Entry("Noa Lind", kNovember[0], "PJ000002", std::nullopt)
      .Entry("Noa Lind", kNovember[1], "PJ000002", std::nullopt)
      .Entry("Noa Lind", kNovember[2], "PJ000002", 0);
  const Labour labour = LabourOf(WeekIndex(rows.rows()), {kNoa}, {}, kNovember);
  EXPECT_EQ(Texts(labour.people.at(0)),
            (std::vector<std::string>{"7.5?", "0.0?", "0.0", "-"}));
  EXPECT_EQ(labour.people[0].unreadable, 2U);
  EXPECT_EQ(labour.unreadable, 2U);
}

TEST(Labour, OthersAreThereIfTheyHaveHours) {
  StoredBuilder rows;
  rows.Week("Ada Quill", kNovember[0], "PJ000001", {750})
      .Week("Bo Stone", D(2025, 9, 1), "PJ000001", {750})
      .Sheet("Cy Marsh", kNovember[0], SheetState::kPending);
  const Labour labour = LabourOf(WeekIndex(rows.rows()), {kNoa},
                                 {{"Ada_Quill", "Ada Quill"},
                                  {"Bo_Stone", "Bo Stone"},
                                  {"Cy_Marsh", "Cy Marsh"}},
                                 kNovember);
  ASSERT_EQ(labour.people.size(), 2U);
  EXPECT_EQ(labour.people[0].person.name, "Ada Quill");
  EXPECT_EQ(labour.people[1].person.name, "Noa Lind");
  EXPECT_EQ(labour.hours, 750);
}

TEST(Labour, SeventeenPeopleInFourWeeks) {
  // 64 weeks of 34.40 hours, one of them .40 short, and four weeks without:
  // 2201.6 - .4 = 2201.2.
  StoredBuilder rows;
  std::vector<Person> people;
  for (int i = 0; i < 17; ++i) {
    const std::string letter(1, static_cast<char>('A' + i));
    const std::string name = "Person " + letter;
    people.push_back({"Person_" + letter, name});
    for (std::size_t week = 0; week < kNovember.size(); ++week) {
      if (i == 16) {
        rows.ZeroWeek(name, kNovember[week]);
      } else if (i == 15 && week == 3) {
        rows.Week(name, kNovember[week], "PJ000001", {600, 710, 720, 730, 640});
      } else {
        rows.Week(name, kNovember[week], "PJ000001", {600, 710, 720, 730, 680});
      }
    }
  }
  const Labour labour = LabourOf(WeekIndex(rows.rows()), people, {}, kNovember);
  EXPECT_EQ(labour.people.size(), 17U);
  EXPECT_EQ(labour.expected(), 68U);
  EXPECT_EQ(labour.hours, 220120);
  EXPECT_EQ(HoursToOneDecimal(labour.hours), "2201.2");
  EXPECT_EQ(labour.AverageInTenths(), 1295);  // 129.482...
}

TEST(Labour, OfNobodyIsEmpty) {
  const Labour labour = LabourOf(WeekIndex(Timesheets{}), {}, {}, kNovember);
  EXPECT_EQ(labour.AverageInTenths(), 0);
  EXPECT_EQ(labour.expected(), 0U);
}

TEST(Labour, WeeksAreNamedWithTwoDigits) {
  EXPECT_EQ(ShortWeekName(D(2025, 10, 20)), "20 Oct");
  EXPECT_EQ(ShortWeekName(D(2025, 11, 3)), "03 Nov");
}

}  // namespace
}  // namespace rescan::timesheet::reports
