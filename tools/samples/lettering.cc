#include "tools/samples/lettering.h"

#include <cairo.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tools/samples/handle.h"

namespace rescan::samples {
namespace {

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

// How the light of a third of a pixel is spread over its neighbours, in 1/256,
// so that edges do not show bare colours: FreeType's FT_LCD_FILTER_DEFAULT.
constexpr std::array<int, 5> kStripeFilter = {0x08, 0x4d, 0x56, 0x4d, 0x08};

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

PixelBox OuterBox(double x1, double y1, double x2, double y2) {
  const int left = static_cast<int>(std::floor(x1));
  const int top = static_cast<int>(std::floor(y1));
  return {left, top, static_cast<int>(std::ceil(x2)) - left,
          static_cast<int>(std::ceil(y2)) - top};
}

struct Lettering::Impl {
  double scale = 1;
  Handle<PangoContext, g_object_unref> context;
  Handle<PangoLayout, g_object_unref> layout;
};

Lettering::Lettering(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Lettering::Lettering(Lettering&&) noexcept = default;
Lettering& Lettering::operator=(Lettering&&) noexcept = default;
Lettering::~Lettering() = default;

Result<Lettering> Lettering::Create(double scale) {
  // The thread's own map; it keeps the fonts loaded from page to page.
  PangoFontMap* font_map = pango_cairo_font_map_get_default();
  RESCAN_TRY(CheckFonts(font_map));
  auto impl = std::make_unique<Impl>();
  impl->scale = scale;
  impl->context.reset(pango_font_map_create_context(font_map));

  // Not the user's desktop settings: the same glyphs for everyone, and sizes
  // that scale without steps.
  const Handle<cairo_font_options_t, cairo_font_options_destroy> font_options(
      cairo_font_options_create());
  cairo_font_options_set_antialias(font_options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(font_options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(font_options.get(),
                                      CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(impl->context.get(), font_options.get());
  pango_context_set_round_glyph_positions(impl->context.get(), FALSE);
  impl->layout.reset(pango_layout_new(impl->context.get()));
  return Lettering(std::move(impl));
}

void Lettering::SetFont(const Font& font) {
  const Handle<PangoFontDescription, pango_font_description_free> description(
      pango_font_description_new());
  pango_font_description_set_family(description.get(), FamilyName(font.family));
  pango_font_description_set_weight(
      description.get(), font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style(
      description.get(), font.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_font_description_set_absolute_size(
      description.get(), font.size * impl_->scale * PANGO_SCALE);
  pango_layout_set_font_description(impl_->layout.get(), description.get());
}

double Lettering::Advance(std::string_view text) const {
  pango_layout_set_text(impl_->layout.get(), text.data(),
                        static_cast<int>(text.size()));
  PangoRectangle logical;
  pango_layout_get_extents(impl_->layout.get(), nullptr, &logical);
  return static_cast<double>(logical.width) / PANGO_SCALE;
}

PixelBox Lettering::Outline(cairo_t* cairo, std::string_view word, double x,
                            double baseline, double reach) const {
  pango_layout_set_text(impl_->layout.get(), word.data(),
                        static_cast<int>(word.size()));
  cairo_new_path(cairo);
  cairo_move_to(cairo, x, baseline);
  pango_cairo_layout_line_path(
      cairo, pango_layout_get_line_readonly(impl_->layout.get(), 0));
  double x1 = 0;
  double y1 = 0;
  double x2 = 0;
  double y2 = 0;
  cairo_fill_extents(cairo, &x1, &y1, &x2, &y2);
  return OuterBox(x1 - reach, y1, x2 + reach, y2);
}

void FillStripes(cairo_t* cairo, const PixelBox& box, Color color, int width,
                 int height) {
  // One pixel more on each side, for the filter.
  const int stripes_across = 3 * (box.width + 2);
  const Handle<cairo_surface_t, cairo_surface_destroy> mask(
      cairo_image_surface_create(CAIRO_FORMAT_A8, stripes_across, box.height));
  const Handle<cairo_t, cairo_destroy> fine(cairo_create(mask.get()));
  const Handle<cairo_path_t, cairo_path_destroy> path(cairo_copy_path(cairo));
  cairo_surface_t* const surface = cairo_get_target(cairo);
  cairo_scale(fine.get(), 3, 1);
  cairo_translate(fine.get(), 1 - box.left, -box.top);
  cairo_append_path(fine.get(), path.get());
  cairo_fill(fine.get());
  cairo_surface_flush(mask.get());
  cairo_surface_flush(surface);
  const unsigned char* covered = cairo_image_surface_get_data(mask.get());
  const int mask_stride = cairo_image_surface_get_stride(mask.get());
  unsigned char* pixels = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  if (covered == nullptr || pixels == nullptr) return;  // see Canvas::Pixels
  const int right = std::min(box.left + box.width, width);
  const int bottom = std::min(box.top + box.height, height);
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
  cairo_surface_mark_dirty(surface);
}

}  // namespace rescan::samples
