// What becomes of a sheet: the rules by which its hours get into the tables,
// wait, or give way. Private to engine/records; every call is part of the
// caller's transaction.
//
// A proved sheet is stored at once, one with another status is rejected, all
// else waits for a person. In a person's week stands one sheet at most:
//   * only a proved sheet, or one that a person approved, takes a week;
//   * of two proved ones the later captured stands, by the time in their names
//     where both have one, else the one that came later into the records;
//   * a proved one takes the week of one that is not, but never one with
//     changes by hand: then it waits, unless it says the same;
//   * whatever a person approves takes the week;
//   * a rejection stands only where nothing else does.
// The loser is kept as replaced. When the one that stands goes, the best of
// those that it had replaced stands again. Rows never go because a file went.
#ifndef RESCAN_ENGINE_RECORDS_SHEET_WRITER_H_
#define RESCAN_ENGINE_RECORDS_SHEET_WRITER_H_

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/records/dictionary_rows.h"
#include "engine/records/sheet_rows.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/store.h"
#include "engine/records/timesheet_records.h"
#include "kernels/base/result.h"

namespace rescan {

class SheetWriter {
 public:
  // `now`: the time stamp of the transaction.
  SheetWriter(Database& db, DictionaryCache& dictionaries, std::string now)
      : db_(db), dictionaries_(dictionaries), now_(std::move(now)) {}

  // The user's image was linked to these bytes, or they were read again. Does
  // nothing where their current reading is no timesheet.
  [[nodiscard]] Status Take(const std::string& user, ContentId content);
  // The same for every user with a good mark for them.
  [[nodiscard]] Status TakeForAll(ContentId content);
  // A path of the user has other bytes now: what waits or was rejected goes if
  // that was the last one.
  [[nodiscard]] Status Unlinked(const std::string& user, ContentId content);

  // As TimesheetRecords'.
  [[nodiscard]] Result<ApproveEffect> Approve(SheetId sheet);
  [[nodiscard]] Result<DiscardEffect> Discard(SheetId sheet);
  [[nodiscard]] Result<std::size_t> InterpretAgain();

  // Years of weeks whose bank holidays nobody knows.
  [[nodiscard]] const std::set<int>& unknown_years() const {
    return unknown_years_;
  }

 private:
  struct Understood {
    SheetSource source;
    timesheet::Interpretation interpretation;
  };
  // The sheet of the content's current reading; nothing where that is none.
  [[nodiscard]] Result<std::optional<Understood>> Understand(
      const std::string& user, ContentId content);
  [[nodiscard]] Result<Understood> UnderstandReading(const std::string& user,
                                                     ContentId content,
                                                     std::int64_t reading);
  void NoteUnknownYears(const timesheet::Interpretation& interpretation,
                        const timesheet::BankHolidays& holidays);
  [[nodiscard]] Status Adopt(const Understood& understood);
  [[nodiscard]] Status TakeAgain(const SheetRow& sheet,
                                 const Understood& understood);
  [[nodiscard]] Status TakeStoredAgain(const SheetRow& sheet,
                                       const SheetRow& again,
                                       const Understood& understood);
  // It was replaced, the week stands, and it says what it said then.
  [[nodiscard]] Result<bool> StaysReplaced(const SheetRow& sheet,
                                           const SheetRow& again);
  [[nodiscard]] Result<SheetRow> Reload(SheetId sheet);

  // Puts a sheet without rows where it belongs.
  [[nodiscard]] Status Place(const SheetRow& sheet);
  [[nodiscard]] Status PlaceAgain(SheetId sheet);
  [[nodiscard]] Status PlaceProved(const SheetRow& sheet);
  [[nodiscard]] Status PlaceRejection(const SheetRow& sheet);
  // Its rows instead of all that the week has.
  [[nodiscard]] Status TakeWeek(const SheetRow& sheet);
  // It no longer stands in the week that `sheet` says: another may.
  [[nodiscard]] Status Vacated(const SheetRow& sheet);
  // Those of `sheets` that are in `state` by now.
  [[nodiscard]] Result<std::vector<SheetId>> NowIn(
      timesheet::SheetState state, const std::vector<SheetRow>& sheets);
  // Why a sheet cannot be approved, as an error.
  [[nodiscard]] Status MayBeApproved(const SheetRow& sheet);
  [[nodiscard]] Status Refuse(const SheetRow& sheet, std::string_view why);

  Database& db_;
  DictionaryCache& dictionaries_;
  const std::string now_;
  std::set<int> unknown_years_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_SHEET_WRITER_H_
