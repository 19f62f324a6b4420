#include "engine/documents/timesheet/reports/corrections.h"

#include <gtest/gtest.h>

#include <functional>

#include "engine/documents/timesheet/roster.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

EntryRecord Row(Day date, const std::string& code, Hundredths hours,
                const std::string& person = "Avery Brooks") {
  EntryRecord entry;
  entry.person = person;
  entry.person_key = PersonKey(person);
  entry.date = date;
  entry.week = D(2025, 9, 22);
  entry.key = entry.code = code;
  entry.name = "Core (" + code + ")";
  entry.hours = hours;
  entry.image = "/in/a.png";
  entry.processed_at = "2025-10-06T08:00:00Z";
  return entry;
}

ZeroHourRecord Zero(Day week, const std::string& person = "Avery Brooks") {
  ZeroHourRecord zero;
  zero.person = person;
  zero.person_key = PersonKey(person);
  zero.week = week;
  zero.reason = "ABSENCE";
  return zero;
}

// Two rows of hours and, a week later, one without.
Timesheets Stored() {
  Timesheets sheets;
  sheets.entries = {Row(D(2025, 9, 22), "PJ000001", 750),
                    Row(D(2025, 9, 23), "PJ000001", 2250)};
  sheets.zero_hours = {Zero(D(2025, 9, 29))};
  return sheets;
}

// The file as it was exported, after `edit`.
CorrectionPlan PlanAfter(
    const Timesheets& sheets,
    const std::function<void(std::vector<CorrectionRow>&)>& edit) {
  std::vector<CorrectionRow> rows;
  for (const ExportRow& row : FullExport(sheets)) {
    rows.push_back({rows.size() + 2, row.cells});
  }
  edit(rows);
  return PlanCorrections(sheets, rows);
}

CorrectionPlan PlanCell(std::size_t row, ExportColumn column,
                        const std::string& text) {
  return PlanAfter(Stored(), [&](std::vector<CorrectionRow>& rows) {
    rows[row].cells[column] = text;
  });
}

TEST(CorrectionsTest, TheFileAsExportedChangesNothing) {
  const CorrectionPlan plan =
      PlanAfter(Stored(), [](std::vector<CorrectionRow>&) {});
  EXPECT_EQ(plan.read, 3u);
  EXPECT_EQ(plan.checked, 3u);
  EXPECT_TRUE(plan.entries.empty());
  EXPECT_TRUE(plan.zero_hours.empty());
  EXPECT_TRUE(plan.faults.empty());
}

TEST(CorrectionsTest, NumbersAreComparedAsNumbers) {
  for (const char* text : {"7.5", "7.50", "7.500", " 7.5 ", "07.5"}) {
    const CorrectionPlan plan = PlanCell(0, kHours, text);
    EXPECT_TRUE(plan.entries.empty()) << text;
    EXPECT_TRUE(plan.faults.empty()) << text;
  }
  const CorrectionPlan plan = PlanCell(0, kHours, "5.63");
  ASSERT_EQ(plan.entries.size(), 1u);
  EXPECT_EQ(plan.entries[0].hours, 563);
  EXPECT_FALSE(plan.entries[0].person || plan.entries[0].code ||
               plan.entries[0].name || plan.entries[0].date);
  EXPECT_EQ(plan.entries[0].line, 2u);
}

TEST(CorrectionsTest, HoursAreExactOrRefused) {
  struct Case {
    const char* text;
    std::optional<Hundredths> hours;
  };
  for (const Case& c : std::vector<Case>{{"0", 0},
                                         {"24", 2400},
                                         {"24.00", 2400},
                                         {"1.37", 137},
                                         {"0.01", 1},
                                         {"7.5000", 750},
                                         {"24.01", {}},
                                         {"-1", {}},
                                         {"+1", {}},
                                         {"7,5", {}},
                                         {"7.O", {}},
                                         {"7.555", {}},
                                         {"", {}},
                                         {".5", {}},
                                         {"5.", {}},
                                         {"1e1", {}},
                                         {"nan", {}},
                                         {"7.5.0", {}},
                                         {"7 .5", {}},
                                         {"0x7", {}},
                                         {"99999999999999999999", {}},
                                         {"00000000000000000007", 700}}) {
    EXPECT_EQ(ParseDayHours(c.text), c.hours) << c.text;
  }
  for (const char* text : {"25", "7,5", "-7.5", "x", ""}) {
    const CorrectionPlan plan = PlanCell(0, kHours, text);
    EXPECT_TRUE(plan.entries.empty()) << text;
    ASSERT_EQ(plan.faults.size(), 1u) << text;
    EXPECT_NE(plan.faults[0].message.find("Hours"), std::string::npos);
  }
}

TEST(CorrectionsTest, UnreadableHoursCanBeFilledOrLeft) {
  Timesheets sheets = Stored();
  sheets.entries[0].hours.reset();
  EXPECT_TRUE(PlanAfter(sheets, [](auto&) {}).entries.empty());
  const CorrectionPlan plan =
      PlanAfter(sheets, [](auto& rows) { rows[0].cells[kHours] = "7.5"; });
  ASSERT_EQ(plan.entries.size(), 1u);
  EXPECT_EQ(plan.entries[0].hours, 750);
}

TEST(CorrectionsTest, KeysLocateTheRowAndUnknownOnesAreRefused) {
  CorrectionPlan plan = PlanCell(0, kResourceName, "Somebody");
  EXPECT_EQ(plan.checked, 2u);
  ASSERT_EQ(plan.faults.size(), 1u);
  EXPECT_EQ(plan.faults[0].line, 2u);
  EXPECT_NE(plan.faults[0].message.find("Somebody"), std::string::npos);
  plan = PlanCell(1, kDateProjectCode, "2025-09-23#PJ000002");
  ASSERT_EQ(plan.faults.size(), 1u);
  EXPECT_EQ(plan.faults[0].line, 3u);
  // The keys of a row whose code is changed stay those of the stored row.
  plan = PlanCell(0, kProjectCode, "PJ000009");
  ASSERT_EQ(plan.entries.size(), 1u);
  EXPECT_EQ(plan.entries[0].code, "PJ000009");
}

TEST(CorrectionsTest, ARowMayStandInTheFileOnce) {
  const CorrectionPlan plan = PlanAfter(Stored(), [](auto& rows) {
    rows.push_back(rows[0]);
    rows.back().line = 9;
    rows.back().cells[kHours] = "1";
  });
  EXPECT_TRUE(plan.entries.empty());
  ASSERT_EQ(plan.faults.size(), 1u);
  EXPECT_EQ(plan.faults[0].line, 9u);
  EXPECT_NE(plan.faults[0].message.find("line 2"), std::string::npos);
}

TEST(CorrectionsTest, RowsOfTwoUsersAreRefused) {
  Timesheets sheets = Stored();
  sheets.entries.push_back(sheets.entries[0]);
  sheets.entries.back().user = "u2";
  const CorrectionPlan plan =
      PlanAfter(sheets, [](auto& rows) { rows.resize(1); });
  ASSERT_EQ(plan.faults.size(), 1u);
  EXPECT_NE(plan.faults[0].message.find("users"), std::string::npos);
}

TEST(CorrectionsTest, OnlyDifferingFieldsAreChanged) {
  const CorrectionPlan plan = PlanAfter(Stored(), [](auto& rows) {
    rows[0].cells[kResourceNameDisplay] = "Avery  Brooke ";
    rows[0].cells[kProjectName] = "Core, \"new\" (PJ000001)";
    rows[1].cells[kDate] = "2025-09-24";
    rows[2].cells[kZeroHourReason] = "ANNUAL_LEAVE";
  });
  ASSERT_TRUE(plan.faults.empty()) << plan.faults[0].message;
  ASSERT_EQ(plan.entries.size(), 2u);
  EXPECT_EQ(plan.entries[0].person, "Avery Brooke");
  EXPECT_EQ(plan.entries[0].name, "Core, \"new\" (PJ000001)");
  EXPECT_FALSE(plan.entries[0].hours || plan.entries[0].date);
  EXPECT_EQ(plan.entries[1].date, D(2025, 9, 24));
  EXPECT_FALSE(plan.entries[1].person || plan.entries[1].name);
  ASSERT_EQ(plan.zero_hours.size(), 1u);
  EXPECT_EQ(plan.zero_hours[0].reason, "ANNUAL_LEAVE");
}

TEST(CorrectionsTest, TruthsAreComparedAsTruths) {
  for (const char* text : {"TRUE", "1", "yes", " Yes "}) {
    EXPECT_TRUE(PlanCell(2, kIsZeroHourTimesheet, text).faults.empty()) << text;
  }
  for (const char* text : {"FALSE", "0", "no", ""}) {
    EXPECT_TRUE(PlanCell(0, kIsZeroHourTimesheet, text).faults.empty()) << text;
  }
  for (const char* text : {"true", "perhaps"}) {
    EXPECT_EQ(PlanCell(0, kIsZeroHourTimesheet, text).faults.size(), 1u);
  }
  EXPECT_EQ(PlanCell(2, kIsZeroHourTimesheet, "false").faults.size(), 1u);
}

TEST(CorrectionsTest, WhatFollowsTheDateMustFollowIt) {
  for (const auto& [week, end, month] : std::vector<std::array<std::string, 3>>{
           {"2025-09-22", "2025-09-28", "2025-09"},
           {"2025-09-29", "2025-10-05", "2025-10"}}) {
    const CorrectionPlan plan = PlanAfter(Stored(), [&](auto& rows) {
      rows.pop_back();
      rows[0].cells[kDate] = "2025-10-06";
      rows[0].cells[kWeekStartDate] = week;
      rows[0].cells[kWeekEndDate] = end;
      rows[0].cells[kYearMonth] = month;
    });
    EXPECT_EQ(plan.faults.size(), week == "2025-09-29") << week;
  }
  EXPECT_EQ(PlanCell(0, kYearMonth, "2025-10").faults.size(), 1u);
  EXPECT_EQ(PlanCell(0, kWeekStartDate, "2025-09-29").faults.size(), 1u);
}

TEST(CorrectionsTest, RefusesWhatCannotBe) {
  struct Case {
    std::size_t row;
    ExportColumn column;
    const char* text;
  };
  for (const Case& c : std::vector<Case>{
           {0, kSourceImage, "/in/b.png"},
           {0, kProcessingTimestamp, ""},
           {0, kResourceNameDisplay, ""},
           {0, kResourceNameDisplay, "  "},
           {0, kResourceNameDisplay, "A\x01z"},
           {0, kProjectName, ""},
           {0, kProjectCode, ""},
           {0, kProjectCode, "DESIGN"},
           {0, kProjectCode, "12345678"},
           {0, kDate, "22/09/2025"},
           {0, kDate, "2025-02-30"},
           {0, kDate, ""},
           {0, kZeroHourReason, "ABSENCE"},
           {2, kDate, "2025-09-30"},
           {2, kHours, "7.5"},
           {2, kProjectCode, "PJ000001"},
           {2, kProjectName, "Core"},
           {2, kWeekStartDate, "2025-10-06"},
           {2, kZeroHourReason, ""},
           {2, kZeroHourReason, "HOLIDAY"},
       }) {
    const CorrectionPlan plan = PlanCell(c.row, c.column, c.text);
    EXPECT_EQ(plan.faults.size(), 1u) << c.column << " " << c.text;
    EXPECT_TRUE(plan.entries.empty() && plan.zero_hours.empty());
  }
  EXPECT_TRUE(PlanCell(2, kHours, "").faults.empty());
  EXPECT_TRUE(PlanCell(2, kHours, "0").faults.empty());
  const std::string endless(1000, 'x');
  EXPECT_EQ(PlanCell(0, kProjectName, endless).faults.size(), 1u);
}

TEST(CorrectionsTest, APlaceIsTakenOnce) {
  // The place of another row.
  EXPECT_EQ(PlanCell(0, kDate, "2025-09-23").faults.size(), 1u);
  // Two rows that want one place: the first gets it.
  const CorrectionPlan plan = PlanAfter(Stored(), [](auto& rows) {
    rows[0].cells[kDate] = "2025-09-26";
    rows[1].cells[kDate] = "2025-09-26";
  });
  EXPECT_EQ(plan.entries.size(), 1u);
  ASSERT_EQ(plan.faults.size(), 1u);
  EXPECT_EQ(plan.faults[0].line, 3u);
  // Two rows that change places.
  const CorrectionPlan swapped = PlanAfter(Stored(), [](auto& rows) {
    rows[0].cells[kDate] = "2025-09-23";
    rows[1].cells[kDate] = "2025-09-22";
    rows[1].cells[kHours] = "1";
  });
  EXPECT_TRUE(swapped.faults.empty());
  ASSERT_EQ(swapped.entries.size(), 2u);
  EXPECT_EQ(swapped.entries[0].line, 2u);
  EXPECT_EQ(swapped.entries[1].hours, 100);
  // One of them is no row that can be: the other finds its place taken.
  EXPECT_EQ(PlanAfter(Stored(),
                      [](auto& rows) {
                        rows[0].cells[kDate] = "2025-09-23";
                        rows[1].cells[kDate] = "2025-09-22";
                        rows[1].cells[kHours] = "25";
                      })
                .faults.size(),
            2u);
  // A place that another row has left.
  EXPECT_TRUE(PlanAfter(Stored(), [](auto& rows) {
                rows[0].cells[kDate] = "2025-09-26";
                rows[1].cells[kDate] = "2025-09-22";
              }).faults.empty());
  // Codes that are stored as one.
  Timesheets sheets = Stored();
  sheets.entries.push_back(Row(D(2025, 9, 22), "PJ000002", 100));
  EXPECT_EQ(
      PlanAfter(sheets,
                [](auto& rows) { rows[1].cells[kProjectCode] = "pjo0ooO1"; })
          .faults.size(),
      1u);
}

TEST(CorrectionsTest, AWeekHasHoursOrNone) {
  EXPECT_EQ(PlanCell(0, kDate, "2025-09-30").faults.size(), 1u);
  Timesheets sheets = Stored();
  sheets.zero_hours.push_back(Zero(D(2025, 9, 22), "Jo Ash"));
  const auto rename = [](auto& rows) {
    rows[3].cells[kResourceNameDisplay] = "Avery Brooks";
  };
  EXPECT_EQ(PlanAfter(sheets, rename).faults.size(), 1u);
}

TEST(CorrectionsTest, TheGuardAgainstFormulasIsNoChange) {
  Timesheets sheets = Stored();
  sheets.entries[0].name = "=Core (PJ000001)";
  sheets.entries[1].name = "'=Core (PJ000001)";
  sheets.entries[0].person = "-Avery";
  sheets.entries[0].person_key = "-Avery";
  const auto guard = [](auto& rows) {
    for (CorrectionRow& row : rows) {
      for (std::string& cell : row.cells) {
        if (!cell.empty() && (cell[0] == '=' || cell[0] == '-')) {
          cell = "'" + cell;
        }
      }
    }
  };
  const CorrectionPlan plan = PlanAfter(sheets, guard);
  EXPECT_TRUE(plan.entries.empty());
  EXPECT_TRUE(plan.faults.empty());
  const CorrectionPlan edited = PlanAfter(sheets, [](auto& rows) {
    rows[0].cells[kProjectName] = "'+Core (PJ000001)";
  });
  ASSERT_EQ(edited.entries.size(), 1u);
  EXPECT_EQ(edited.entries[0].name, "+Core (PJ000001)");
}

}  // namespace
}  // namespace rescan::timesheet::reports
