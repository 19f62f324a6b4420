// The pages a sample can show. Each draws itself on a canvas of any size it is
// given, leaves out what does not fit, and never lets texts overlap.
#ifndef RESCAN_TOOLS_SAMPLES_PAGES_H_
#define RESCAN_TOOLS_SAMPLES_PAGES_H_

#include <optional>
#include <string_view>

#include "tools/samples/canvas.h"
#include "tools/samples/rng.h"
#include "tools/samples/words.h"

namespace rescan::samples {

enum class Page {
  // screens
  kTable,
  kList,
  kSettings,
  kMail,
  kChat,
  kBrowser,
  kTerminal,  // text within 1 % of all four edges
  // paper
  kLetter,
  kInvoice,
  kReceipt,
  kForm,
  // a few short lines, screen or paper
  kNote,
  // a screen of small decimal numbers; only when asked for
  kNumbers,
};

// "table", "list", ...
[[nodiscard]] std::string_view PageName(Page page);
// The page of that name; empty for another.
[[nodiscard]] std::optional<Page> PageNamed(std::string_view name);
[[nodiscard]] bool IsScreen(Page page);  // true for kNote
[[nodiscard]] bool IsPaper(Page page);   // true for kNote

// Colours and letters of a screen.
struct Theme {
  bool dark = false;
  Color window;  // behind everything
  Color panel;   // side bars, headers
  Color raised;  // cards, selected rows
  Color border;
  Color text;
  Color muted;      // secondary text, still readable
  Color accent;     // buttons, links, bubbles
  Color on_accent;  // text on `accent`
  Font font;        // base size
};

[[nodiscard]] Theme ScreenTheme(bool dark, Rng& rng);
// Black on white, for paper.
[[nodiscard]] Theme PaperTheme(Rng& rng);

// Draws `page`. `theme` is a PaperTheme for paper pages.
void DrawPage(Page page, const Theme& theme, TextSource& source,
              Canvas& canvas);

// Size of a paper page in points; receipts are longer or shorter by `rng`.
struct PaperSize {
  double width = 0;
  double height = 0;
};
[[nodiscard]] PaperSize SizeOfPaper(Page page, Rng& rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_PAGES_H_
