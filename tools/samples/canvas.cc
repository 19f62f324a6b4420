#include "tools/samples/canvas.h"

#include <cairo.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace rescan::samples {
namespace {

struct Deleter {
  void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
  void operator()(cairo_t* p) const { cairo_destroy(p); }
  void operator()(cairo_path_t* p) const { cairo_path_destroy(p); }
  void operator()(cairo_font_options_t* p) const {
    cairo_font_options_destroy(p);
  }
  void operator()(PangoContext* p) const { g_object_unref(p); }
  void operator()(PangoLayout* p) const { g_object_unref(p); }
  void operator()(PangoFontDescription* p) const {
    pango_font_description_free(p);
  }
};
template <class T>
using Handle = std::unique_ptr<T, Deleter>;

const char* FamilyName(Family family) {
  switch (family) {
    case Family::kOpenSans:
      return "Open Sans";
    case Family::kDejaVuSans:
      return "DejaVu Sans";
    case Family::kSerif:
      return "DejaVu Serif";
    case Family::kMono:
      return "DejaVu Sans Mono";
  }
  return "";
}

Status CheckFonts(PangoFontMap* map) {
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(map, &families, &count);
  std::vector<std::string> installed;
  installed.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    installed.emplace_back(pango_font_family_get_name(families[i]));
  }
  g_free(families);
  for (const Family family : {Family::kOpenSans, Family::kDejaVuSans,
                              Family::kSerif, Family::kMono}) {
    const std::string name = FamilyName(family);
    if (std::find(installed.begin(), installed.end(), name) ==
        installed.end()) {
      return Fail(ErrorCode::kMissingData,
                  fmt::format("font family '{}' is not installed (packages "
                              "fonts-open-sans, fonts-dejavu)",
                              name));
    }
  }
  return {};
}

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

PixelBox OuterBox(double x1, double y1, double x2, double y2) {
  const int left = static_cast<int>(std::floor(x1));
  const int top = static_cast<int>(std::floor(y1));
  return {left, top, static_cast<int>(std::ceil(x2)) - left,
          static_cast<int>(std::ceil(y2)) - top};
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

// How the light of a third of a pixel is spread over its neighbours, in 1/256,
// so that edges do not show bare colours: FreeType's FT_LCD_FILTER_DEFAULT.
constexpr std::array<int, 5> kStripeFilter = {0x08, 0x4d, 0x56, 0x4d, 0x08};
// ... which reaches this far beyond the letters, in pixels.
constexpr double kStripeReach = 2.0 / 3;

// How much of a pixel's red, green and blue is covered, 0..255. `stripe` is its
// first third; two more are read on each side.
std::array<int, 3> SharesOf(const unsigned char* stripe) {
  std::array<int, 3> shares{};
  for (std::size_t c = 0; c < shares.size(); ++c) {
    for (std::size_t i = 0; i < kStripeFilter.size(); ++i) {
      shares[c] +=
          kStripeFilter[i] * stripe[static_cast<std::ptrdiff_t>(c + i) - 2];
    }
    shares[c] /= 256;
  }
  return shares;
}

// `under` with `share` (0..255) of `ink`.
std::uint8_t Mix(int under, int ink, int share) {
  return static_cast<std::uint8_t>(under + (ink - under) * share / 255);
}

}  // namespace

struct Canvas::Impl {
  CanvasOptions options;
  Handle<cairo_surface_t> surface;
  Handle<cairo_t> cairo;
  Handle<PangoContext> context;
  Handle<PangoLayout> layout;
  std::vector<TruthLine> lines;
  bool joining = false;    // between BeginLine and EndLine
  bool line_open = false;  // ... and its first words are there

  void SetColor(Color color) const {
    cairo_set_source_rgb(cairo.get(), color.red / 255.0, color.green / 255.0,
                         color.blue / 255.0);
  }

  void SetFont(const Font& font) const {
    const Handle<PangoFontDescription> description(
        pango_font_description_new());
    pango_font_description_set_family(description.get(),
                                      FamilyName(font.family));
    pango_font_description_set_weight(
        description.get(), font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(
        description.get(),
        font.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_font_description_set_absolute_size(
        description.get(), font.size * options.scale * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), description.get());
  }

  // Advance width in pixels, with the font last set.
  [[nodiscard]] double Advance(std::string_view text) const {
    pango_layout_set_text(layout.get(), text.data(),
                          static_cast<int>(text.size()));
    PangoRectangle logical;
    pango_layout_get_extents(layout.get(), nullptr, &logical);
    return static_cast<double>(logical.width) / PANGO_SCALE;
  }

  // Makes the outline of `word` the current path and returns its box.
  [[nodiscard]] PixelBox Outline(std::string_view word, double x,
                                 double baseline) const {
    pango_layout_set_text(layout.get(), word.data(),
                          static_cast<int>(word.size()));
    cairo_new_path(cairo.get());
    cairo_move_to(cairo.get(), x, baseline);
    pango_cairo_layout_line_path(
        cairo.get(), pango_layout_get_line_readonly(layout.get(), 0));
    double x1 = 0;
    double y1 = 0;
    double x2 = 0;
    double y2 = 0;
    cairo_fill_extents(cairo.get(), &x1, &y1, &x2, &y2);
    const double reach = options.subpixel ? kStripeReach : 0;
    return OuterBox(x1 - reach, y1, x2 + reach, y2);
  }

  // Fills the outline of a word, whose box is `box`.
  void PaintWord(const PixelBox& box, Color color) const {
    if (options.subpixel) {
      PaintStripes(box, color);
    } else {
      SetColor(color);
      cairo_fill(cairo.get());
    }
  }

  // The same for each third of a pixel. Under the identity matrix.
  void PaintStripes(const PixelBox& box, Color color) const {
    // One pixel more on each side, for the filter.
    const int width = 3 * (box.width + 2);
    const Handle<cairo_surface_t> mask(
        cairo_image_surface_create(CAIRO_FORMAT_A8, width, box.height));
    const Handle<cairo_t> fine(cairo_create(mask.get()));
    const Handle<cairo_path_t> path(cairo_copy_path(cairo.get()));
    cairo_scale(fine.get(), 3, 1);
    cairo_translate(fine.get(), 1 - box.left, -box.top);
    cairo_append_path(fine.get(), path.get());
    cairo_fill(fine.get());
    cairo_surface_flush(mask.get());
    cairo_surface_flush(surface.get());
    const unsigned char* covered = cairo_image_surface_get_data(mask.get());
    const int mask_stride = cairo_image_surface_get_stride(mask.get());
    unsigned char* pixels = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    if (covered == nullptr || pixels == nullptr) return;  // see Pixels()
    const int right = std::min(box.left + box.width, options.width);
    const int bottom = std::min(box.top + box.height, options.height);
    for (int y = std::max(box.top, 0); y < bottom; ++y) {
      const unsigned char* stripes =
          covered + static_cast<std::ptrdiff_t>(y - box.top) * mask_stride;
      auto* row = reinterpret_cast<std::uint32_t*>(
          pixels + static_cast<std::ptrdiff_t>(y) * stride);
      for (int x = std::max(box.left, 0); x < right; ++x) {
        const auto [red, green, blue] =
            SharesOf(stripes + 3 * (x - box.left + 1));
        const std::uint32_t under = row[x];
        row[x] = static_cast<std::uint32_t>(
                     Mix((under >> 16) & 255, color.red, red) << 16) |
                 static_cast<std::uint32_t>(
                     Mix((under >> 8) & 255, color.green, green) << 8) |
                 static_cast<std::uint32_t>(Mix(under & 255, color.blue, blue));
      }
    }
    cairo_surface_mark_dirty(surface.get());
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
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->surface.reset(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, options.width, options.height));
  impl->cairo.reset(cairo_create(impl->surface.get()));
  if (cairo_status(impl->cairo.get()) != CAIRO_STATUS_SUCCESS) {
    return Fail(
        ErrorCode::kLimit,
        fmt::format("cannot draw a page of {} x {} pixels: {}", options.width,
                    options.height,
                    cairo_status_to_string(cairo_status(impl->cairo.get()))));
  }
  // The thread's own map; it keeps the fonts loaded from page to page.
  PangoFontMap* font_map = pango_cairo_font_map_get_default();
  RESCAN_TRY(CheckFonts(font_map));
  impl->context.reset(pango_font_map_create_context(font_map));

  // Not the user's desktop settings: the same glyphs for everyone, and sizes
  // that scale without steps.
  const Handle<cairo_font_options_t> font_options(cairo_font_options_create());
  cairo_font_options_set_antialias(font_options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(font_options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(font_options.get(),
                                      CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(impl->context.get(), font_options.get());
  pango_context_set_round_glyph_positions(impl->context.get(), FALSE);
  impl->layout.reset(pango_layout_new(impl->context.get()));

  cairo_scale(impl->cairo.get(), options.scale, options.scale);
  Canvas canvas(std::move(impl));
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
  impl_->SetFont(font);
  const double blank = impl_->Advance(" ");
  double width = 0;
  for (const std::string& word : SplitWords(text)) {
    width += impl_->Advance(word) + (width > 0 ? blank : 0);
  }
  return width / impl_->options.scale;
}

std::string Canvas::FitWords(std::string_view text, const Font& font,
                             double width) {
  impl_->SetFont(font);
  const double limit = width * impl_->options.scale;
  const double blank = impl_->Advance(" ");
  std::string fitting;
  double used = 0;
  for (const std::string& word : SplitWords(text)) {
    used += impl_->Advance(word) + (used > 0 ? blank : 0);
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
  const double blank = impl_->Advance(" ");
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
    at += impl_->Advance(word) + blank;
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
  impl_->SetFont(font);
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
