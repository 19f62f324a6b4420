#include "engine/records/sheet_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/interpretation_json.h"
#include "engine/documents/timesheet/raw_sheet_json.h"
#include "engine/records/timesheet_rows.h"
#include "kernels/base/text.h"

namespace rescan {
namespace {

using timesheet::Interpretation;
using timesheet::RawSheet;
using timesheet::SheetState;
using timesheet::Verdict;

constexpr std::string_view kRejectedBefore = "a person rejected it before";
constexpr std::string_view kNoFile = "no file has its bytes any more";

// Both proved: whether `a` stands rather than `b`.
bool Precedes(const SheetRow& a, const SheetRow& b) {
  if (a.captured && b.captured && *a.captured != *b.captured) {
    return *a.captured > *b.captured;
  }
  return a.id > b.id;
}

// The row that `sheet` would become.
SheetRow RowAfter(SheetRow sheet, const Interpretation& interpretation) {
  const timesheet::Sheet& says = interpretation.sheet;
  sheet.verdict = interpretation.verdict;
  sheet.person = says.person.value.value_or("");
  sheet.person_key = timesheet::PersonKey(sheet.person);
  sheet.week = DayText(says.week.value);
  sheet.zero_hour = says.zero_hour;
  sheet.interpretation = timesheet::WriteSheet(says);
  return sheet;
}

// The content's current reading, if it is of a timesheet.
Result<std::optional<std::int64_t>> CurrentSheetReading(Database& db,
                                                        ContentId content) {
  Query row(db,
            "SELECT w.reading_id FROM readings r JOIN raw_sheets w"
            " ON w.reading_id = r.id WHERE r.content_id = ?1"
            " AND r.superseded = 0",
            content);
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  return *found ? row.OptionalInt64(0) : std::nullopt;
}

Result<RawSheet> RawSheetOf(Database& db, std::int64_t reading) {
  Query row(db, "SELECT json FROM raw_sheets WHERE reading_id = ?1", reading);
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  Result<RawSheet> raw = timesheet::ParseRawSheet(
      row.Bytes(0), fmt::format("the sheet of reading {}", reading));
  if (!raw) {
    return tl::unexpected(db.ErrorAbout(
        raw.error().code, "the database is damaged: " + raw.error().message));
  }
  return raw;
}

// "" where no path of the user has these bytes.
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

Result<std::string> VersionOf(Database& db, std::int64_t reading) {
  Query row(db,
            "SELECT v.full_version FROM readings r JOIN ocr_versions v"
            " ON v.id = r.version_id WHERE r.id = ?1",
            reading);
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  return row.Text(0);
}

// Anything but a rejection.
Result<bool> WeekStands(Database& db, const WeekKey& week) {
  Query row(db,
            "SELECT 1 FROM sheets WHERE user = ?1 AND person_key = ?2"
            " AND week = ?3 AND state = 'stored'"
            " UNION ALL SELECT 1 FROM entries WHERE user = ?1"
            " AND person_key = ?2 AND week = ?3"
            " UNION ALL SELECT 1 FROM zero_hour_weeks WHERE user = ?1"
            " AND person_key = ?2 AND week = ?3",
            week.user, week.person_key, week.week);
  return row.Step();
}

// The first of `standing` whose rows were changed by hand says the same, or the
// week as it is now does.
Result<bool> SaysWhatStands(Database& db, const SheetRow& sheet,
                            const std::vector<SheetRow>& standing) {
  Result<bool> same = WeekSays(db, WeekKeyOf(sheet), sheet);
  for (const SheetRow& other : standing) {
    if (!same || *same) break;
    same = SameSheets(db, other, sheet);
  }
  return same;
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

std::string TookItsPlace(const SheetRow& winner) {
  return fmt::format(
      "timesheet {} of the same person and week stands in its place",
      winner.id);
}

}  // namespace

Result<std::optional<SheetWriter::Understood>> SheetWriter::Understand(
    const std::string& user, ContentId content) {
  const Result<std::optional<std::int64_t>> reading =
      CurrentSheetReading(db_, content);
  if (!reading) return tl::unexpected(reading.error());
  if (!*reading) return std::optional<Understood>();
  Result<Understood> understood = UnderstandReading(user, content, **reading);
  if (!understood) return tl::unexpected(understood.error());
  return std::optional(*std::move(understood));
}

Result<SheetWriter::Understood> SheetWriter::UnderstandReading(
    const std::string& user, ContentId content, std::int64_t reading) {
  Result<RawSheet> raw = RawSheetOf(db_, reading);
  if (!raw) return tl::unexpected(raw.error());
  Result<std::string> path = FirstPath(db_, user, content);
  if (!path) return tl::unexpected(path.error());
  // Each user's copy has its own name, whoever's was read.
  if (!path->empty()) raw->file_name = *path;
  const Result<const timesheet::Dictionaries*> dictionaries =
      dictionaries_.Current(db_);
  if (!dictionaries) return tl::unexpected(dictionaries.error());
  Understood result{{user, content, reading, raw->file_name, now_},
                    timesheet::Interpret(*raw, **dictionaries)};
  NoteUnknownYears(result.interpretation, (*dictionaries)->holidays);
  return result;
}

void SheetWriter::NoteUnknownYears(const Interpretation& interpretation,
                                   const timesheet::BankHolidays& holidays) {
  const std::optional<timesheet::Day>& week = interpretation.sheet.week.value;
  if (!week || holidays.years.empty()) return;
  for (const int days : {0, 6}) {
    const int year = timesheet::YearOf(*week + std::chrono::days(days));
    if (!holidays.years.contains(year)) unknown_years_.insert(year);
  }
}

Status SheetWriter::Adopt(const Understood& understood) {
  return SaveInterpretation(db_, understood.source, understood.interpretation);
}

Result<SheetRow> SheetWriter::Reload(SheetId sheet) {
  Result<std::optional<SheetRow>> row = SheetById(db_, sheet);
  if (!row) return tl::unexpected(row.error());
  if (!*row) {
    return Fail(ErrorCode::kNotFound,
                fmt::format("there is no timesheet {}", sheet));
  }
  return **std::move(row);
}

Status SheetWriter::PlaceAgain(SheetId sheet) {
  const Result<SheetRow> row = Reload(sheet);
  if (!row) return tl::unexpected(row.error());
  return Place(*row);
}

Status SheetWriter::TakeForAll(ContentId content) {
  std::vector<std::string> users;
  {
    Query row(db_,
              "SELECT DISTINCT i.user FROM images i JOIN processed p"
              " ON p.image_id = i.id AND p.content_id = i.content_id"
              " WHERE i.content_id = ?1 AND p.status = 'SUCCESS'"
              " ORDER BY i.user",
              content);
    while (true) {
      const Result<bool> more = row.Step();
      if (!more) return tl::unexpected(more.error());
      if (!*more) break;
      users.push_back(row.Text(0));
    }
  }
  for (const std::string& user : users) RESCAN_TRY(Take(user, content));
  return {};
}

Status SheetWriter::Take(const std::string& user, ContentId content) {
  const Result<std::optional<SheetRow>> sheet =
      SheetOfContent(db_, user, content);
  if (!sheet) return tl::unexpected(sheet.error());
  const Result<std::optional<Understood>> understood =
      Understand(user, content);
  if (!understood) return tl::unexpected(understood.error());
  if (!*understood) {
    // What an earlier reading found of a timesheet stays as it is.
    return *sheet ? UpdateMarks(db_, **sheet) : Status();
  }
  if (*sheet) return TakeAgain(**sheet, **understood);
  RESCAN_TRY(Adopt(**understood));
  const Result<std::optional<SheetRow>> added =
      SheetOfContent(db_, user, content);
  if (!added) return tl::unexpected(added.error());
  return Place(added->value());
}

Status SheetWriter::TakeAgain(const SheetRow& sheet,
                              const Understood& understood) {
  const bool same_reading = sheet.reading == understood.source.reading;
  const SheetRow again = RowAfter(sheet, understood.interpretation);
  switch (sheet.state) {
    case SheetState::kStored:
      if (same_reading) return UpdateMarks(db_, sheet);
      return TakeStoredAgain(sheet, again, understood);
    case SheetState::kPending:
      if (same_reading) return UpdateMarks(db_, sheet);
      break;
    case SheetState::kRejected:
      if (same_reading) return UpdateMarks(db_, sheet);
      RESCAN_TRY(RemoveRowsOfSheet(db_, sheet.id));
      break;
    case SheetState::kDiscarded:
      break;
    case SheetState::kReplaced: {
      const Result<bool> same = StaysReplaced(sheet, again);
      if (!same) return tl::unexpected(same.error());
      if (!*same) break;
      if (!same_reading) RESCAN_TRY(Adopt(understood));
      return UpdateMarks(db_, sheet);
    }
  }
  RESCAN_TRY(Adopt(understood));
  RESCAN_TRY(SetSheetState(db_, sheet, SheetState::kPending, ""));
  RESCAN_TRY(PlaceAgain(sheet.id));
  return sheet.state == SheetState::kRejected ? Vacated(sheet) : Status();
}

Result<bool> SheetWriter::StaysReplaced(const SheetRow& sheet,
                                        const SheetRow& again) {
  if (!sheet.identified()) return false;
  const Result<bool> stands = WeekStands(db_, WeekKeyOf(sheet));
  if (!stands || !*stands) return stands;
  return SameSheets(db_, sheet, again);
}

Status SheetWriter::TakeStoredAgain(const SheetRow& sheet,
                                    const SheetRow& again,
                                    const Understood& understood) {
  const Result<bool> by_hand = AnyChangedByHand(db_, WeekKeyOf(sheet), {sheet});
  if (!by_hand) return tl::unexpected(by_hand.error());
  const Result<bool> same = *by_hand ? SaysWhatStands(db_, again, {sheet})
                                     : SameSheets(db_, sheet, again);
  if (!same) return tl::unexpected(same.error());
  if (*same && (*by_hand || !again.storable())) {
    RESCAN_TRY(Adopt(understood));
    return SetSheetState(db_, sheet, SheetState::kStored, "");
  }
  if (*by_hand || !again.storable()) {
    const Result<std::string> version =
        VersionOf(db_, understood.source.reading);
    if (!version) return tl::unexpected(version.error());
    return SetSheetState(
        db_, sheet, SheetState::kStored,
        fmt::format("{} reads it otherwise ({}): its rows stay because {}",
                    *version, timesheet::VerdictName(again.verdict),
                    *by_hand ? "they were changed by hand"
                             : "it does not prove others"));
  }
  RESCAN_TRY(RemoveRowsOfSheet(db_, sheet.id));
  RESCAN_TRY(Adopt(understood));
  RESCAN_TRY(SetSheetState(db_, sheet, SheetState::kPending, ""));
  RESCAN_TRY(PlaceAgain(sheet.id));
  return Vacated(sheet);
}

Status SheetWriter::Unlinked(const std::string& user, ContentId content) {
  const Result<std::optional<SheetRow>> found =
      SheetOfContent(db_, user, content);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return {};
  const Result<std::string> path = FirstPath(db_, user, content);
  if (!path) return tl::unexpected(path.error());
  const SheetRow& sheet = **found;
  // Hours do not go because a file went: what stands is replaced by another
  // sheet of the week or by nothing.
  if (!path->empty() || sheet.state == SheetState::kStored ||
      sheet.state == SheetState::kReplaced) {
    return {};
  }
  RESCAN_TRY(RemoveRowsOfSheet(db_, sheet.id));
  RESCAN_TRY(SetSheetState(db_, sheet, SheetState::kReplaced, kNoFile));
  return sheet.state == SheetState::kRejected ? Vacated(sheet) : Status();
}

Status SheetWriter::Place(const SheetRow& sheet) {
  if (sheet.verdict == Verdict::kRejectedStatus) return PlaceRejection(sheet);
  if (sheet.rejected_by_hand) {
    return SetSheetState(db_, sheet, SheetState::kPending, kRejectedBefore);
  }
  if (sheet.storable()) return PlaceProved(sheet);
  return SetSheetState(db_, sheet, SheetState::kPending, "");
}

Status SheetWriter::PlaceProved(const SheetRow& sheet) {
  const Result<std::vector<SheetRow>> standing =
      OtherSheetsOfWeek(db_, sheet, SheetState::kStored);
  if (!standing) return tl::unexpected(standing.error());
  const Result<bool> by_hand =
      AnyChangedByHand(db_, WeekKeyOf(sheet), *standing);
  if (!by_hand) return tl::unexpected(by_hand.error());
  if (*by_hand) {
    const Result<bool> same = SaysWhatStands(db_, sheet, *standing);
    if (!same) return tl::unexpected(same.error());
    return *same ? SetSheetState(db_, sheet, SheetState::kReplaced,
                                 "the week has changes by hand, and it says"
                                 " nothing else")
                 : SetSheetState(db_, sheet, SheetState::kPending,
                                 "the week has changes by hand, which it would"
                                 " replace");
  }
  for (const SheetRow& other : *standing) {
    if (other.storable() && !Precedes(sheet, other)) {
      return SetSheetState(db_, sheet, SheetState::kReplaced,
                           TookItsPlace(other));
    }
  }
  return TakeWeek(sheet);
}

Status SheetWriter::PlaceRejection(const SheetRow& sheet) {
  if (sheet.identified()) {
    const Result<bool> stands = WeekStands(db_, WeekKeyOf(sheet));
    if (!stands) return tl::unexpected(stands.error());
    if (*stands) {
      return SetSheetState(
          db_, sheet, SheetState::kReplaced,
          "hours of the same person and week stand: " + sheet.first_reason);
    }
    const Result<std::vector<SheetRow>> others =
        OtherSheetsOfWeek(db_, sheet, SheetState::kRejected);
    if (!others) return tl::unexpected(others.error());
    for (const SheetRow& other : *others) {
      if (Precedes(other, sheet)) {
        return SetSheetState(db_, sheet, SheetState::kReplaced,
                             TookItsPlace(other));
      }
    }
    for (const SheetRow& other : *others) {
      RESCAN_TRY(RemoveRowsOfSheet(db_, other.id));
      RESCAN_TRY(SetSheetState(db_, other, SheetState::kReplaced,
                               TookItsPlace(sheet)));
    }
  }
  RESCAN_TRY(InsertRejection(db_, sheet));
  return SetSheetState(db_, sheet, SheetState::kRejected, "");
}

Status SheetWriter::TakeWeek(const SheetRow& sheet) {
  const Result<std::vector<SheetId>> removed =
      RemoveRowsOfWeek(db_, WeekKeyOf(sheet));
  if (!removed) return tl::unexpected(removed.error());
  for (const SheetId id : *removed) {
    if (id == sheet.id) continue;
    const Result<SheetRow> other = Reload(id);
    if (!other) return tl::unexpected(other.error());
    const Result<RowCount> rows = CountRows(db_, id);
    if (!rows) return tl::unexpected(rows.error());
    // Rows that a person gave to another week stay there.
    RESCAN_TRY(rows->all > 0 ? UpdateMarks(db_, *other)
                             : SetSheetState(db_, *other, SheetState::kReplaced,
                                             TookItsPlace(sheet)));
  }
  RESCAN_TRY(InsertRows(db_, sheet, now_));
  return SetSheetState(db_, sheet, SheetState::kStored, "");
}

Status SheetWriter::Vacated(const SheetRow& sheet) {
  if (!sheet.identified()) return {};
  const Result<bool> stands = WeekStands(db_, WeekKeyOf(sheet));
  if (!stands) return tl::unexpected(stands.error());
  if (*stands) return {};
  const Result<std::vector<SheetRow>> replaced =
      OtherSheetsOfWeek(db_, sheet, SheetState::kReplaced);
  if (!replaced) return tl::unexpected(replaced.error());
  for (const SheetRow& other : *replaced) {
    const bool may_stand =
        other.storable() || other.verdict == Verdict::kRejectedStatus;
    if (!may_stand || other.rejected_by_hand) continue;
    const Result<std::string> path = FirstPath(db_, other.user, other.content);
    if (!path) return tl::unexpected(path.error());
    if (!path->empty()) RESCAN_TRY(Place(other));
  }
  return {};
}

Status SheetWriter::Refuse(const SheetRow& sheet, std::string_view why) {
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("timesheet {} {}", sheet.id, why));
}

Status SheetWriter::MayBeApproved(const SheetRow& sheet) {
  if (sheet.state != SheetState::kPending) {
    return Refuse(sheet, fmt::format("is not pending but {}",
                                     timesheet::SheetStateName(sheet.state)));
  }
  if (sheet.person_key.empty()) {
    return Refuse(sheet, "cannot be approved: its person could not be read");
  }
  if (!sheet.week) {
    return Refuse(sheet, "cannot be approved: its week could not be read");
  }
  if (sheet.zero_hour) return {};
  const Result<std::vector<timesheet::Entry>> entries =
      EntriesOfSheet(db_, sheet);
  if (!entries) return tl::unexpected(entries.error());
  if (!entries->empty()) return {};
  return Refuse(sheet,
                "cannot be approved: it has no hours, and nothing says that it"
                " is a week without");
}

Result<ApproveEffect> SheetWriter::Approve(SheetId id) {
  const Result<SheetRow> sheet = Reload(id);
  if (!sheet) return tl::unexpected(sheet.error());
  RESCAN_TRY(MayBeApproved(*sheet));
  const Result<std::vector<SheetRow>> standing =
      OtherSheetsOfWeek(db_, *sheet, SheetState::kStored);
  if (!standing) return tl::unexpected(standing.error());
  const Result<RowCount> rows = CountRows(db_, WeekKeyOf(*sheet));
  if (!rows) return tl::unexpected(rows.error());
  RESCAN_TRY(SetFlags(db_, id, /*approved=*/true, /*rejected=*/false));
  RESCAN_TRY(TakeWeek(*sheet));
  Result<std::vector<SheetId>> replaced =
      NowIn(SheetState::kReplaced, *standing);
  if (!replaced) return tl::unexpected(replaced.error());
  return ApproveEffect{*std::move(replaced), rows->all, rows->by_hand};
}

Result<std::vector<SheetId>> SheetWriter::NowIn(
    SheetState state, const std::vector<SheetRow>& sheets) {
  std::vector<SheetId> ids;
  for (const SheetRow& sheet : sheets) {
    const Result<SheetRow> now = Reload(sheet.id);
    if (!now) return tl::unexpected(now.error());
    if (now->state == state) ids.push_back(now->id);
  }
  return ids;
}

Result<DiscardEffect> SheetWriter::Discard(SheetId id) {
  const Result<SheetRow> sheet = Reload(id);
  if (!sheet) return tl::unexpected(sheet.error());
  if (sheet->state == SheetState::kDiscarded ||
      sheet->state == SheetState::kReplaced) {
    RESCAN_TRY(Refuse(
        *sheet,
        fmt::format("is {} already", timesheet::SheetStateName(sheet->state))));
  }
  const Result<RowCount> rows = CountRows(db_, id);
  if (!rows) return tl::unexpected(rows.error());
  const Result<std::vector<SheetRow>> replaced =
      sheet->identified()
          ? OtherSheetsOfWeek(db_, *sheet, SheetState::kReplaced)
          : std::vector<SheetRow>();
  if (!replaced) return tl::unexpected(replaced.error());
  RESCAN_TRY(RemoveRowsOfSheet(db_, id));
  RESCAN_TRY(SetFlags(db_, id, /*approved=*/false, /*rejected=*/true));
  RESCAN_TRY(SetSheetState(db_, *sheet, SheetState::kDiscarded,
                           "a person rejected it"));
  RESCAN_TRY(Execute(db_,
                     "DELETE FROM processed WHERE image_id IN (SELECT id"
                     " FROM images WHERE content_id = ?2 AND user = ?1)",
                     sheet->user, sheet->content));
  RESCAN_TRY(Vacated(*sheet));
  DiscardEffect effect{rows->all, rows->by_hand, std::nullopt, 0};
  const Result<std::vector<SheetId>> stand =
      NowIn(SheetState::kStored, *replaced);
  if (!stand) return tl::unexpected(stand.error());
  if (stand->empty()) return effect;
  effect.stands_again = stand->front();
  const Result<RowCount> again = CountRows(db_, stand->front());
  if (!again) return tl::unexpected(again.error());
  effect.rows_again = again->all;
  return effect;
}

Result<std::size_t> SheetWriter::InterpretAgain() {
  const Result<std::vector<SheetId>> pending =
      SheetsInState(db_, SheetState::kPending);
  if (!pending) return tl::unexpected(pending.error());
  std::size_t settled = 0;
  for (const SheetId id : *pending) {
    const Result<SheetRow> sheet = Reload(id);
    if (!sheet) return tl::unexpected(sheet.error());
    const Result<Understood> understood =
        UnderstandReading(sheet->user, sheet->content, sheet->reading);
    if (!understood) return tl::unexpected(understood.error());
    RESCAN_TRY(Adopt(*understood));
    RESCAN_TRY(PlaceAgain(id));
    const Result<SheetRow> after = Reload(id);
    if (!after) return tl::unexpected(after.error());
    if (after->state != SheetState::kPending) ++settled;
  }
  return settled;
}

}  // namespace rescan
