#include "engine/documents/timesheet/reports/corrections.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/roster.h"
#include "engine/documents/timesheet/row_moves.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::reports {
namespace {

constexpr Hundredths kMostHours = 2400;
constexpr std::string_view kFormulaStarts = "=+-@\t\r";

using WeekPlace = std::tuple<std::string, std::string, Day>;

// A text as a person meant it: an export puts a ' before what a spreadsheet
// would run as a formula.
std::string WithoutGuard(const std::string& cell) {
  const bool guarded = cell.size() > 1 && cell[0] == '\'' &&
                       kFormulaStarts.find(cell[1]) != std::string_view::npos;
  return guarded ? cell.substr(1) : cell;
}

std::optional<bool> ParseTruth(std::string_view text) {
  const std::string word = Lower(CollapseBlanks(text));
  if (word == "true" || word == "1" || word == "yes") return true;
  if (word == "false" || word == "0" || word == "no" || word.empty()) {
    return false;
  }
  return std::nullopt;
}

std::string Named(ExportColumn column) {
  return std::string(kExportColumns[column]);
}

tl::unexpected<Error> Refuse(std::string message) {
  return Fail(ErrorCode::kInvalidArgument, std::move(message));
}

// A row of the file beside what the export would write of its row.
struct Comparison {
  const ExportCells& wanted;
  const ExportCells& stored;

  [[nodiscard]] bool Same(ExportColumn column) const {
    return wanted[column] == stored[column] ||
           WithoutGuard(wanted[column]) == stored[column];
  }

  // The text that the person wants; nullopt when it is what is stored.
  [[nodiscard]] std::optional<std::string> NewText(ExportColumn column) const {
    if (Same(column)) return std::nullopt;
    std::string text = CollapseBlanks(WithoutGuard(wanted[column]));
    if (text == stored[column]) return std::nullopt;
    return text;
  }
};

Status CheckKind(const Comparison& row, bool zero_hour) {
  const std::string& cell = row.wanted[kIsZeroHourTimesheet];
  const auto truth = ParseTruth(cell);
  if (!truth) {
    return Refuse(Named(kIsZeroHourTimesheet) + " " + Quoted(cell) +
                  " is not true or false");
  }
  if (*truth == zero_hour) return {};
  return Refuse(zero_hour ? "a zero-hour week cannot become hours here"
                          : "hours cannot become a zero-hour week here");
}

Status CheckOrigin(const Comparison& row) {
  for (const ExportColumn column : {kSourceImage, kProcessingTimestamp}) {
    if (row.Same(column)) continue;
    return Refuse(Named(column) +
                  " is not that of the row: it cannot be changed; if the image "
                  "was read again or moved since the export, export again");
  }
  return {};
}

// A new text that may not be empty.
Status TakeText(const Comparison& row, ExportColumn column,
                std::optional<std::string>* value) {
  std::optional<std::string> text = row.NewText(column);
  if (!text) return {};
  if (text->empty()) return Refuse(Named(column) + " must not be empty");
  if (KeptText(*text) != *text) return Refuse(Named(column) + " is too long");
  if (std::any_of(text->begin(), text->end(),
                  [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
    return Refuse(Named(column) + " has control characters");
  }
  *value = std::move(text);
  return {};
}

Status TakeHours(const Comparison& row, std::optional<Hundredths>* value) {
  const std::string& cell = row.wanted[kHours];
  if (row.Same(kHours)) return {};
  const auto hours = ParseDayHours(cell);
  if (!hours) {
    return Refuse(cell.empty()
                      ? "Hours cannot be taken away; 0 says that there are none"
                      : "Hours " + Quoted(cell) +
                            " are no number from 0 to 24 with at most two "
                            "decimals");
  }
  if (ParseDayHours(row.stored[kHours]) != hours) *value = hours;
  return {};
}

Status TakeDate(const Comparison& row, std::optional<Day>* value) {
  if (row.Same(kDate)) return {};
  const auto date = ParseDay(CollapseBlanks(row.wanted[kDate]));
  if (!date) {
    return Refuse("Date " + Quoted(row.wanted[kDate]) +
                  " is not a day as YYYY-MM-DD");
  }
  if (FormatDay(*date) != row.stored[kDate]) *value = date;
  return {};
}

// What follows from the date may be left as it was, or be right.
Status CheckFollowing(const Comparison& row, const EntryRecord& changed) {
  const ExportCells after = CellsOf(changed);
  for (const ExportColumn column : {kWeekStartDate, kWeekEndDate, kYearMonth}) {
    if (row.Same(column) || row.wanted[column] == after[column]) continue;
    return Refuse(Named(column) + " follows the Date; " +
                  Quoted(row.wanted[column]) + " does not");
  }
  return {};
}

class Planner {
 public:
  explicit Planner(const Timesheets& sheets)
      : sheets_(sheets), rows_(FullExport(sheets)) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const ExportCells& cells = rows_[i].cells;
      by_key_[{cells[kResourceName], cells[kDateProjectCode]}].push_back(i);
    }
    for (const EntryRecord& entry : sheets.entries) {
      places_.insert(PlaceOf(entry));
      ++entries_in_[WeekOf(entry)];
    }
    for (const ZeroHourRecord& week : sheets.zero_hours) {
      zero_hours_.insert({week.user, week.person_key, week.week});
    }
  }

  CorrectionPlan Plan(std::span<const CorrectionRow> rows) {
    for (const CorrectionRow& row : rows) {
      ++plan_.read;
      if (const Status done = Check(row); !done) {
        plan_.faults.push_back({row.line, done.error().message});
      }
    }
    Move();
    return std::move(plan_);
  }

 private:
  static RowPlace PlaceOf(const EntryRecord& entry) {
    return {entry.user, entry.person_key, entry.date, entry.key};
  }
  static WeekPlace WeekOf(const EntryRecord& entry) {
    return {entry.user, entry.person_key, MondayOf(entry.date)};
  }

  Status Check(const CorrectionRow& row) {
    const auto found = by_key_.find(
        {WithoutGuard(row.cells[kResourceName]), row.cells[kDateProjectCode]});
    if (found == by_key_.end()) {
      return Refuse("no row has the keys " + Quoted(row.cells[kResourceName]) +
                    " and " + Quoted(row.cells[kDateProjectCode]));
    }
    if (found->second.size() > 1) {
      return Refuse("several users have a row with these keys");
    }
    const std::size_t index = found->second.front();
    if (const auto [before, first] = lines_.insert({index, row.line}); !first) {
      return Refuse("line " + std::to_string(before->second) +
                    " is about the same row");
    }
    ++plan_.checked;
    const ExportRow& stored = rows_[index];
    const Comparison comparison{row.cells, stored.cells};
    RESCAN_TRY(CheckKind(comparison, stored.zero_hour.has_value()));
    RESCAN_TRY(CheckOrigin(comparison));
    return stored.entry ? CheckEntry(comparison, row.line, *stored.entry)
                        : CheckWeek(comparison, row.line, *stored.zero_hour);
  }

  Status CheckEntry(const Comparison& row, std::size_t line,
                    std::size_t index) {
    EntryCorrection change;
    change.line = line;
    change.entry = index;
    RESCAN_TRY(TakeText(row, kResourceNameDisplay, &change.person));
    RESCAN_TRY(TakeText(row, kProjectCode, &change.code));
    RESCAN_TRY(TakeText(row, kProjectName, &change.name));
    RESCAN_TRY(TakeDate(row, &change.date));
    RESCAN_TRY(TakeHours(row, &change.hours));
    if (change.code && !IsStorableCode(*change.code)) {
      return Refuse("ProjectCode " + Quoted(*change.code) +
                    " is no code that can be stored");
    }
    if (!row.Same(kZeroHourReason)) {
      return Refuse("ZeroHourReason is for zero-hour weeks alone");
    }
    EntryRecord changed = sheets_.entries[index];
    if (change.person) changed.person_key = PersonKey(*change.person);
    if (change.code) changed.key = NormaliseCode(*change.code);
    if (change.date) changed.date = *change.date;
    changed.week = MondayOf(changed.date);
    RESCAN_TRY(CheckFollowing(row, changed));
    const EntryRecord& entry = sheets_.entries[index];
    if (PlaceOf(entry) != PlaceOf(changed)) {
      if (WeekOf(entry) != WeekOf(changed) &&
          zero_hours_.contains(WeekOf(changed))) {
        return Refuse("the week of " + FormatDay(changed.week) +
                      " is a zero-hour week");
      }
      ++entries_in_[WeekOf(changed)];
      moves_.push_back({PlaceOf(entry), PlaceOf(changed),
                        /*taken=*/places_.contains(PlaceOf(changed))});
      moving_.push_back({std::move(change), std::move(changed)});
    } else if (change.name || change.person || change.code || change.hours) {
      plan_.entries.push_back(std::move(change));
    }
    return {};
  }

  // Gives rows their new places, all at once: two may change theirs.
  void Move() {
    const std::vector<bool> possible = PossibleMoves(moves_);
    for (std::size_t i = 0; i < moving_.size(); ++i) {
      auto& [change, after] = moving_[i];
      if (possible[i]) {
        plan_.entries.push_back(std::move(change));
      } else {
        plan_.faults.push_back(
            {change.line, "another row of " + Quoted(after.person_key) +
                              " is " + DateProjectCodeOf(after) + " already"});
      }
    }
    std::sort(plan_.entries.begin(), plan_.entries.end(),
              [](const EntryCorrection& a, const EntryCorrection& b) {
                return a.line < b.line;
              });
    std::stable_sort(
        plan_.faults.begin(), plan_.faults.end(),
        [](const RowFault& a, const RowFault& b) { return a.line < b.line; });
  }

  Status CheckWeek(const Comparison& row, std::size_t line, std::size_t index) {
    const ZeroHourRecord& week = sheets_.zero_hours[index];
    ZeroHourCorrection change;
    change.line = line;
    change.zero_hour = index;
    RESCAN_TRY(TakeText(row, kResourceNameDisplay, &change.person));
    RESCAN_TRY(TakeText(row, kZeroHourReason, &change.reason));
    if (change.reason && *change.reason != "ABSENCE" &&
        *change.reason != "ANNUAL_LEAVE") {
      return Refuse("ZeroHourReason " + Quoted(*change.reason) +
                    " is neither ABSENCE nor ANNUAL_LEAVE");
    }
    for (const ExportColumn column : {kDate, kWeekStartDate, kWeekEndDate,
                                      kProjectCode, kProjectName, kYearMonth}) {
      if (row.Same(column)) continue;
      return Refuse(Named(column) + " of a zero-hour week cannot be changed");
    }
    const std::string& hours = row.wanted[kHours];
    if (!CollapseBlanks(hours).empty() &&
        ParseDayHours(hours) != Hundredths{0}) {
      return Refuse("a zero-hour week has no hours, not " + Quoted(hours));
    }
    if (change.person) {
      const WeekPlace before{week.user, week.person_key, week.week};
      const WeekPlace after{week.user, PersonKey(*change.person), week.week};
      const auto entries = entries_in_.find(after);
      if (before != after &&
          (zero_hours_.contains(after) ||
           (entries != entries_in_.end() && entries->second > 0))) {
        return Refuse(Quoted(*change.person) + " has rows in the week of " +
                      FormatDay(week.week) + " already");
      }
      zero_hours_.erase(before);
      zero_hours_.insert(after);
    }
    if (change.person || change.reason) {
      plan_.zero_hours.push_back(std::move(change));
    }
    return {};
  }

  const Timesheets& sheets_;
  const std::vector<ExportRow> rows_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>>
      by_key_;
  std::map<std::size_t, std::size_t> lines_;  // of rows_, where it was first
  std::set<RowPlace> places_;                 // before any change
  std::vector<RowMove> moves_;
  // What each of them is, and the row after it.
  std::vector<std::pair<EntryCorrection, EntryRecord>> moving_;
  // As they will be after the changes that were taken so far; of rows that
  // move, both weeks count.
  std::set<WeekPlace> zero_hours_;
  std::map<WeekPlace, std::size_t> entries_in_;
  CorrectionPlan plan_;
};

}  // namespace

std::optional<Hundredths> ParseDayHours(std::string_view text) {
  const std::string number = CollapseBlanks(text);
  const std::size_t point = std::min(number.find('.'), number.size());
  const std::string whole = number.substr(0, point);
  std::string decimals =
      point < number.size() ? number.substr(point + 1) : std::string("0");
  if (whole.empty() || decimals.empty() ||
      !std::all_of(whole.begin(), whole.end(), IsDigit) ||
      !std::all_of(decimals.begin(), decimals.end(), IsDigit)) {
    return std::nullopt;
  }
  decimals.erase(decimals.find_last_not_of('0') + 1);
  if (decimals.size() > 2) return std::nullopt;
  decimals.resize(2, '0');
  Hundredths hours = 0;
  for (const char digit : whole + decimals) {
    hours = 10 * hours + (digit - '0');
    if (hours > kMostHours) return std::nullopt;
  }
  return hours;
}

CorrectionPlan PlanCorrections(const Timesheets& sheets,
                               std::span<const CorrectionRow> rows) {
  return Planner(sheets).Plan(rows);
}

}  // namespace rescan::timesheet::reports
