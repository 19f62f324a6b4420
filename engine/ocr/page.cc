#include "engine/ocr/page.h"

#include <cmath>
#include <numbers>

namespace rescan {
namespace {

// Sides of a turned rectangle: along the text and across it.
struct Sides {
  double along, across;
};

// The sides whose turning by the angle with these cosine and sine fills a box
// of width x height; false where none does. From
//   width = along |cos| + across |sin|,  height = along |sin| + across |cos|.
bool SolveSides(double width, double height, double cosine, double sine,
                Sides& sides) {
  constexpr double kSmallest = 1e-3;  // of |cos 2a|; beyond, sides explode
  const double c = std::abs(cosine);
  const double s = std::abs(sine);
  const double determinant = c * c - s * s;
  if (std::abs(determinant) < kSmallest) return false;
  sides.along = (width * c - height * s) / determinant;
  sides.across = (height * c - width * s) / determinant;
  return sides.along > 0 && sides.across > 0;
}

}  // namespace

std::string_view CorrectionName(Correction correction) {
  switch (correction) {
    case Correction::kReadAgain:
      return "read again";
    case Correction::kFound:
      return "found";
    case Correction::kPointOfInk:
      return "point of ink";
    case Correction::kNone:
      break;
  }
  return "";
}

Correction CorrectionNamed(std::string_view name) {
  for (const Correction correction :
       {Correction::kReadAgain, Correction::kFound, Correction::kPointOfInk}) {
    if (name == CorrectionName(correction)) return correction;
  }
  return Correction::kNone;
}

Corners CornersOf(const PixelBox& box, double angle_degrees, int page_width,
                  int page_height) {
  double angle = angle_degrees * std::numbers::pi / 180;
  const double width = box.width;
  const double height = box.height;
  Sides sides{};
  if (!SolveSides(width, height, std::cos(angle), std::sin(angle), sides)) {
    const double quarters = std::round(angle / (std::numbers::pi / 2));
    angle = quarters * (std::numbers::pi / 2);
    const bool upright = std::fmod(std::abs(quarters), 2) == 0;
    sides = upright ? Sides{width, height} : Sides{height, width};
  }
  // Half the text's direction and half its "up", pixels with y up.
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  const double along_x = sides.along / 2 * cosine;
  const double along_y = sides.along / 2 * sine;
  const double up_x = -sides.across / 2 * sine;
  const double up_y = sides.across / 2 * cosine;
  const double centre_x = box.left + width / 2;
  const double centre_y = page_height - (box.top + height / 2);
  const auto corner = [&](double along, double up) {
    return NormPoint{(centre_x + along * along_x + up * up_x) / page_width,
                     (centre_y + along * along_y + up * up_y) / page_height};
  };
  return {corner(-1, 1), corner(1, 1), corner(-1, -1), corner(1, -1)};
}

}  // namespace rescan
