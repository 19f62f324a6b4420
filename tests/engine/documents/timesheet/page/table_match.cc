#include "tests/engine/documents/timesheet/page/table_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace rescan::timesheet::page {
namespace {

std::string Text(const PixelBox& box) {
  return fmt::format("({},{} {}x{})", box.left, box.top, box.width, box.height);
}

PixelBox AroundAll(const std::vector<PixelBox>& boxes) {
  if (boxes.empty()) return {};
  int left = boxes[0].left;
  int top = boxes[0].top;
  int right = left;
  int bottom = top;
  for (const PixelBox& box : boxes) {
    left = std::min(left, box.left);
    top = std::min(top, box.top);
    right = std::max(right, box.left + box.width);
    bottom = std::max(bottom, box.top + box.height);
  }
  return {left, top, right - left, bottom - top};
}

bool Alike(const PixelBox& a, const PixelBox& b, int tolerance) {
  return std::abs(a.left - b.left) <= tolerance &&
         std::abs(a.top - b.top) <= tolerance &&
         std::abs(a.left + a.width - b.left - b.width) <= tolerance &&
         std::abs(a.top + a.height - b.top - b.height) <= tolerance;
}

class Comparison {
 public:
  Comparison(const TableStructure& table, const samples::SheetTruth& truth,
             int tolerance)
      : table_(table), truth_(truth), tolerance_(tolerance) {
    for (const samples::SheetField& field : truth.fields) {
      fields_[{field.field, field.project, field.subtask, field.day}] = &field;
    }
  }

  void Run() {
    const auto& edge = truth_.dimensions.edge;
    const bool total =
        truth_.dimensions.variant != samples::SheetVariant::kNoTotal;
    const std::size_t whole = total ? 9 : 8;
    const std::size_t columns = table_.header.cells.size();
    if (table_.cut_right != (edge != "whole")) Say("cut_right is wrong");
    if (!table_.cut_right && columns != whole) {
      return Say(fmt::format("{} columns", columns));
    }
    if (columns > whole) return Say(fmt::format("{} columns", columns));
    known_ = table_.cut_right ? columns - 1 : columns;
    total_ = total;
    Header();
    std::size_t at = 0;
    for (std::size_t p = 0; p < truth_.projects.size(); ++p) {
      Row(at++, static_cast<int>(p), -1);
      const auto tasks = static_cast<int>(truth_.projects[p].subtasks.size());
      for (int s = 0; s < tasks; ++s) Row(at++, static_cast<int>(p), s);
    }
    if (at != table_.rows.size()) {
      Say(fmt::format("{} rows, not {}", table_.rows.size(), at));
    }
  }

  std::vector<std::string> differences;
  int checked = 0;

 private:
  using Key = std::tuple<std::string, int, int, int>;

  void Say(std::string what) { differences.push_back(std::move(what)); }

  [[nodiscard]] const samples::SheetField* Find(const Key& key) const {
    const auto found = fields_.find(key);
    return found == fields_.end() ? nullptr : found->second;
  }

  void Compare(const std::string& where, const samples::SheetField* field,
               const std::vector<PixelBox>& lines) {
    ++checked;
    if (field == nullptr) {
      if (!lines.empty()) {
        Say(where + ": ink in an empty cell " + Text(lines[0]));
      }
      return;
    }
    if (lines.empty()) {
      return Say(where + ": no ink of '" + field->text + '\'');
    }
    const PixelBox box = AroundAll(lines);
    const PixelBox drawn = {field->box.left, field->box.top, field->box.width,
                            field->box.height};
    if (!Alike(box, drawn, tolerance_)) {
      Say(where + ": '" + field->text + "' in " + Text(box) + ", not " +
          Text(drawn));
    }
  }

  // The generator's lines are 17.5 pixels apart at 100 percent, and 10 to 16
  // high.
  void Lines(const std::string& where, const samples::SheetField* field,
             std::size_t lines) {
    if (field == nullptr) return;
    const double zoom = truth_.dimensions.zoom / 100.0;
    const auto drawn = static_cast<std::size_t>(
        1 + std::lround((field->box.height / zoom - 14) / 17.5));
    if (lines != drawn) {
      Say(fmt::format("{}: {} lines, not {}", where, lines, drawn));
    }
  }

  void Header() {
    if (table_.header.name.lines.size() != 1) Say("header: Name");
    for (std::size_t c = 0; c < known_; ++c) {
      const std::vector<PixelBox>& lines = table_.header.cells[c].lines;
      const std::string where = fmt::format("header {}", c);
      const int day = static_cast<int>(c);
      const bool is_total = total_ && c == 7;
      const auto* totals = c < 7      ? Find({"daily_total", -1, -1, day})
                           : is_total ? Find({"weekly_total", -1, -1, -1})
                                      : nullptr;
      if (lines.size() > 2) Say(where + ": more than two lines");
      if (c < 7) {
        Compare(where, Find({"header_day", -1, -1, day}),
                {lines.begin(), lines.begin() + (lines.empty() ? 0 : 1)});
      }
      Compare(where + " total", totals,
              {lines.begin() + (lines.empty() ? 0 : 1), lines.end()});
    }
  }

  [[nodiscard]] const samples::SheetField* CellField(int p, int s,
                                                     std::size_t c) const {
    if (s < 0) return nullptr;
    if (c < 7) return Find({"cell", p, s, static_cast<int>(c)});
    return Find({total_ && c == 7 ? "row_total" : "posted_actuals", p, s, -1});
  }

  void Row(std::size_t at, int p, int s) {
    if (at >= table_.rows.size()) return;
    const TableRow& row = table_.rows[at];
    const std::string where = fmt::format("row {}", at);
    const bool parent = s < 0;
    Compare(where + " name",
            Find({parent ? "project_name" : "subtask_name", p, s, -1}),
            row.name.lines);
    Lines(where + " name",
          Find({parent ? "project_name" : "subtask_name", p, s, -1}),
          row.name.lines.size());
    if (row.chevron != parent) Say(where + ": chevron");
    // Below 60 percent nobody can tell.
    const bool told = row.bold.has_value() || truth_.dimensions.zoom >= 60;
    if (told && row.bold != parent) Say(where + ": bold");
    if (row.indented.has_value() && row.indented == parent) {
      Say(where + ": indented");
    }
    for (std::size_t c = 0; c < known_; ++c) {
      const std::vector<PixelBox>& lines = row.cells[c].lines;
      Compare(fmt::format("{} cell {}", where, c), CellField(p, s, c), lines);
      if (lines.size() > 1) Say(fmt::format("{} cell {}: lines", where, c));
    }
  }

  const TableStructure& table_;
  const samples::SheetTruth& truth_;
  int tolerance_;
  std::map<Key, const samples::SheetField*> fields_;
  std::size_t known_ = 0;  // columns that are whole
  bool total_ = true;
};

}  // namespace

kernels::GreyImage GreyOf(const samples::Raster& raster) {
  kernels::GreyImage grey(raster.width, raster.height);
  for (int y = 0; y < raster.height; ++y) {
    std::uint8_t* row = grey.mutable_view().Row(y);
    for (int x = 0; x < raster.width; ++x) {
      const std::uint8_t* bgr = raster.At(x, y);
      row[x] = static_cast<std::uint8_t>(
          (29 * bgr[0] + 150 * bgr[1] + 77 * bgr[2] + 128) >> 8);
    }
  }
  return grey;
}

std::vector<std::string> Differences(const TableStructure& table,
                                     const samples::SheetTruth& truth,
                                     int tolerance, int* checked) {
  Comparison comparison(table, truth, tolerance);
  comparison.Run();
  *checked += comparison.checked;
  return std::move(comparison.differences);
}

}  // namespace rescan::timesheet::page
