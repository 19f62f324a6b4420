// The bands above a timesheet's table: person, period, status, progress.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/samples/sheet_page.h"

namespace rescan::samples {
namespace {

// From the left edge of the page's content.
constexpr double kArrow = 38;  // middle of the arrow to the period before
constexpr double kPeriod = 61;
constexpr double kStatus = 320;

struct Badge {
  std::string_view status;
  Color dark;
  Color dark_text;
  Color light;
  Color light_text;
};
// Of the statuses other than Posted, which has the theme's own colours.
constexpr std::array<Badge, 3> kBadges = {
    {{"Submitted",
      {22, 52, 92},
      {158, 200, 245},
      {214, 230, 248},
      {20, 70, 140}},
     {"Returned",
      {92, 54, 16},
      {245, 205, 150},
      {250, 232, 208},
      {130, 76, 10}},
     {"Draft", {58, 60, 64}, {214, 216, 220}, {228, 230, 233}, {66, 70, 76}}}};

Font Body(double size, bool bold = false) {
  return {Family::kOpenSans, size, bold, false};
}

std::string Initials(const std::string& name) {
  std::string initials(1, name[0]);
  const std::size_t last = name.rfind(' ');
  if (last != std::string::npos) initials += name[last + 1];
  return initials;
}

void DrawPerson(SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const SheetColors& colors = page.colors;
  const SheetTruth& truth = page.content.truth;
  const double top = layout.band_top;
  // In the samples the gap is 11; where it is small the initials stick to
  // the name.
  const double radius = page.rng.Chance(0.3) ? 20 : 16;
  const double x = layout.middle + 16;
  const double y = top + 25;
  page.pen.Disc(x, y, radius, colors.avatar);
  page.pen.Text(x, y + 0.36 * 13, Initials(truth.resource_name), Body(13),
                colors.avatar_text, Align::kCenter);
  const double left = layout.middle + 43;
  page.Record({"resource_name", -1, -1, -1, truth.resource_name,
               page.pen.Text(left, top + 23, truth.resource_name,
                             Body(16, true), colors.text)});
  page.Record({"job_title", -1, -1, -1, truth.job_title,
               page.pen.Text(left, top + 40, truth.job_title,
                             Body(layout.small_font), colors.grey)});
}

void DrawTooltip(SheetPage& page, double top) {
  constexpr std::string_view kText = "Previous Time Period";
  const Font font = Body(page.layout.small_font);
  const double width = page.pen.Width(kText, font) + 20;
  const double x = page.layout.rail + kArrow;
  const double left = std::max(2.0, x - width / 2);
  page.pen.FillRound({left, top + 5, width, 25}, 4, page.colors.tooltip);
  page.pen.Text(left + 10, top + 21.5, kText, font, page.colors.tooltip_text);
}

void DrawPeriod(SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const SheetColors& colors = page.colors;
  const SheetTruth& truth = page.content.truth;
  const double top = layout.band_top + layout.person_band;
  const double left = layout.rail + kPeriod;
  const Font label = Body(layout.small_font);
  if (page.dimensions().tooltip) {
    page.pen.Unrecorded(left, top + 23, "Time Period", label, colors.grey);
  } else {
    page.pen.Text(left, top + 23, "Time Period", label, colors.grey);
  }
  const double row = top + 51;
  const Font font = Body(layout.font);
  const double width = page.pen.Width(truth.date_range, font);
  page.pen.Frame({left - 10, row - 15, width + 44, 30}, colors.grid);
  page.Record(
      {"date_range", -1, -1, -1, truth.date_range,
       page.pen.Text(left, row + 4.5, truth.date_range, font, colors.text)});
  page.pen.Chevron(left + width + 20, row, 4, 0, colors.grey);
  page.pen.Chevron(layout.rail + kArrow, row, 5, 1, colors.text);
  page.pen.Chevron(left + width + 48, row, 5, 3, colors.text);
  if (page.dimensions().tooltip) DrawTooltip(page, top);
}

void DrawStatus(SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const SheetColors& colors = page.colors;
  const SheetTruth& truth = page.content.truth;
  const bool dark = colors.page.green < 128;
  Color fill = colors.badge;
  Color ink = colors.badge_text;
  for (const Badge& badge : kBadges) {
    const bool grey = badge.status == "Draft" && truth.status == "Open";
    if (badge.status != truth.status && !grey) continue;
    fill = dark ? badge.dark : badge.light;
    ink = dark ? badge.dark_text : badge.light_text;
  }
  const double top = layout.band_top + layout.person_band;
  const double left = layout.rail + kStatus;
  const Font font = Body(layout.font);
  page.pen.Text(left, top + 23, "Status", Body(layout.small_font), colors.grey);
  const double width = page.pen.Width(truth.status, font) + 16;
  page.pen.FillRound({left, top + 34, width, 22}, 4, fill);
  page.Record({"status", -1, -1, -1, truth.status,
               page.pen.Text(left + 8, top + 50, truth.status, font, ink)});
}

// Figures, bar and the marker at its end: 1 pixel wide.
void DrawProgress(SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const SheetColors& colors = page.colors;
  const int percent = page.content.truth.project_time;
  const double top = layout.band_top + layout.person_band;
  const double right = layout.middle + layout.bar;
  page.pen.Text(layout.middle + 2, top + 37, "PROJECT TIME",
                Body(layout.small_font), colors.grey);
  const Font sign = Body(layout.font);
  page.pen.canvas().BeginLine();
  const std::string digits = std::to_string(percent);
  const double gap = page.pen.Width("%", sign) + 1;
  const PixelBox figures = page.pen.Text(right - gap, top + 36, digits,
                                         Body(33), colors.text, Align::kRight);
  const PixelBox mark =
      page.pen.Text(right, top + 22, "%", sign, colors.text, Align::kRight);
  page.pen.canvas().EndLine();
  page.Record(
      {"project_time", -1, -1, -1, digits + '%', Around(figures, mark)});
  const double filled = layout.bar * percent / 100;
  page.pen.Fill({layout.middle, top + 49, layout.bar, 10}, colors.track);
  if (percent > 0) {
    page.pen.Fill({layout.middle, top + 49, filled, 10}, colors.bar);
  }
  page.pen.LineDown(layout.middle + filled, top + 44, top + 64, colors.marker);
}

void DrawActions(const SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const double y = layout.band_top + layout.person_band + 51;
  const Font font = Body(layout.font);
  double x = layout.middle + layout.bar + 48;
  for (const std::string_view action : {"Adjust", "Notes"}) {
    page.pen.Frame({x, y - 7, 14, 14}, page.colors.grey);
    const double width = page.pen.Width(action, font);
    if (x + 22 + width > layout.right) return;
    page.pen.Text(x + 22, y + 0.36 * layout.font, action, font,
                  page.colors.text);
    x += 22 + width + 32;
  }
}

}  // namespace

void DrawBands(SheetPage& page) {
  const SheetLayout& layout = page.layout;
  const double period = layout.band_top + layout.person_band;
  page.pen.LineAcross(layout.band_top - 1, layout.rail, layout.right,
                      page.colors.rule);
  DrawPerson(page);
  DrawPeriod(page);
  DrawStatus(page);
  DrawProgress(page);
  DrawActions(page);
  page.pen.LineAcross(period + layout.period_band, layout.rail, layout.right,
                      page.colors.rule);
}

}  // namespace rescan::samples
