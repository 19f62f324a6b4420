// Cases of kernels/image/ that count and add up pixels: histogram, integral and
// ink_profile.
#include <leptonica/allheaders.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bench/image_kernels/kernel_case.h"
#include "bench/image_kernels/pictures.h"
#include "bench/image_kernels/rivals.h"
#include "kernels/image/histogram.h"
#include "kernels/image/ink_profile.h"
#include "kernels/image/integral.h"
#include "tests/support/reference_pixels.h"

namespace rescan::bench {
namespace {

using kernels::GreyImage;
using Words = std::vector<std::uint32_t>;

constexpr std::size_t kPixels =
    static_cast<std::size_t>(kWidth) * static_cast<std::size_t>(kHeight);

// What the cases of one picture work on.
struct Input {
  explicit Input(GreyImage picture) : in(std::move(picture)) {}

  GreyImage in;
  reference::Picture in_picture = PictureOf(in.view());
  cv::Mat in_mat = MatOf(in.view());
  PixPtr in_pix = PixOf(in.view());
};

// "" if the counts or sums are equal.
template <class Got, class Wanted>
std::string Unequal(const std::string& whose, const Got& got,
                    const Wanted& wanted) {
  if (got.size() != wanted.size()) return whose + ": another size";
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (static_cast<double>(got[i]) != static_cast<double>(wanted[i])) {
      return whose + ": differs at " + std::to_string(i);
    }
  }
  return {};
}

KernelCase HistogramCase(const std::string& what, GreyImage picture,
                         double goal) {
  struct Counts : Input {
    using Input::Input;
    kernels::Histogram histogram{};
    std::array<std::uint32_t, 256> right{};
    cv::Mat from_opencv;
    std::vector<float> from_leptonica;
  };
  const auto data = std::make_shared<Counts>(std::move(picture));
  KernelCase result;
  result.name = "Histogram of " + what;
  result.goal = goal;
  result.bytes = kPixels;
  result.kernel = [data] {
    data->histogram = kernels::HistogramOf(data->in.view());
  };
  result.reference = [data] {
    data->right = reference::HistogramOf(data->in_picture);
  };
  result.opencv = [data] {
    const int channel = 0;
    const int size = 256;
    const float range[] = {0, 256};
    const float* ranges = range;
    cv::calcHist(&data->in_mat, 1, &channel, cv::Mat(), data->from_opencv, 1,
                 &size, &ranges);
  };
  result.leptonica = [data] {
    NUMA* numa = pixGetGrayHistogram(data->in_pix.get(), 1);
    const l_float32* counts = numaGetFArray(numa, L_NOCOPY);
    data->from_leptonica.assign(counts, counts + 256);
    numaDestroy(&numa);
  };
  result.check = [data] {
    const std::span<const float> from_opencv(data->from_opencv.ptr<float>(),
                                             256);
    return Unequal("kernel", data->histogram, data->right) +
           Unequal("OpenCV", from_opencv, data->right) +
           Unequal("Leptonica", data->from_leptonica, data->right);
  };
  return result;
}

// Row by row.
Words SumsOf(const kernels::SumImage& sums) {
  Words words;
  for (int y = 0; y < sums.view().height; ++y) {
    const auto row = sums.view().RowSpan(y);
    words.insert(words.end(), row.begin(), row.end());
  }
  return words;
}

KernelCase IntegralCase() {
  struct Sums : Input {
    Sums() : Input(PagePicture()) {}
    kernels::SumImage sums = kernels::SumImage(kWidth, kHeight);
    Words right;
    cv::Mat from_opencv;
    PixPtr from_leptonica;
  };
  const auto data = std::make_shared<Sums>();
  KernelCase result;
  result.name = "Integral";
  result.bytes = kPixels;
  result.kernel = [data] {
    kernels::Integral(data->in.view(), data->sums.mutable_view());
  };
  result.reference = [data] {
    data->right = reference::Integral(data->in_picture);
  };
  result.opencv = [data] {
    cv::integral(data->in_mat, data->from_opencv, CV_32S);
  };
  result.leptonica = [data] {
    data->from_leptonica.reset(pixBlockconvAccum(data->in_pix.get()));
  };
  result.check = [data] {
    const std::span<const std::int32_t> from_opencv(
        data->from_opencv.ptr<std::int32_t>(), data->right.size());
    std::string found = Unequal("kernel", SumsOf(data->sums), data->right) +
                        Unequal("OpenCV", from_opencv, data->right);
    // Without the first row and column.
    const auto accumulated = WordsOf(data->from_leptonica.get());
    if (accumulated.Row(kHeight - 1)[kWidth - 1] != data->right.back()) {
      found += "Leptonica: another sum";
    }
    return found;
  };
  return result;
}

KernelCase SquaresCase() {
  struct Squares : Input {
    Squares() : Input(PagePicture()) {}
    Words sums = Words((kWidth + 1) * (kHeight + 1));
    std::vector<std::uint64_t> squares =
        std::vector<std::uint64_t>((kWidth + 1) * (kHeight + 1));
    Words right_sums;
    std::vector<std::uint64_t> right;
    cv::Mat sums_of_opencv;
    cv::Mat squares_of_opencv;
  };
  const auto data = std::make_shared<Squares>();
  KernelCase result;
  result.name = "IntegralWithSquares";
  result.bytes = kPixels;
  result.kernel = [data] {
    kernels::IntegralWithSquares(
        data->in.view(),
        {data->sums.data(), kWidth + 1, kHeight + 1, kWidth + 1},
        {data->squares.data(), kWidth + 1, kHeight + 1, kWidth + 1});
  };
  result.reference = [data] {
    data->right_sums = reference::Integral(data->in_picture);
    data->right = reference::IntegralOfSquares(data->in_picture);
  };
  result.opencv = [data] {
    cv::integral(data->in_mat, data->sums_of_opencv, data->squares_of_opencv,
                 CV_32S, CV_64F);
  };
  result.check = [data] {
    const std::span<const double> from_opencv(
        data->squares_of_opencv.ptr<double>(), data->right.size());
    return Unequal("kernel's sums", data->sums, data->right_sums) +
           Unequal("kernel's squares", data->squares, data->right) +
           Unequal("OpenCV's squares", from_opencv, data->right);
  };
  return result;
}

KernelCase InkProfileCase() {
  struct Profile : Input {
    Profile() : Input(PagePicture()) {}
    Words rows = Words(kHeight);
    Words columns = Words(kWidth);
    Words right_rows;
    Words right_columns;
    cv::Mat dark;
    cv::Mat rows_of_opencv;
    cv::Mat columns_of_opencv;
    std::vector<float> rows_of_leptonica;
  };
  constexpr int kThreshold = 128;
  const auto data = std::make_shared<Profile>();
  KernelCase result;
  result.name = "InkProfile";
  result.bytes = kPixels;
  result.kernel = [data] {
    kernels::InkProfile(data->in.view(), kThreshold, data->rows, data->columns);
  };
  result.reference = [data] {
    data->right_rows = reference::InkOfRows(data->in_picture, kThreshold);
    data->right_columns = reference::InkOfColumns(data->in_picture, kThreshold);
  };
  result.opencv = [data] {
    cv::threshold(data->in_mat, data->dark, kThreshold - 1, 1,
                  cv::THRESH_BINARY_INV);
    cv::reduce(data->dark, data->rows_of_opencv, 1, cv::REDUCE_SUM, CV_32S);
    cv::reduce(data->dark, data->columns_of_opencv, 0, cv::REDUCE_SUM, CV_32S);
  };
  result.leptonica = [data] {
    const PixPtr bits(pixThresholdToBinary(data->in_pix.get(), kThreshold));
    NUMA* rows = pixCountPixelsByRow(bits.get(), nullptr);
    NUMA* columns = pixCountPixelsByColumn(bits.get());
    const l_float32* counts = numaGetFArray(rows, L_NOCOPY);
    data->rows_of_leptonica.assign(counts, counts + kHeight);
    numaDestroy(&rows);
    numaDestroy(&columns);
  };
  result.check = [data] {
    const std::span<const std::int32_t> rows(
        data->rows_of_opencv.ptr<std::int32_t>(), kHeight);
    const std::span<const std::int32_t> columns(
        data->columns_of_opencv.ptr<std::int32_t>(), kWidth);
    return Unequal("kernel's rows", data->rows, data->right_rows) +
           Unequal("kernel's columns", data->columns, data->right_columns) +
           Unequal("OpenCV's rows", rows, data->right_rows) +
           Unequal("OpenCV's columns", columns, data->right_columns) +
           Unequal("Leptonica's rows", data->rows_of_leptonica,
                   data->right_rows);
  };
  return result;
}

}  // namespace

std::vector<KernelCase> SumCases() {
  return {HistogramCase("a page", PagePicture(), 1.5),
          // The worst case of counting pairs: no two are alike.
          HistogramCase("noise", NoisePicture(), 1), IntegralCase(),
          SquaresCase(), InkProfileCase()};
}

}  // namespace rescan::bench
