// Parts that several screens share.
#include <algorithm>
#include <array>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

Rect DrawWindowFrame(PageContext& page, std::string_view title) {
  constexpr double kBar = 36;
  Canvas& canvas = page.canvas;
  const Theme& theme = page.theme;
  canvas.Fill({0, 0, canvas.width(), kBar}, theme.panel);
  canvas.Rule({0, kBar}, {canvas.width(), kBar}, 1, theme.border);
  canvas.Text(16, Centred(0, kBar, page.size()), title, theme.font.Bold(),
              theme.text);
  for (int i = 0; i < 3; ++i) {
    canvas.Disc(canvas.width() - 20 - 24 * i, kBar / 2, 6,
                i == 0 ? theme.accent : theme.border);
  }
  return {0, kBar + 1, canvas.width(), canvas.height() - kBar - 1};
}

Rect DrawPhoneFrame(PageContext& page, std::string_view title) {
  constexpr double kStatus = 46;
  constexpr double kHeader = 54;
  Canvas& canvas = page.canvas;
  const Theme& theme = page.theme;
  const double width = canvas.width();
  canvas.Fill({0, 0, width, kStatus + kHeader}, theme.panel);
  const Font status = theme.font.Bold().Sized(15);
  canvas.Text(28, Centred(0, kStatus, 15), page.source.Time(), status,
              theme.text);
  // The battery.
  canvas.Frame({width - 52, 17, 24, 12}, 1, theme.text);
  canvas.Fill({width - 50, 19, page.rng().Uniform(6, 20), 8}, theme.text);
  canvas.Fill({width - 27, 21, 2, 4}, theme.text);

  const Font heading = theme.font.Bold().Sized(20);
  const std::string shown = canvas.FitWords(title, heading, width - 60);
  canvas.Text(width / 2, Centred(kStatus, kHeader, 20), shown, heading,
              theme.text, Align::kCenter);
  const double bottom = kStatus + kHeader;
  canvas.Rule({0, bottom}, {width, bottom}, 1, theme.border);
  return {0, bottom + 1, width, canvas.height() - bottom - 24};
}

}  // namespace

double Label(PageContext& page, double x, double baseline, double width,
             std::string_view text, const Font& font, Color color) {
  const std::string shown = page.canvas.FitWords(text, font, width);
  if (shown.empty()) return 0;
  return page.canvas.Text(x, baseline, shown, font, color);
}

double ButtonWidth(PageContext& page, std::string_view label) {
  return page.canvas.TextWidth(label, page.theme.font) + 28;
}

void Button(PageContext& page, double right, double top, double height,
            std::string_view label) {
  const Font font = page.theme.font;
  const double width = ButtonWidth(page, label);
  const double left = right - width;
  page.canvas.FillRound({left, top, width, height}, 5, page.theme.accent);
  page.canvas.Text(left + width / 2, Centred(top, height, font.size), label,
                   font, page.theme.on_accent, Align::kCenter);
}

Rect DrawFrame(PageContext& page, std::string_view title) {
  return page.canvas.height() > page.canvas.width()
             ? DrawPhoneFrame(page, title)
             : DrawWindowFrame(page, title);
}

Rect DrawSideBar(PageContext& page, const Rect& area) {
  constexpr double kWidth = 210;
  constexpr double kRow = 36;
  constexpr auto kEntries = std::to_array<std::string_view>(
      {"Overview", "Documents", "Orders", "Customers", "Calendar", "Reports",
       "Archive", "Settings", "Help"});
  if (area.width < 900) return area;
  const Theme& theme = page.theme;
  page.canvas.Fill({area.x, area.y, kWidth, area.height}, theme.panel);
  const auto selected =
      static_cast<std::size_t>(page.rng().Between(0, kEntries.size() - 1));
  double y = area.y + 14;
  for (std::size_t i = 0; i < kEntries.size() && y + kRow < area.bottom();
       ++i, y += kRow) {
    if (i == selected) {
      page.canvas.FillRound({area.x + 8, y + 2, kWidth - 16, kRow - 4}, 6,
                            theme.raised);
    }
    page.canvas.Disc(area.x + 28, y + kRow / 2, 5,
                     i == selected ? theme.accent : theme.border);
    page.canvas.Text(area.x + 46, Centred(y, kRow, page.size()), kEntries[i],
                     theme.font, theme.text);
  }
  page.canvas.Rule({area.x + kWidth, area.y}, {area.x + kWidth, area.bottom()},
                   1, theme.border);
  return {area.x + kWidth + 1, area.y, area.width - kWidth - 1, area.height};
}

}  // namespace rescan::samples
