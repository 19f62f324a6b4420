// Where a sheet belongs: in its week, behind another or in the queue.
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/records/sheet_writer.h"
#include "engine/records/week_rows.h"

namespace rescan {
namespace {

using timesheet::SheetState;
using timesheet::Verdict;

constexpr std::string_view kRejectedBefore = "a person rejected it before";

// Both proved: whether `a` stands rather than `b`.
bool Precedes(const SheetRow& a, const SheetRow& b) {
  if (a.captured && b.captured && *a.captured != *b.captured) {
    return *a.captured > *b.captured;
  }
  return a.id > b.id;
}

std::string TookItsPlace(const SheetRow& winner) {
  return fmt::format(
      "timesheet {} of the same person and week stands in its place",
      winner.id);
}

}  // namespace

Status SheetWriter::PlaceAgain(SheetId sheet) {
  const Result<SheetRow> row = Reload(sheet);
  if (!row) return tl::unexpected(row.error());
  return Place(*row);
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

}  // namespace rescan
