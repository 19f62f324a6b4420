#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bench/image_kernels/kernel_case.h"
#include "bench/image_kernels/pictures.h"
#include "bench/image_kernels/rivals.h"
#include "kernels/image/adaptive_threshold.h"
#include "kernels/image/background.h"
#include "kernels/image/box_blur.h"
#include "kernels/image/clahe.h"
#include "kernels/image/flatten_page.h"
#include "kernels/image/gaussian_blur.h"
#include "kernels/image/sauvola.h"
#include "tests/support/reference_filters.h"

namespace rescan::bench {
namespace {

using kernels::GreyImage;
using kernels::GreyView;

// What one case works on and leaves behind.
struct Filter {
  explicit Filter(GreyImage picture)
      : in(std::move(picture)),
        out(in.width(), in.height()),
        in_mat(MatOf(in.view())),
        in_pix(PixOf(in.view())),
        in_picture(PictureOf(in.view())) {}

  GreyImage in;
  GreyImage out;
  cv::Mat in_mat;
  cv::Mat out_mat;
  PixPtr in_pix;
  PixPtr out_pix;
  reference::Picture in_picture;
  reference::Picture wanted;
};
using FilterPtr = std::shared_ptr<Filter>;

// A case whose kernel must equal the reference and, if there is one, OpenCV's
// function within `tolerance` levels.
KernelCase CaseOf(std::string name, const FilterPtr& data,
                  std::function<void(Filter&)> kernel,
                  std::function<void(Filter&)> reference,
                  std::function<void(Filter&)> opencv,
                  std::function<void(Filter&)> leptonica, int tolerance) {
  KernelCase result;
  result.name = std::move(name);
  result.bytes = data->in.view().pixel_count();
  result.kernel = [data, kernel] { kernel(*data); };
  result.reference = [data, reference] { reference(*data); };
  if (opencv) result.opencv = [data, opencv] { opencv(*data); };
  if (leptonica) result.leptonica = [data, leptonica] { leptonica(*data); };
  result.check = [data, tolerance] {
    const GreyView wanted = ViewOf(data->wanted);
    std::string difference = Difference("kernel", data->out.view(), wanted);
    if (tolerance >= 0) {
      difference +=
          Difference("OpenCV", ViewOf(data->out_mat), wanted, tolerance);
    }
    return difference;
  };
  return result;
}

// For answers of rivals that mean something else.
constexpr int kNotCompared = -1;

KernelCase BoxBlurCase(int radius) {
  const int side = 2 * radius + 1;
  return CaseOf(
      "BoxBlur radius " + std::to_string(radius),
      std::make_shared<Filter>(PagePicture()),
      [radius](Filter& f) {
        kernels::BoxBlur(f.in.view(), radius, f.out.mutable_view());
      },
      [radius](Filter& f) {
        f.wanted = reference::BoxBlur(f.in_picture, radius);
      },
      [side](Filter& f) {
        cv::blur(f.in_mat, f.out_mat, {side, side}, {-1, -1},
                 cv::BORDER_REPLICATE);
      },
      [radius](Filter& f) {
        f.out_pix.reset(
            pixBlockconvGray(f.in_pix.get(), nullptr, radius, radius));
      },
      0);
}

KernelCase GaussianCase(double sigma, const std::string& name) {
  const kernels::GaussianTaps taps = kernels::MakeGaussianTaps(sigma);
  const std::vector<int> weights(taps.weight.begin(),
                                 taps.weight.begin() + taps.radius + 1);
  return CaseOf(
      "GaussianBlur sigma " + name, std::make_shared<Filter>(PagePicture()),
      [sigma](Filter& f) {
        kernels::GaussianBlur(f.in.view(), sigma, f.out.mutable_view());
      },
      [weights](Filter& f) {
        f.wanted = reference::GaussianBlur(f.in_picture, weights);
      },
      [sigma](Filter& f) {
        cv::GaussianBlur(f.in_mat, f.out_mat, {0, 0}, sigma);
      },
      nullptr, 1);
}

KernelCase EstimateCase() {
  auto data = std::make_shared<Filter>(PagePicture());
  auto small = std::make_shared<GreyImage>();
  KernelCase result = CaseOf(
      "EstimateBackground", data,
      [small](Filter& f) {
        *small = kernels::EstimateBackground(f.in.view(), {});
      },
      [](Filter& f) {
        f.wanted =
            reference::EstimateBackground(f.in_picture, 1.0 / 30, false, 0.5);
      },
      [](Filter& f) {
        // Down to a quarter, the brightest, the median, as pages are usually
        // prepared.
        cv::Mat quarter;
        cv::resize(f.in_mat, quarter, {}, 0.25, 0.25, cv::INTER_AREA);
        const int side = quarter.cols / 30 | 1;
        cv::dilate(quarter, quarter,
                   cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
        cv::medianBlur(quarter, f.out_mat, side);
      },
      nullptr, kNotCompared);
  result.check = [data, small] {
    return Difference("kernel", small->view(), ViewOf(data->wanted));
  };
  return result;
}

KernelCase DivideCase() {
  auto data = std::make_shared<Filter>(PagePicture());
  auto small = std::make_shared<GreyImage>(
      kernels::EstimateBackground(data->in.view(), {}));
  return CaseOf(
      "DivideByBackground", data,
      [small](Filter& f) {
        kernels::DivideByBackground(f.in.view(), small->view(),
                                    f.out.mutable_view());
      },
      [small](Filter& f) {
        f.wanted = reference::DivideByBackground(f.in_picture,
                                                 PictureOf(small->view()));
      },
      [small](Filter& f) {
        cv::Mat background;
        cv::resize(MatOf(small->view()), background, f.in_mat.size(), 0, 0,
                   cv::INTER_LINEAR);
        cv::divide(f.in_mat, background, f.out_mat, 255);
      },
      nullptr, 2);
}

KernelCase ClaheCase(GreyImage picture, const std::string& what) {
  const cv::Ptr<cv::CLAHE> clahe = cv::createCLAHE(2.0, {8, 8});
  return CaseOf(
      "Clahe 2.0 8x8, " + what, std::make_shared<Filter>(std::move(picture)),
      [](Filter& f) { kernels::Clahe(f.in.view(), {}, f.out.mutable_view()); },
      [](Filter& f) { f.wanted = reference::Clahe(f.in_picture, 2.0, 8, 8); },
      [clahe](Filter& f) { clahe->apply(f.in_mat, f.out_mat); }, nullptr, 1);
}

KernelCase AdaptiveCase() {
  return CaseOf(
      "AdaptiveThreshold 31 -15", std::make_shared<Filter>(PagePicture()),
      [](Filter& f) {
        kernels::AdaptiveThreshold(f.in.view(), {}, f.out.mutable_view());
      },
      [](Filter& f) {
        f.wanted = reference::AdaptiveThreshold(f.in_picture, 31, 15);
      },
      [](Filter& f) {
        cv::adaptiveThreshold(f.in_mat, f.out_mat, 255,
                              cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV,
                              31, 15);
      },
      nullptr, 0);
}

KernelCase SauvolaCase() {
  return CaseOf(
      "SauvolaBinarize 25 .34", std::make_shared<Filter>(PagePicture()),
      [](Filter& f) {
        kernels::SauvolaBinarize(f.in.view(), {}, f.out.mutable_view());
      },
      [](Filter& f) {
        f.wanted = reference::SauvolaBinarize(f.in_picture, 25, 0.34F, 128);
      },
      nullptr,
      [](Filter& f) {
        PIX* binary = nullptr;
        pixSauvolaBinarize(f.in_pix.get(), 12, 0.34F, 1, nullptr, nullptr,
                           nullptr, &binary);
        f.out_pix.reset(binary);
      },
      kNotCompared);
}

// The same steps by OpenCV, as pages are usually prepared.
void FlattenWithOpenCv(const cv::Mat& page, cv::CLAHE& clahe, cv::Mat& out) {
  cv::Mat quarter;
  cv::resize(page, quarter, {}, 0.25, 0.25, cv::INTER_AREA);
  const int side = quarter.cols / 30 | 1;
  cv::dilate(quarter, quarter,
             cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
  cv::blur(quarter, quarter, {side, side});
  cv::Mat background;
  cv::resize(quarter, background, page.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat divided;
  cv::divide(page, background, divided, 255);
  cv::Mat even;
  clahe.apply(divided, even);
  cv::GaussianBlur(even, out, {0, 0}, 0.8);
}

void FlattenByReference(Filter& f) {
  const kernels::GaussianTaps taps = kernels::MakeGaussianTaps(0.8);
  f.wanted = reference::DivideByBackground(
      f.in_picture,
      reference::EstimateBackground(f.in_picture, 1.0 / 30, false, 0.5));
  f.wanted = reference::Clahe(f.wanted, 2.0, 8, 8);
  f.wanted = reference::GaussianBlur(
      f.wanted, {taps.weight.begin(), taps.weight.begin() + taps.radius + 1});
}

KernelCase FlattenCase(int width, int height, const std::string& what) {
  const cv::Ptr<cv::CLAHE> clahe = cv::createCLAHE(2.0, {8, 8});
  KernelCase result = CaseOf(
      "FlattenPage, " + what,
      std::make_shared<Filter>(PagePicture(width, height)),
      [](Filter& f) {
        kernels::FlattenPage(f.in.view(), {}, f.out.mutable_view());
      },
      FlattenByReference,
      [clahe](Filter& f) { FlattenWithOpenCv(f.in_mat, *clahe, f.out_mat); },
      [](Filter& f) {
        // The first step alone.
        f.out_pix.reset(
            pixBackgroundNormSimple(f.in_pix.get(), nullptr, nullptr));
      },
      kNotCompared);
  result.goal = 3.0;
  return result;
}

}  // namespace

std::vector<KernelCase> FilterCases() {
  std::vector<KernelCase> cases;
  cases.push_back(BoxBlurCase(2));
  cases.push_back(BoxBlurCase(15));
  cases.push_back(GaussianCase(0.8, "0.8"));
  cases.push_back(GaussianCase(2.0, "2.0"));
  cases.push_back(EstimateCase());
  cases.push_back(DivideCase());
  cases.push_back(ClaheCase(PagePicture(), "page"));
  cases.push_back(ClaheCase(NoisePicture(), "noise"));
  cases.push_back(AdaptiveCase());
  cases.push_back(SauvolaCase());
  cases.push_back(FlattenCase(kWidth, kHeight, "2 Mpx"));
  cases.push_back(FlattenCase(2000, 3000, "6 Mpx"));
  return cases;
}

}  // namespace rescan::bench
