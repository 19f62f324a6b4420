// Screens of messages: a mail program and a chat.
#include <algorithm>
#include <string>
#include <vector>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

// Name and time above, subject below.
void DrawMailRow(PageContext& page, const Rect& row, bool selected) {
  const Theme& theme = page.theme;
  if (selected) page.canvas.Fill(row, theme.raised);
  const double left = row.x + 16;
  const double right = row.right() - 14;
  const std::string time = page.source.Time();
  const double time_width = page.canvas.TextWidth(time, theme.font);
  page.canvas.BeginLine();
  Label(page, left, row.y + 27, right - left - time_width - 16,
        page.source.Person(), theme.font.Bold(), theme.text);
  page.canvas.Text(right, row.y + 27, time, theme.font, theme.muted,
                   Align::kRight);
  page.canvas.EndLine();
  Label(page, left, row.y + 51, right - left, page.source.Subject(), theme.font,
        theme.text);
  page.canvas.Rule({row.x, row.bottom()}, {row.right(), row.bottom()}, 1,
                   theme.border);
}

void DrawMailRows(PageContext& page, const Rect& area) {
  constexpr double kRow = 66;
  const int selected = page.rng().Between(0, 4);
  int index = 0;
  for (double y = area.y; y + kRow <= area.bottom(); y += kRow) {
    DrawMailRow(page, {area.x, y, area.width, kRow}, index++ == selected);
  }
}

// One opened message.
void DrawMessage(PageContext& page, const Rect& area) {
  const Theme& theme = page.theme;
  const Rect body = area.Inset(32, 20);
  const Font heading = theme.font.Bold().Sized(page.size() + 7);
  double y = body.y + 24;
  y = page.canvas.Paragraph(body.x, y, body.width, 30, page.source.Subject(),
                            heading, theme.text, 2);
  std::string from = "From: " + page.source.Person();
  page.canvas.Text(body.x, y + 4, from, theme.font, theme.text);
  const std::string to = "To: " + page.source.Email();
  page.canvas.Text(body.x, y + 28, to, theme.font, theme.muted);
  y += 46;
  page.canvas.Rule({body.x, y}, {body.right(), y}, 1, theme.border);
  y += 34;
  const double leading = page.size() * 1.6;
  for (int i = page.rng().Between(3, 5); i > 0; --i) {
    const std::string prose = page.source.Prose(page.rng().Between(2, 4));
    const int room = static_cast<int>((body.bottom() - 60 - y) / leading);
    if (room <= 0) break;
    y = page.canvas.Paragraph(body.x, y, std::min(body.width, 760.0), leading,
                              prose, theme.font, theme.text, room) +
        leading * 0.6;
  }
  const double button = body.bottom() - 36;
  if (y < button) {
    Button(page, body.x + ButtonWidth(page, "Reply"), button, 34, "Reply");
  }
}

struct Bubble {
  std::vector<std::string> lines;
  double width = 0;
};

Bubble WrapBubble(PageContext& page, std::string text, double width) {
  Bubble bubble;
  while (!text.empty()) {
    std::string line = page.canvas.FitWords(text, page.theme.font, width);
    if (line.empty()) break;
    text.erase(0, std::min(line.size() + 1, text.size()));
    bubble.width =
        std::max(bubble.width, page.canvas.TextWidth(line, page.theme.font));
    bubble.lines.push_back(std::move(line));
  }
  return bubble;
}

void DrawBubble(PageContext& page, const Rect& box, const Bubble& bubble,
                bool own, double leading) {
  const Theme& theme = page.theme;
  page.canvas.FillRound(box, 14, own ? theme.accent : theme.raised);
  double baseline = box.y + 12 + page.size();
  for (const std::string& line : bubble.lines) {
    page.canvas.Text(box.x + 16, baseline, line, theme.font,
                     own ? theme.on_accent : theme.text);
    baseline += leading;
  }
}

void DrawBubbles(PageContext& page, const Rect& area) {
  const double leading = page.size() * 1.5;
  const double widest = std::min(area.width * 0.68, 560.0);
  double y = area.y + 14;
  while (true) {
    const bool own = page.rng().Chance(0.45);
    const std::string time = page.source.NextTime();
    const Bubble bubble = WrapBubble(page, page.source.Chat(), widest - 32);
    const double height =
        static_cast<double>(bubble.lines.size()) * leading + 18;
    if (y + height + 30 > area.bottom()) break;
    const double width = bubble.width + 32;
    const double x = own ? area.right() - 16 - width : area.x + 16;
    DrawBubble(page, {x, y, width, height}, bubble, own, leading);
    const Font small = page.theme.font.Sized(page.size() - 2);
    page.canvas.Text(own ? area.right() - 20 : area.x + 20, y + height + 17,
                     time, small, page.theme.muted,
                     own ? Align::kRight : Align::kLeft);
    y += height + 32;
  }
}

void DrawInputField(PageContext& page, const Rect& area) {
  const Theme& theme = page.theme;
  page.canvas.Fill(area, theme.panel);
  const Rect field = area.Inset(14, 8);
  page.canvas.FillRound(field, field.height / 2, theme.window);
  page.canvas.Text(field.x + 18, Centred(field.y, field.height, page.size()),
                   "Write a message", theme.font, theme.muted);
}

}  // namespace

void DrawMailPage(PageContext& page) {
  const Rect area = DrawFrame(page, "Inbox");
  if (area.width < 700) {
    DrawMailRows(page, area);
    return;
  }
  const double list = std::min(400.0, area.width * 0.36);
  page.canvas.Fill({area.x, area.y, list, area.height}, page.theme.panel);
  DrawMailRows(page, {area.x, area.y, list, area.height});
  page.canvas.Rule({area.x + list, area.y}, {area.x + list, area.bottom()}, 1,
                   page.theme.border);
  DrawMessage(page, {area.x + list, area.y, area.width - list, area.height});
}

void DrawChatPage(PageContext& page) {
  constexpr double kField = 60;
  const Rect frame = DrawFrame(page, page.source.Person());
  const Rect area = DrawSideBar(page, frame);
  DrawBubbles(page, {area.x, area.y, area.width, area.height - kField});
  DrawInputField(page, {area.x, area.bottom() - kField, area.width, kField});
}

}  // namespace rescan::samples
