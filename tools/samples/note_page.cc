// A few short lines: cheap to read, for tests which need many images.
#include <string>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

std::string NoteLine(TextSource& source) {
  switch (source.rng().Between(0, 6)) {
    case 0: {
      std::string line = source.Date() + ' ';
      return line += source.Time();
    }
    case 1: {
      std::string line = "Total $";
      return line += Amount(source.Price(100, 90000));
    }
    case 2:
      return source.Person();
    case 3:
      return "Order " + source.Code();
    case 4:
      return source.Phone();
    case 5:
      return source.Product();
    default:
      return source.Task();
  }
}

}  // namespace

void DrawNotePage(PageContext& page) {
  const Rect area =
      Rect{0, 0, page.canvas.width(), page.canvas.height()}.Inset(18, 14);
  const int most = page.rng().Between(3, 8);
  const double leading = page.size() * 1.7;
  double y = area.y + page.size();
  for (int i = 0; i < most && y < area.bottom() - page.size() * 0.3;
       ++i, y += leading) {
    const Font font = i == 0 ? page.theme.font.Bold() : page.theme.font;
    const std::string line =
        i == 0 ? page.source.Company() : NoteLine(page.source);
    Label(page, area.x, y, area.width, line, font, page.theme.text);
  }
}

}  // namespace rescan::samples
