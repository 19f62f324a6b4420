// A page to draw on, which remembers every word drawn and where its ink is.
#ifndef RESCAN_TOOLS_SAMPLES_CANVAS_H_
#define RESCAN_TOOLS_SAMPLES_CANVAS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"
#include "tools/samples/font.h"
#include "tools/samples/raster.h"
#include "tools/samples/truth.h"

namespace rescan::samples {

// In units of the page: points for paper, device-independent pixels for
// screens.
struct Rect {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  [[nodiscard]] double right() const { return x + width; }
  [[nodiscard]] double bottom() const { return y + height; }
  // The same rectangle, smaller by `dx` on the left and right, and by `dy`.
  [[nodiscard]] Rect Inset(double dx, double dy) const {
    return {x + dx, y + dy, width - 2 * dx, height - 2 * dy};
  }
};

enum class Align { kLeft, kCenter, kRight };

struct CanvasOptions {
  int width = 0;     // pixels
  int height = 0;    // pixels
  double scale = 1;  // pixels per unit
  Color background = {255, 255, 255};
  // False records the words without painting them: the same page without its
  // text, for blank pages and for tests of the truth.
  bool paint_text = true;
  // Letters as on a colour screen whose pixels are red, green and blue stripes
  // side by side: three times as fine across, with coloured edges.
  bool subpixel = false;
};

// Thread-compatible; movable. Coordinates are units, y grows downwards.
class Canvas {
 public:
  // Errors: kMissingData when a font family is not installed (another font
  // would be taken silently), kLimit when there is no memory for the pixels.
  [[nodiscard]] static Result<Canvas> Create(const CanvasOptions& options);

  Canvas(Canvas&&) noexcept;
  Canvas& operator=(Canvas&&) noexcept;
  ~Canvas();

  [[nodiscard]] double width() const;   // units
  [[nodiscard]] double height() const;  // units

  void Fill(const Rect& rect, Color color);
  void FillRound(const Rect& rect, double radius, Color color);
  void Frame(const Rect& rect, double line_width, Color color);
  void Disc(double x, double y, double radius, Color color);
  void Rule(Point from, Point to, double line_width, Color color);
  void DashedRule(Point from, Point to, double line_width, Color color);

  // Advance width of `text` set in one line.
  [[nodiscard]] double TextWidth(std::string_view text, const Font& font);

  // The longest run of whole words from the front of `text` that is at most
  // `width` wide; empty if not even one fits.
  [[nodiscard]] std::string FitWords(std::string_view text, const Font& font,
                                     double width);

  // Draws `text` in one line; `x` is its left, middle or right by `align`.
  // Words are parted by blanks. Becomes a line of the truth, or part of one
  // between BeginLine and EndLine. Text that would not lie wholly on the page
  // is not drawn and not recorded. Returns the advance width, 0 if not drawn.
  double Text(double x, double baseline, std::string_view text,
              const Font& font, Color color, Align align = Align::kLeft);

  // One word that reads downwards, turned by 90 degrees clockwise: `x` is its
  // base line and `y` its upper end. Recorded and returned as by Text. Always
  // in grey: screens turn whole pixels.
  double WordDown(double x, double y, std::string_view word, const Font& font,
                  Color color);

  // Paints text that is not in the truth: what will be partly covered, or is
  // cut by the edge of something. Painted also where paint_text is false.
  void Unrecorded(double x, double baseline, std::string_view text,
                  const Font& font, Color color);

  // Wraps `text` at `width`; at most `max_lines` lines (the rest of the text
  // is dropped). Returns the base line for what comes next.
  double Paragraph(double x, double baseline, double width, double leading,
                   std::string_view text, const Font& font, Color color,
                   int max_lines = 1000);

  // Everything drawn between these two is one line of the truth.
  void BeginLine();
  void EndLine();

  // The pixels and the words so far, boxes in pixels of the page. Errors:
  // kInternal if drawing failed.
  [[nodiscard]] Result<Raster> Pixels() const;
  [[nodiscard]] const std::vector<TruthLine>& lines() const;

 private:
  struct Impl;
  explicit Canvas(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_CANVAS_H_
