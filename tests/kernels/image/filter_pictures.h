// Pictures for the tests of the filters.
#ifndef RESCAN_TESTS_KERNELS_IMAGE_FILTER_PICTURES_H_
#define RESCAN_TESTS_KERNELS_IMAGE_FILTER_PICTURES_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "kernels/image/image_view.h"
#include "tests/support/guarded_picture.h"
#include "tests/support/random.h"
#include "tests/support/reference_pixels.h"

namespace rescan::kernels {

enum class Content { kNoise, kWhite, kBlack, kExtremes, kPage };
inline constexpr Content kContents[] = {Content::kNoise, Content::kWhite,
                                        Content::kBlack, Content::kExtremes,
                                        Content::kPage};

inline std::uint8_t SampleOf(Content content, int x, int y, std::mt19937& rng) {
  const std::uint32_t random = support::Below(rng, 256);
  switch (content) {
    case Content::kNoise:
      return static_cast<std::uint8_t>(random);
    case Content::kWhite:
      return 255;
    case Content::kBlack:
      return 0;
    case Content::kExtremes:
      return random < 128 ? 0 : 255;
    case Content::kPage:  // strokes on paper with a shade across it
      return static_cast<std::uint8_t>(
          (x / 2 % 7 == 0 && y % 11 < 7 ? 30 : 200 - (x + y) % 97) +
          static_cast<int>(random % 16));
  }
  return 0;
}

inline reference::Picture MakePicture(Content content, int width, int height,
                                      std::mt19937& rng) {
  reference::Picture picture{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      picture.samples.push_back(SampleOf(content, x, y, rng));
    }
  }
  return picture;
}

// A guarded picture that starts as a plain one and is compared with one.
class FramedPicture {
 public:
  FramedPicture(int width, int height, int offset, int gap)
      : frame_(width, height, gap, offset) {}
  FramedPicture(const reference::Picture& picture, int offset, int gap)
      : FramedPicture(picture.width, picture.height, offset, gap) {
    for (int y = 0; y < picture.height; ++y) {
      for (int x = 0; x < picture.width; ++x) {
        view().Row(y)[x] = static_cast<std::uint8_t>(picture.At(x, y));
      }
    }
  }

  [[nodiscard]] MutableGreyView view() { return frame_.view(); }

  // Fails the test, naming the first sample that differs.
  [[nodiscard]] testing::AssertionResult Is(const reference::Picture& wanted) {
    for (int y = 0; y < wanted.height; ++y) {
      for (int x = 0; x < wanted.width; ++x) {
        const int got = view().Row(y)[x];
        if (got != wanted.At(x, y)) {
          return testing::AssertionFailure()
                 << "(" << x << ", " << y << ") is " << got << ", wanted "
                 << wanted.At(x, y) << ", of " << wanted.width << " x "
                 << wanted.height;
        }
      }
    }
    if (!frame_.GuardsStand()) {
      return testing::AssertionFailure() << "memory outside was written";
    }
    return testing::AssertionSuccess();
  }

 private:
  support::GuardedPicture<std::uint8_t> frame_;
};

struct Size {
  int width;
  int height;
};

// Every width up to two of the widest vectors and one, in a few heights.
inline std::vector<Size> SmallSizes() {
  std::vector<Size> sizes;
  for (int width = 1; width <= 2 * 64 + 1; ++width) {
    sizes.push_back({width, 1 + width % 9});
  }
  for (const Size size : {Size{1, 40}, Size{2, 33}, Size{3, 2}, Size{64, 17},
                          Size{200, 1}, Size{5 * 64 + 1, 7}}) {
    sizes.push_back(size);
  }
  return sizes;
}

}  // namespace rescan::kernels

#endif  // RESCAN_TESTS_KERNELS_IMAGE_FILTER_PICTURES_H_
