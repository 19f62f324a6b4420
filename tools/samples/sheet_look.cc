#include "tools/samples/sheet_look.h"

#include <algorithm>
#include <array>

namespace rescan::samples {
namespace {

// Up to `by` lighter or darker, each channel alike but for one level.
Color Moved(Color color, int by, Rng& rng) {
  const int shift = rng.Between(-by, by);
  const auto channel = [&](std::uint8_t value) {
    return static_cast<std::uint8_t>(
        std::clamp(value + shift + rng.Between(-1, 1), 0, 255));
  };
  // In a fixed order: see rng.h.
  const std::uint8_t red = channel(color.red);
  const std::uint8_t green = channel(color.green);
  const std::uint8_t blue = channel(color.blue);
  return {red, green, blue};
}

SheetColors DarkColors() {
  SheetColors c;
  c.page = {24, 26, 27};
  c.raised = {28, 31, 32};
  c.grid = {58, 62, 65};
  c.rule = {58, 62, 65};
  c.text = {205, 203, 201};
  c.grey = {149, 148, 147};
  c.link = {96, 165, 231};
  c.badge = {17, 66, 38};
  c.badge_text = {154, 233, 185};
  c.track = {45, 48, 50};
  c.bar = {40, 92, 150};
  c.marker = {86, 38, 120};
  c.tooltip = {60, 64, 67};
  c.tooltip_text = {232, 230, 227};
  c.header = {18, 20, 21};
  c.header_text = {214, 211, 208};
  c.avatar = {70, 80, 130};
  c.avatar_text = {232, 230, 227};
  c.frame = {32, 33, 36};
  c.toolbar = {53, 54, 58};
  c.address = {40, 42, 45};
  c.frame_text = {218, 220, 224};
  return c;
}

SheetColors LightColors() {
  SheetColors c;
  c.page = {255, 255, 255};
  c.raised = {246, 247, 249};
  c.grid = {214, 218, 222};
  c.rule = {196, 201, 206};
  c.text = {38, 41, 44};
  c.grey = {98, 104, 110};
  c.link = {12, 92, 184};
  c.badge = {214, 240, 223};
  c.badge_text = {16, 92, 48};
  c.track = {226, 229, 232};
  c.bar = {58, 124, 196};
  c.marker = {112, 48, 160};
  c.tooltip = {58, 62, 66};
  c.tooltip_text = {250, 250, 250};
  c.header = {30, 52, 84};
  c.header_text = {244, 246, 248};
  c.avatar = {96, 110, 180};
  c.avatar_text = {255, 255, 255};
  c.frame = {222, 225, 230};
  c.toolbar = {255, 255, 255};
  c.address = {241, 243, 244};
  c.frame_text = {60, 64, 67};
  return c;
}

}  // namespace

SheetColors UsualColors(bool dark) {
  return dark ? DarkColors() : LightColors();
}

SheetColors VariedColors(bool dark, Rng& rng) {
  constexpr std::array<Color, 4> kAvatars = {
      {{70, 80, 130}, {120, 60, 90}, {40, 104, 92}, {130, 88, 40}}};
  SheetColors c = UsualColors(dark);
  for (Color* color : {&c.page, &c.raised, &c.grid, &c.rule}) {
    *color = Moved(*color, 3, rng);
  }
  for (Color* color : {&c.text, &c.grey, &c.link, &c.badge_text, &c.tooltip,
                       &c.header, &c.bar, &c.frame}) {
    *color = Moved(*color, 9, rng);
  }
  c.avatar = rng.Pick(kAvatars);
  return c;
}

double SheetLayout::Column(int column) const {
  return rail + names + day * (total_column || column < 8 ? column : 7);
}

SheetLayout UsualLayout(double width) {
  // Shares of the page's width as in the samples, 1920 wide.
  constexpr double kPage = 1839;
  SheetLayout layout;
  const double page = width - layout.rail - 24;
  layout.width = width;
  layout.right = width - 24;
  layout.names = page * (layout.names / kPage);
  layout.day = page * (layout.day / kPage);
  layout.middle = layout.rail + page * ((layout.middle - layout.rail) / kPage);
  layout.bar = page * (layout.bar / kPage);
  return layout;
}

SheetLayout VariedLayout(double width, Rng& rng) {
  SheetLayout layout = UsualLayout(width);
  const double rail = rng.Between(44, 72);
  layout.right -= rng.Between(0, 6);
  layout.middle += rail - layout.rail;
  layout.rail = rail;
  const double page = layout.right - layout.rail;
  layout.names = page * rng.Uniform(0.24, 0.33);
  // What is left for Posted Actuals is a little more than for a day, and
  // enough for its name.
  const double days = std::min((page - layout.names) * rng.Uniform(0.84, 0.87),
                               page - layout.names - 116);
  layout.day = days / 8;
  layout.header = rng.Between(44, 56);
  layout.band_top = rng.Between(150, 190);
  layout.head_row = rng.Between(80, 96);
  layout.project_row = rng.Between(33, 42);
  layout.task_row = rng.Between(38, 52);
  layout.font = rng.Chance(0.7) ? 14 : rng.Uniform(13, 15);
  return layout;
}

}  // namespace rescan::samples
