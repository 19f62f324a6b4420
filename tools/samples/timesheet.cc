#include "tools/samples/timesheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tools/samples/sheet_capture.h"
#include "tools/samples/sheet_page.h"

namespace rescan::samples {
namespace {

constexpr int kLeastWidth = 1024;
constexpr int kMostWidth = 3840;
constexpr int kLeastZoom = 67;
constexpr int kMostZoom = 200;
constexpr int kMostProjects = 8;
// CSS pixels below which the bands' texts would meet.
constexpr int kLeastCssWidth = 1000;
constexpr int kQuality = 60;

Status CheckSpec(const SheetSpec& spec) {
  const auto refuse = [](std::string_view reason) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("timesheet: {}", reason));
  };
  if (spec.specimen && (spec.dark || spec.width || spec.zoom || spec.projects ||
                        spec.variant || spec.subpixel)) {
    return refuse("sample A and B leave nothing open but the format");
  }
  const int width = spec.width.value_or(kMostWidth);
  const int zoom = spec.zoom.value_or(kLeastZoom);
  if (width < kLeastWidth || width > kMostWidth) {
    return refuse(
        fmt::format("width {} outside {}..{}", width, kLeastWidth, kMostWidth));
  }
  if (zoom < kLeastZoom || zoom > kMostZoom) {
    return refuse(
        fmt::format("zoom {} outside {}..{}", zoom, kLeastZoom, kMostZoom));
  }
  if (spec.zoom && spec.variant == SheetVariant::kHalfZoom) {
    return refuse("half-zoom has its own zoom");
  }
  if (spec.width && spec.zoom && width * 100 / zoom < kLeastCssWidth) {
    return refuse(fmt::format("no room at width {} and zoom {}", width, zoom));
  }
  if (spec.projects && (*spec.projects < 1 || *spec.projects > kMostProjects)) {
    return refuse(
        fmt::format("{} projects, not 1..{}", *spec.projects, kMostProjects));
  }
  return {};
}

// An entry for each time out of all.
template <class T, std::size_t n>
T Weighted(const std::array<std::pair<T, int>, n>& choices, Rng& rng) {
  int sum = 0;
  for (const auto& [value, weight] : choices) sum += weight;
  int at = rng.Between(1, sum);
  for (const auto& [value, weight] : choices) {
    at -= weight;
    if (at <= 0) return value;
  }
  return choices[0].first;
}

using Text = std::string_view;
constexpr std::array<std::pair<SheetVariant, int>, 5> kVariants = {
    {{SheetVariant::kRegular, 76},
     {SheetVariant::kZeroHour, 8},
     {SheetVariant::kStatus, 7},
     {SheetVariant::kWrongDay, 5},
     {SheetVariant::kNoTotal, 4}}};
constexpr std::array<int, 3> kWidths = {1366, 1920, 2560};
constexpr std::array<std::pair<int, int>, 4> kZooms = {
    {{90, 2}, {100, 4}, {110, 2}, {125, 2}}};
constexpr std::array<Text, 3> kZeros = {"blank", "dash", "mixed"};
constexpr std::array<std::pair<Text, int>, 5> kWeeks = {{{"plain", 8},
                                                         {"weekend", 4},
                                                         {"bank_holiday", 3},
                                                         {"month_boundary", 3},
                                                         {"year_boundary", 2}}};
constexpr std::array<std::pair<Text, int>, 6> kDates = {{{"plain", 14},
                                                         {"comma", 2},
                                                         {"day_first", 1},
                                                         {"no_year", 1},
                                                         {"slashes", 1},
                                                         {"dots", 1}}};
constexpr std::array<std::pair<Text, int>, 3> kNames = {
    {{"plain", 6}, {"wrapped", 2}, {"parentheses", 2}}};
constexpr std::array<std::pair<Text, int>, 4> kEdges = {
    {{"whole", 87}, {"actuals", 5}, {"total", 4}, {"day", 4}}};
constexpr std::array<std::pair<Text, int>, 12> kPrefixes = {{{"PJ", 9},
                                                             {"PJHCST", 1},
                                                             {"REAG", 1},
                                                             {"HCST", 1},
                                                             {"NTCS", 1},
                                                             {"NTC5", 1},
                                                             {"sps", 1},
                                                             {"SCR", 1},
                                                             {"DATA", 1},
                                                             {"INFRA", 1},
                                                             {"P", 1},
                                                             {"WEB", 1}}};

// The width, and a zoom at which it has room.
void ChooseWindow(const SheetSpec& spec, SheetDimensions& d, Rng& rng) {
  const int width = rng.Pick(kWidths);
  const int zoom = Weighted(kZooms, rng);
  d.width = spec.width.value_or(
      d.variant == SheetVariant::kTwoSheets ? kWidths[0] : width);
  d.zoom = spec.zoom.value_or(zoom);
  if (d.variant == SheetVariant::kHalfZoom) d.zoom = 50;
  if (d.width * 100 / d.zoom >= kLeastCssWidth) return;
  if (!spec.zoom) {
    d.zoom = d.width * 100 / kLeastCssWidth;
  } else {
    d.width = kWidths.back();
  }
}

SheetDimensions Choose(const SheetSpec& spec, Rng& rng) {
  SheetDimensions d;
  const SheetVariant variant = Weighted(kVariants, rng);
  d.variant = spec.variant.value_or(variant);
  ChooseWindow(spec, d, rng);
  const int projects = rng.Between(1, kMostProjects);
  d.projects = spec.projects.value_or(projects);
  d.subtasks = rng.Between(1, 3);
  d.zeros = rng.Pick(kZeros);
  d.week = Weighted(kWeeks, rng);
  d.dates = Weighted(kDates, rng);
  d.names = Weighted(kNames, rng);
  d.edge = Weighted(kEdges, rng);
  if (d.variant != SheetVariant::kRegular) d.edge = "whole";
  d.tooltip = rng.Chance(0.4);
  d.side_tab = rng.Chance(0.8);
  for (int i = 0; i < d.projects; ++i) {
    d.prefixes.emplace_back(Weighted(kPrefixes, rng));
  }
  if (d.variant == SheetVariant::kZeroHour ||
      d.variant == SheetVariant::kOtherPage) {
    d.projects = 0;
    d.subtasks = 0;
    d.prefixes.clear();
  }
  const bool photo = d.variant == SheetVariant::kMonitorPhoto;
  const bool jpeg = rng.Chance(0.25) || photo;
  const ImageFormat format =
      spec.format.value_or(jpeg ? ImageFormat::kJpeg : ImageFormat::kPng);
  d.jpeg_quality = format == ImageFormat::kJpeg ? kQuality : 0;
  const bool subpixel = rng.Chance(0.4);
  d.subpixel = spec.subpixel.value_or(subpixel);
  return d;
}

SheetDimensions SpecimenDimensions(const SheetSpec& spec) {
  const bool hours = spec.specimen == SheetSpecimen::kSampleA;
  SheetDimensions d;
  d.variant = hours ? SheetVariant::kRegular : SheetVariant::kZeroHour;
  d.width = 1920;
  d.zoom = 100;
  d.projects = hours ? 1 : 0;
  d.subtasks = d.projects;
  d.zeros = "blank";
  d.week = d.dates = d.names = "plain";
  d.edge = "whole";
  d.tooltip = d.side_tab = true;
  d.jpeg_quality = spec.format == ImageFormat::kJpeg ? kQuality : 0;
  if (hours) d.prefixes = {"PJ"};
  return d;
}

Expectation Expected(const SheetDimensions& d) {
  switch (d.variant) {
    case SheetVariant::kZeroHour:
      return Expectation::kZeroHour;
    case SheetVariant::kStatus:
      return Expectation::kRejectedStatus;
    case SheetVariant::kWrongDay:
      return Expectation::kWrongDay;
    case SheetVariant::kCut:
      return Expectation::kIncomplete;
    case SheetVariant::kUpsideDown:
    case SheetVariant::kHalfZoom:
    case SheetVariant::kMonitorPhoto:
      return Expectation::kExactOrReview;
    case SheetVariant::kTwoSheets:
    case SheetVariant::kHeaderError:
      return Expectation::kReview;
    case SheetVariant::kOtherPage:
      return Expectation::kNotTimesheet;
    case SheetVariant::kOverLimit:
      return Expectation::kOverLimit;
    case SheetVariant::kRegular:
    case SheetVariant::kNoTotal:
      break;
  }
  if (d.edge == "day") return Expectation::kIncomplete;
  if (d.edge == "total") return Expectation::kExactOrReview;
  return Expectation::kStore;
}

// How one window looks.
struct Look {
  bool dark = false;
  bool bookmarks = true;
  int height = 0;  // pixels, at least
  SheetColors colors;
  SheetLayout layout;
};

Look ChooseLook(const SheetSpec& spec, const SheetDimensions& d, Rng& rng) {
  constexpr std::array<std::array<int, 2>, 3> kHeights = {
      {{657, 768}, {1032, 1080}, {1297, 1440}}};
  const double css_width = 100.0 * d.width / d.zoom;
  Look look;
  if (spec.specimen) {
    look.dark = true;
    look.height = 1032;
    look.colors = UsualColors(true);
    look.layout = UsualLayout(css_width);
    return look;
  }
  const bool dark = rng.Chance(0.5);
  look.dark = spec.dark.value_or(dark);
  look.bookmarks = rng.Chance(0.75);
  const std::size_t size = d.width < 1600 ? 0 : d.width < 2200 ? 1 : 2;
  look.height = rng.Pick(kHeights[size]);
  look.colors = VariedColors(look.dark, rng);
  look.layout = VariedLayout(css_width, rng);
  look.layout.total_column = d.variant != SheetVariant::kNoTotal;
  return look;
}

SheetContent ContentOf(const SheetSpec& spec, const SheetDimensions& d,
                       const SheetLayout& layout, TextSource& source) {
  if (d.variant == SheetVariant::kOtherPage) {
    SheetContent nothing;
    nothing.truth.dimensions = d;
    return nothing;
  }
  if (spec.specimen) {
    SheetContent content = spec.specimen == SheetSpecimen::kSampleA
                               ? SampleSheetA()
                               : SampleSheetB();
    content.truth.dimensions = d;
    return content;
  }
  // Letters are about half as wide as high; a long name takes two lines or
  // three.
  const double letters = 2.2 * layout.names / layout.font;
  return InventSheet(d, static_cast<int>(letters * 1.2), source);
}

// A whole window, with its sheet or with another page.
Result<SheetPicture> DrawWindow(const SheetSpec& spec, const SheetDimensions& d,
                                Rng rng) {
  Rng look_rng = rng.Fork();
  TextSource content_source(rng.Fork());
  TextSource around_source(rng.Fork());
  const Look look = ChooseLook(spec, d, look_rng);
  const double zoom = d.zoom / 100.0;
  const double top =
      kTabsHeight + kAddressHeight + (look.bookmarks ? kBookmarksHeight : 0);
  SheetContent content = ContentOf(spec, d, look.layout, content_source);

  // Names are measured before the height of the window is known.
  auto measure = Canvas::Create({16, 16, 1, {}, false, false});
  if (!measure) return tl::unexpected(measure.error());
  const std::vector<SheetRow> rows =
      PlanRows(content, look.layout, SheetPen(*measure, zoom, 0));
  const double bottom = top + zoom * (PageBottom(look.layout, rows) + 24);
  const int height = std::max(look.height, static_cast<int>(bottom));

  auto canvas = Canvas::Create(
      {d.width, height, 1, look.colors.page, spec.paint_text, d.subpixel});
  if (!canvas) return tl::unexpected(canvas.error());
  SheetPage page{SheetPen(*canvas, zoom, top), content, look.colors,
                 look.layout, look_rng.Fork()};
  const bool sheet = d.variant != SheetVariant::kOtherPage;
  if (!sheet) {
    DrawOtherPage(page, around_source);
  } else {
    DrawApplication(page, (height - top) / zoom, around_source);
    DrawBands(page);
    if (!rows.empty()) DrawTable(page, rows);
  }
  DrawBrowserBars(*canvas, look.colors, look.bookmarks, sheet, around_source);

  auto pixels = canvas->Pixels();
  if (!pixels) return tl::unexpected(pixels.error());
  SheetPicture picture;
  picture.page = {std::move(*pixels), canvas->lines()};
  picture.sheet = std::move(content.truth);
  picture.dark = look.dark;
  for (int column = 0; column <= 8; ++column) {
    picture.columns.push_back(look.layout.Column(column) * zoom);
  }
  picture.columns.push_back(look.layout.right * zoom);
  picture.table_top = top + zoom * look.layout.table_top();
  picture.table_bottom = top + zoom * PageBottom(look.layout, rows);
  return picture;
}

}  // namespace

Result<SheetDimensions> DimensionsOf(const SheetSpec& spec) {
  RESCAN_TRY(CheckSpec(spec));
  Rng rng(spec.seed);
  Rng choice_rng = rng.Fork();
  return spec.specimen ? SpecimenDimensions(spec) : Choose(spec, choice_rng);
}

Result<Sample> DrawTimesheet(const SheetSpec& spec) {
  const auto dimensions = DimensionsOf(spec);
  if (!dimensions) return tl::unexpected(dimensions.error());
  const SheetDimensions& d = *dimensions;
  Rng rng(spec.seed);
  (void)rng.Fork();  // of the dimensions
  const Rng window_rng = rng.Fork();
  const Rng other_rng = rng.Fork();
  Rng capture_rng = rng.Fork();
  auto window = DrawWindow(spec, d, window_rng);
  if (!window) return tl::unexpected(window.error());
  window->sheet.expectation = Expected(d);
  if (d.variant == SheetVariant::kTwoSheets) {
    const auto second = DrawWindow(spec, d, other_rng);
    if (!second) return tl::unexpected(second.error());
    PutBeside(*window, *second);
  } else {
    CaptureSheet(*window, capture_rng);
  }

  Sample sample;
  sample.format = d.jpeg_quality > 0 ? ImageFormat::kJpeg : ImageFormat::kPng;
  auto bytes = Encode(window->page.raster, sample.format, kQuality);
  if (!bytes) return tl::unexpected(bytes.error());
  sample.bytes = std::move(*bytes);
  const bool photo = d.variant == SheetVariant::kMonitorPhoto;
  const bool other = d.variant == SheetVariant::kOtherPage;
  sample.truth = {"",
                  photo ? SampleClass::kPhoto : SampleClass::kNative,
                  window->page.raster.width,
                  window->page.raster.height,
                  spec.seed,
                  window->dark ? "dark" : "light",
                  other ? "other" : "timesheet",
                  std::move(window->page.lines),
                  std::move(window->sheet)};
  return sample;
}

}  // namespace rescan::samples
