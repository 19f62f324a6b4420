#ifndef RESCAN_TESTS_SUPPORT_TEST_IMAGES_H_
#define RESCAN_TESTS_SUPPORT_TEST_IMAGES_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace rescan::testing {

// A small white page (440 x 120 pixels) with one line of large black text,
// encoded by `extension`: ".png", ".jpg", ".tif", ".webp", ".bmp" or ".ppm".
// Cheap to read: some 10 ms.
[[nodiscard]] std::string TextPage(const std::string& text,
                                   const std::string& extension);
// A page without any ink.
[[nodiscard]] std::string BlankPage(int width, int height,
                                    const std::string& extension);
// A TIFF of `frames` pages; the first reads "PAGE 1" and so on.
[[nodiscard]] std::string MultiPageTiff(int frames);
// A PNG whose header declares `width` x `height`, with next to no data.
[[nodiscard]] std::string PngHeaderOnly(std::uint32_t width,
                                        std::uint32_t height);

// Every format that TextPage knows.
[[nodiscard]] const std::vector<std::string>& ImageExtensions();

// A damaged copy: cut off at a random place, or 1 to 8 random bits flipped, or
// a random stretch overwritten, zeroed, removed or repeated.
[[nodiscard]] std::string Mutate(const std::string& bytes,
                                 std::mt19937& random);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_TEST_IMAGES_H_
