// The parts of a drawn timesheet page; internal to the drawing of timesheets.
#ifndef RESCAN_TOOLS_SAMPLES_SHEET_PAGE_H_
#define RESCAN_TOOLS_SAMPLES_SHEET_PAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "tools/samples/canvas.h"
#include "tools/samples/sheet_content.h"
#include "tools/samples/sheet_look.h"

namespace rescan::samples {

// Height of the browser's bars in pixels: they are not zoomed.
inline constexpr double kTabsHeight = 40;
inline constexpr double kAddressHeight = 38;
inline constexpr double kBookmarksHeight = 34;

// Draws in CSS pixels of the page as a browser does: areas and lines on whole
// pixels, lines one pixel wide, letters at any fraction of a pixel from left to
// right but on whole base lines.
class SheetPen {
 public:
  // `top` is where the page begins, pixels. `canvas` must have scale 1.
  SheetPen(Canvas& canvas, double zoom, double top)
      : canvas_(canvas), zoom_(zoom), top_(top) {}

  [[nodiscard]] Canvas& canvas() const { return canvas_; }
  // One pixel, in CSS pixels.
  [[nodiscard]] double pixel() const { return 1 / zoom_; }
  [[nodiscard]] double Width(std::string_view text, const Font& font) const;

  void Fill(const Rect& rect, Color color) const;
  void FillRound(const Rect& rect, double radius, Color color) const;
  void Frame(const Rect& rect, Color color) const;
  void Disc(double x, double y, double radius, Color color) const;
  void LineAcross(double y, double from, double to, Color color) const;
  void LineDown(double x, double from, double to, Color color) const;
  // Two strokes that meet in a point: "v" at 0 quarter turns, then "<", ...
  void Chevron(double x, double y, double size, int quarters,
               Color color) const;

  // The box of the words drawn; empty if the text would not be wholly inside.
  PixelBox Text(double x, double baseline, std::string_view text,
                const Font& font, Color color,
                Align align = Align::kLeft) const;
  void Unrecorded(double x, double baseline, std::string_view text,
                  const Font& font, Color color) const;
  void WordDown(double x, double y, std::string_view word, const Font& font,
                Color color) const;

 private:
  [[nodiscard]] Rect Pixels(const Rect& rect) const;
  [[nodiscard]] Font Zoomed(const Font& font) const;

  Canvas& canvas_;
  double zoom_;
  double top_;
};

// The smallest box around both; an empty one does not count.
[[nodiscard]] PixelBox Around(const PixelBox& a, const PixelBox& b);

struct SheetPage {
  SheetPen pen;
  SheetContent& content;  // `fields` are added as they are drawn
  const SheetColors& colors;
  const SheetLayout& layout;
  Rng rng;  // for what the dimensions leave open

  [[nodiscard]] const SheetDimensions& dimensions() const {
    return content.truth.dimensions;
  }
  // Adds a field, if it was drawn.
  void Record(SheetField field) const;
};

// A piece of a line in one colour.
struct SheetRun {
  std::string text;
  bool label = false;  // of a subtask
};

// A row of the table: a project's (subtask < 0) or a task's.
struct SheetRow {
  int project = 0;
  int subtask = -1;
  std::vector<std::vector<SheetRun>> name;  // lines
  double height = 0;                        // CSS pixels
};

// The rows, their names wrapped into the column.
[[nodiscard]] std::vector<SheetRow> PlanRows(const SheetContent& content,
                                             const SheetLayout& layout,
                                             const SheetPen& pen);

// Lower edge of the table, or of the bands where there is none.
[[nodiscard]] double PageBottom(const SheetLayout& layout,
                                const std::vector<SheetRow>& rows);

// The browser's bars over the whole width, of a sheet or of another page.
void DrawBrowserBars(Canvas& canvas, const SheetColors& colors, bool bookmarks,
                     bool sheet, TextSource& source);

// The application around the sheet: header, rail, title, tabs.
void DrawApplication(SheetPage& page, double height, TextSource& source);

// Person, period, status and progress.
void DrawBands(SheetPage& page);

void DrawTable(SheetPage& page, const std::vector<SheetRow>& rows);

// Another page of the web, with a table.
void DrawOtherPage(SheetPage& page, TextSource& source);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_SHEET_PAGE_H_
