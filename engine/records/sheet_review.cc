// What a person decides about a sheet.
#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/records/sheet_writer.h"
#include "engine/records/week_rows.h"

namespace rescan {

using timesheet::SheetState;

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

}  // namespace rescan
