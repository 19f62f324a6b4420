// Screens of rows: a table, a list of files, a page of settings.
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

struct Column {
  std::string_view title;
  double share;  // of the table's width
  bool right;    // set against the right edge
  std::string (*value)(TextSource& source);
};

std::string CodeCell(TextSource& s) { return s.Code(); }
std::string TaskCell(TextSource& s) { return s.Task(); }
std::string PersonCell(TextSource& s) { return s.Person(); }
std::string DateCell(TextSource& s) { return s.Date(); }
std::string StatusCell(TextSource& s) { return s.Status(); }
std::string MoneyCell(TextSource& s) {
  return fmt::format("${}", Amount(s.Price(500, 900000)));
}

std::vector<Column> ColumnsFor(double width) {
  if (width < 600) {
    return {{"Number", 0.30, false, CodeCell},
            {"Contact", 0.42, false, PersonCell},
            {"Amount", 0.28, true, MoneyCell}};
  }
  return {
      {"Number", 0.12, false, CodeCell},    {"Subject", 0.30, false, TaskCell},
      {"Contact", 0.19, false, PersonCell}, {"Date", 0.13, false, DateCell},
      {"Status", 0.12, false, StatusCell},  {"Amount", 0.14, true, MoneyCell}};
}

void DrawCell(PageContext& page, const Column& column, double x, double width,
              double baseline, const std::string& text, const Font& font,
              Color color) {
  constexpr double kGap = 12;
  const std::string shown = page.canvas.FitWords(text, font, width - 2 * kGap);
  if (shown.empty()) return;
  if (column.right) {
    page.canvas.Text(x + width - kGap, baseline, shown, font, color,
                     Align::kRight);
  } else {
    page.canvas.Text(x + kGap, baseline, shown, font, color);
  }
}

void DrawTable(PageContext& page, const Rect& area) {
  const Theme& theme = page.theme;
  const double row = page.rng().Between(32, 42);
  const std::vector<Column> columns = ColumnsFor(area.width);
  page.canvas.Fill({area.x, area.y, area.width, row}, theme.raised);
  bool heading = true;
  for (double y = area.y; y + row <= area.bottom(); y += row) {
    const Font font = heading ? theme.font.Bold() : theme.font;
    const double baseline = Centred(y, row, font.size);
    page.canvas.BeginLine();
    double x = area.x;
    for (const Column& column : columns) {
      const double width = column.share * area.width;
      const std::string text =
          heading ? std::string(column.title) : column.value(page.source);
      DrawCell(page, column, x, width, baseline, text, font, theme.text);
      x += width;
    }
    page.canvas.EndLine();
    page.canvas.Rule({area.x, y + row}, {area.right(), y + row}, 1,
                     theme.border);
    heading = false;
  }
}

// A heading, a search field and a button.
Rect DrawToolBar(PageContext& page, const Rect& area, std::string_view title) {
  constexpr double kHeight = 58;
  const Theme& theme = page.theme;
  const Font heading = theme.font.Bold().Sized(page.size() + 6);
  const double baseline = Centred(area.y, kHeight, heading.size);
  const double used =
      page.canvas.Text(area.x + 16, baseline, title, heading, theme.text);
  constexpr std::string_view kAction = "New entry";
  const double left = area.right() - 16 - ButtonWidth(page, kAction);
  Button(page, area.right() - 16, area.y + 13, 32, kAction);
  const double field = 200;
  if (left - field - 40 > area.x + used) {
    const Rect box = {left - field - 14, area.y + 13, field, 32};
    page.canvas.FillRound(box, 5, theme.panel);
    page.canvas.Frame(box, 1, theme.border);
    page.canvas.Text(box.x + 12, Centred(box.y, box.height, page.size()),
                     "Search", theme.font, theme.muted);
  }
  return {area.x, area.y + kHeight, area.width, area.height - kHeight};
}

void DrawFileRow(PageContext& page, const Rect& row) {
  const Theme& theme = page.theme;
  page.canvas.FillRound({row.x + 16, row.y + 14, 30, row.height - 28}, 4,
                        page.rng().Chance(0.5) ? theme.accent : theme.border);
  const double text_x = row.x + 60;
  const double upper = row.y + row.height / 2 - 5;
  const double lower = row.y + row.height / 2 + page.size() + 1;
  const std::string size = std::to_string(page.rng().Between(2, 980)) + " kB";
  const Font small = theme.font.Sized(page.size() - 1);
  const double right = row.right() - 18;
  const double size_width = page.canvas.TextWidth(size, theme.font);
  page.canvas.BeginLine();
  Label(page, text_x, upper, right - size_width - 20 - text_x,
        page.source.FileName(), theme.font, theme.text);
  page.canvas.Text(right, upper, size, theme.font, theme.text, Align::kRight);
  page.canvas.EndLine();
  std::string note = "Changed " + page.source.Date();
  note += " by ";
  note += page.source.Person();
  Label(page, text_x, lower, right - text_x, note, small, theme.muted);
}

void DrawSwitch(PageContext& page, double right, double middle, bool on) {
  const Theme& theme = page.theme;
  const Rect track = {right - 44, middle - 12, 44, 24};
  page.canvas.FillRound(track, 12, on ? theme.accent : theme.border);
  page.canvas.Disc(on ? right - 12 : right - 32, middle, 9, theme.on_accent);
}

// A setting with a value, or with a switch if the value is empty.
struct Setting {
  std::string_view name;
  std::string_view value;
};

constexpr auto kSettings =
    std::to_array<Setting>({{"Language", "English"},
                            {"Start with the system", ""},
                            {"Check for updates", "Every week"},
                            {"Paper size", "A4"},
                            {"Show notifications", ""},
                            {"Text size", "Medium"},
                            {"Save history", "Never"},
                            {"Time format", "24 hours"},
                            {"Lock the screen", "After 15 minutes"},
                            {"Share usage data", ""},
                            {"Use less energy", ""},
                            {"Back up at night", ""},
                            {"Play sounds", ""},
                            {"Theme", "Automatic"},
                            {"Confirm before closing", ""}});

void DrawSettingRow(PageContext& page, const Rect& row,
                    const Setting& setting) {
  const Theme& theme = page.theme;
  const double baseline = Centred(row.y, row.height, page.size());
  const double right = row.right() - 18;
  page.canvas.BeginLine();
  page.canvas.Text(row.x + 18, baseline, setting.name, theme.font, theme.text);
  if (setting.value.empty()) {
    DrawSwitch(page, right, row.y + row.height / 2, page.rng().Chance(0.5));
  } else {
    page.canvas.Text(right, baseline, setting.value, theme.font, theme.muted,
                     Align::kRight);
  }
  page.canvas.EndLine();
}

}  // namespace

void DrawTablePage(PageContext& page) {
  const Rect frame = DrawFrame(page, page.source.Company());
  const Rect area = DrawSideBar(page, frame);
  const Rect body = DrawToolBar(page, area, "Open orders");
  DrawTable(page, body.Inset(16, 4));
}

void DrawListPage(PageContext& page) {
  const Rect frame = DrawFrame(page, "Shared documents");
  const Rect area = DrawSideBar(page, frame);
  const Rect body = DrawToolBar(page, area, "Files");
  constexpr double kRow = 64;
  for (double y = body.y; y + kRow <= body.bottom(); y += kRow) {
    page.canvas.Rule({body.x, y}, {body.right(), y}, 1, page.theme.border);
    DrawFileRow(page, {body.x, y, body.width, kRow});
  }
}

void DrawSettingsPage(PageContext& page) {
  constexpr auto kGroups = std::to_array<std::string_view>(
      {"General", "Privacy", "Appearance", "Advanced"});
  constexpr double kRow = 50;
  const Theme& theme = page.theme;
  const Rect frame = DrawFrame(page, "Preferences");
  const Rect area = DrawSideBar(page, frame);
  const Rect body = area.Inset(area.width < 600 ? 14 : 40, 12);
  const Font heading = theme.font.Bold().Sized(page.size() + 2);
  double y = body.y;
  auto next = static_cast<std::size_t>(page.rng().Between(0, 9));
  for (const std::string_view group : kGroups) {
    const int rows = page.rng().Between(2, 4);
    if (y + 40 + rows * kRow > body.bottom()) break;
    page.canvas.Text(body.x + 4, y + 26, group, heading, theme.text);
    y += 40;
    page.canvas.FillRound({body.x, y, body.width, rows * kRow}, 8, theme.panel);
    for (int i = 0; i < rows; ++i, y += kRow, ++next) {
      if (i > 0) {
        page.canvas.Rule({body.x + 18, y}, {body.right(), y}, 1, theme.border);
      }
      DrawSettingRow(page, {body.x, y, body.width, kRow},
                     kSettings[next % kSettings.size()]);
    }
    y += 14;
  }
}

}  // namespace rescan::samples
