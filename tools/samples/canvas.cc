#include "tools/samples/canvas.h"

#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <numbers>
#include <utility>

#include "tools/samples/handle.h"
#include "tools/samples/lettering.h"

namespace rescan::samples {
namespace {

using SurfaceHandle = Handle<cairo_surface_t, cairo_surface_destroy>;
using CairoHandle = Handle<cairo_t, cairo_destroy>;

std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// Of a word that reads downwards.
Quad TurnedQuadOf(const PixelBox& box) {
  const double left = box.left;
  const double top = box.top;
  const double right = left + box.width;
  const double bottom = top + box.height;
  return {{{right, top}, {right, bottom}, {left, bottom}, {left, top}}};
}

Quad QuadOf(const PixelBox& box) {
  const double left = box.left;
  const double top = box.top;
  const double right = left + box.width;
  const double bottom = top + box.height;
  return {{{left, top}, {right, top}, {right, bottom}, {left, bottom}}};
}

}  // namespace

struct Canvas::Impl {
  CanvasOptions options;
  SurfaceHandle surface;
  CairoHandle cairo;
  Lettering letters;
  std::vector<TruthLine> lines = {};
  bool joining = false;    // between BeginLine and EndLine
  bool line_open = false;  // ... and its first words are there

  void SetColor(Color color) const {
    cairo_set_source_rgb(cairo.get(), color.red / 255.0, color.green / 255.0,
                         color.blue / 255.0);
  }

  [[nodiscard]] PixelBox Outline(std::string_view word, double x,
                                 double baseline) const {
    return letters.Outline(cairo.get(), word, x, baseline,
                           options.subpixel ? kStripeReach : 0);
  }

  // Fills the outline of a word, whose box is `box`.
  void PaintWord(const PixelBox& box, Color color) const {
    if (options.subpixel) {
      FillStripes(cairo.get(), box, color, options.width, options.height);
    } else {
      SetColor(color);
      cairo_fill(cairo.get());
    }
  }

  [[nodiscard]] bool OnPage(const PixelBox& box) const {
    return box.width > 0 && box.height > 0 && box.left >= 0 && box.top >= 0 &&
           box.left + box.width <= options.width &&
           box.top + box.height <= options.height;
  }

  void Record(std::vector<TruthWord> words) {
    if (!line_open) lines.emplace_back();
    line_open = joining;
    TruthLine& line = lines.back();
    for (TruthWord& word : words) {
      if (!line.text.empty()) line.text += ' ';
      line.text += word.text;
      line.words.push_back(std::move(word));
    }
  }

  void RoundedPath(const Rect& r, double radius) const {
    constexpr double kQuarter = std::numbers::pi / 2;
    cairo_t* c = cairo.get();
    cairo_new_sub_path(c);
    cairo_arc(c, r.right() - radius, r.y + radius, radius, -kQuarter, 0);
    cairo_arc(c, r.right() - radius, r.bottom() - radius, radius, 0, kQuarter);
    cairo_arc(c, r.x + radius, r.bottom() - radius, radius, kQuarter,
              2 * kQuarter);
    cairo_arc(c, r.x + radius, r.y + radius, radius, 2 * kQuarter,
              3 * kQuarter);
    cairo_close_path(c);
  }

  void StrokeLine(Point from, Point to, double line_width, Color color) const {
    SetColor(color);
    cairo_set_line_width(cairo.get(), line_width);
    cairo_move_to(cairo.get(), from.x, from.y);
    cairo_line_to(cairo.get(), to.x, to.y);
    cairo_stroke(cairo.get());
  }
};

Canvas::Canvas(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

Result<Canvas> Canvas::Create(const CanvasOptions& options) {
  SurfaceHandle surface(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, options.width, options.height));
  CairoHandle cairo(cairo_create(surface.get()));
  if (const cairo_status_t status = cairo_status(cairo.get());
      status != CAIRO_STATUS_SUCCESS) {
    return Fail(
        ErrorCode::kLimit,
        fmt::format("cannot draw a page of {} x {} pixels: {}", options.width,
                    options.height, cairo_status_to_string(status)));
  }
  auto letters = Lettering::Create(options.scale);
  if (!letters) return tl::unexpected(std::move(letters.error()));
  cairo_scale(cairo.get(), options.scale, options.scale);
  Canvas canvas(std::unique_ptr<Impl>(new Impl{
      options, std::move(surface), std::move(cairo), *std::move(letters)}));
  canvas.Fill({0, 0, canvas.width(), canvas.height()}, options.background);
  return canvas;
}

double Canvas::width() const {
  return impl_->options.width / impl_->options.scale;
}

double Canvas::height() const {
  return impl_->options.height / impl_->options.scale;
}

void Canvas::Fill(const Rect& rect, Color color) {
  impl_->SetColor(color);
  cairo_rectangle(impl_->cairo.get(), rect.x, rect.y, rect.width, rect.height);
  cairo_fill(impl_->cairo.get());
}

void Canvas::FillRound(const Rect& rect, double radius, Color color) {
  impl_->SetColor(color);
  impl_->RoundedPath(rect, radius);
  cairo_fill(impl_->cairo.get());
}

void Canvas::Frame(const Rect& rect, double line_width, Color color) {
  impl_->SetColor(color);
  cairo_set_line_width(impl_->cairo.get(), line_width);
  cairo_rectangle(impl_->cairo.get(), rect.x, rect.y, rect.width, rect.height);
  cairo_stroke(impl_->cairo.get());
}

void Canvas::Disc(double x, double y, double radius, Color color) {
  impl_->SetColor(color);
  cairo_new_path(impl_->cairo.get());
  cairo_arc(impl_->cairo.get(), x, y, radius, 0, 2 * std::numbers::pi);
  cairo_fill(impl_->cairo.get());
}

void Canvas::Rule(Point from, Point to, double line_width, Color color) {
  impl_->StrokeLine(from, to, line_width, color);
}

void Canvas::DashedRule(Point from, Point to, double line_width, Color color) {
  const double dash = 4 * line_width;
  cairo_set_dash(impl_->cairo.get(), &dash, 1, 0);
  impl_->StrokeLine(from, to, line_width, color);
  cairo_set_dash(impl_->cairo.get(), nullptr, 0, 0);
}

double Canvas::TextWidth(std::string_view text, const Font& font) {
  impl_->letters.SetFont(font);
  const double blank = impl_->letters.Advance(" ");
  double width = 0;
  for (const std::string& word : SplitWords(text)) {
    width += impl_->letters.Advance(word) + (width > 0 ? blank : 0);
  }
  return width / impl_->options.scale;
}

std::string Canvas::FitWords(std::string_view text, const Font& font,
                             double width) {
  impl_->letters.SetFont(font);
  const double limit = width * impl_->options.scale;
  const double blank = impl_->letters.Advance(" ");
  std::string fitting;
  double used = 0;
  for (const std::string& word : SplitWords(text)) {
    used += impl_->letters.Advance(word) + (used > 0 ? blank : 0);
    if (used > limit) break;
    if (!fitting.empty()) fitting += ' ';
    fitting += word;
  }
  return fitting;
}

double Canvas::Text(double x, double baseline, std::string_view text,
                    const Font& font, Color color, Align align) {
  const double width = TextWidth(text, font);
  if (align == Align::kCenter) x -= width / 2;
  if (align == Align::kRight) x -= width;

  // Text is set in pixels, not in scaled units: the font size carries the
  // scale.
  cairo_t* c = impl_->cairo.get();
  cairo_save(c);
  cairo_identity_matrix(c);
  const double blank = impl_->letters.Advance(" ");
  const double y = baseline * impl_->options.scale;
  std::vector<TruthWord> words;
  std::vector<double> starts;
  bool whole = true;
  double at = x * impl_->options.scale;
  for (const std::string& word : SplitWords(text)) {
    const PixelBox box = impl_->Outline(word, at, y);
    whole = whole && impl_->OnPage(box);
    words.push_back({word, box, QuadOf(box)});
    starts.push_back(at);
    at += impl_->letters.Advance(word) + blank;
  }
  if (whole && impl_->options.paint_text) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      impl_->PaintWord(impl_->Outline(words[i].text, starts[i], y), color);
    }
  }
  cairo_new_path(c);
  cairo_restore(c);
  if (!whole || words.empty()) return 0;
  impl_->Record(std::move(words));
  return width;
}

double Canvas::WordDown(double x, double y, std::string_view word,
                        const Font& font, Color color) {
  const double width = TextWidth(word, font);
  const double scale = impl_->options.scale;
  cairo_t* c = impl_->cairo.get();
  cairo_save(c);
  cairo_identity_matrix(c);
  cairo_translate(c, x * scale, y * scale);
  cairo_rotate(c, std::numbers::pi / 2);
  // In turned coordinates: right is down the page, down is to its left.
  const PixelBox along = impl_->Outline(word, 0, 0);
  const double right = x * scale - along.top;
  const double top = y * scale + along.left;
  const PixelBox box =
      OuterBox(right - along.height, top, right, top + along.width);
  const bool whole = impl_->OnPage(box);
  if (whole && impl_->options.paint_text) {
    impl_->SetColor(color);
    cairo_fill(c);
  }
  cairo_new_path(c);
  cairo_restore(c);
  if (!whole) return 0;
  impl_->Record({{std::string(word), box, TurnedQuadOf(box)}});
  return width;
}

void Canvas::Unrecorded(double x, double baseline, std::string_view text,
                        const Font& font, Color color) {
  impl_->letters.SetFont(font);
  cairo_t* c = impl_->cairo.get();
  cairo_save(c);
  cairo_identity_matrix(c);
  const double scale = impl_->options.scale;
  impl_->PaintWord(impl_->Outline(text, x * scale, baseline * scale), color);
  cairo_new_path(c);
  cairo_restore(c);
}

double Canvas::Paragraph(double x, double baseline, double width,
                         double leading, std::string_view text,
                         const Font& font, Color color, int max_lines) {
  std::string rest;
  for (const std::string& word : SplitWords(text)) {
    if (!rest.empty()) rest += ' ';
    rest += word;
  }
  for (int i = 0; i < max_lines && !rest.empty(); ++i) {
    const std::string line = FitWords(rest, font, width);
    if (line.empty()) break;
    Text(x, baseline, line, font, color);
    baseline += leading;
    rest.erase(0, std::min(line.size() + 1, rest.size()));
  }
  return baseline;
}

void Canvas::BeginLine() {
  impl_->joining = true;
  impl_->line_open = false;
}

void Canvas::EndLine() {
  impl_->joining = false;
  impl_->line_open = false;
}

Result<Raster> Canvas::Pixels() const {
  const cairo_status_t status = cairo_status(impl_->cairo.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    return Fail(ErrorCode::kInternal,
                fmt::format("drawing: {}", cairo_status_to_string(status)));
  }
  cairo_surface_t* surface = impl_->surface.get();
  cairo_surface_flush(surface);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  Raster raster(impl_->options.width, impl_->options.height);
  std::uint8_t* out = raster.bgr.data();
  for (int y = 0; y < raster.height; ++y) {
    // RGB24 is a 32-bit word per pixel in the machine's byte order.
    const auto* row = reinterpret_cast<const std::uint32_t*>(
        data + static_cast<std::ptrdiff_t>(y) * stride);
    for (int x = 0; x < raster.width; ++x) {
      *out++ = static_cast<std::uint8_t>(row[x]);
      *out++ = static_cast<std::uint8_t>(row[x] >> 8);
      *out++ = static_cast<std::uint8_t>(row[x] >> 16);
    }
  }
  return raster;
}

const std::vector<TruthLine>& Canvas::lines() const { return impl_->lines; }

}  // namespace rescan::samples
