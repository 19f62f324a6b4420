#include "engine/records/sheet_writer.h"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/interpretation_json.h"
#include "engine/documents/timesheet/raw_sheet_json.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/records/timesheet_rows.h"
#include "engine/records/week_rows.h"

namespace rescan {
namespace {

using timesheet::Interpretation;
using timesheet::RawSheet;
using timesheet::SheetState;

constexpr std::string_view kNoFile = "no file has its bytes any more";

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

Result<std::string> VersionOf(Database& db, std::int64_t reading) {
  Query row(db,
            "SELECT v.full_version FROM readings r JOIN ocr_versions v"
            " ON v.id = r.version_id WHERE r.id = ?1",
            reading);
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  return row.Text(0);
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
