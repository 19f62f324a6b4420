// The program's content classifier, and pictures for it, for tests.
#ifndef RESCAN_TESTS_ENGINE_IMAGE_CONTENT_FIXTURE_H_
#define RESCAN_TESTS_ENGINE_IMAGE_CONTENT_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "engine/image/classify_content.h"
#include "engine/image/open_image.h"

namespace rescan::testing {

inline std::string FileBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline const std::string kClassifierPath =
    RESCAN_SOURCE_DIR "/data/classifier/content-classifier.json";

inline const ContentClassifier& TheClassifier() {
  static const ContentClassifier classifier = [] {
    auto parsed =
        ContentClassifier::Parse(FileBytes(kClassifierPath), kClassifierPath);
    if (!parsed) throw std::runtime_error(parsed.error().message);
    return *std::move(parsed);
  }();
  return classifier;
}

inline Raster RasterOfBytes(const std::string& bytes) {
  auto image = OpenImage(
      {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, {});
  if (!image) throw std::runtime_error(image.error().message);
  return std::move(image->raster);
}

inline ContentVerdict Judged(const Raster& raster) {
  return TheClassifier().Judge(ContentFeaturesOf(raster));
}

// Succeeds if the classifier puts the image of these bytes into the class.
inline ::testing::AssertionResult IsOfClass(ImageClass wanted,
                                            const std::string& bytes) {
  const ContentVerdict verdict = Judged(RasterOfBytes(bytes));
  const ImageClass got = BestClass(verdict);
  if (got == wanted) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << ImageClassName(got) << ": native " << verdict.native << ", photo "
         << verdict.photo << ", scan " << verdict.scan;
}

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_ENGINE_IMAGE_CONTENT_FIXTURE_H_
