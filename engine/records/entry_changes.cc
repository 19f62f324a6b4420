#include "engine/records/entry_changes.h"

#include <chrono>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/documents/timesheet/row_moves.h"
#include "engine/records/sheet_rows.h"
#include "engine/records/timesheet_rows.h"

namespace rescan {
namespace {

using timesheet::CollapseBlanks;
using timesheet::Day;
using timesheet::FormatDay;
using timesheet::Hundredths;

constexpr Hundredths kMostHours = 2400;  // of one project on one day

// What a person may change of a row.
struct EntryValues {
  std::string person_key, person;
  Day date{};
  std::string key, code, name;
  std::optional<Hundredths> hours;
};

struct FoundEntry {
  std::int64_t id = 0, sheet = 0;
  EntryValues values;
};

ChangeResult Refused(std::string why) {
  return {ChangeOutcome::kRefused, std::move(why)};
}

std::string RowName(const EntryKey& row) {
  return row.person_key + " " + FormatDay(row.date) + "#" + row.key;
}

Day MondayOf(Day day) {
  const std::chrono::weekday weekday(day);
  return day - std::chrono::days(weekday.iso_encoding() - 1);
}

Result<std::optional<FoundEntry>> FindEntry(Database& db, const EntryKey& key) {
  Query row(db,
            "SELECT id, sheet_id, person_key, person, date, key, code, name,"
            " hours FROM entries WHERE user = ?1 AND person_key = ?2"
            " AND date = ?3 AND key = ?4",
            key.user, key.person_key, FormatDay(key.date), key.key);
  const Result<bool> found = row.Step();
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::optional<FoundEntry>();
  FoundEntry entry{row.Int64(0), row.Int64(1), {}};
  entry.values = {
      row.Text(2),         row.Text(3), DayColumn(row, 4).value_or(Day{}),
      row.Text(5),         row.Text(6), row.Text(7),
      row.OptionalInt64(8)};
  RESCAN_TRY(row.Check());
  return std::optional(std::move(entry));
}

// The row with the change; the reason where that is no possible row.
tl::expected<EntryValues, std::string> Changed(EntryValues values,
                                               const EntryChange& change) {
  if (change.person) {
    values.person = CollapseBlanks(*change.person);
    values.person_key = timesheet::PersonKey(values.person);
    if (values.person.empty())
      return tl::unexpected(std::string("the person is empty"));
  }
  if (change.code && *change.code != values.code) {
    values.code = CollapseBlanks(*change.code);
    if (!timesheet::IsStorableCode(values.code)) {
      return tl::unexpected(timesheet::Quoted(values.code) +
                            " is no project code");
    }
    values.key = timesheet::NormaliseCode(values.code);
  }
  if (change.name) {
    values.name = CollapseBlanks(*change.name);
    if (values.name.empty())
      return tl::unexpected(std::string("the name is empty"));
  }
  if ((change.name || change.code) && !values.code.empty()) {
    values.name = timesheet::NameWithCode(values.name, values.code);
  }
  if (change.date) values.date = *change.date;
  if (change.hours) {
    if (*change.hours < 0 || *change.hours > kMostHours) {
      return tl::unexpected(timesheet::FormatHours(*change.hours) +
                            " are no hours of a day");
    }
    values.hours = *change.hours;
  }
  return values;
}

struct FieldChange {
  const char* field;
  std::string before, after;
};

std::string HoursText(const std::optional<Hundredths>& hours) {
  return hours ? timesheet::FormatHours(*hours) : std::string();
}

std::vector<FieldChange> Differences(const EntryValues& before,
                                     const EntryValues& after) {
  std::vector<FieldChange> fields = {
      {"person", before.person, after.person},
      {"date", FormatDay(before.date), FormatDay(after.date)},
      {"code", before.code, after.code},
      {"name", before.name, after.name},
      {"hours", HoursText(before.hours), HoursText(after.hours)}};
  std::erase_if(fields, [](const FieldChange& change) {
    return change.before == change.after;
  });
  return fields;
}

// Where the change was made: in a row of hours, or of a week without.
struct ChangedRow {
  std::int64_t sheet = 0;
  std::optional<std::int64_t> entry;
  std::string user, person_key;
  Day date{};
  std::string key;
};

Status NoteChanges(Database& db, const ChangedRow& row,
                   const std::vector<FieldChange>& fields,
                   const std::string& now) {
  for (const FieldChange& change : fields) {
    RESCAN_TRY(Execute(
        db,
        "INSERT INTO corrections (sheet_id, entry_id, user, person_key, date,"
        " key, field, rule, before, after, by_hand, made_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'by_hand', ?8, ?9, 1, ?10)",
        row.sheet, row.entry, row.user, row.person_key, FormatDay(row.date),
        row.key, change.field, change.before, change.after, now));
  }
  return {};
}

Result<bool> HasEntry(Database& db, const EntryKey& key) {
  Query row(db,
            "SELECT 1 FROM entries WHERE user = ?1 AND person_key = ?2"
            " AND date = ?3 AND key = ?4",
            key.user, key.person_key, FormatDay(key.date), key.key);
  return row.Step();
}

Result<bool> IsZeroHourWeek(Database& db, const std::string& user,
                            const std::string& person_key, Day week) {
  Query row(db, "SELECT 1 FROM zero_hour_weeks" RESCAN_OF_WEEK, user,
            person_key, FormatDay(week));
  return row.Step();
}

Result<bool> HasHours(Database& db, const std::string& user,
                      const std::string& person_key, Day week) {
  Query row(db, "SELECT 1 FROM entries" RESCAN_OF_WEEK, user, person_key,
            FormatDay(week));
  return row.Step();
}

Status UpdateEntry(Database& db, const FoundEntry& entry,
                   const EntryValues& after) {
  const bool new_hours = entry.values.hours != after.hours;
  return Execute(db,
                 "UPDATE entries SET person_key = ?2, person = ?3, date = ?4,"
                 " week = ?5, key = ?6, code = ?7, name = ?8, hours = ?9,"
                 " state = iif(?10, 'corrected', state), by_hand = 1"
                 " WHERE id = ?1",
                 entry.id, after.person_key, after.person,
                 FormatDay(after.date), FormatDay(MondayOf(after.date)),
                 after.key, after.code, after.name, after.hours, new_hours);
}

// A change that makes another row of one.
struct Planned {
  std::size_t change = 0;  // which
  FoundEntry entry;
  EntryValues after;
  std::vector<FieldChange> fields;
};

EntryKey KeyOf(const std::string& user, const EntryValues& values) {
  return {user, values.person_key, values.date, values.key};
}

timesheet::RowPlace PlaceOf(const EntryKey& key) {
  return {key.user, key.person_key, key.date, key.key};
}

// Changes of one call.
class EntryChanges {
 public:
  EntryChanges(Database& db, std::span<const EntryChange> changes)
      : db_(db), changes_(changes), results_(changes.size()) {}

  Result<std::vector<ChangeResult>> Make(const std::string& now) {
    for (std::size_t i = 0; i < changes_.size(); ++i) RESCAN_TRY(Plan(i));
    RESCAN_TRY(RefuseTakenPlaces());
    RESCAN_TRY(LeavePlaces());
    for (const Planned& planned : planned_) {
      const EntryKey& row = changes_[planned.change].row;
      RESCAN_TRY(UpdateEntry(db_, planned.entry, planned.after));
      RESCAN_TRY(NoteChanges(db_,
                             {planned.entry.sheet, planned.entry.id, row.user,
                              row.person_key, row.date, row.key},
                             planned.fields, now));
      results_[planned.change].outcome = ChangeOutcome::kUpdated;
    }
    return std::move(results_);
  }

 private:
  Status Plan(std::size_t index) {
    const EntryChange& change = changes_[index];
    Result<std::optional<FoundEntry>> found = FindEntry(db_, change.row);
    if (!found) return tl::unexpected(found.error());
    if (!*found) {
      results_[index] = {ChangeOutcome::kNotFound,
                         "there is no row " + RowName(change.row)};
      return {};
    }
    FoundEntry& entry = **found;
    if (!rows_.insert(entry.id).second) {
      results_[index] =
          Refused("the row " + RowName(change.row) + " is changed twice");
      return {};
    }
    auto after = Changed(entry.values, change);
    if (!after) {
      results_[index] = Refused(after.error());
      return {};
    }
    std::vector<FieldChange> fields = Differences(entry.values, *after);
    if (fields.empty()) return {};
    const Result<bool> zero = IsZeroHourWeek(
        db_, change.row.user, after->person_key, MondayOf(after->date));
    if (!zero) return tl::unexpected(zero.error());
    if (*zero) {
      results_[index] =
          Refused("the week of " + FormatDay(MondayOf(after->date)) + " of " +
                  after->person + " is one without hours");
      return {};
    }
    planned_.push_back(
        {index, std::move(entry), *std::move(after), std::move(fields)});
    return {};
  }

  [[nodiscard]] EntryKey TargetOf(const Planned& planned) const {
    return KeyOf(changes_[planned.change].row.user, planned.after);
  }
  [[nodiscard]] bool Moves(const Planned& planned) const {
    return PlaceOf(TargetOf(planned)) != PlaceOf(changes_[planned.change].row);
  }

  Status RefuseTakenPlaces() {
    std::vector<timesheet::RowMove> moves;
    for (const Planned& planned : planned_) {
      if (!Moves(planned)) continue;
      const EntryKey target = TargetOf(planned);
      const Result<bool> taken = HasEntry(db_, target);
      if (!taken) return tl::unexpected(taken.error());
      moves.push_back(
          {PlaceOf(changes_[planned.change].row), PlaceOf(target), *taken});
    }
    const std::vector<bool> possible = timesheet::PossibleMoves(moves);
    std::size_t next = 0;
    std::erase_if(planned_, [&](const Planned& planned) {
      if (!Moves(planned) || possible[next++]) return false;
      results_[planned.change] =
          Refused("there is a row " + RowName(TargetOf(planned)) + " already");
      return true;
    });
    return {};
  }

  // Rows that move stand aside, so that each finds its new place free.
  Status LeavePlaces() {
    for (const Planned& planned : planned_) {
      if (!Moves(planned)) continue;
      RESCAN_TRY(Execute(db_,
                         "UPDATE entries SET key = char(1) || id WHERE id = ?1",
                         planned.entry.id));
    }
    return {};
  }

  Database& db_;
  const std::span<const EntryChange> changes_;
  std::vector<ChangeResult> results_;  // one for each change
  std::vector<Planned> planned_;       // those that can be made, in order
  std::set<std::int64_t> rows_;        // that were looked at
};

}  // namespace

Result<std::vector<ChangeResult>> ChangeEntries(
    Database& db, std::span<const EntryChange> changes,
    const std::string& now) {
  return EntryChanges(db, changes).Make(now);
}

Result<ChangeResult> ChangeZeroHours(Database& db, const ZeroHourChange& change,
                                     const std::string& now) {
  const std::string week = FormatDay(change.week);
  std::int64_t id = 0, sheet = 0;
  std::string person, reason;
  {
    Query row(db,
              "SELECT id, sheet_id, person, reason"
              " FROM zero_hour_weeks" RESCAN_OF_WEEK,
              change.user, change.person_key, week);
    const Result<bool> found = row.Step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) {
      return ChangeResult{
          ChangeOutcome::kNotFound,
          "there is no row " + change.person_key + " WEEK#" + week};
    }
    id = row.Int64(0);
    sheet = row.Int64(1);
    person = row.Text(2);
    reason = row.Text(3);
  }
  const std::string new_person =
      change.person ? CollapseBlanks(*change.person) : person;
  const std::string new_reason = change.reason.value_or(reason);
  if (new_person.empty()) return Refused("the person is empty");
  if (new_reason != "ABSENCE" && new_reason != "ANNUAL_LEAVE") {
    return Refused(timesheet::Quoted(new_reason) +
                   " is neither ABSENCE nor ANNUAL_LEAVE");
  }
  std::vector<FieldChange> fields = {{"person", person, new_person},
                                     {"zero_hour_reason", reason, new_reason}};
  std::erase_if(fields,
                [](const FieldChange& f) { return f.before == f.after; });
  if (fields.empty()) return ChangeResult{};
  const std::string key = timesheet::PersonKey(new_person);
  const Result<bool> hours = HasHours(db, change.user, key, change.week);
  if (!hours) return tl::unexpected(hours.error());
  if (*hours) return Refused(new_person + " has hours in that week");
  if (key != change.person_key) {
    const Result<bool> taken =
        IsZeroHourWeek(db, change.user, key, change.week);
    if (!taken) return tl::unexpected(taken.error());
    if (*taken) return Refused(new_person + " has that week already");
  }
  RESCAN_TRY(Execute(db,
                     "UPDATE zero_hour_weeks SET person_key = ?2, person = ?3,"
                     " reason = ?4, by_hand = 1 WHERE id = ?1",
                     id, key, new_person, new_reason));
  RESCAN_TRY(NoteChanges(
      db, {sheet, {}, change.user, change.person_key, change.week, ""}, fields,
      now));
  return ChangeResult{ChangeOutcome::kUpdated, {}};
}

}  // namespace rescan
