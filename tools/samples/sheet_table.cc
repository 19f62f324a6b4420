// The table of a timesheet.
#include <algorithm>

#include "tools/samples/page_parts.h"
#include "tools/samples/sheet_page.h"

namespace rescan::samples {
namespace {

constexpr int kTotalColumn = 7;
constexpr int kActualsColumn = 8;
// From the left edge of the column Name.
constexpr double kChevron = 16;
constexpr double kProjectIndent = 29;
constexpr double kTaskIndent = 34;
constexpr double kMenu = 26;  // from the column's right edge

Font BodyFont(const SheetLayout& layout, bool bold) {
  return {Family::kOpenSans, layout.font, bold, false};
}

// Words of `runs` in lines of at most `width`; one that is wider alone stands
// in a line of its own.
std::vector<std::vector<SheetRun>> Wrap(const std::vector<SheetRun>& runs,
                                        const Font& font, double width,
                                        const SheetPen& pen) {
  std::vector<std::vector<SheetRun>> lines(1);
  std::string line;
  for (const SheetRun& run : runs) {
    std::string_view rest = run.text;
    while (!rest.empty()) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(word.size() + 1, rest.size()));
      const std::string longer =
          line.empty() ? std::string(word) : line + ' ' + std::string(word);
      if (!line.empty() && pen.Width(longer, font) > width) {
        lines.emplace_back();
        line = word;
      } else {
        line = longer;
      }
      std::vector<SheetRun>& last = lines.back();
      if (last.empty() || last.back().label != run.label) {
        last.push_back({std::string(word), run.label});
      } else {
        last.back().text += ' ' + std::string(word);
      }
    }
  }
  return lines;
}

SheetRow PlanRow(int project, int subtask, const std::vector<SheetRun>& name,
                 const SheetLayout& layout, const SheetPen& pen) {
  const bool task = subtask >= 0;
  const double width = task ? layout.names - kTaskIndent - kMenu - kChevron
                            : layout.names - kProjectIndent - 12;
  SheetRow row = {project, subtask,
                  Wrap(name, BodyFont(layout, !task), width, pen), 0};
  const double needed =
      static_cast<double>(row.name.size()) * layout.leading + 16;
  row.height = std::max(task ? layout.task_row : layout.project_row, needed);
  return row;
}

// The columns' fill and left lines between two heights.
void DrawColumns(const SheetPage& page, double top, double bottom, bool whole) {
  const SheetLayout& layout = page.layout;
  const SheetColors& colors = page.colors;
  const double saturday = layout.Column(5);
  const double after = layout.Column(kActualsColumn);
  page.pen.Fill({saturday, top, after - saturday, bottom - top}, colors.raised);
  if (whole) {
    page.pen.Fill({layout.rail, top, layout.right - layout.rail, bottom - top},
                  colors.raised);
  }
  for (int column = 0; column <= kActualsColumn; ++column) {
    if (column == kTotalColumn && !layout.total_column) continue;
    page.pen.LineDown(layout.Column(column), top, bottom, colors.grid);
  }
}

double Middle(const SheetLayout& layout, int column) {
  const double right = column == kActualsColumn ? layout.right
                       : column == kTotalColumn
                           ? layout.Column(kActualsColumn)
                           : layout.Column(column) + layout.day;
  return (layout.Column(column) + right) / 2;
}

void DrawHead(SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const Font font = BodyFont(layout, false);
  const Color color = page.colors.text;
  const double top = layout.table_top() - 1;
  const double bottom = top + layout.head_row;
  DrawColumns(page, top, bottom, false);
  const double middle = top + layout.head_row / 2;
  // The caps of "Mon." are 17 above the middle, the total's 4 below it.
  const double labels = middle - 16.5 + 0.714 * layout.font;
  const double totals = middle + 4.5 + 0.714 * 16;
  const Font bold = BodyFont(layout, true).Sized(16);
  SheetTruth& truth = page.content.truth;

  page.pen.canvas().BeginLine();
  page.pen.Text(layout.rail + kChevron, middle + 0.36 * layout.font, "Name",
                font, color);
  page.pen.canvas().EndLine();
  page.pen.canvas().BeginLine();
  for (int day = 0; day < 7; ++day) {
    const std::string& label =
        page.content.header_days[static_cast<std::size_t>(day)];
    page.Record({"header_day", -1, -1, day, label,
                 page.pen.Text(Middle(layout, day), labels, label, font, color,
                               Align::kCenter)});
  }
  if (layout.total_column) {
    page.pen.Text(Middle(layout, kTotalColumn), labels, "Total", font, color,
                  Align::kCenter);
  }
  page.pen.Text(Middle(layout, kActualsColumn), labels, "Posted Actuals", font,
                color, Align::kCenter);
  page.pen.canvas().EndLine();
  page.pen.canvas().BeginLine();
  for (int day = 0; day < 7; ++day) {
    const int hours = truth.daily_totals[static_cast<std::size_t>(day)];
    if (hours == 0) continue;
    page.Record({"daily_total", -1, -1, day, HoursText(hours),
                 page.pen.Text(Middle(layout, day), totals, HoursText(hours),
                               bold, color, Align::kCenter)});
  }
  if (layout.total_column) {
    page.Record({"weekly_total", -1, -1, -1, HoursText(truth.weekly_total),
                 page.pen.Text(Middle(layout, kTotalColumn), totals,
                               HoursText(truth.weekly_total), bold, color,
                               Align::kCenter)});
  }
  page.pen.canvas().EndLine();
  page.pen.LineAcross(bottom, layout.rail, layout.right, page.colors.rule);
  page.pen.LineAcross(bottom + page.pen.pixel(), layout.rail, layout.right,
                      page.colors.rule);
}

// Draws the lines of the name; returns the box around all of them.
PixelBox DrawName(const SheetPage& page, const SheetRow& row, double top) {
  const SheetLayout& layout = page.layout;
  const bool task = row.subtask >= 0;
  const Font font = BodyFont(layout, !task);
  const double left = layout.rail + (task ? kTaskIndent : kProjectIndent);
  const double blank = page.pen.Width("n n", font) - page.pen.Width("nn", font);
  const auto more = static_cast<double>(row.name.size() - 1);
  double baseline =
      top + row.height / 2 - more * layout.leading / 2 + 0.36 * layout.font;
  PixelBox box;
  for (const std::vector<SheetRun>& line : row.name) {
    if (row.name.size() > 1) page.pen.canvas().BeginLine();
    double x = left;
    for (const SheetRun& run : line) {
      const Color color =
          task && !run.label ? page.colors.link : page.colors.text;
      box = Around(box, page.pen.Text(x, baseline, run.text, font, color));
      x += page.pen.Width(run.text, font) + blank;
    }
    if (row.name.size() > 1) page.pen.canvas().EndLine();
    baseline += layout.leading;
  }
  return box;
}

std::string NameText(const SheetRow& row) {
  std::string text;
  for (const auto& line : row.name) {
    for (const SheetRun& run : line) {
      if (!text.empty()) text += ' ';
      text += run.text;
    }
  }
  return text;
}

// What stands in a cell without hours.
std::string_view NoHours(SheetPage& page) {
  const std::string& zeros = page.dimensions().zeros;
  const bool dash =
      zeros == "dash" || (zeros == "mixed" && page.rng.Chance(0.5));
  return dash ? "-" : "";
}

void DrawCell(SheetPage& page, int column, double baseline, std::string text,
              SheetField field) {
  if (text.empty()) return;
  field.box = page.pen.Text(Middle(page.layout, column), baseline, text,
                            BodyFont(page.layout, false), page.colors.text,
                            Align::kCenter);
  field.text = std::move(text);
  page.Record(std::move(field));
}

void DrawHours(SheetPage& page, const SheetRow& row, double baseline) {
  const SheetSubtask& task =
      page.content.truth.projects[static_cast<std::size_t>(row.project)]
          .subtasks[static_cast<std::size_t>(row.subtask)];
  const auto text = [&](int hours) {
    return hours > 0 ? HoursText(hours) : std::string(NoHours(page));
  };
  for (int day = 0; day < 7; ++day) {
    DrawCell(page, day, baseline,
             text(task.hours_by_day[static_cast<std::size_t>(day)]),
             {"cell", row.project, row.subtask, day, "", {}});
  }
  if (page.layout.total_column) {
    DrawCell(page, kTotalColumn, baseline, text(task.total),
             {"row_total", row.project, row.subtask, -1, "", {}});
  }
  if (!task.posted_actuals) return;
  DrawCell(page, kActualsColumn, baseline, HoursText(*task.posted_actuals),
           {"posted_actuals", row.project, row.subtask, -1, "", {}});
}

void DrawMenu(const SheetPage& page, double middle) {
  const double x = page.layout.Column(0) - kMenu;
  for (const int dot : {-1, 0, 1}) {
    page.pen.Disc(x, middle + 5 * dot, 1.5, page.colors.grey);
  }
}

void DrawRow(SheetPage& page, const SheetRow& row, double top) {
  const SheetLayout& layout = page.layout;
  const bool task = row.subtask >= 0;
  const double middle = top + row.height / 2;
  DrawColumns(page, top, top + row.height, !task);
  page.pen.LineAcross(top + row.height - page.pen.pixel(), layout.rail,
                      layout.right, page.colors.grid);
  if (task) {
    DrawMenu(page, middle);
  } else {
    page.pen.Chevron(layout.rail + kChevron, middle, 4, 0, page.colors.grey);
  }
  // A name in one line stands on the same base line as the hours.
  const bool together = row.name.size() == 1;
  if (together) page.pen.canvas().BeginLine();
  page.Record({task ? "subtask_name" : "project_name", row.project, row.subtask,
               -1, NameText(row), DrawName(page, row, top)});
  if (!together) page.pen.canvas().BeginLine();
  if (task) DrawHours(page, row, middle + 0.36 * layout.font);
  page.pen.canvas().EndLine();
}

}  // namespace

std::vector<SheetRow> PlanRows(const SheetContent& content,
                               const SheetLayout& layout, const SheetPen& pen) {
  std::vector<SheetRow> rows;
  int p = 0;
  for (const SheetProject& project : content.truth.projects) {
    rows.push_back(PlanRow(p, -1, {{project.name, false}}, layout, pen));
    int s = 0;
    for (const SheetSubtask& task : project.subtasks) {
      rows.push_back(
          PlanRow(p, s++, {{task.name, false}, {'(' + task.label + ')', true}},
                  layout, pen));
    }
    ++p;
  }
  return rows;
}

double PageBottom(const SheetLayout& layout,
                  const std::vector<SheetRow>& rows) {
  if (rows.empty()) return layout.table_top() - layout.collapse_band;
  double bottom = layout.table_top() + layout.head_row + 1;
  for (const SheetRow& row : rows) bottom += row.height;
  return bottom;
}

void DrawTable(SheetPage& page, const std::vector<SheetRow>& rows) {
  const SheetLayout& layout = page.layout;
  const double band = layout.table_top() - 1 - layout.collapse_band;
  const double middle = band + layout.collapse_band / 2;
  const Font font = BodyFont(layout, false);
  page.pen.Chevron(layout.rail + kChevron, middle, 4, 2, page.colors.link);
  page.pen.Text(layout.rail + kProjectIndent, middle + 0.36 * layout.font,
                "Collapse all", font, page.colors.link);
  DrawHead(page);
  page.pen.LineAcross(layout.table_top() - 1, layout.rail, layout.right,
                      page.colors.rule);
  double top = layout.table_top() + layout.head_row + 1;
  for (const SheetRow& row : rows) {
    DrawRow(page, row, top);
    top += row.height;
  }
}

}  // namespace rescan::samples
