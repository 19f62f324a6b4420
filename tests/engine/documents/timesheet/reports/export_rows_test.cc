#include "engine/documents/timesheet/reports/export_rows.h"

#include <gtest/gtest.h>

#include "tests/engine/documents/timesheet/sheet_builder.h"

namespace rescan::timesheet::reports {
namespace {

EntryRecord Row(const std::string& person_key, Day date,
                const std::string& key) {
  EntryRecord entry;
  entry.person_key = person_key;
  entry.person = person_key == "A_B" ? "A B" : person_key;
  entry.date = date;
  entry.week = D(2025, 9, 29);
  entry.key = entry.code = key;
  entry.name = "Core (" + key + ")";
  entry.hours = 563;
  entry.image = "/in/a\xff.png";
  entry.processed_at = "2025-10-06T08:00:00Z";
  return entry;
}

ZeroHourRecord Zero(const std::string& person_key, Day week) {
  ZeroHourRecord zero;
  zero.person_key = zero.person = person_key;
  zero.week = week;
  zero.reason = "ABSENCE";
  return zero;
}

std::vector<std::string> KeysOf(const std::vector<ExportRow>& rows) {
  std::vector<std::string> keys;
  for (const ExportRow& row : rows) {
    keys.push_back(row.cells[kResourceName] + " " +
                   row.cells[kDateProjectCode]);
  }
  return keys;
}

TEST(ExportRowsTest, FillsTheFourteenColumns) {
  const ExportCells entry = CellsOf(Row("A_B", D(2025, 10, 1), "PJ023275"));
  EXPECT_EQ(entry,
            (ExportCells{"A_B", "2025-10-01#PJ023275", "A B", "2025-10-01",
                         "2025-09-29", "2025-10-05", "PJ023275",
                         "Core (PJ023275)", "5.63", "false", "",
                         "/in/a\\xff.png", "2025-10-06T08:00:00Z", "2025-10"}));
  const ExportCells zero = CellsOf(Zero("A_B", D(2025, 12, 29)));
  EXPECT_EQ(zero, (ExportCells{"A_B", "WEEK#2025-12-29", "A_B", "2025-12-29",
                               "2025-12-29", "2026-01-04", "", "", "0.00",
                               "true", "ABSENCE", "", "", "2025-12"}));
}

TEST(ExportRowsTest, UnreadableHoursAreEmptyAndNeverZero) {
  EntryRecord entry = Row("A_B", D(2025, 10, 1), "PJ023275");
  entry.hours.reset();
  EXPECT_EQ(CellsOf(entry)[kHours], "");
  EXPECT_EQ(CellsOf(entry)[kIsZeroHourTimesheet], "false");
}

TEST(ExportRowsTest, FullExportIsSortedByTheTwoKeys) {
  Timesheets sheets;
  sheets.entries = {
      Row("B_C", D(2025, 9, 30), "PJ2"), Row("A_B", D(2025, 10, 1), "PJ1"),
      Row("A_B", D(2025, 9, 30), "PJ2"), Row("A_B", D(2025, 9, 30), "PJ1")};
  sheets.zero_hours = {Zero("A_B", D(2025, 1, 6))};
  sheets.rejections.emplace_back();
  const auto rows = FullExport(sheets);
  EXPECT_EQ(KeysOf(rows), (std::vector<std::string>{
                              "A_B 2025-09-30#PJ1", "A_B 2025-09-30#PJ2",
                              "A_B 2025-10-01#PJ1", "A_B WEEK#2025-01-06",
                              "B_C 2025-09-30#PJ2"}));
  EXPECT_EQ(rows[0].entry, 3u);
  EXPECT_EQ(rows[3].zero_hour, 0u);
}

TEST(ExportRowsTest, PeriodIsInclusiveAndSortedByDateAndName) {
  Timesheets sheets;
  sheets.entries = {
      Row("B_C", D(2025, 9, 29), "PJ2"), Row("A_B", D(2025, 10, 1), "PJ1"),
      Row("A_B", D(2025, 9, 29), "PJ2"), Row("A_B", D(2025, 10, 2), "PJ1"),
      Row("A_B", D(2025, 9, 28), "PJ1")};
  sheets.zero_hours = {Zero("C_D", D(2025, 9, 29)),
                       Zero("D_E", D(2025, 9, 22))};
  EXPECT_EQ(
      KeysOf(PeriodExport(sheets, D(2025, 9, 29), D(2025, 10, 1))),
      (std::vector<std::string>{"A_B 2025-09-29#PJ2", "B_C 2025-09-29#PJ2",
                                "C_D WEEK#2025-09-29", "A_B 2025-10-01#PJ1"}));
  EXPECT_EQ(PeriodExport(sheets, D(2025, 10, 1), std::nullopt).size(), 2u);
  EXPECT_EQ(PeriodExport(sheets, std::nullopt, D(2025, 9, 28)).size(), 2u);
}

}  // namespace
}  // namespace rescan::timesheet::reports
