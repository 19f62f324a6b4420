#include "engine/records/sheet_rows.h"

#include <fmt/format.h>

#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/interpretation_json.h"
#include "engine/records/timesheet_rows.h"

namespace rescan {
namespace {

using timesheet::Correction;
using timesheet::Entry;
using timesheet::Interpretation;
using timesheet::Sheet;
using timesheet::SheetState;

#define RESCAN_SHEET_COLUMNS                                             \
  "SELECT s.id, s.user, s.content_id, s.reading_id, s.state, s.verdict," \
  " s.approved_by_hand, s.rejected_by_hand, s.person_key, s.person,"     \
  " s.week, s.date_range, s.status, s.zero_hour, s.zero_hour_reason,"    \
  " s.captured, coalesce(s.reasons ->> 0, ''), s.interpretation"         \
  " FROM sheets s"

SheetRow RowOf(Query& row) {
  SheetRow sheet;
  sheet.id = row.Int64(0);
  sheet.user = row.Text(1);
  sheet.content = row.Int64(2);
  sheet.reading = row.Int64(3);
  const auto state = timesheet::SheetStateFromName(row.Bytes(4));
  const auto verdict = timesheet::VerdictFromName(row.Bytes(5));
  if (!state || !verdict) row.Malformed("a sheet's state has an unknown name");
  sheet.state = state.value_or(SheetState::kPending);
  sheet.verdict = verdict.value_or(timesheet::Verdict::kNotReadable);
  sheet.approved_by_hand = row.Int64(6) != 0;
  sheet.rejected_by_hand = row.Int64(7) != 0;
  sheet.person_key = row.Text(8);
  sheet.person = row.Text(9);
  if (!row.IsNull(10)) sheet.week = row.Text(10);
  sheet.date_range = row.Text(11);
  sheet.status = row.Text(12);
  sheet.zero_hour = row.Int64(13) != 0;
  sheet.zero_hour_reason = row.Text(14);
  if (!row.IsNull(15)) sheet.captured = row.Text(15);
  sheet.first_reason = row.Text(16);
  sheet.interpretation = row.Text(17);
  return sheet;
}

Result<std::optional<SheetRow>> OneSheet(Query& row) {
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::optional<SheetRow>();
  SheetRow sheet = RowOf(row);
  RESCAN_TRY(row.Check());
  return std::optional(std::move(sheet));
}

// Of a query with two sums.
Result<RowCount> CountOf(Query& row) {
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  return RowCount{row.Int64(0), row.Int64(1)};
}

// Where a correction belongs; no date: to the sheet.
struct CorrectedField {
  SheetId sheet = 0;
  std::optional<std::int64_t> entry;
  std::string user, person_key;
  std::optional<std::string> date;
  std::string key;
  std::string field;
};

Status InsertCorrections(Database& db, const CorrectedField& where,
                         const std::vector<Correction>& corrections,
                         const std::string& now) {
  for (const Correction& correction : corrections) {
    RESCAN_TRY(Execute(
        db,
        "INSERT INTO corrections (sheet_id, entry_id, user, person_key, date,"
        " key, field, rule, before, after, by_hand, made_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?11)",
        where.sheet, where.entry, where.user, where.person_key, where.date,
        where.key, where.field, correction.rule, correction.before,
        correction.after, now));
  }
  return {};
}

// Corrections of what is no row: the sheet's own values.
Status SaveSheetCorrections(Database& db, const SheetRow& row,
                            const Sheet& sheet, const std::string& now) {
  RESCAN_TRY(Execute(db,
                     "DELETE FROM corrections WHERE sheet_id = ?1"
                     " AND by_hand = 0 AND entry_id IS NULL",
                     row.id));
  CorrectedField where{row.id, {}, row.user, row.person_key, {}, "", ""};
  const auto save = [&](std::string field, const auto& value) {
    where.field = std::move(field);
    return InsertCorrections(db, where, value.corrections, now);
  };
  RESCAN_TRY(save("person", sheet.person));
  RESCAN_TRY(save("week", sheet.week));
  RESCAN_TRY(save("status", sheet.status));
  RESCAN_TRY(save("weekly_total", sheet.weekly_total));
  for (std::size_t day = 0; day < timesheet::kDaysOfWeek; ++day) {
    RESCAN_TRY(
        save(fmt::format("daily_totals[{}]", day), sheet.daily_totals[day]));
  }
  for (const timesheet::Project& project : sheet.projects) {
    where.key = project.key;
    RESCAN_TRY(save("code", project.code));
    RESCAN_TRY(save("name", project.name));
  }
  return {};
}

Status InsertEntry(Database& db, const SheetRow& sheet, const Entry& entry,
                   const std::string& now) {
  const std::string date = timesheet::FormatDay(entry.date);
  const timesheet::HoursValue& hours = entry.hours;
  RESCAN_TRY(Execute(
      db,
      "INSERT INTO entries (sheet_id, user, person_key, person, date, week,"
      " key, code, name, hours, state, raw, confidence, left, top, width,"
      " height) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
      " ?13, ?14, ?15, ?16, ?17)",
      sheet.id, sheet.user, sheet.person_key, sheet.person, date, sheet.week,
      entry.key, entry.code, entry.name, hours.value,
      timesheet::ValueStateName(hours.state), hours.raw,
      double{hours.confidence}, hours.box.left, hours.box.top, hours.box.width,
      hours.box.height));
  const CorrectedField where{
      sheet.id, db.last_insert_id(), sheet.user, sheet.person_key,
      date,     entry.key,           "hours"};
  return InsertCorrections(db, where, hours.corrections, now);
}

// Gives projects without a readable code keys of their own.
void KeyUnreadableCodes(std::vector<Entry>* entries) {
  int number = 0;
  const Entry* last = nullptr;  // of the same project
  for (Entry& entry : *entries) {
    if (!entry.key.empty()) {
      last = nullptr;
      continue;
    }
    if (last == nullptr || entry.date <= last->date ||
        entry.name != last->name) {
      ++number;
    }
    entry.key = fmt::format("?{}", number);
    last = &entry;
  }
}

}  // namespace

Result<std::vector<SheetId>> ReadSheetIds(Query& row) {
  std::vector<SheetId> ids;
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return ids;
    ids.push_back(row.Int64(0));
  }
}

WeekKey WeekKeyOf(const SheetRow& sheet) {
  return {sheet.user, sheet.person_key, sheet.week.value_or("")};
}

Result<std::optional<SheetRow>> SheetById(Database& db, SheetId id) {
  Query row(db, RESCAN_SHEET_COLUMNS " WHERE s.id = ?1", id);
  return OneSheet(row);
}

Result<std::optional<SheetRow>> SheetOfContent(Database& db,
                                               const std::string& user,
                                               ContentId content) {
  Query row(db, RESCAN_SHEET_COLUMNS " WHERE s.user = ?1 AND s.content_id = ?2",
            user, content);
  return OneSheet(row);
}

Result<std::vector<SheetRow>> SheetsOfWeek(Database& db, const WeekKey& week,
                                           SheetState state) {
  Query row(db,
            RESCAN_SHEET_COLUMNS
            " WHERE s.user = ?1 AND s.person_key = ?2"
            " AND s.week = ?3 AND s.state = ?4 ORDER BY s.id",
            week.user, week.person_key, week.week,
            timesheet::SheetStateName(state));
  std::vector<SheetRow> sheets;
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return sheets;
    sheets.push_back(RowOf(row));
  }
}

Result<std::vector<SheetId>> SheetsInState(Database& db, SheetState state) {
  Query row(db, "SELECT id FROM sheets WHERE state = ?1 ORDER BY id",
            timesheet::SheetStateName(state));
  return ReadSheetIds(row);
}

Status SaveInterpretation(Database& db, const SheetSource& source,
                          const Interpretation& interpretation) {
  const Sheet& sheet = interpretation.sheet;
  const std::string person = sheet.person.value.value_or("");
  const std::int64_t entries =
      sheet.zero_hour ? 1 : static_cast<std::int64_t>(EntriesOf(sheet).size());
  RESCAN_TRY(Execute(
      db,
      "INSERT INTO sheets (user, content_id, reading_id, state, verdict, valid,"
      " person_key, person, week, date_range, status, zero_hour,"
      " zero_hour_reason, weekly_total, entry_count, captured, processed_at,"
      " reasons, summary, repair, findings, interpretation)"
      " VALUES (?1, ?2, ?3, 'pending', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
      " ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)"
      " ON CONFLICT (user, content_id) DO UPDATE SET"
      " reading_id = excluded.reading_id, verdict = excluded.verdict,"
      " valid = excluded.valid, person_key = excluded.person_key,"
      " person = excluded.person, week = excluded.week,"
      " date_range = excluded.date_range, status = excluded.status,"
      " zero_hour = excluded.zero_hour,"
      " zero_hour_reason = excluded.zero_hour_reason,"
      " weekly_total = excluded.weekly_total,"
      " entry_count = excluded.entry_count, captured = excluded.captured,"
      " processed_at = excluded.processed_at, reasons = excluded.reasons,"
      " summary = excluded.summary, repair = excluded.repair,"
      " findings = excluded.findings,"
      " interpretation = excluded.interpretation",
      source.user, source.content, source.reading,
      timesheet::VerdictName(interpretation.verdict), interpretation.valid,
      timesheet::PersonKey(person), person, DayText(sheet.week.value),
      sheet.date_range.value.value_or(""), sheet.status.value.value_or(""),
      sheet.zero_hour, sheet.zero_hour_reason, sheet.weekly_total.value,
      entries, CaptureTime(source.path), source.now,
      ReasonsText(interpretation.reasons), interpretation.summary,
      interpretation.repair, FindingsText(interpretation.findings),
      timesheet::WriteSheet(sheet)));
  const Result<std::optional<SheetRow>> row =
      SheetOfContent(db, source.user, source.content);
  if (!row) return tl::unexpected(row.error());
  return SaveSheetCorrections(db, row->value(), sheet, source.now);
}

Status SetSheetState(Database& db, const SheetRow& sheet, SheetState state,
                     std::string_view reason) {
  RESCAN_TRY(Execute(db,
                     "UPDATE sheets SET state = ?2, state_reason = ?3,"
                     " approved_by_hand = iif(?2 = 'stored', approved_by_hand,"
                     " 0) WHERE id = ?1",
                     sheet.id, timesheet::SheetStateName(state), reason));
  return UpdateMarks(db, sheet);
}

Status SetFlags(Database& db, SheetId sheet, bool approved, bool rejected) {
  return Execute(db,
                 "UPDATE sheets SET approved_by_hand = ?2,"
                 " rejected_by_hand = ?3 WHERE id = ?1",
                 sheet, approved, rejected);
}

Result<std::vector<Entry>> EntriesOfSheet(Database& db, const SheetRow& sheet) {
  Result<std::vector<Entry>> entries = timesheet::EntriesOfText(
      sheet.interpretation,
      fmt::format("the database is damaged: the interpretation of sheet {}",
                  sheet.id));
  if (!entries) {
    return tl::unexpected(
        db.ErrorAbout(ErrorCode::kCorruption, entries.error().message));
  }
  KeyUnreadableCodes(&*entries);
  return entries;
}

Status InsertRows(Database& db, const SheetRow& sheet, const std::string& now) {
  if (sheet.zero_hour) {
    return Execute(db,
                   "INSERT INTO zero_hour_weeks (sheet_id, user, person_key,"
                   " person, week, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                   sheet.id, sheet.user, sheet.person_key, sheet.person,
                   sheet.week, sheet.zero_hour_reason);
  }
  const Result<std::vector<Entry>> entries = EntriesOfSheet(db, sheet);
  if (!entries) return tl::unexpected(entries.error());
  for (const Entry& entry : *entries) {
    RESCAN_TRY(InsertEntry(db, sheet, entry, now));
  }
  return {};
}

Status InsertRejection(Database& db, const SheetRow& sheet) {
  return Execute(db,
                 "INSERT INTO rejections (sheet_id, user, person_key, person,"
                 " date_range, week, status, reason)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                 sheet.id, sheet.user, sheet.person_key, sheet.person,
                 sheet.date_range, sheet.week, sheet.status,
                 sheet.first_reason);
}

Status RemoveRowsOfSheet(Database& db, SheetId sheet) {
  RESCAN_TRY(Execute(db,
                     "DELETE FROM corrections WHERE by_hand = 0"
                     " AND entry_id IN"
                     " (SELECT id FROM entries WHERE sheet_id = ?1)",
                     sheet));
  RESCAN_TRY(Execute(db, "DELETE FROM entries WHERE sheet_id = ?1", sheet));
  RESCAN_TRY(
      Execute(db, "DELETE FROM zero_hour_weeks WHERE sheet_id = ?1", sheet));
  return Execute(db, "DELETE FROM rejections WHERE sheet_id = ?1", sheet);
}

Result<RowCount> CountRows(Database& db, SheetId sheet) {
  Query row(db,
            "SELECT count(*), coalesce(sum(by_hand), 0) FROM (SELECT by_hand"
            " FROM entries WHERE sheet_id = ?1 UNION ALL SELECT by_hand"
            " FROM zero_hour_weeks WHERE sheet_id = ?1)",
            sheet);
  return CountOf(row);
}

Result<RowCount> CountRows(Database& db, const WeekKey& week) {
  Query row(db,
            "SELECT count(*), coalesce(sum(by_hand), 0) FROM (SELECT by_hand"
            " FROM entries" RESCAN_OF_WEEK
            " UNION ALL SELECT by_hand FROM zero_hour_weeks" RESCAN_OF_WEEK ")",
            week.user, week.person_key, week.week);
  return CountOf(row);
}

Status UpdateMarks(Database& db, const SheetRow& sheet) {
  const Result<RowCount> rows = CountRows(db, sheet.id);
  if (!rows) return tl::unexpected(rows.error());
  return Execute(db,
                 "UPDATE processed SET entry_count = ?3 WHERE content_id = ?2"
                 " AND status = 'SUCCESS' AND image_id IN (SELECT id"
                 " FROM images WHERE content_id = ?2 AND user = ?1)",
                 sheet.user, sheet.content, rows->all);
}

Result<std::string> FirstPath(Database& db, const std::string& user,
                              ContentId content) {
  Query row(db,
            "SELECT coalesce(min(path), '') FROM images"
            " WHERE content_id = ?2 AND user = ?1",
            user, content);
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  return row.Text(0);
}

std::optional<std::string> CaptureTime(std::string_view path) {
  constexpr std::size_t kLength =
      std::string_view("dddd-dd-dd_ddhdd_dd").size();
  if (!timesheet::CaptureDate(path)) return std::nullopt;
  return std::string(path.substr(path.rfind('/') + 1, kLength));
}

}  // namespace rescan
