#include "tools/samples/sheet_capture.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rescan::samples {
namespace {

bool Holds(const PixelBox& outer, const PixelBox& box) {
  return box.left >= outer.left && box.top >= outer.top &&
         box.left + box.width <= outer.left + outer.width &&
         box.top + box.height <= outer.top + outer.height;
}

Raster Part(const Raster& whole, const PixelBox& part) {
  Raster raster(part.width, part.height);
  for (int y = 0; y < part.height; ++y) {
    std::copy_n(whole.At(part.left, part.top + y), 3 * part.width,
                raster.At(0, y));
  }
  return raster;
}

void Crop(SheetPicture& picture, const PixelBox& part) {
  picture.page.raster = Part(picture.page.raster, part);
  std::vector<TruthLine> lines;
  for (TruthLine& line : picture.page.lines) {
    TruthLine kept;
    for (TruthWord& word : line.words) {
      if (!Holds(part, word.box)) continue;
      word.box.left -= part.left;
      word.box.top -= part.top;
      for (Point& corner : word.quad) {
        corner = {corner.x - part.left, corner.y - part.top};
      }
      kept.text += (kept.text.empty() ? "" : " ") + word.text;
      kept.words.push_back(std::move(word));
    }
    if (!kept.words.empty()) lines.push_back(std::move(kept));
  }
  picture.page.lines = std::move(lines);
  std::vector<SheetField>& fields = picture.sheet.fields;
  std::erase_if(
      fields, [&](const SheetField& field) { return !Holds(part, field.box); });
  for (SheetField& field : fields) {
    field.box.left -= part.left;
    field.box.top -= part.top;
  }
}

// The right edge of the window is beyond that of the picture.
void CropEdge(SheetPicture& picture, Rng& rng) {
  const std::string& edge = picture.sheet.dimensions.edge;
  if (edge == "whole") return;
  const auto column =
      static_cast<std::size_t>(edge == "actuals" ? 8
                               : edge == "total" ? 7
                                                 : rng.Between(3, 6));
  const double left = picture.columns[column];
  const double width = picture.columns[column + 1] - left;
  const int right = static_cast<int>(left + rng.Uniform(0.1, 0.9) * width);
  Crop(picture, {0, 0, right, picture.page.raster.height});
}

// One half of the table stays: left, right, upper or lower.
void CutInHalf(SheetPicture& picture, Rng& rng) {
  const int width = picture.page.raster.width;
  const int height = picture.page.raster.height;
  const int x =
      static_cast<int>((picture.columns.front() + picture.columns[7]) / 2);
  const int y =
      static_cast<int>((picture.table_top + picture.table_bottom) / 2);
  switch (rng.Between(0, 3)) {
    case 0:
      return Crop(picture, {0, 0, x, height});
    case 1:
      return Crop(picture, {x, 0, width - x, height});
    case 2:
      return Crop(picture, {0, 0, width, y});
    default:
      return Crop(picture, {0, y, width, height - y});
  }
}

// Runs `change` on words and fields together, each field as a word.
template <class Change>
void ChangeAll(SheetPicture& picture, Change change) {
  TruthLine fields;
  for (const SheetField& field : picture.sheet.fields) {
    const double left = field.box.left;
    const double top = field.box.top;
    const double right = left + field.box.width;
    const double bottom = top + field.box.height;
    fields.words.push_back(
        {"",
         field.box,
         {{{left, top}, {right, top}, {right, bottom}, {left, bottom}}}});
  }
  picture.page.lines.push_back(std::move(fields));
  change(picture.page);
  fields = std::move(picture.page.lines.back());
  picture.page.lines.pop_back();
  for (std::size_t i = 0; i < fields.words.size(); ++i) {
    picture.sheet.fields[i].box = fields.words[i].box;
  }
}

void TurnUpsideDown(Picture& page) {
  Raster turned(page.raster.width, page.raster.height);
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      std::copy_n(page.raster.At(turned.width - 1 - x, turned.height - 1 - y),
                  3, turned.At(x, y));
    }
  }
  page.raster = std::move(turned);
  const double width = page.raster.width;
  const double height = page.raster.height;
  MapWords({{-1, 0, width, 0, -1, height, 0, 0, 1}}, page.lines);
}

}  // namespace

void CaptureSheet(SheetPicture& picture, Rng& rng) {
  switch (picture.sheet.dimensions.variant) {
    case SheetVariant::kCut:
      return CutInHalf(picture, rng);
    case SheetVariant::kUpsideDown:
      return ChangeAll(picture, TurnUpsideDown);
    case SheetVariant::kMonitorPhoto:
      return ChangeAll(picture, [&](Picture& page) {
        const int width = page.raster.width * 6 / 5;
        const int height = page.raster.height * 5 / 4;
        page = PhotographScreen(std::move(page), width, height, rng.Fork());
      });
    default:
      return CropEdge(picture, rng);
  }
}

void PutBeside(SheetPicture& picture, const SheetPicture& other) {
  const Raster& left = picture.page.raster;
  const Raster& right = other.page.raster;
  Raster both(left.width + right.width, std::max(left.height, right.height));
  for (const auto& [raster, at] :
       {std::pair(&left, 0), std::pair(&right, left.width)}) {
    for (int y = 0; y < raster->height; ++y) {
      std::copy_n(raster->At(0, y), 3 * raster->width, both.At(at, y));
    }
  }
  std::vector<TruthLine> lines = other.page.lines;
  MapWords({{1, 0, static_cast<double>(left.width), 0, 1, 0, 0, 0, 1}}, lines);
  picture.page.lines.insert(picture.page.lines.end(), lines.begin(),
                            lines.end());
  picture.page.raster = std::move(both);
}

}  // namespace rescan::samples
