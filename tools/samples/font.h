#ifndef RESCAN_TOOLS_SAMPLES_FONT_H_
#define RESCAN_TOOLS_SAMPLES_FONT_H_

namespace rescan::samples {

enum class Family { kOpenSans, kDejaVuSans, kSerif, kMono };

struct Font {
  Family family = Family::kOpenSans;
  double size = 12;  // units
  bool bold = false;
  bool italic = false;

  [[nodiscard]] Font Bold() const { return {family, size, true, italic}; }
  // Of Open Sans: the usual package of the other families has no italics, and
  // slanted letters instead would differ from machine to machine.
  [[nodiscard]] Font Italic() const {
    return {Family::kOpenSans, size, bold, true};
  }
  [[nodiscard]] Font Sized(double s) const { return {family, s, bold, italic}; }
};

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_FONT_H_
