#include "engine/records/week_rows.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/entries.h"

namespace rescan {
namespace {

using timesheet::Entry;
using timesheet::SheetState;

using HoursByKey = std::map<std::pair<std::string, std::string>,
                            std::optional<timesheet::Hundredths>>;

HoursByKey ByKey(const std::vector<Entry>& entries) {
  HoursByKey hours;
  for (const Entry& entry : entries) {
    hours[{timesheet::FormatDay(entry.date), entry.key}] = entry.hours.value;
  }
  return hours;
}

// The rows of the week are those of `sheet`, value by value.
Result<bool> WeekSays(Database& db, const WeekKey& week,
                      const SheetRow& sheet) {
  if (!sheet.identified() || WeekKeyOf(sheet) != week) return false;
  if (sheet.zero_hour) {
    Query row(db, "SELECT 1 FROM zero_hour_weeks" RESCAN_OF_WEEK, week.user,
              week.person_key, week.week);
    return row.Step();
  }
  const Result<std::vector<Entry>> entries = EntriesOfSheet(db, sheet);
  if (!entries) return tl::unexpected(entries.error());
  HoursByKey standing;
  Query row(db, "SELECT date, key, hours FROM entries" RESCAN_OF_WEEK,
            week.user, week.person_key, week.week);
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    standing[{row.Text(0), row.Text(1)}] = row.OptionalInt64(2);
  }
  return standing == ByKey(*entries);
}

}  // namespace

Result<bool> WeekStands(Database& db, const WeekKey& week) {
  Query row(db,
            "SELECT 1 FROM sheets" RESCAN_OF_WEEK
            " AND state = 'stored'"
            " UNION ALL SELECT 1 FROM entries" RESCAN_OF_WEEK
            " UNION ALL SELECT 1 FROM zero_hour_weeks" RESCAN_OF_WEEK,
            week.user, week.person_key, week.week);
  return row.Step();
}

Result<std::vector<SheetRow>> OtherSheetsOfWeek(Database& db,
                                                const SheetRow& sheet,
                                                SheetState state) {
  Result<std::vector<SheetRow>> sheets =
      SheetsOfWeek(db, WeekKeyOf(sheet), state);
  if (sheets) {
    std::erase_if(*sheets,
                  [&](const SheetRow& other) { return other.id == sheet.id; });
  }
  return sheets;
}

Result<std::vector<SheetId>> RemoveRowsOfWeek(Database& db,
                                              const WeekKey& week) {
  Query standing(db,
                 "SELECT sheet_id FROM entries" RESCAN_OF_WEEK
                 " UNION SELECT sheet_id FROM zero_hour_weeks" RESCAN_OF_WEEK
                 " UNION SELECT sheet_id FROM rejections" RESCAN_OF_WEEK
                 " UNION SELECT id FROM sheets" RESCAN_OF_WEEK
                 " AND state = 'stored'"
                 " ORDER BY 1",
                 week.user, week.person_key, week.week);
  Result<std::vector<SheetId>> sheets = ReadSheetIds(standing);
  if (!sheets) return sheets;
  RESCAN_TRY(Execute(db,
                     "DELETE FROM corrections WHERE by_hand = 0"
                     " AND entry_id IN (SELECT id FROM entries" RESCAN_OF_WEEK
                     ")",
                     week.user, week.person_key, week.week));
  RESCAN_TRY(Execute(db, "DELETE FROM entries" RESCAN_OF_WEEK, week.user,
                     week.person_key, week.week));
  RESCAN_TRY(Execute(db, "DELETE FROM zero_hour_weeks" RESCAN_OF_WEEK,
                     week.user, week.person_key, week.week));
  RESCAN_TRY(Execute(db, "DELETE FROM rejections" RESCAN_OF_WEEK, week.user,
                     week.person_key, week.week));
  return sheets;
}

Result<bool> AnyChangedByHand(Database& db, const WeekKey& week,
                              const std::vector<SheetRow>& standing) {
  Result<RowCount> rows = CountRows(db, week);
  for (const SheetRow& sheet : standing) {
    if (!rows || rows->by_hand > 0) break;
    rows = CountRows(db, sheet.id);
  }
  if (!rows) return tl::unexpected(rows.error());
  return rows->by_hand > 0;
}

Result<bool> SameSheets(Database& db, const SheetRow& a, const SheetRow& b) {
  if (a.verdict != b.verdict || a.person_key != b.person_key ||
      a.week != b.week || a.zero_hour != b.zero_hour) {
    return false;
  }
  const Result<std::vector<Entry>> of_a = EntriesOfSheet(db, a);
  if (!of_a) return tl::unexpected(of_a.error());
  const Result<std::vector<Entry>> of_b = EntriesOfSheet(db, b);
  if (!of_b) return tl::unexpected(of_b.error());
  return ByKey(*of_a) == ByKey(*of_b);
}

Result<bool> SaysWhatStands(Database& db, const SheetRow& sheet,
                            const std::vector<SheetRow>& standing) {
  Result<bool> same = WeekSays(db, WeekKeyOf(sheet), sheet);
  for (const SheetRow& other : standing) {
    if (!same || *same) break;
    same = SameSheets(db, other, sheet);
  }
  return same;
}

}  // namespace rescan
