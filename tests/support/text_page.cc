#include "tests/support/text_page.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/support/random.h"

namespace rescan::support {
namespace {

void Fill(reference::Picture& picture, int left, int top, int right, int bottom,
          std::uint8_t level) {
  for (int y = std::max(top, 0); y < std::min(bottom, picture.height); ++y) {
    for (int x = std::max(left, 0); x < std::min(right, picture.width); ++x) {
      picture.samples[static_cast<std::size_t>(y) *
                          static_cast<std::size_t>(picture.width) +
                      static_cast<std::size_t>(x)] = level;
    }
  }
}

}  // namespace

reference::Picture DrawText(std::mt19937& rng, const TextPage& page) {
  reference::Picture picture{page.width, page.height, {}};
  picture.samples.assign(static_cast<std::size_t>(page.width) *
                             static_cast<std::size_t>(page.height),
                         255);
  const int stem = std::max(page.x_height / 6, 1);
  const int part = page.x_height / 3;  // above or below
  for (int line = 0; line < page.lines; ++line) {
    const int foot = page.first_foot + line * page.pitch;
    int x = page.left;
    while (true) {
      const int width = page.x_height / 2 +
                        static_cast<int>(Below(
                            rng, static_cast<unsigned>(page.x_height / 2)));
      if (x + width > page.right) break;
      const unsigned kind = Below(rng, 20);
      if (kind == 0) {  // a stop
        Fill(picture, x, foot - stem - 1, x + stem + 1, foot, 0);
        x += page.x_height;
        continue;
      }
      Fill(picture, x, foot - page.x_height, x + width, foot, 0);
      Fill(picture, x + stem, foot - page.x_height + stem, x + width - stem,
           foot - stem, 255);
      if (kind <= 4) {
        Fill(picture, x, foot - page.x_height - part, x + stem, foot, 0);
      } else if (kind <= 6) {
        Fill(picture, x, foot - stem, x + stem, foot + part, 0);
      }
      // One character in five ends a word.
      x += width + (kind >= 16 ? page.x_height : stem + 1);
    }
  }
  return picture;
}

reference::Picture InkOf(const reference::Picture& picture) {
  reference::Picture ink = picture;
  for (std::uint8_t& sample : ink.samples) sample = sample < 128 ? 255 : 0;
  return ink;
}

}  // namespace rescan::support
