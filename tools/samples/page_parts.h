// What the pages are made of; internal to the page drawing code.
#ifndef RESCAN_TOOLS_SAMPLES_PAGE_PARTS_H_
#define RESCAN_TOOLS_SAMPLES_PAGE_PARTS_H_

#include <string>
#include <string_view>

#include "tools/samples/pages.h"

namespace rescan::samples {

// What every page drawing function works with; borrowed for one call.
struct PageContext {
  Canvas& canvas;
  TextSource& source;
  const Theme& theme;

  [[nodiscard]] Rng& rng() const { return source.rng(); }
  [[nodiscard]] double size() const { return theme.font.size; }
};

// The base line that centres text of `size` in a band.
[[nodiscard]] constexpr double Centred(double top, double height, double size) {
  return top + height / 2 + size * 0.36;
}

// Text cut to whole words that fit `width`. Returns the advance width.
double Label(PageContext& page, double x, double baseline, double width,
             std::string_view text, const Font& font, Color color);

[[nodiscard]] double ButtonWidth(PageContext& page, std::string_view label);

// A filled button with a centred label; `right` is its right edge.
void Button(PageContext& page, double right, double top, double height,
            std::string_view label);

// A window's title bar, or a telephone's status bar and header (when the page
// is taller than wide). Returns what is left for the content.
[[nodiscard]] Rect DrawFrame(PageContext& page, std::string_view title);

// A column of names on the left of `area` when there is room. Returns the rest.
[[nodiscard]] Rect DrawSideBar(PageContext& page, const Rect& area);

void DrawTablePage(PageContext& page);
void DrawListPage(PageContext& page);
void DrawSettingsPage(PageContext& page);
void DrawMailPage(PageContext& page);
void DrawChatPage(PageContext& page);
void DrawBrowserPage(PageContext& page);
void DrawTerminalPage(PageContext& page);
void DrawLetterPage(PageContext& page);
void DrawInvoicePage(PageContext& page);
void DrawReceiptPage(PageContext& page);
void DrawFormPage(PageContext& page);
void DrawNumbersPage(PageContext& page);
void DrawNotePage(PageContext& page);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_PAGE_PARTS_H_
