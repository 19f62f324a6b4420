// Colours and measures of a drawn timesheet; internal to the drawing of
// timesheets.
#ifndef RESCAN_TOOLS_SAMPLES_SHEET_LOOK_H_
#define RESCAN_TOOLS_SAMPLES_SHEET_LOOK_H_

#include "tools/samples/raster.h"
#include "tools/samples/rng.h"

namespace rescan::samples {

struct SheetColors {
  // of the page
  Color page;
  Color raised;  // weekend and Total columns, rows of projects
  Color grid;
  Color rule;  // between the bands, brighter than the grid
  Color text;
  Color grey;  // labels
  Color link;  // names of tasks
  Color badge;
  Color badge_text;
  Color track;   // of the progress bar
  Color bar;     // its filled part
  Color marker;  // at its end
  Color tooltip;
  Color tooltip_text;
  Color header;  // of the application, and its rail
  Color header_text;
  Color avatar;
  Color avatar_text;
  // of the browser
  Color frame;
  Color toolbar;
  Color address;
  Color frame_text;
};

// The colours of the samples, or a light theme of the same kind.
[[nodiscard]] SheetColors UsualColors(bool dark);
// The same, every colour moved a little, and another badge for `status`.
[[nodiscard]] SheetColors VariedColors(bool dark, Rng& rng);

// In CSS pixels, which the browser's zoom turns into pixels; from the left and
// the top of the page, below the browser's own bars.
struct SheetLayout {
  double width = 0;       // of the window
  double header = 48;     // of the application
  double band_top = 171;  // the band with the person
  double person_band = 50;
  double period_band = 79;
  double collapse_band = 45;  // "Collapse all"
  double head_row = 92;
  double project_row = 37;  // the least
  double task_row = 49;     // the least
  double leading = 18;      // of wrapped names
  double font = 14;
  double small_font = 12;

  double rail = 57;     // the table's left edge
  double names = 544;   // width of the column Name
  double day = 137.4;   // of the seven days, and of Total
  double right = 1896;  // the table's right edge; the side tab is beyond it
  double middle = 829;  // left edge of the person, and of the progress bar
  double bar = 540;     // width of the progress bar
  bool total_column = true;

  [[nodiscard]] double table_top() const {
    return band_top + person_band + period_band + collapse_band + 1;
  }
  // Left edges: column 0..6 days, 7 Total, 8 Posted Actuals.
  [[nodiscard]] double Column(int column) const;
};

// The layout of the samples, in a window of `width`.
[[nodiscard]] SheetLayout UsualLayout(double width);
// Another one of the same kind.
[[nodiscard]] SheetLayout VariedLayout(double width, Rng& rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_SHEET_LOOK_H_
