#include "bench/classification/feature_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "engine/image/open_image.h"
#include "tools/samples/raster.h"
#include "tools/samples/rng.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;
using samples::Rng;

constexpr std::array kClasses = {ImageClass::kNative, ImageClass::kPhoto,
                                 ImageClass::kScan};

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

struct Measured {
  ContentFeatures features;
  int reduction = 1;  // the decoder's
};

Result<Measured> FeaturesOfBytes(const std::string& bytes,
                                 const OpenLimits& limits) {
  const auto image = OpenImage(
      {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()},
      limits);
  if (!image) return tl::unexpected(image.error());
  return Measured{ContentFeaturesOf(image->raster), image->reduction};
}

// The row of the picture and, where the decoder can reduce it (a JPEG of more
// than a megapixel), that of what it then gives.
Status AddRows(FeatureRow row, const std::string& bytes,
               std::vector<FeatureRow>& rows) {
  const auto whole = FeaturesOfBytes(bytes, {});
  if (!whole) return tl::unexpected(whole.error());
  row.features = whole->features;
  rows.push_back(row);
  OpenLimits reducing;
  reducing.reduce_above_megapixels = 1;
  const auto reduced = FeaturesOfBytes(bytes, reducing);
  if (!reduced) return tl::unexpected(reduced.error());
  if (reduced->reduction == 1) return {};
  row.name += "/reduced";
  row.features = reduced->features;
  rows.push_back(row);
  return {};
}

// By so little that what makes the class stays in the picture.
cv::Mat Cropped(const cv::Mat& picture, Rng& rng) {
  const int width = std::min(
      picture.cols,
      std::max(64, static_cast<int>(picture.cols * rng.Uniform(0.85, 1))));
  const int height = std::min(
      picture.rows,
      std::max(64, static_cast<int>(picture.rows * rng.Uniform(0.85, 1))));
  const int x = rng.Between(0, picture.cols - width);
  const int y = rng.Between(0, picture.rows - height);
  return picture(cv::Rect(x, y, width, height));
}

cv::Mat Scaled(const cv::Mat& picture, Rng& rng) {
  // Neither below what shows anything nor above what a test needs.
  const double side = std::min(picture.cols, picture.rows);
  const double area = static_cast<double>(picture.cols) * picture.rows;
  const double scale =
      std::clamp(rng.Uniform(0.3, 2), std::min(1.0, 150 / side),
                 std::max(0.3, std::sqrt(4e6 / area)));
  cv::Mat out;
  cv::resize(picture, out, {}, scale, scale,
             scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return out;
}

Result<std::string> Changed(const samples::Raster& original, Rng& rng) {
  cv::Mat picture(original.height, original.width, CV_8UC3,
                  const_cast<std::uint8_t*>(original.bgr.data()));
  if (rng.Chance(0.4)) picture = Cropped(picture, rng);
  if (rng.Chance(0.7)) picture = Scaled(picture, rng);
  samples::Raster raster(picture.cols, picture.rows);
  picture.copyTo(
      cv::Mat(raster.height, raster.width, CV_8UC3, raster.bgr.data()));
  const bool jpeg = rng.Chance(0.7);
  return Encode(raster,
                jpeg ? samples::ImageFormat::kJpeg : samples::ImageFormat::kPng,
                rng.Between(40, 95));
}

}  // namespace

Result<std::vector<FeatureRow>> RowsOfFolder(const std::string& folder,
                                             ImageClass image_class,
                                             int variants, std::uint64_t seed) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  if (error) {
    return Fail(ErrorCode::kIo, fmt::format("{}: {}", folder, error.message()));
  }
  std::sort(files.begin(), files.end());
  std::vector<FeatureRow> rows;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string bytes = ReadFile(files[i]);
    FeatureRow row;
    row.image_class = image_class;
    row.picture = samples::SeriesSeed(seed, i);
    row.name = files[i].filename();
    if (!AddRows(row, bytes, rows)) continue;
    if (variants == 0) continue;
    const auto original = samples::Decode(bytes);
    if (!original) continue;
    Rng rng(row.picture);
    for (int v = 0; v < variants; ++v) {
      const auto changed = Changed(*original, rng);
      if (!changed) return tl::unexpected(changed.error());
      row.name = fmt::format("{}#{}", files[i].filename().string(), v + 1);
      RESCAN_TRY(AddRows(row, *changed, rows));
    }
  }
  return rows;
}

Status SaveRows(const std::vector<FeatureRow>& rows, const std::string& path) {
  std::ofstream file(path);
  file << "class\tpicture\tname";
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    file << '\t' << FeatureInfoOf(static_cast<Feature>(i)).name;
  }
  file << '\n';
  for (const FeatureRow& row : rows) {
    file << ImageClassName(row.image_class) << '\t' << row.picture << '\t'
         << row.name;
    for (const double value : row.features) file << fmt::format("\t{}", value);
    file << '\n';
  }
  file.close();
  if (!file) return Fail(ErrorCode::kIo, "cannot write " + path);
  return {};
}

Result<std::vector<FeatureRow>> LoadRows(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::istringstream heading(line);
  std::string word;
  for (int i = 0; i < 3; ++i) heading >> word;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    heading >> word;
    if (word != FeatureInfoOf(static_cast<Feature>(i)).name) {
      return Fail(ErrorCode::kInvalidArgument,
                  path + ": extracted with other features");
    }
  }
  std::vector<FeatureRow> rows;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    FeatureRow row;
    fields >> word >> row.picture >> row.name;
    for (const ImageClass c : kClasses) {
      if (ImageClassName(c) == word) row.image_class = c;
    }
    for (double& value : row.features) fields >> value;
    if (!fields) return Fail(ErrorCode::kInvalidArgument, path + ": damaged");
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace rescan::bench
