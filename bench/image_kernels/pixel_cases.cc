#include <leptonica/allheaders.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bench/image_kernels/kernel_case.h"
#include "bench/image_kernels/pictures.h"
#include "kernels/image/table.h"
#include "tests/support/reference_pixels.h"

namespace rescan::bench {
namespace {

using kernels::GreyImage;
using kernels::GreyView;

reference::Picture PictureOf(GreyView view) {
  reference::Picture picture{view.width, view.height, {}};
  for (int y = 0; y < view.height; ++y) {
    const auto row = view.RowSpan(y);
    picture.samples.insert(picture.samples.end(), row.begin(), row.end());
  }
  return picture;
}

GreyView ViewOf(const reference::Picture& picture) {
  return {picture.samples.data(), picture.width, picture.height, picture.width};
}

// OpenCV's view of our samples. OpenCV has no read-only one.
cv::Mat MatOf(GreyView view) {
  return {view.height, view.width, CV_8UC1,
          const_cast<std::uint8_t*>(view.data),
          static_cast<std::size_t>(view.stride)};
}

GreyView ViewOf(const cv::Mat& mat) {
  return {mat.data, mat.cols, mat.rows, static_cast<std::ptrdiff_t>(mat.step)};
}

// What one case works on and leaves behind.
struct Table {
  GreyImage in = PagePicture();
  std::array<std::uint8_t, 256> table{};
  GreyImage out{kWidth, kHeight};
  cv::Mat in_mat = MatOf(in.view());
  cv::Mat table_mat;
  cv::Mat out_mat;
  reference::Picture in_picture = PictureOf(in.view());
  reference::Picture wanted;
};

KernelCase ApplyTableCase() {
  auto data = std::make_shared<Table>();
  for (std::size_t i = 0; i < 256; ++i) {
    data->table[i] = static_cast<std::uint8_t>((i * i * 7 + 13) % 256);
  }
  data->table_mat = cv::Mat(1, 256, CV_8UC1, data->table.data());
  KernelCase result;
  result.name = "ApplyTable";
  result.bytes = data->in.view().pixel_count();
  result.kernel = [data] {
    kernels::ApplyTable(data->in.view(), data->table, data->out.mutable_view());
  };
  result.reference = [data] {
    data->wanted = reference::ApplyTable(data->in_picture, data->table);
  };
  result.opencv = [data] {
    cv::LUT(data->in_mat, data->table_mat, data->out_mat);
  };
  result.check = [data] {
    const GreyView wanted = ViewOf(data->wanted);
    return Difference("kernel", data->out.view(), wanted) +
           Difference("OpenCV", ViewOf(data->out_mat), wanted);
  };
  return result;
}

}  // namespace

std::vector<KernelCase> PixelCases() {
  std::vector<KernelCase> cases;
  cases.push_back(ApplyTableCase());
  return cases;
}

}  // namespace rescan::bench
