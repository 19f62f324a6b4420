#include "engine/records/timesheet_rows.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/interpret.h"

namespace rescan {
namespace {

using nlohmann::json;
using timesheet::Day;
using timesheet::EntryRecord;
using timesheet::Finding;
using timesheet::Findings;
using timesheet::RejectionRecord;
using timesheet::Severity;
using timesheet::SheetRecord;
using timesheet::Timesheets;
using timesheet::ZeroHourRecord;

constexpr std::chrono::days kToSunday{6};

using SheetsById = std::map<std::int64_t, const SheetRecord*>;

// A copy's path; where no file of the user has the bytes any more, the path
// that had them.
#define RESCAN_IMAGE_OF_SHEET                                       \
  "coalesce((SELECT min(i.path) FROM images i WHERE i.content_id =" \
  " s.content_id AND i.user = s.user), had.path, '')"

// All that had the bytes of some sheet, once: earlier_contents has no index by
// content. CROSS JOIN: it is looked through first, which is far smaller than
// images.
#define RESCAN_HAD_BYTES                                                 \
  " LEFT JOIN (SELECT e.content_id, i.user, min(i.path) AS path"         \
  " FROM earlier_contents e CROSS JOIN images i ON i.id = e.image_id"    \
  " GROUP BY e.content_id, i.user) had ON had.content_id = s.content_id" \
  " AND had.user = s.user"

std::vector<std::string> ReasonsColumn(Query& row, int column) {
  const json parsed = json::parse(row.Bytes(column), nullptr, false);
  std::vector<std::string> reasons;
  if (!parsed.is_array()) row.Malformed("reasons are no list");
  for (const json& reason : parsed) {
    if (reason.is_string()) {
      reasons.push_back(reason.get<std::string>());
    } else {
      row.Malformed("a reason is no text");
    }
  }
  return reasons;
}

std::string TextMember(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string();
}

Findings FindingsColumn(Query& row, int column) {
  const json parsed = json::parse(row.Bytes(column), nullptr, false);
  Findings findings;
  if (!parsed.is_array()) row.Malformed("findings are no list");
  for (const json& item : parsed) {
    if (!item.is_object()) {
      row.Malformed("a finding is no object");
      continue;
    }
    findings.push_back({TextMember(item, "severity") == "error"
                            ? Severity::kError
                            : Severity::kWarning,
                        TextMember(item, "rule"), TextMember(item, "message")});
  }
  return findings;
}

template <class T>
T NamedColumn(Query& row, int column,
              std::optional<T> (*from_name)(std::string_view)) {
  const std::optional<T> value = from_name(row.Bytes(column));
  if (!value) row.Malformed("a state has an unknown name");
  return value.value_or(T{});
}

Day NeededDay(Query& row, int column) {
  const std::optional<Day> day = DayColumn(row, column);
  if (!day) row.Malformed("a day is missing");
  return day.value_or(Day{});
}

SheetRecord SheetOfRow(Query& row) {
  SheetRecord sheet;
  sheet.id = row.Int64(0);
  sheet.user = row.Text(1);
  sheet.image = row.Text(2);
  sheet.image_sha256 = row.Text(3);
  sheet.full_version = row.Text(4);
  sheet.processed_at = row.Text(5);
  sheet.processing_seconds = row.Real(6);
  sheet.state = NamedColumn(row, 7, timesheet::SheetStateFromName);
  sheet.verdict = NamedColumn(row, 8, timesheet::VerdictFromName);
  sheet.valid = row.Int64(9) != 0;
  sheet.approved_by_hand = row.Int64(10) != 0;
  sheet.person_key = row.Text(11);
  sheet.person = row.Text(12);
  sheet.week = DayColumn(row, 13);
  sheet.date_range = row.Text(14);
  sheet.status = row.Text(15);
  sheet.zero_hour = row.Int64(16) != 0;
  sheet.zero_hour_reason = row.Text(17);
  sheet.weekly_total = row.OptionalInt64(18);
  sheet.entry_count = row.Int64(19);
  sheet.reasons = ReasonsColumn(row, 20);
  if (std::string why = row.Text(21); !why.empty()) {
    sheet.reasons.insert(sheet.reasons.begin(), std::move(why));
  }
  sheet.summary = row.Text(22);
  sheet.repair = row.Text(23);
  sheet.findings = FindingsColumn(row, 24);
  sheet.rows_by_hand = row.Int64(25);
  sheet.stored_hours = row.OptionalInt64(26);
  return sheet;
}

bool WeekTouches(const std::optional<Day>& week,
                 const TimesheetFilter& filter) {
  if (!filter.from && !filter.to) return true;
  if (!week) return false;
  return (!filter.to || *week <= *filter.to) &&
         (!filter.from || *week + kToSunday >= *filter.from);
}

// What every record has from its sheet. False: there is no such sheet.
template <class Record>
bool TakeFromSheet(const SheetsById& sheets, Query& row, Record* record) {
  const auto found = sheets.find(record->sheet);
  if (found == sheets.end()) {
    row.Malformed("a row without its sheet");
    return false;
  }
  record->image = found->second->image;
  record->full_version = found->second->full_version;
  record->processed_at = found->second->processed_at;
  record->processing_seconds = found->second->processing_seconds;
  return true;
}

#define RESCAN_ENTRY_COLUMNS                                        \
  "SELECT id, sheet_id, user, person_key, person, date, week, key," \
  " code, name, hours, state, by_hand, raw, confidence, left, top," \
  " width, height FROM entries"
#define RESCAN_ENTRY_ORDER " ORDER BY user, person_key, date, key"

// Of a query for RESCAN_ENTRY_COLUMNS.
Status TakeEntries(Query& row, const SheetsById& sheets,
                   std::vector<EntryRecord>* entries) {
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    EntryRecord entry;
    entry.id = row.Int64(0);
    entry.sheet = row.Int64(1);
    entry.user = row.Text(2);
    entry.person_key = row.Text(3);
    entry.person = row.Text(4);
    entry.date = NeededDay(row, 5);
    entry.week = NeededDay(row, 6);
    entry.key = row.Text(7);
    entry.code = row.Text(8);
    entry.name = row.Text(9);
    entry.hours = row.OptionalInt64(10);
    entry.state = NamedColumn(row, 11, timesheet::ValueStateFromName);
    entry.by_hand = row.Int64(12) != 0;
    entry.raw = row.Text(13);
    entry.confidence = static_cast<float>(row.Real(14));
    entry.box = {row.Int(15), row.Int(16), row.Int(17), row.Int(18)};
    (void)TakeFromSheet(sheets, row, &entry);
    entries->push_back(std::move(entry));
  }
}

Status ReadEntries(Database& db, const TimesheetFilter& filter,
                   const SheetsById& sheets,
                   std::vector<EntryRecord>* entries) {
  Query row(db,
            RESCAN_ENTRY_COLUMNS
            " WHERE (?1 = '' OR user = ?1)"
            " AND (?2 IS NULL OR date >= ?2)"
            " AND (?3 IS NULL OR date <= ?3)" RESCAN_ENTRY_ORDER,
            filter.user, DayText(filter.from), DayText(filter.to));
  return TakeEntries(row, sheets, entries);
}

// Of a query for entry_id, rule, before and after, by id.
Status TakeCorrections(Query& row, std::vector<EntryRecord>* entries) {
  std::map<std::int64_t, EntryRecord*> by_id;
  for (EntryRecord& entry : *entries) by_id[entry.id] = &entry;
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    const auto entry = by_id.find(row.Int64(0));
    if (entry == by_id.end()) continue;
    entry->second->corrections.push_back(
        {row.Text(1), row.Text(2), row.Text(3)});
  }
}

Status ReadCorrections(Database& db, const std::string& user,
                       std::vector<EntryRecord>* entries) {
  Query row(db,
            "SELECT entry_id, rule, before, after FROM corrections"
            " WHERE entry_id IS NOT NULL AND (?1 = '' OR user = ?1)"
            " ORDER BY id",
            user);
  return TakeCorrections(row, entries);
}

Status ReadZeroHours(Database& db, const TimesheetFilter& filter,
                     const SheetsById& sheets,
                     std::vector<ZeroHourRecord>* weeks) {
  Query row(db,
            "SELECT sheet_id, user, person_key, person, week, reason, by_hand"
            " FROM zero_hour_weeks WHERE (?1 = '' OR user = ?1)"
            " ORDER BY user, person_key, week",
            filter.user);
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    ZeroHourRecord week;
    week.sheet = row.Int64(0);
    week.user = row.Text(1);
    week.person_key = row.Text(2);
    week.person = row.Text(3);
    week.week = NeededDay(row, 4);
    week.reason = row.Text(5);
    week.by_hand = row.Int64(6) != 0;
    (void)TakeFromSheet(sheets, row, &week);
    if (WeekTouches(week.week, filter)) weeks->push_back(std::move(week));
  }
}

Status ReadRejections(Database& db, const TimesheetFilter& filter,
                      const SheetsById& sheets,
                      std::vector<RejectionRecord>* rejections) {
  Query row(db,
            "SELECT sheet_id, user, person_key, person, date_range, week,"
            " status, reason FROM rejections WHERE (?1 = '' OR user = ?1)"
            " ORDER BY sheet_id",
            filter.user);
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    RejectionRecord rejection;
    rejection.sheet = row.Int64(0);
    rejection.user = row.Text(1);
    rejection.person_key = row.Text(2);
    rejection.person = row.Text(3);
    rejection.date_range = row.Text(4);
    rejection.week = DayColumn(row, 5);
    rejection.status = row.Text(6);
    rejection.reason = row.Text(7);
    (void)TakeFromSheet(sheets, row, &rejection);
    if (WeekTouches(rejection.week, filter)) {
      rejections->push_back(std::move(rejection));
    }
  }
}

}  // namespace

std::optional<Day> DayColumn(Query& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  const std::optional<Day> day = timesheet::ParseDay(row.Bytes(column));
  if (!day) row.Malformed("a day has another form than YYYY-MM-DD");
  return day;
}

std::optional<std::string> DayText(const std::optional<Day>& day) {
  if (!day) return std::nullopt;
  return timesheet::FormatDay(*day);
}

Result<std::vector<SheetRecord>> ReadSheets(Database& db,
                                            const std::string& user,
                                            std::optional<std::int64_t> id) {
  Query row(db,
            "SELECT s.id, s.user, " RESCAN_IMAGE_OF_SHEET
            ", lower(hex(c.file_sha256)), v.full_version, s.processed_at,"
            " r.wall_seconds, s.state, s.verdict, s.valid, s.approved_by_hand,"
            " s.person_key, s.person, s.week, s.date_range, s.status,"
            " s.zero_hour, s.zero_hour_reason, s.weekly_total, s.entry_count,"
            " s.reasons, s.state_reason, s.summary, s.repair, s.findings,"
            " (SELECT count(*) FROM entries e WHERE e.sheet_id = s.id"
            " AND e.by_hand = 1) + (SELECT count(*) FROM zero_hour_weeks z"
            " WHERE z.sheet_id = s.id AND z.by_hand = 1),"
            " (SELECT sum(e.hours) FROM entries e WHERE e.sheet_id = s.id)"
            " FROM sheets s JOIN contents c ON c.id = s.content_id"
            " JOIN readings r ON r.id = s.reading_id"
            " JOIN ocr_versions v ON v.id = r.version_id" RESCAN_HAD_BYTES
            // A range, for which one sheet of thousands is found by its key.
            " WHERE (?1 = '' OR s.user = ?1) AND s.id BETWEEN"
            " coalesce(?2, 0) AND coalesce(?2, 9223372036854775807)"
            " ORDER BY s.id",
            user, id);
  std::vector<SheetRecord> sheets;
  while (true) {
    const Result<bool> more = row.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return sheets;
    sheets.push_back(SheetOfRow(row));
  }
}

Result<std::vector<EntryRecord>> ReadEntriesOf(Database& db,
                                               std::int64_t sheet) {
  const Result<std::vector<SheetRecord>> sheets = ReadSheets(db, "", sheet);
  if (!sheets) return tl::unexpected(sheets.error());
  SheetsById by_id;
  for (const SheetRecord& one : *sheets) by_id[one.id] = &one;
  std::vector<EntryRecord> entries;
  Query row(db, RESCAN_ENTRY_COLUMNS " WHERE sheet_id = ?1" RESCAN_ENTRY_ORDER,
            sheet);
  RESCAN_TRY(TakeEntries(row, by_id, &entries));
  Query changes(db,
                "SELECT entry_id, rule, before, after FROM corrections"
                " WHERE entry_id IN (SELECT id FROM entries"
                " WHERE sheet_id = ?1) ORDER BY id",
                sheet);
  RESCAN_TRY(TakeCorrections(changes, &entries));
  return entries;
}

Result<Timesheets> ReadTimesheets(Database& db, const TimesheetFilter& filter) {
  Result<std::vector<SheetRecord>> sheets = ReadSheets(db, filter.user);
  if (!sheets) return tl::unexpected(sheets.error());
  SheetsById by_id;
  for (const SheetRecord& sheet : *sheets) by_id[sheet.id] = &sheet;
  Timesheets result;
  RESCAN_TRY(ReadEntries(db, filter, by_id, &result.entries));
  RESCAN_TRY(ReadCorrections(db, filter.user, &result.entries));
  RESCAN_TRY(ReadZeroHours(db, filter, by_id, &result.zero_hours));
  RESCAN_TRY(ReadRejections(db, filter, by_id, &result.rejections));
  for (SheetRecord& sheet : *sheets) {
    if (WeekTouches(sheet.week, filter)) {
      result.sheets.push_back(std::move(sheet));
    }
  }
  return result;
}

std::string ReasonsText(const std::vector<std::string>& reasons) {
  return json(reasons).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string FindingsText(const Findings& findings) {
  json list = json::array();
  for (const Finding& finding : findings) {
    list.push_back(
        {{"severity",
          finding.severity == Severity::kError ? "error" : "warning"},
         {"rule", finding.rule},
         {"message", finding.message}});
  }
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace rescan
