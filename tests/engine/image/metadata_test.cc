#include "engine/image/metadata.h"

#include <gtest/gtest.h>

namespace rescan {
namespace {

ImageFacts FactsOf(int width, int height, std::uint64_t size) {
  ImageFacts facts;
  facts.format = ImageFormat::kPng;
  facts.mode = "RGB";
  facts.width = width;
  facts.height = height;
  facts.file_size = size;
  return facts;
}

// The documented sample: 1.860, 1.98 MP, MEDIUM + FULL_HD, 78.1 KB, 0.04 B/px,
// 96.0 dpi.
TEST(MetadataTest, Sample) {
  ImageFacts facts = FactsOf(1920, 1032, 79'974);
  facts.dpi_x = 3780 * 0.0254;
  facts.dpi_y = 95.96;
  const ImageMetadata metadata = MetadataOf(facts);
  EXPECT_EQ(1920, metadata.width);
  EXPECT_EQ(1032, metadata.height);
  EXPECT_EQ("PNG", metadata.format);
  EXPECT_EQ("RGB", metadata.mode);
  EXPECT_EQ(1.860, metadata.aspect_ratio);
  EXPECT_EQ(1.98, metadata.megapixels);
  EXPECT_EQ("MEDIUM", metadata.quality_category);
  EXPECT_EQ(79'974u, metadata.file_size_bytes);
  EXPECT_EQ(78.1, metadata.file_size_kb);
  EXPECT_EQ(0.04, metadata.bytes_per_pixel);
  EXPECT_EQ(96.0, metadata.dpi_x);
  EXPECT_EQ(96.0, metadata.dpi_y);
  EXPECT_EQ("FULL_HD", metadata.resolution_category);
}

struct Row {
  int width, height;
  const char* quality;
  const char* resolution;
};

TEST(MetadataTest, CategoriesAtTheirEdges) {
  const Row rows[] = {
      {1920, 1080, "HIGH", "FULL_HD"},   {1919, 1080, "MEDIUM", "FULL_HD"},
      {1920, 1079, "MEDIUM", "FULL_HD"}, {1080, 1920, "LOW", "FULL_HD"},
      {1280, 720, "MEDIUM", "HD"},       {1279, 720, "LOW", "HD"},
      {1280, 719, "LOW", "HD"},          {1920, 919, "MEDIUM", "HD"},
      {2880, 2592, "HIGH", "4K"},        {2879, 2592, "HIGH", "QHD"},
      {2304, 1440, "HIGH", "QHD"},       {2303, 1440, "HIGH", "FULL_HD"},
      {1728, 1080, "MEDIUM", "FULL_HD"}, {1727, 1080, "MEDIUM", "HD"},
      {1152, 720, "LOW", "HD"},          {1151, 720, "LOW", "BELOW_HD"},
      {1, 1, "LOW", "BELOW_HD"},
  };
  for (const Row& row : rows) {
    const ImageMetadata metadata =
        MetadataOf(FactsOf(row.width, row.height, 1));
    EXPECT_EQ(row.quality, metadata.quality_category)
        << row.width << "x" << row.height;
    EXPECT_EQ(row.resolution, metadata.resolution_category)
        << row.width << "x" << row.height;
  }
}

TEST(MetadataTest, AnImageThatDidNotOpen) {
  ImageFacts facts;
  facts.file_size = 17;
  const ImageMetadata metadata = MetadataOf(facts);
  EXPECT_EQ(ImageMetadata(), metadata);
  EXPECT_EQ("ERROR", metadata.format);
  EXPECT_EQ("UNKNOWN", metadata.quality_category);
  EXPECT_EQ("UNKNOWN", metadata.resolution_category);
  EXPECT_EQ(0u, metadata.file_size_bytes);
}

}  // namespace
}  // namespace rescan
