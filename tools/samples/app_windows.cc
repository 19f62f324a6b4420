#include "tools/samples/app_windows.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "tools/samples/effects.h"
#include "tools/samples/picture_edits.h"
#include "tools/samples/raster_mat.h"
#include "tools/samples/sample.h"
#include "tools/samples/scene.h"

namespace rescan::samples {
namespace {

struct Look {
  bool dark = false;
  double unit = 1;  // pixels of the screen for one of the page
  cv::Scalar ground, panel, line, bar;
};

cv::Scalar Shade(Rng& rng, int least, int most) {
  const double level = rng.Between(least, most);
  return {level + rng.Between(-3, 3), level, level + rng.Between(-3, 3)};
}

Look LookOf(bool dark, double unit, Rng& rng) {
  Look look;
  look.dark = dark;
  look.unit = unit;
  look.ground = dark ? Shade(rng, 12, 45) : Shade(rng, 225, 252);
  if (!dark && rng.Chance(0.6)) look.ground = cv::Scalar(255, 255, 255);
  look.panel = dark ? Shade(rng, 20, 60) : Shade(rng, 232, 252);
  look.line = dark ? Shade(rng, 55, 90) : Shade(rng, 190, 225);
  for (int i = 0; i < 3; ++i) look.bar[i] = rng.Between(10, 130);
  return look;
}

Result<cv::Mat> Text(int width, int height, bool dark, Rng& rng) {
  SampleSpec spec;
  spec.seed = rng.Next();
  spec.size = {std::clamp(width, 480, 4000), std::clamp(height, 480, 4000)};
  spec.dark = dark;
  spec.subpixel = rng.Chance(0.15);
  auto page = DrawPageAlone(spec);
  if (!page) return tl::unexpected(page.error());
  return View(page->raster).clone();
}

// A paper as an application renders or shows it, or a photo.
Result<cv::Mat> Shown(int width, Rng& rng) {
  if (rng.Chance(0.2)) {
    Raster scene = DrawScene(600, rng.Between(400, 900), rng);
    AddNoise(scene, rng, rng.Uniform(0.5, 4), 0.5);
    return View(scene).clone();
  }
  SampleSpec spec;
  spec.sample_class = SampleClass::kScan;
  spec.seed = rng.Next();
  spec.dpi = std::clamp(rng.Between(width / 10, width / 6), 72, 300);
  auto page = DrawPageAlone(spec);
  if (!page) return tl::unexpected(page.error());
  Raster paper = std::move(page->raster);
  if (rng.Chance(0.45)) {
    Light(paper, rng.Uniform(0, 360), rng.Uniform(0, 0.15), 0.05);
    Blur(paper, rng.Uniform(0.3, 0.9));
    AddNoise(paper, rng, rng.Uniform(0.5, 6), 0.3);
    if (rng.Chance(0.5)) Bleach(paper, rng.Uniform(1, 1.4), 0);
    RESCAN_TRY(Recompress(paper, rng.Between(60, 95)));
  }
  return View(paper).clone();
}

// Fills `place` with the upper part of the picture, as wide as the place.
void Fill(cv::Mat place, const cv::Mat& picture) {
  const double scale = static_cast<double>(place.cols) / picture.cols;
  const int rows =
      std::min(picture.rows, std::max(1, static_cast<int>(place.rows / scale)));
  cv::Mat scaled;
  cv::resize(
      picture.rowRange(0, rows), scaled,
      {place.cols, std::clamp(static_cast<int>(rows * scale), 1, place.rows)},
      0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  scaled.copyTo(place.rowRange(0, scaled.rows));
}

void Label(cv::Mat place, const Look& look, Rng& rng) {
  constexpr std::array<const char*, 8> kWords = {
      "Documents", "Settings", "Invoice 2041", "Save",
      "Tags",      "Inbox",    "Edit",         "Correspondent"};
  const double level = look.dark ? rng.Between(170, 250) : rng.Between(0, 90);
  cv::putText(place, rng.Pick(kWords),
              {static_cast<int>(8 * look.unit), place.rows / 2 + 5},
              cv::FONT_HERSHEY_SIMPLEX, 0.45 * look.unit,
              cv::Scalar(level, level, level), 1, cv::LINE_AA);
}

void Frame(cv::Mat place, const Look& look) {
  cv::rectangle(place, {0, 0}, {place.cols - 1, place.rows - 1}, look.line, 1);
}

void Chip(cv::Mat place, Rng& rng) {
  place = cv::Scalar(rng.Between(20, 230), rng.Between(20, 230),
                     rng.Between(20, 230));
}

Status Cards(cv::Mat page, const Look& look, Rng& rng) {
  page = look.ground;
  const int columns = rng.Between(2, 7);
  const int gap = static_cast<int>(rng.Between(6, 20) * look.unit);
  const int width = std::max(60, page.cols / columns - gap);
  const bool large = rng.Chance(0.35);
  const int height = large ? std::max(60, width / 2)
                           : static_cast<int>(width * rng.Uniform(1, 1.6));
  auto words = Text(page.cols, page.rows, look.dark, rng);
  if (!words) return tl::unexpected(words.error());
  auto picture = Shown(width, rng);
  for (int y = gap; y + height / 2 < page.rows; y += height + gap) {
    for (int x = gap; x + width <= page.cols; x += width + gap) {
      const int rows = std::min(height, page.rows - y);
      cv::Mat card = page(cv::Rect(x, y, width, rows));
      if (x + width <= words->cols && y + rows <= words->rows) {
        (*words)(cv::Rect(x, y, width, rows)).copyTo(card);
      }
      if (rng.Chance(0.4)) picture = Shown(width, rng);
      if (!picture) return tl::unexpected(picture.error());
      Fill(large ? card.colRange(0, width / 3)
                 : card.rowRange(0, std::min(rows, height * 2 / 3)),
           *picture);
      if (rng.Chance(0.6) && rows > 30) {
        Chip(card(cv::Rect(width / 2, 4, width / 3, 12)), rng);
      }
      Frame(card, look);
    }
  }
  return {};
}

Status Detail(cv::Mat page, const Look& look, Rng& rng) {
  auto form = Text(page.cols, page.rows, look.dark, rng);
  if (!form) return tl::unexpected(form.error());
  page = look.ground;
  const int width = static_cast<int>(page.cols * rng.Uniform(0.35, 0.75));
  const int x = page.cols - width;
  const cv::Rect left(0, 0, std::min(x, form->cols),
                      std::min(page.rows, form->rows));
  (*form)(left).copyTo(page(left));
  const int top = static_cast<int>(rng.Between(0, 80) * look.unit);
  cv::Mat preview = page(cv::Rect(x, top, width, page.rows - top));
  preview = rng.Chance(0.5) ? look.panel : Shade(rng, 60, 110);
  const int inset = rng.Chance(0.5) ? 0 : rng.Between(4, width / 5);
  auto picture = Shown(width - 2 * inset, rng);
  if (!picture) return tl::unexpected(picture.error());
  Fill(preview(cv::Rect(inset, std::min(inset, 30), width - 2 * inset,
                        preview.rows - std::min(inset, 30))),
       *picture);
  Frame(preview, look);
  return {};
}

void Gradient(cv::Mat place, double from, double to) {
  for (int y = 0; y < place.rows; ++y) {
    const double level = from + (to - from) * y / place.rows;
    place.row(y) = cv::Scalar(level, level, level);
  }
}

// Raised and sunken parts in shades of grey, as desktops draw them.
void Dialog(cv::Mat page, const Look& look, Rng& rng) {
  const double level = look.dark ? rng.Between(40, 80) : rng.Between(205, 245);
  page = cv::Scalar(level, level, level);
  const int row = static_cast<int>(rng.Between(24, 36) * look.unit);
  const int columns = rng.Between(1, 4);
  const int width = page.cols / columns;
  for (int y = 4; y + row < page.rows; y += row + rng.Between(2, 14)) {
    for (int c = 0; c < columns; ++c) {
      if (rng.Chance(0.2)) continue;
      cv::Mat cell = page(cv::Rect(c * width + 4, y, width - 8, row));
      const double kind = rng.Uniform(0, 1);
      if (kind < 0.35) {
        const int half = std::max(20, cell.cols / 2);
        cv::Mat field = cell.colRange(cell.cols - half, cell.cols);
        field = look.dark ? Shade(rng, 20, 50) : cv::Scalar(255, 255, 255);
        Frame(field, look);
        Label(field, look, rng);
      } else if (kind < 0.6) {
        cv::Mat button = cell.colRange(0, std::max(30, cell.cols / 3));
        Gradient(button, level + 8, level - rng.Between(4, 25));
        Frame(button, look);
      } else if (kind < 0.7) {
        cv::circle(cell, {row / 2, row / 2}, row / 4, {60, 100, 230}, -1,
                   cv::LINE_AA);
      }
      Label(cell, look, rng);
    }
  }
}

cv::Mat WithShadow(const cv::Mat& window, Rng& rng) {
  const int room = rng.Between(20, 90);
  cv::Mat out;
  cv::copyMakeBorder(window, out, room, room, room, room, cv::BORDER_CONSTANT,
                     cv::Scalar(255, 255, 255));
  const cv::Rect inner(room, room, window.cols, window.rows);
  out(inner) = cv::Scalar::all(rng.Between(90, 190));
  cv::GaussianBlur(out, out, {}, room / 3.0);
  window.copyTo(out(inner));
  return out;
}

// The bar and the column around what the application shows.
Result<cv::Mat> Framed(const Look& look, cv::Size size, Rng& rng) {
  cv::Mat screen(size, CV_8UC3, look.ground);
  const int bar = static_cast<int>(rng.Between(26, 60) * look.unit);
  const bool telephone = size.height > size.width;
  const int side = telephone || rng.Chance(0.2)
                       ? 0
                       : static_cast<int>(rng.Between(120, 260) * look.unit);
  cv::Mat top = screen.rowRange(0, bar);
  top = look.bar;
  if (rng.Chance(0.3)) Gradient(top, rng.Between(60, 120), 50);
  Look light = look;
  light.dark = true;
  Label(top, light, rng);
  if (side > 0) {
    cv::Mat column = screen(cv::Rect(0, bar, side, size.height - bar));
    column = look.panel;
    for (int y = 0; y + 30 < column.rows;
         y += static_cast<int>(rng.Between(22, 34) * look.unit)) {
      Label(column.rowRange(y, y + 30), look, rng);
    }
    column.col(side - 1) = look.line;
  }
  cv::Mat page =
      screen(cv::Rect(side, bar, size.width - side, size.height - bar));
  const double kind = rng.Uniform(0, 1);
  if (kind < 0.35) {
    RESCAN_TRY(Cards(page, look, rng));
  } else if (kind < 0.65) {
    RESCAN_TRY(Detail(page, look, rng));
  } else if (kind < 0.8) {
    Dialog(page, look, rng);
  } else {
    const auto words = Text(page.cols, page.rows, look.dark, rng);
    if (!words) return tl::unexpected(words.error());
    const cv::Rect both(0, 0, std::min(page.cols, words->cols),
                        std::min(page.rows, words->rows));
    (*words)(both).copyTo(page(both));
  }
  return screen;
}

}  // namespace

Result<Raster> DrawAppWindow(Rng& rng) {
  constexpr std::array<PixelSize, 8> kSizes = {{{1366, 768},
                                                {1920, 1080},
                                                {1280, 900},
                                                {2560, 1440},
                                                {1440, 900},
                                                {1080, 2160},
                                                {780, 1500},
                                                {800, 600}}};
  const bool dark = rng.Chance(0.35);
  cv::Mat screen;
  if (rng.Chance(0.25)) {
    const Look look = LookOf(dark, 1, rng);
    screen.create(rng.Between(220, 700), rng.Between(300, 900), CV_8UC3);
    Dialog(screen, look, rng);
    const int bar = rng.Between(20, 32);
    Gradient(screen.rowRange(0, bar), rng.Between(70, 110), 55);
    if (rng.Chance(0.5)) Frame(screen, look);
  } else {
    const PixelSize size = rng.Pick(kSizes);
    const Look look = LookOf(dark, size.width > 2000 ? 1.6 : 1, rng);
    auto framed = Framed(look, {size.width, size.height}, rng);
    if (!framed) return tl::unexpected(framed.error());
    screen = *framed;
  }
  if (rng.Chance(0.25)) screen = WithShadow(screen, rng);
  Raster out = FromMat(screen);
  if (rng.Chance(0.2)) {
    const double left = rng.Uniform(0, 0.4);
    const double top = rng.Uniform(0, 0.4);
    Crop(out, left, top, rng.Uniform(0.4, 1 - left), rng.Uniform(0.4, 1 - top));
  }
  if (rng.Chance(0.25)) Resize(out, rng.Uniform(0.5, 1.6));
  return out;
}

}  // namespace rescan::samples
