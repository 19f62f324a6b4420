// Start here: draws one sample, an image file with its exact truth.
//
//   SampleSpec spec;
//   spec.sample_class = SampleClass::kScan;
//   spec.seed = 7;
//   const Result<Sample> sample = DrawSample(spec);
#ifndef RESCAN_TOOLS_SAMPLES_SAMPLE_H_
#define RESCAN_TOOLS_SAMPLES_SAMPLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernels/base/result.h"
#include "tools/samples/capture.h"
#include "tools/samples/pages.h"
#include "tools/samples/raster.h"
#include "tools/samples/truth.h"

namespace rescan::samples {

// Pixels of the final image.
struct PixelSize {
  int width = 0;
  int height = 0;
};

// What to draw. What is left open is chosen by the seed.
struct SampleSpec {
  SampleClass sample_class = SampleClass::kNative;
  std::uint64_t seed = 1;
  // A few short lines on at most 480 x 300 pixels: cheap to draw and to read.
  // Leaves `page`, `size` and `dpi` no choice: they must be empty.
  bool small = false;
  std::optional<ImageFormat> format;  // open: PNG for screens, else JPEG

  std::optional<Page> page;       // must suit the class
  std::optional<bool> dark;       // screens only
  std::optional<PixelSize> size;  // screens and photos; each side 480..8192
  std::optional<int> dpi;         // scans only; 72..600
  bool subpixel = false;          // screens only; letters as in CanvasOptions

  // False leaves all text off the image, and only there: the same picture and
  // truth otherwise. For blank pages, and to test the truth itself.
  bool paint_text = true;
};

struct Sample {
  std::string bytes;  // of an image file
  ImageFormat format = ImageFormat::kPng;
  Truth truth;  // `image` is empty until written
};

// The page of a specification alone, as drawn, before any scanner or camera.
[[nodiscard]] Result<Picture> DrawPageAlone(const SampleSpec& spec);

// The same specification gives the same bytes, in any order and on any thread
// (of one machine: fonts and codecs of another may differ). Thread-safe. Cost:
// some milliseconds for a small sample, up to a second for others. Errors:
// kInvalidArgument for values outside the ranges above, kMissingData when a
// font is missing.
[[nodiscard]] Result<Sample> DrawSample(const SampleSpec& spec);

// Writes NAME.png or NAME.jpg, and NAME.truth.json, into the folder `directory`
// (which must exist), replacing what is there; sets truth.image. Errors: kIo;
// kInvalidArgument for a name with a slash in it.
[[nodiscard]] Status WriteSample(Sample& sample, const std::string& directory,
                                 std::string_view name);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_SAMPLE_H_
