// The browser around a timesheet, and the application around the sheet.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tools/samples/page_parts.h"
#include "tools/samples/sheet_page.h"

namespace rescan::samples {
namespace {

constexpr Font kBarFont = {Family::kOpenSans, 12, false, false};

void DrawTabs(Canvas& canvas, const SheetColors& colors, bool sheet,
              TextSource& source) {
  constexpr double kTab = 226;
  canvas.Fill({0, 0, canvas.width(), kTabsHeight}, colors.frame);
  Rng& rng = source.rng();
  const int tabs =
      rng.Between(2, std::max(2, static_cast<int>(canvas.width() / kTab) - 2));
  const int active = rng.Between(0, tabs - 1);
  double x = 12;
  for (int i = 0; i < tabs; ++i, x += kTab) {
    if (i == active) {
      canvas.FillRound({x, 7, kTab - 4, kTabsHeight + 8}, 8, colors.toolbar);
    }
    canvas.Disc(x + 20, 22, 6, i == active ? colors.link : colors.grey);
    const std::string title =
        sheet && i == active ? "Timesheets - Clarity" : source.Subject();
    const std::string shown = canvas.FitWords(title, kBarFont, kTab - 70);
    canvas.Text(x + 34, Centred(4, 36, 12), shown, kBarFont, colors.frame_text);
    for (const double sign : {-1.0, 1.0}) {
      canvas.Rule({x + kTab - 26, 22 - 3.5 * sign},
                  {x + kTab - 19, 22 + 3.5 * sign}, 1, colors.frame_text);
    }
  }
  // The window's own buttons: smaller, larger, close.
  const double right = canvas.width();
  canvas.Fill({right - 121, 20, 10, 1}, colors.frame_text);
  canvas.Frame({right - 74.5, 15.5, 9, 9}, 1, colors.frame_text);
  for (const double sign : {-1.0, 1.0}) {
    canvas.Rule({right - 27, 20 - 4.5 * sign}, {right - 18, 20 + 4.5 * sign}, 1,
                colors.frame_text);
  }
}

std::string Address(bool sheet, TextSource& source) {
  const std::string site = source.Site();
  if (!sheet) return fmt::format("{}/{}", site, source.Digits(5));
  const std::string id = source.Digits(7);
  const std::string resource = source.Digits(7);
  return fmt::format(
      "{}/pm/#/timesheets/timesheet?timesheetId={}&resourceId={}"
      "&timeperiodId={}",
      site, id, resource, source.Digits(7));
}

void DrawAddress(Canvas& canvas, const SheetColors& colors,
                 const std::string& address) {
  canvas.Fill({0, kTabsHeight, canvas.width(), kAddressHeight}, colors.toolbar);
  const double middle = kTabsHeight + kAddressHeight / 2;
  for (const double x : {22.0, 54.0, 86.0}) {
    canvas.Disc(x, middle, 6, colors.grey);
  }
  const Rect field = {112, kTabsHeight + 5, canvas.width() - 300,
                      kAddressHeight - 10};
  canvas.FillRound(field, field.height / 2, colors.address);
  const Font font = kBarFont.Sized(13);
  canvas.Text(field.x + 34, Centred(field.y, field.height, 13), address, font,
              colors.frame_text);
  canvas.Disc(field.x + 16, middle, 4, colors.grey);
  for (const double x : {150.0, 110.0, 70.0, 30.0}) {
    canvas.Disc(canvas.width() - x, middle, 7, colors.grey);
  }
}

void DrawBookmarks(Canvas& canvas, const SheetColors& colors,
                   TextSource& source) {
  const double top = kTabsHeight + kAddressHeight;
  canvas.Fill({0, top, canvas.width(), kBookmarksHeight}, colors.toolbar);
  canvas.Fill({0, top + kBookmarksHeight - 1, canvas.width(), 1}, colors.grid);
  double x = 20;
  canvas.BeginLine();
  for (int i = 0; i < 8; ++i) {
    const std::string name =
        source.rng().Chance(0.5) ? source.Company() : source.Task();
    const double width = canvas.TextWidth(name, kBarFont);
    if (x + 22 + width > canvas.width() - 20) break;
    canvas.Disc(x + 7, top + kBookmarksHeight / 2, 6, colors.grey);
    canvas.Text(x + 20, Centred(top, kBookmarksHeight, 12), name, kBarFont,
                colors.frame_text);
    x += 20 + width + 24;
  }
  canvas.EndLine();
}

void DrawRail(const SheetPage& page, double height) {
  const SheetLayout& layout = page.layout;
  const double middle = layout.rail / 2;
  page.pen.Fill({0, layout.header, layout.rail - 1, height - layout.header},
                page.colors.header);
  page.pen.LineDown(layout.rail - 1, layout.header, height, page.colors.grid);
  double y = layout.header + 30;
  for (int i = 0; i < 9 && y + 20 < height; ++i, y += 46) {
    if (i % 3 == 1) {
      page.pen.Disc(middle, y, 8, page.colors.grey);
    } else {
      page.pen.Frame({middle - 8, y - 8, 16, 16}, page.colors.header_text);
      page.pen.LineAcross(y, middle - 5, middle + 5, page.colors.header_text);
    }
  }
}

void DrawHeader(const SheetPage& page, TextSource& source) {
  const SheetLayout& layout = page.layout;
  const Color ink = page.colors.header_text;
  const double middle = layout.header / 2;
  const Font logo = {Family::kOpenSans, 20, true, false};
  page.pen.Fill({0, 0, layout.width, layout.header}, page.colors.header);
  page.pen.Disc(layout.rail / 2, middle, 11, page.colors.link);
  page.pen.Text(layout.rail + 8, middle + 0.36 * 20, "Clarity", logo, ink);
  // The one who is signed in, not the one whose sheet this is.
  const double right = layout.width - 34;
  std::string initials = source.FirstName().substr(0, 1);
  initials += source.LastName()[0];
  page.pen.Disc(right, middle, 15, page.colors.avatar);
  page.pen.Text(right, middle + 0.36 * 12, initials, kBarFont,
                page.colors.avatar_text, Align::kCenter);
  for (const double x : {50.0, 92.0, 134.0}) {
    page.pen.Frame({right - x, middle - 8, 16, 16}, ink);
  }
}

void DrawTitle(const SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const double space = layout.band_top - layout.header;
  const double left = layout.rail + 16;
  const Font title = {Family::kOpenSans, 22, false, false};
  page.pen.Text(left, layout.header + space * 0.32 + 8, "Timesheets", title,
                page.colors.text);
  constexpr auto kTabs = std::to_array<std::string_view>(
      {"My Timesheet", "Review & Approve", "Team Timesheets", "Adjustments"});
  const Font font = {Family::kOpenSans, layout.font, false, false};
  const double baseline = layout.band_top - 22;
  double x = left;
  page.pen.canvas().BeginLine();
  for (const std::string_view tab : kTabs) {
    const bool active = tab == kTabs[0];
    const double width = page.pen.Width(tab, font);
    page.pen.Text(x, baseline, tab, font,
                  active ? page.colors.text : page.colors.grey);
    if (active) {
      page.pen.Fill({x, baseline + 9, width, 3}, page.colors.link);
    }
    x += width + 36;
  }
  page.pen.canvas().EndLine();
}

// The tab at the right edge whose word stands upright.
void DrawSideTab(const SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const double top = layout.table_top() - 40;
  const double left = layout.right + 2;
  const Font font = {Family::kOpenSans, layout.small_font, false, false};
  const double length = page.pen.Width("Columns", font);
  page.pen.Fill({left, top, layout.width - left, length + 24},
                page.colors.raised);
  page.pen.Frame({left, top, layout.width - left, length + 24},
                 page.colors.grid);
  page.pen.WordDown((left + layout.width) / 2 - 4, top + 12, "Columns", font,
                    page.colors.text);
}

}  // namespace

void DrawBrowserBars(Canvas& canvas, const SheetColors& colors, bool bookmarks,
                     bool sheet, TextSource& source) {
  DrawTabs(canvas, colors, sheet, source);
  DrawAddress(canvas, colors, Address(sheet, source));
  if (bookmarks) DrawBookmarks(canvas, colors, source);
}

void DrawApplication(SheetPage& page, double height, TextSource& source) {
  DrawHeader(page, source);
  DrawRail(page, height);
  DrawTitle(page);
  if (page.dimensions().side_tab) DrawSideTab(page);
}

}  // namespace rescan::samples
