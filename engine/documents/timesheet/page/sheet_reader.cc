#include "engine/documents/timesheet/page/sheet_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/anchors.h"
#include "engine/documents/timesheet/page/bands.h"
#include "engine/documents/timesheet/page/field_reader.h"
#include "engine/documents/timesheet/page/progress_bar.h"
#include "engine/documents/timesheet/page/reading_order.h"
#include "engine/documents/timesheet/page/sheet_words.h"
#include "engine/documents/timesheet/page/table.h"
#include "kernels/base/median.h"
#include "kernels/base/thread_cpu.h"

namespace rescan::timesheet::page {
namespace {

using kernels::GreyView;

// Above the table, in heights of a capital: from 16 (the name) to 13.
constexpr int kBands = 20;
constexpr int kLeastCapital = 4;
// Days, Total, Posted Actuals.
constexpr std::size_t kMostColumns = kDaysOfWeek + 2;

// Defects, for the reviewer.
constexpr char kNoTable[] =
    "it is a timesheet without its table: a part of the page may be cut off";
constexpr char kTwoTables[] =
    "the picture shows more than one table: it is not one person's sheet";
constexpr char kPhotograph[] =
    "the picture is a photograph or a scan of a timesheet, not a screenshot";

ReadField Unreadable(const PixelBox& box) {
  ReadField field;
  field.box = box;
  field.readable = false;
  return field;
}

// The usual height of the header's labels; 0 without any.
int CapitalOf(const TableRow& header) {
  std::vector<int> heights;
  for (const TableCell& cell : header.cells) {
    if (!cell.lines.empty()) heights.push_back(cell.lines.front().height);
  }
  if (heights.empty()) return 0;
  return Median(std::move(heights));
}

// The line of a header's cell with its label.
std::span<const PixelBox> FirstOf(std::span<const PixelBox> lines) {
  return lines.first(std::min<std::size_t>(1, lines.size()));
}

class SheetAssembly {
 public:
  SheetAssembly(GreyView picture, const TableStructure& table, Reader& reader,
                const SheetRequest& request)
      : picture_(picture),
        table_(table),
        request_(request),
        fields_(reader, picture, request.limits) {
    sheet_.file_name = request.file_name;
    sheet_.grid_found = true;
    columns_ = std::min(kMostColumns, table.header.cells.size());
  }

  // False: it is not a timesheet.
  Result<bool> Read() {
    RESCAN_TRY(ReadLabels());
    if (!IsWeek(roles_) && !request_.known_sheet) return false;
    RESCAN_TRY(ReadAbove());
    if (!roles_.total && !roles_.posted_actuals && !above_.dates_found &&
        !request_.known_sheet) {
      return false;
    }
    if (table_.another_table || !IsWeek(roles_)) {
      if (table_.another_table) sheet_.defect = kTwoTables;
      ForgetWhose();
      return true;
    }
    FindDayColumns();
    RESCAN_TRY(ReadTotals());
    for (const TableRow& row : table_.rows) RESCAN_TRY(ReadRow(row));
    return true;
  }

  [[nodiscard]] RawSheet TakeSheet() { return std::move(sheet_); }
  [[nodiscard]] std::vector<Line> TakeLines() { return fields_.TakeLines(); }

 private:
  Status ReadLabels() {
    auto labels = ReadDays();
    if (!labels.has_value()) return tl::unexpected(std::move(labels.error()));
    for (std::size_t i = kDaysOfWeek; i < columns_; ++i) {
      const TableCell& cell = table_.header.cells[i];
      const std::span<const PixelBox> lines(cell.lines);
      auto label = fields_.Text(FirstOf(lines), cell.inner);
      // Below Total stands its number, but Posted Actuals may be of two lines.
      if (label.has_value() && lines.size() == 2 &&
          BeginsPostedActuals(*label)) {
        label = fields_.Text(lines, cell.inner);
      }
      if (!label.has_value()) return tl::unexpected(std::move(label.error()));
      labels->push_back(*std::move(label));
    }
    roles_ = RolesOf(*labels);
    sheet_.header_found = roles_.legible_days > 0;
    for (std::size_t i = 0; i < kDaysOfWeek; ++i) {
      sheet_.days[i].label =
          i < labels->size() ? std::move((*labels)[i]) : Unreadable({});
    }
    return {};
  }

  Result<std::vector<ReadField>> ReadDays() {
    std::vector<DayLabelField> labels;
    for (std::size_t i = 0; i < std::min(columns_, kDaysOfWeek); ++i) {
      const TableCell& cell = table_.header.cells[i];
      auto label = fields_.DayLabel(FirstOf(cell.lines), cell.inner);
      if (!label.has_value()) return tl::unexpected(std::move(label.error()));
      labels.push_back(*std::move(label));
    }
    SettleDayNumbers(labels);
    std::vector<ReadField> fields;
    for (DayLabelField& label : labels) {
      fields.push_back(std::move(label.field));
    }
    return fields;
  }

  Status ReadAbove() {
    const int capital = CapitalOf(table_.header);
    const PixelBox& box = table_.box;
    if (capital < kLeastCapital) return {};
    const int top = std::max(0, box.top - kBands * capital);
    const PixelBox region{box.left, top, box.width, box.top - top};
    auto above = ReadBands(picture_, region, capital, fields_);
    if (!above.has_value()) return tl::unexpected(std::move(above.error()));
    above_ = *std::move(above);
    sheet_.name = above_.name;
    sheet_.job_title = above_.job_title;
    sheet_.date_range = above_.date_range;
    sheet_.status = above_.status;
    // With a table the marker is enough.
    sheet_.percent.readable = false;
    if (const auto bar = FindProgressBar(picture_, region)) {
      sheet_.percent_by_marker = std::clamp(bar->percent, 0.0, 100.0);
    }
    return {};
  }

  // Nothing that is read may be stored: it is not known whose or which week's
  // hours they would be.
  void ForgetWhose() {
    for (ReadField* field : {&sheet_.name, &sheet_.job_title,
                             &sheet_.date_range, &sheet_.status}) {
      *field = Unreadable(field->box);
    }
    sheet_.day_columns = 0;
    for (RawDay& day : sheet_.days) {
      day = {Unreadable(day.label.box), Unreadable(day.total.box)};
    }
    sheet_.weekly_total = Unreadable({});
  }

  // Whether column `i` is the last one and goes on beyond the picture's edge.
  [[nodiscard]] bool IsCut(std::size_t i) const {
    return table_.cut_right && i + 1 == table_.header.cells.size();
  }

  void FindDayColumns() {
    std::size_t whole = columns_;
    if (table_.cut_right && columns_ == table_.header.cells.size()) --whole;
    sheet_.day_columns = static_cast<int>(std::min(whole, kDaysOfWeek));
    // What the columns behind the days are, if their labels do not say it. One
    // alone is either.
    const bool both = columns_ == kMostColumns;
    if (both && !roles_.total && roles_.posted_actuals) {
      roles_.total = kDaysOfWeek;
    }
    if (both && roles_.total && !roles_.posted_actuals) {
      roles_.posted_actuals = kDaysOfWeek + 1;
    }
  }

  // No Total column for certain: the only one behind the days is another, and
  // the table ends there.
  [[nodiscard]] bool HasNoTotal() const {
    return !roles_.total && columns_ == kDaysOfWeek + 1 &&
           roles_.posted_actuals == kDaysOfWeek;
  }

  [[nodiscard]] Result<ReadField> HeaderNumber(std::size_t i) {
    const TableCell& cell = table_.header.cells[i];
    if (IsCut(i) || cell.lines.size() > 2) return Unreadable(cell.inner);
    const std::size_t labels = std::min<std::size_t>(1, cell.lines.size());
    return fields_.Number(std::span(cell.lines).subspan(labels), cell.inner);
  }

  Status ReadTotals() {
    for (std::size_t i = 0; i < kDaysOfWeek; ++i) {
      if (i >= columns_) {
        sheet_.days[i].total = Unreadable({});
        continue;
      }
      auto total = HeaderNumber(i);
      if (!total.has_value()) return tl::unexpected(std::move(total.error()));
      sheet_.days[i].total = *std::move(total);
    }
    if (HasNoTotal()) return {};
    if (!roles_.total) {
      sheet_.weekly_total = Unreadable({});
      return {};
    }
    auto total = HeaderNumber(*roles_.total);
    if (!total.has_value()) return tl::unexpected(std::move(total.error()));
    sheet_.weekly_total = *std::move(total);
    return {};
  }

  Result<ReadField> Cell(const TableRow& row, std::size_t i) {
    if (i >= row.cells.size()) return Unreadable({});
    const TableCell& cell = row.cells[i];
    if (IsCut(i)) return Unreadable(cell.inner);
    // Of the last row only the upper part may be there.
    if (table_.cut_bottom && &row == &table_.rows.back()) {
      return Unreadable(cell.inner);
    }
    return fields_.Number(cell.lines, cell.inner);
  }

  Status ReadRow(const TableRow& row) {
    RawRow raw;
    raw.bold = row.bold;
    raw.chevron = row.chevron;
    raw.indented = row.indented;
    if (table_.cut_left) {
      raw.name = Unreadable(row.name.inner);
    } else {
      auto name = fields_.Text(row.name.lines, row.name.inner);
      if (!name.has_value()) return tl::unexpected(std::move(name.error()));
      raw.name = *std::move(name);
    }
    for (std::size_t i = 0; i < kDaysOfWeek; ++i) {
      auto cell = Cell(row, i);
      if (!cell.has_value()) return tl::unexpected(std::move(cell.error()));
      raw.cells[i] = *std::move(cell);
    }
    for (const auto& [column, to] :
         {std::pair(roles_.total, &raw.total),
          std::pair(roles_.posted_actuals, &raw.posted_actuals)}) {
      if (!column) continue;
      auto cell = Cell(row, *column);
      if (!cell.has_value()) return tl::unexpected(std::move(cell.error()));
      *to = *std::move(cell);
    }
    if (!roles_.total && !HasNoTotal()) raw.total = Unreadable({});
    sheet_.rows.push_back(std::move(raw));
    return {};
  }

  const GreyView picture_;
  const TableStructure& table_;
  const SheetRequest& request_;
  FieldReader fields_;
  std::size_t columns_ = 0;  // right of Name, those of more left out
  ColumnRoles roles_;
  BandFields above_;
  RawSheet sheet_;
};

std::string TurnedBy(int degrees) {
  if (degrees == 180) return "the picture is upside down";
  return "the picture is turned by " + std::to_string(degrees) + " degrees";
}

void ForgetFields(RawSheet& sheet) {
  for (ReadField* field :
       {&sheet.name, &sheet.date_range, &sheet.status, &sheet.percent}) {
    field->readable = false;
  }
}

// Signs that a table is there although its lines were not found, so that a week
// with hours is never taken for one without.
RawSheet SheetOfWords(const PageSigns& signs, const SheetRequest& request) {
  RawSheet sheet;
  sheet.file_name = request.file_name;
  sheet.header_found = signs.table;
  if (!signs.table) return sheet;
  sheet.day_columns = 0;
  for (RawDay& day : sheet.days) day = {Unreadable({}), Unreadable({})};
  sheet.weekly_total = Unreadable({});
  return sheet;
}

}  // namespace

Result<std::optional<SheetReading>> ReadSheet(GreyView picture, Reader& reader,
                                              const SheetRequest& request) {
  const double start = ThreadCpuSeconds();
  const auto table = FindTable(picture);
  if (!table.has_value()) return std::nullopt;
  const double found = ThreadCpuSeconds();
  SheetAssembly assembly(picture, *table, reader, request);
  const auto read = assembly.Read();
  if (!read.has_value()) return tl::unexpected(read.error());
  if (!*read) return std::nullopt;
  SheetReading reading;
  reading.sheet = assembly.TakeSheet();
  reading.page = {picture.width, picture.height,
                  InReadingOrder(assembly.TakeLines())};
  reading.layout_seconds = found - start;
  reading.recognise_seconds = ThreadCpuSeconds() - found;
  return reading;
}

Result<std::optional<SheetReading>> ReadSheetWithoutTable(
    GreyView picture, const Page& page, int turned, Reader& reader,
    const SheetRequest& request) {
  const double start = ThreadCpuSeconds();
  const PageSigns signs = SignsOf(page);
  std::optional<ProgressBar> bar;
  if (signs.region.height > 0) bar = FindProgressBar(picture, signs.region);
  const bool is_sheet = IsSheet(signs, bar.has_value());
  const bool is_part = !is_sheet && HasWordsOfSheet(page);
  if (!is_sheet && !is_part && !request.known_sheet) return std::nullopt;
  SheetReading reading;
  RawSheet& sheet = reading.sheet;
  sheet = SheetOfWords(signs, request);
  if (turned != 0) {
    sheet.defect = TurnedBy(turned);
  } else if (signs.table || is_part) {
    sheet.defect = kNoTable;
  }
  if (!is_sheet || turned != 0) {
    ForgetFields(sheet);
    return reading;
  }
  FieldReader fields(reader, picture, request.limits);
  auto above = ReadBands(picture, signs.region, signs.capital, fields);
  if (!above.has_value()) return tl::unexpected(std::move(above.error()));
  sheet.name = std::move(above->name);
  sheet.job_title = std::move(above->job_title);
  sheet.date_range = std::move(above->date_range);
  sheet.status = std::move(above->status);
  if (bar.has_value()) {
    sheet.percent_by_marker = std::clamp(bar->percent, 0.0, 100.0);
    auto percent = ReadProjectTime(picture, bar->box, signs.capital, fields);
    if (!percent.has_value()) return tl::unexpected(std::move(percent.error()));
    sheet.percent = *std::move(percent);
  }
  reading.recognise_seconds = ThreadCpuSeconds() - start;
  return reading;
}

std::optional<RawSheet> SheetOfPhotograph(const Page& page,
                                          const std::string& file_name) {
  if (!HasWordsOfSheet(page)) return std::nullopt;
  RawSheet sheet;
  sheet.file_name = file_name;
  sheet.defect = kPhotograph;
  ForgetFields(sheet);
  return sheet;
}

}  // namespace rescan::timesheet::page
