// A browser with an article, and a terminal.
#include <array>
#include <string>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

Rect DrawAddressBar(PageContext& page, const Rect& area,
                    const std::string& site) {
  constexpr double kHeight = 46;
  const Theme& theme = page.theme;
  page.canvas.Fill({area.x, area.y, area.width, kHeight}, theme.panel);
  double left = area.x + 16;
  if (area.width >= 700) {
    for (int i = 0; i < 3; ++i, left += 30) {
      page.canvas.Disc(left + 10, area.y + kHeight / 2, 8, theme.border);
    }
  }
  const Rect field = {left, area.y + 8, area.right() - 16 - left, kHeight - 16};
  page.canvas.FillRound(field, field.height / 2, theme.window);
  Label(page, field.x + 16, Centred(field.y, field.height, page.size()),
        field.width - 32, site, theme.font, theme.text);
  return {area.x, area.y + kHeight, area.width, area.height - kHeight};
}

Rect DrawSiteHeader(PageContext& page, const Rect& area) {
  constexpr double kHeight = 56;
  constexpr auto kLinks = std::to_array<std::string_view>(
      {"Products", "Support", "News", "Contact"});
  const Theme& theme = page.theme;
  page.canvas.Fill({area.x, area.y, area.width, kHeight}, theme.accent);
  const double baseline = Centred(area.y, kHeight, page.size());
  page.canvas.BeginLine();
  double x = area.x + 24;
  x += page.canvas.Text(x, baseline, page.source.Shop(), theme.font.Bold(),
                        theme.on_accent) +
       40;
  for (const std::string_view link : kLinks) {
    if (area.width < 700) break;
    x += page.canvas.Text(x, baseline, link, theme.font, theme.on_accent) + 26;
  }
  page.canvas.EndLine();
  return {area.x, area.y + kHeight, area.width, area.height - kHeight};
}

void DrawArticle(PageContext& page, const Rect& area) {
  const Theme& theme = page.theme;
  const double margin = area.width < 700 ? 20 : area.width * 0.12;
  const Rect body = area.Inset(margin, 18);
  const Font heading = theme.font.Bold().Sized(page.size() + 11);
  double y = body.y + 32;
  y = page.canvas.Paragraph(body.x, y, body.width, 36, page.source.Subject(),
                            heading, theme.text, 2);
  std::string byline = "By " + page.source.Person();
  byline += ", ";
  byline += page.source.LongDate();
  page.canvas.Text(body.x, y, byline, theme.font.Italic(), theme.muted);
  y += 38;
  const double leading = page.size() * 1.65;
  while (true) {
    const int room = static_cast<int>((body.bottom() - y) / leading);
    if (room < 2) break;
    const std::string prose = page.source.Prose(page.rng().Between(3, 5));
    y = page.canvas.Paragraph(body.x, y, body.width, leading, prose, theme.font,
                              theme.text, room) +
        leading * 0.6;
    if (page.rng().Chance(0.4) && y + 3 * leading < body.bottom()) {
      page.canvas.Text(body.x, y + 8, page.source.Task(),
                       theme.font.Bold().Sized(page.size() + 3), theme.text);
      y += leading + 14;
    }
  }
}

}  // namespace

void DrawBrowserPage(PageContext& page) {
  const std::string site = page.source.Site();
  const Rect frame = DrawFrame(page, page.source.Subject());
  const Rect under_bar = DrawAddressBar(page, frame, site);
  const Rect under_header = DrawSiteHeader(page, under_bar);
  DrawArticle(page, under_header);
}

void DrawTerminalPage(PageContext& page) {
  // Close to the edges, so that the margins of the text are below 1 % of the
  // page on all sides.
  const double margin = page.canvas.width() * 0.004;
  const Font font = {Family::kMono, page.size(), false, false};
  const double advance = page.canvas.TextWidth("0", font);
  const double right = page.canvas.width() - margin;
  const double leading = page.size() * 1.4;
  const double last = page.canvas.height() - page.canvas.height() * 0.004;
  double y = page.size() * 0.76 + page.canvas.height() * 0.004;
  for (; y + leading < last; y += leading) {
    page.canvas.BeginLine();
    std::string line = page.source.NextTime() + ' ';
    line += page.source.LogLine();
    const double used =
        Label(page, margin, y, right - margin, line, font, page.theme.text);
    const std::string tag = page.source.Digits(6);
    if (margin + used + (static_cast<double>(tag.size()) + 2) * advance <
        right) {
      page.canvas.Text(right, y, tag, font, page.theme.muted, Align::kRight);
    }
    page.canvas.EndLine();
  }
  Label(page, margin, last - 1, right - margin, "READY " + page.source.Code(),
        font, page.theme.text);
}

}  // namespace rescan::samples
